"""Moods as partitions: eight words, each sound in the one it stands nearest to."""

from __future__ import annotations

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS, MoodWord

PARTITIONS = ("calm", "sad", "tender", "hopeful", "tense", "joyful", "angry", "excited")


def mood_partition(valence: float, arousal: float, tension: float) -> str:
    """The partition of a place in mood space."""

    def away(word: str) -> float:
        there = MOOD_WORDS[word]
        return (
            (there.valence - valence) ** 2
            + (there.arousal - arousal) ** 2
            + (there.tension - tension) ** 2
        )

    return min(PARTITIONS, key=away)


def partition_of_word(word: str) -> str:
    """The partition of a mood word of the studio's vocabulary. Raises StudioError for another."""
    found = MOOD_WORDS.get(word.strip().casefold())
    if found is None:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "no mood word of the studio's",
            value=word,
            legal=", ".join(MOOD_WORDS),
        )
    return _of(found)


def partition_in(words: str) -> str:
    """The partition of the first mood word among some words; "" without one."""
    for word in words.casefold().replace(",", " ").split():
        if word in MOOD_WORDS:
            return _of(MOOD_WORDS[word])
    return ""


def _of(word: MoodWord) -> str:
    return mood_partition(word.valence, word.arousal, word.tension)
