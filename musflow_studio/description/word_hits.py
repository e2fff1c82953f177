"""Mood words found in a text, with negation: "not afraid" speaks for the opposite of afraid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musflow_studio.description.mood_lexicon import (
    CLAUSE_BREAKS,
    INTENSIFIERS,
    LEXICON,
    LONGEST_PHRASE_WORDS,
    NEGATION_REACH_WORDS,
    NEGATORS,
    NOT_NEGATING,
    SOFTENERS,
    word_forms,
)
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS, MoodWord

_DENIED = 0.6
"""What a denied word counts against a stated one."""
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[.,;:!?()\n]")


@dataclass(frozen=True)
class WordHit:
    """A word or phrase that says a mood.

    Attributes:
        says: as written, lower case, with the negating word in front if there is one.
        mood_word: what it speaks for (or, if negated, against).
        strength: 0.25 to 1.5.
        negated: turned around.
    """

    says: str
    mood_word: str
    strength: float
    negated: bool = False

    @property
    def point(self) -> MoodWord:
        """Where it points: at its mood, or at the far, weaker side of the middle if negated."""
        word = MOOD_WORDS[self.mood_word]
        return opposite(word) if self.negated else word


def opposite(word: MoodWord) -> MoodWord:
    """What is left of a mood that is denied: half as far on the other side."""
    return MoodWord(
        -0.5 * word.valence, -0.4 * word.arousal, -0.5 * word.dominance, 0.35 * (1 - word.tension)
    )


def find_hits(text: str) -> tuple[WordHit, ...]:
    """Mood words of a text in their order; the longest phrase wins."""
    return tuple(hit for hit, _, _ in _spans(_tokens(text)))


def without_negated(text: str) -> str:
    """The text without its negated mood words and their negators, for readers deaf to "not"."""
    tokens = _tokens(text)
    dropped: set[int] = set()
    for hit, start, end in _spans(tokens):
        if hit.negated:
            dropped.update(range(start, end))
            dropped.update(_negators_before(tokens, start))
    return " ".join(token for index, token in enumerate(tokens) if index not in dropped)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower().replace("’", "'"))


def _spans(tokens: Sequence[str]) -> Iterator[tuple[WordHit, int, int]]:
    index = 0
    while index < len(tokens):
        found = _phrase_at(tokens, index)
        if found is None:
            index += 1
            continue
        key, end = found
        yield _hit(tokens, index, end, key), index, end
        index = end


def _phrase_at(tokens: Sequence[str], start: int) -> tuple[str, int] | None:
    for length in range(min(LONGEST_PHRASE_WORDS, len(tokens) - start), 1, -1):
        phrase = " ".join(tokens[start : start + length])
        if phrase in LEXICON:
            return phrase, start + length
    for form in word_forms(tokens[start]):
        if form in LEXICON:
            return form, start + 1
    return None


def _hit(tokens: Sequence[str], start: int, end: int, key: str) -> WordHit:
    mood_word, strength = LEXICON[key]
    before = tokens[start - 1] if start else ""
    strength *= INTENSIFIERS.get(before, 1.0) * SOFTENERS.get(before, 1.0)
    negators = _negators_before(tokens, start)
    negated = len(negators) % 2 == 1
    written = _quoted(tokens, negators[-1] if negated else start, start, end)
    return WordHit(written, mood_word, strength * (_DENIED if negated else 1.0), negated)


def _quoted(tokens: Sequence[str], first: int, start: int, end: int) -> str:
    if start - first <= 3:
        return " ".join(tokens[first:end])
    return f"{tokens[first]} … {' '.join(tokens[start:end])}"


def _negators_before(tokens: Sequence[str], start: int) -> list[int]:
    found: list[int] = []
    for index in range(start - 1, max(-1, start - 1 - NEGATION_REACH_WORDS), -1):
        if tokens[index] in CLAUSE_BREAKS or not tokens[index][0].isalpha():
            break
        if _negates(tokens, index):
            found.insert(0, index)
    return found


def _negates(tokens: Sequence[str], index: int) -> bool:
    word = tokens[index].replace("'", "")
    following = tokens[index + 1] if index + 1 < len(tokens) else ""
    if word in ("stop", "stops", "stopped"):
        return following.endswith("ing")
    return (word in NEGATORS or tokens[index].endswith("n't")) and (
        (word, following) not in NOT_NEGATING
    )
