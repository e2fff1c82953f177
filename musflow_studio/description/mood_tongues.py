"""Mood words in Spanish, French, Korean and Arabic, by the mood word they speak for.

The words of each language that people use for the mood of music are those of GlobalMood (Lee et
al. 2025, arXiv 2505.09539): twenty a language, asked for in that language, not translated; the
study finds that valence and arousal order them alike in all of them, which is why one mood plane
serves here. Its twenty English words stand in `mood_lexicon`. Where each word stands in the plane
is our reading, as in `mood_words`; the lines marked "+" are ours too, since music is seldom called
frightening and films often are.

Spelling is folded (`folded`). A star lets any ending follow; a question mark marks a hint that
counts half; "!" marks a word that English uses otherwise and that counts only in a text of its own
language.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS

_SPANISH = """
joyful: alegria alegre* felicidad feliz* felices alegr*
festive: fiesta* festiv* baile!* baila* movida!? sensualidad
excited: emocion? emocionante* emocionad* ritmo? ritmic*?
playful: diversion divertid* divert*
passionate: amor amoros* enamorad* pasion apasionad* romance! romantic* sensual*
calm: relajacion relaja* tranquilidad tranquil* calma calmad* seren*
peaceful: paz! pacific* apacibl*
nostalgic: nostalgia* nostalgic* anoranza
melancholic: melancolia* melancolic*
sad: tristeza* triste tristes tristemente llor* lagrim*
hopeful: esperanza!* esperanzad*
mysterious: raro!* rara!* misteri* extran*?
+frightened: miedo* asustad* temor* peligr*
+terrified: terror* aterr* horror* monstruo*
+tense: tension tenso tensa tensos tensas angustia* nervios*
+suspenseful: suspens* acecha*
+angry: ira! enojad* enfad* grita*? rabia
+furious: furia furios*
+violent: guerra* batalla* pelea* ataca* ataque* dispar* explosion* explot*
+threatening: amenaz* pistola* enemig*
+chaotic: tormenta* incendio* caos
+urgent: corre* huye* huyen persigue* persecucion prisa
+lonely: soledad! solitari*
+grieving: muert* luto funeral* entierr* tumba*
+triumphant: victoria!* triunf* gana*?
+tender: ternura tiern* abraz*? dulce*?
"""

_FRENCH = """
joyful: joie* joyeu* bonheur* heureu*
cheerful: agreable* ensoleille* souri* gai! gaie*
festive: festif* festiv* fete* dansant* danser danse!* latino!?
excited: entrainant* rythme* rythmee*
playful: amusant* amus* rire* rient rit!
passionate: amour* amoureu* passion! passionn* romantique*
calm: calme!* tranquil* doux! douce!* cool!?
nostalgic: nostalgie* nostalgique*
melancholic: melancolie* melancolique*
sad: triste tristes tristesse* tristement pleur* larme* chagrin*
mysterious: etrange* etranger!*? mystere* mysterieu*
adventurous: moderne!?
+hopeful: espoir* espere*
+frightened: peur* effray* craint* danger!* dangereu*
+terrified: terreur* terrifi* horreur* monstre*
+tense: tension! tendu* angoiss* nerveu* inquiet*
+suspenseful: suspense! guette*
+angry: colere* fache* crie crient
+furious: furieu* rage!*
+violent: guerre* bataille* combat!* attaque* explos*
+threatening: menac* pistolet* ennemi*
+chaotic: tempete* orage* incendie* chaos!
+urgent: court! courent poursuit* poursuite* s'enfuit enfui* fuit
+lonely: solitude! solitaire* abandonne*
+grieving: mort!* morte* deuil* funeraill* enterre* tombeau*
+peaceful: paix! paisible*
+tender: tendre* tendresse*
+triumphant: victoire* triomph*
"""

_KOREAN = """
joyful: 즐거* 즐겁* 기쁨* 기쁜* 기쁘* 기뻐* 행복*
cheerful: 기분좋* 경쾌* 밝은?
festive: 흥겨* 흥겹* 축제* 춤* 리듬감*?
excited: 신나* 신난* 활기* 강렬*?
playful: 장난*
passionate: 사랑스* 사랑* 감정적*? 열정*
tender: 감미로* 감미롭* 부드러* 부드럽* 다정*
calm: 잔잔* 차분* 고요* 자유로*? 자유롭*?
peaceful: 평화* 평온*
nostalgic: 그리운* 그립* 그리움* 그리워* 추억*
melancholic: 애절* 쓸쓸* 우울*
sad: 슬픈* 슬프* 슬픔* 슬퍼* 눈물* 운다 울고*
desperate: 호소하* 절망*
mysterious: 이국적*? 신비* 이상한*
+hopeful: 희망*
+frightened: 무서운* 무섭* 무서워* 두려* 두렵* 위험*
+terrified: 공포* 괴물*
+tense: 긴장* 불안*
+angry: 분노* 화난* 화가* 화를*
+violent: 전쟁* 싸움* 싸우* 싸운* 공격* 폭발*
+threatening: 위협* 총을*
+chaotic: 폭풍* 혼란*
+urgent: 달린* 달려* 도망* 추격* 급히*
+lonely: 외로* 외롭* 고독*
+grieving: 죽음* 죽은* 죽었* 장례*
+triumphant: 승리*
"""

_ARABIC = """
joyful: فرح* فرحه بهجه* مبتهج* سعاده* سعيد* استمتاع*
cheerful: مرح*
festive: احتفالي* احتفال* رقص* يرقص* ترقص* صاخب*
excited: حماس* متحمس* اثاره* مثير* نشاط* نشيط* شباب?
passionate: حب حبيب* عشق* عاشق* رومانسي*
cosy: دفء دفي* دافي*
calm: هدوء* هادي* هادء*
sad: حزن* حزين* الم دموع* يبكي* تبكي* بكاء*
triumphant: قوه? قوي*? نصر انتصار*
+peaceful: سلام*
+hopeful: امل
+nostalgic: حنين*
+frightened: خوف* خايف* يخاف* تخاف* خطر* خطير*
+terrified: رعب* مرعب* وحش*
+tense: توتر* متوتر* قلق*
+mysterious: غموض* غامض* سر
+angry: غضب* غاضب*
+violent: حرب* معركه* قتال* يقاتل* انفجار* هجوم*
+threatening: تهديد* يهدد* عدو*
+chaotic: عاصفه* فوضي*
+urgent: يركض* تركض* يهرب* تهرب* مطارده*
+lonely: وحيد* وحده*
+grieving: موت* ميت* مات جنازه* قبر*
"""


@dataclass(frozen=True)
class TongueWord:
    """One entry.

    Attributes:
        letters: folded; the whole word, or its beginning if `open_ended`.
        mood_word: what it speaks for.
        strength: 0.5 for a hint, else 1.
        open_ended: any ending may follow.
        at_home: counts only in a text of its own language.
    """

    letters: str
    mood_word: str
    strength: float
    open_ended: bool
    at_home: bool

    def is_in(self, word: str) -> bool:
        """Whether a folded word is this one."""
        return word.startswith(self.letters) if self.open_ended else word == self.letters


_ALEFS = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي", "ـ")


def folded(word: str) -> str:
    """Lower case, without accents and vowel signs; Arabic alef, yeh and teh marbuta made one.

    >>> folded("Mélancolie")
    'melancolie'
    """
    apart = unicodedata.normalize("NFD", word.casefold().translate(_ALEFS))
    plain = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", plain).translate(_ALEFS)


def _entries(table: str) -> tuple[TongueWord, ...]:
    """The entries of a table, longer ones first, so that the most exact is found."""
    entries = []
    for line in table.strip().splitlines():
        mood, _, words = line.lstrip("+").partition(":")
        if mood not in MOOD_WORDS:
            raise ValueError(f"{mood!r} is no mood word")
        entries += [_entry(word, mood) for word in words.split()]
    return tuple(sorted(entries, key=lambda entry: -len(entry.letters)))


def _entry(word: str, mood: str) -> TongueWord:
    letters = word.replace("!", "").rstrip("?").rstrip("*")
    strength = 0.5 if word.endswith("?") else 1.0
    return TongueWord(folded(letters), mood, strength, "*" in word, "!" in word)


TONGUES: dict[str, tuple[TongueWord, ...]] = {
    "es": _entries(_SPANISH),
    "fr": _entries(_FRENCH),
    "ko": _entries(_KOREAN),
    "ar": _entries(_ARABIC),
}
"""Language code -> its mood words."""

NEGATORS: dict[str, frozenset[str]] = {
    "es": frozenset("no sin nunca jamas ni nada ningun ninguna nadie tampoco".split()),
    "fr": frozenset("pas sans jamais aucun aucune ni rien personne".split()),
    "ko": frozenset(("안", "못")),
    "ar": frozenset("لا ليس ليست بدون بلا غير لم لن دون".split()),
}
"""Words before a mood word that turn it around; Korean also negates behind it."""

INTENSIFIERS: dict[str, frozenset[str]] = {
    "es": frozenset("muy tan".split()),
    "fr": frozenset("tres si".split()),
    "ko": frozenset("매우 너무 아주".split()),
    "ar": frozenset(),
}

ARABIC_PREFIXES = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل")
"""Particles and the article, written together with the word that follows."""
