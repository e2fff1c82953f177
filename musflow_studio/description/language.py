"""Which language a text is in: by its script, or by its small words.

Cautious on purpose: a text counts as foreign only if its script says so, or if at least two
different small words of that language stand in it and more of them than of English ones (one will
do in up to four words without any English). So names and half-sentences stay English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from musflow_studio.description.mood_lexicon import LEXICON, word_forms


@dataclass(frozen=True)
class Language:
    """A language as people call it.

    Attributes:
        code: "en", "es", "fr", "ko" or "ar"; "" if it is not understood.
        called: for sentences ("French", "in Cyrillic script").
    """

    code: str
    called: str

    @property
    def understood(self) -> bool:
        """Whether there are mood words for it."""
        return bool(self.code)


ENGLISH = Language("en", "English")
SPANISH = Language("es", "Spanish")
FRENCH = Language("fr", "French")
KOREAN = Language("ko", "Korean")
ARABIC = Language("ar", "Arabic")
UNDERSTOOD = {one.code: one for one in (ENGLISH, SPANISH, FRENCH, KOREAN, ARABIC)}
"""By code."""

_SCRIPTS = {
    "HANGUL": KOREAN,
    "ARABIC": ARABIC,
    "CYRILLIC": Language("", "in Cyrillic script"),
    "GREEK": Language("", "Greek"),
    "HEBREW": Language("", "Hebrew"),
    "CJK": Language("", "Chinese"),
    "HIRAGANA": Language("", "Japanese"),
    "KATAKANA": Language("", "Japanese"),
    "DEVANAGARI": Language("", "in Devanagari script"),
    "BENGALI": Language("", "Bengali"),
    "TAMIL": Language("", "Tamil"),
    "THAI": Language("", "Thai"),
    "GEORGIAN": Language("", "Georgian"),
    "ARMENIAN": Language("", "Armenian"),
}
_SCRIPT_SHARE = 0.4
_PERSIAN = frozenset("پچژگکی")
"""Letters of Persian and Urdu that Arabic does not have."""

_SMALL_WORDS = {
    ENGLISH: "the a an and of to in is it he she they his her their with at on for from by as that"
    " this are was were be has have had not but into out up down over under through who what when"
    " where there then him them we you i my your our its no all one two off back away toward"
    " towards against behind around across after before while until very",
    SPANISH: "el la de a los las un una unos unas y del al que en es se su sus con por para"
    " pero muy esta este está están como más cuando donde ella ellos sobre entre hasta"
    " desde ya hay sin lo le nos todo todos nadie nada nunca no él me te si",
    FRENCH: "le la de à les un une des et du au aux que qui dans est il elle ils elles se sa"
    " ses son avec par pour mais très cette ce ces sur sous entre vers sans comme plus"
    " quand où pas ne n j l d qu c s leur leurs nous vous je tu tout toute tous rien"
    " jamais chez puis",
    Language("", "German"): "der das den dem des und ein eine einen einem einer ist sind nicht mit"
    " auf im zu zum zur von vom bei aus sich sie er es ihr ihre sein seine aber über unter durch"
    " wie wenn noch nur auch nach hinter vor",
    Language("", "Italian"): "il la lo gli un uno una e di del della dei delle al alla che è in con"
    " per ma non si suo sua suoi sono nel nella sul sulla dal dalla come più quando dove lei lui",
    Language(
        "", "Portuguese"
    ): "o a de os um uma e do da dos das no na nos nas que é em com por para"
    " mas não seu sua ao à são está ele ela eles muito como quando onde pelo pela",
    Language("", "Dutch"): "de het een en van is zijn niet met op te voor aan bij uit zich hij ze"
    " haar maar naar over ook nog wordt dat die",
    Language("", "Swedish"): "och en ett det den är inte med på av för till från som hon han sin"
    " sitt men över under när",
    Language("", "Danish or Norwegian"): "og en et det den er ikke med på af av til fra som hun han"
    " sin sitt men når",
    Language("", "Polish"): "i w z na do nie się jest to że po od za przez jak ale już są jego jej",
    Language("", "Czech"): "a v z na do ne se je to že po od za jak ale už jsou jeho její",
    Language("", "Turkish"): "ve bir bu da de için ile çok ama gibi daha var yok değil o",
    Language("", "Romanian"): "și un o de la în cu pe nu este sunt din care mai dar lui ei",
    Language("", "Hungarian"): "a az egy és nem van hogy is el meg de ő neki már",
    Language("", "Finnish"): "ja on ei se hän että mutta kun oli ovat niin myös",
    Language("", "Indonesian"): "yang dan di ke dari ini itu dengan untuk tidak dia mereka pada",
    Language("", "Vietnamese"): "và của là một có không trong được cho với người đã",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_SHORT = 4
_NAME = re.compile(
    r"\b([A-ZÀ-Þ]\w*)(?:\s+(?:de|la|le|les|los|las|del|des|du|di|da|van|von|der|den|el|y|e|et)){1,3}"
    r"\s+(?=[A-ZÀ-Þ])"
)
"""Small words between capitals are part of a name: Café de la Paix."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> Language:
    """The language of a text; English where nothing speaks against it."""
    written = unicodedata.normalize("NFC", text)
    script = _script(written)
    if script is not None:
        return script
    words = _WORD.findall(_NAME.sub(r"\1 ", written).lower())
    heard = {language: small & set(words) for language, small in _WORDS.items()}
    english = len(heard.pop(ENGLISH)) + _mood_words(words)
    best = max(heard, key=lambda language: (len(heard[language]), language.understood))
    count = len(heard[best])
    alone = count == 1 and english == 0 and 1 < len(words) <= _SHORT
    return best if alone or (count >= 2 and count > english) else ENGLISH


def says_english(text: str) -> bool:
    """Whether at least one word of a text is surely English: a small word or a mood word."""
    words = _WORD.findall(text.lower())
    return bool(_WORDS[ENGLISH] & set(words)) or _mood_words(words) > 0


def _mood_words(words: list[str]) -> int:
    return sum(any(form in LEXICON for form in word_forms(word)) for word in words)


def _script(text: str) -> Language | None:
    """The language told by the script of most letters; None for the Latin one."""
    letters = [letter for letter in text if letter.isalpha()]
    names = Counter(unicodedata.name(letter, "UNKNOWN").split()[0] for letter in letters)
    kana = names["HIRAGANA"] + names["KATAKANA"]
    if kana and kana + names["CJK"] >= _SCRIPT_SHARE * len(letters):
        return _SCRIPTS["HIRAGANA"]
    name, count = names.most_common(1)[0] if names else ("LATIN", 0)
    if name == "LATIN":
        others = [(n, c) for n, c in names.most_common(2) if n != "LATIN"]
        name, count = others[0] if others else ("LATIN", 0)
    if name == "LATIN" or count < _SCRIPT_SHARE * len(letters):
        return None
    if name == "ARABIC" and _PERSIAN & set(text):
        return Language("", "Persian or Urdu")
    return _SCRIPTS.get(name, Language("", f"in {name.capitalize()} script"))
