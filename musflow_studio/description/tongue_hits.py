"""Mood words of other languages found in a text, with negation, as `word_hits` does for English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from musflow_studio.description.mood_lexicon import LEXICON
from musflow_studio.description.mood_tongues import (
    ARABIC_PREFIXES,
    INTENSIFIERS,
    NEGATORS,
    TONGUES,
    TongueWord,
    folded,
)
from musflow_studio.description.word_hits import WordHit

_TOKEN = re.compile(r"[^\W\d_]+|[.,;:!?()\n،؛؟。]")
_REACH_WORDS = 3
_DENIED = 0.6
_STRONGER = 1.3
_SHORTEST_STEM, _SHORTEST_BORROWED = 2, 3


def find_tongue_hits(text: str, code: str) -> tuple[WordHit, ...]:
    """Mood words of a text in language `code` ("es", "fr", "ko", "ar"), in their order."""
    tokens = _tokens(text)
    return tuple(
        _hit(tokens, index, entry, code)
        for index, token in enumerate(tokens)
        if (entry := _entry(token[1], code)) is not None
    )


def find_borrowed(text: str) -> tuple[tuple[str, WordHit], ...]:
    """Mood words of other languages in an English text or a text of a word or two.

    Only whole words that English does not use otherwise. Returns (language code, hit) pairs.
    """
    tokens = _tokens(text)
    return tuple(
        (code, _hit(tokens, index, entry, code))
        for index, (_, word) in enumerate(tokens)
        if word not in LEXICON
        for code, entry in _borrowed(word)
    )


def _tokens(text: str) -> list[tuple[str, str]]:
    """Each word as written in lower case, and folded."""
    return [(w, folded(w)) for w in _TOKEN.findall(_composed(text.lower()).replace("’", "'"))]


def _composed(text: str) -> str:
    """Marks that do not compose with their letter (Arabic vowel signs) left out."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Mn")


def _entry(word: str, code: str) -> TongueWord | None:
    for form in _forms(word, code):
        found = next((entry for entry in TONGUES[code] if entry.is_in(form)), None)
        if found is not None:
            return found
    return None


def _forms(word: str, code: str) -> Iterator[str]:
    yield word
    if code == "ar":
        for prefix in ARABIC_PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
                yield word.removeprefix(prefix)


def _borrowed(word: str) -> Iterator[tuple[str, TongueWord]]:
    """The first language in which this is a mood word and nothing but one."""
    for code, entries in TONGUES.items():
        for entry in entries:
            if not entry.at_home and len(word) >= _SHORTEST_BORROWED and _is_whole(word, entry):
                yield code, entry
                return


def _is_whole(word: str, entry: TongueWord) -> bool:
    """The entry itself, or with an ending of up to four letters where it is long enough."""
    ending = len(word) - len(entry.letters)
    return entry.is_in(word) and (ending == 0 or (len(entry.letters) >= 6 and ending <= 4))


def _hit(tokens: Sequence[tuple[str, str]], index: int, entry: TongueWord, code: str) -> WordHit:
    written = tokens[index][0]
    strength = entry.strength
    if index and tokens[index - 1][1] in INTENSIFIERS[code]:
        strength *= _STRONGER
    denier = _denier(tokens, index, code)
    if denier is None:
        return WordHit(written, entry.mood_word, strength)
    first, last = sorted((denier, index))
    says = " ".join(word for word, _ in tokens[first : last + 1])
    return WordHit(says, entry.mood_word, strength * _DENIED, negated=True)


def _denier(tokens: Sequence[tuple[str, str]], index: int, code: str) -> int | None:
    """Where the word stands that turns a mood word around; None if there is none."""
    for before in range(index - 1, max(-1, index - 1 - _REACH_WORDS), -1):
        word = tokens[before][1]
        if not word[0].isalpha():
            break
        if word in NEGATORS[code] or (code == "fr" and _is_no_longer(tokens, before)):
            return before
    following = tokens[index + 1][1] if index + 1 < len(tokens) else ""
    if code == "ko" and following.startswith(("않", "없", "아니")):
        return index + 1
    return None


def _is_no_longer(tokens: Sequence[tuple[str, str]], index: int) -> bool:
    """French "plus" after "ne" or "n'": no longer, not more."""
    near = [word for _, word in tokens[max(0, index - 3) : index]]
    return tokens[index][1] == "plus" and ("n" in near or "ne" in near)
