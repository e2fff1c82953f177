"""Mood words on the pad: the nearest to a point, those there is room for, those on the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, QSizeF

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS

MOOD_KEYS: Mapping[int, str] = {
    7: "tense", 8: "urgent", 9: "triumphant",
    4: "eerie", 5: "mysterious", 6: "hopeful",
    1: "sad", 2: "solemn", 3: "peaceful",
}  # fmt: skip
"""As a number pad lies on the mood plane: agitated above, positive to the right."""
_SHOWN_FIRST = (
    "tense", "peaceful", "sad", "triumphant", "hopeful", "ominous", "melancholic", "playful",
    "furious", "tender", "urgent", "mysterious", "solemn", "dreamy", "grieving", "joyful",
)  # fmt: skip


def nearest_word(valence: float, arousal: float) -> str:
    """The word nearest to a point of the pad, each -1 to 1."""

    def away(word: str) -> float:
        mood = MOOD_WORDS[word]
        return (mood.valence - valence) ** 2 + (mood.arousal - arousal) ** 2

    return min(MOOD_WORDS, key=away)


def to_pad(valence: float, arousal: float, room: QRectF) -> QPointF:
    """Where a mood lies: valence from left to right, arousal from bottom to top."""
    x = room.left() + (valence + 1) / 2 * room.width()
    return QPointF(x, room.bottom() - (arousal + 1) / 2 * room.height())


def from_pad(point: QPointF, room: QRectF) -> tuple[float, float]:
    """Valence and arousal of a point, kept inside the pad, in hundredths."""
    valence = (point.x() - room.left()) / room.width() * 2 - 1
    arousal = (room.bottom() - point.y()) / room.height() * 2 - 1
    return inside(valence, arousal)


def inside(valence: float, arousal: float) -> tuple[float, float]:
    """The nearest point of the mood plane, in hundredths."""
    return round(max(-1.0, min(1.0, valence)), 2), round(max(-1.0, min(1.0, arousal)), 2)


def placed_words(room: QRectF, size_of: Callable[[str], QSizeF]) -> dict[str, QRectF]:
    """The words that fit on the pad without touching, each centred where it stands.

    Args:
        room: the pad.
        size_of: how large a word is when written.
    """
    placed: dict[str, QRectF] = {}
    for word in dict.fromkeys((*_SHOWN_FIRST, *MOOD_WORDS)):
        size = size_of(word)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(to_pad(MOOD_WORDS[word].valence, MOOD_WORDS[word].arousal, room))
        inner = room.adjusted(4, 2, -4, -2)
        place.moveLeft(max(inner.left(), min(place.left(), inner.right() - size.width())))
        if not any(place.intersects(other.adjusted(-5, -2, 5, 2)) for other in placed.values()):
            placed[word] = place
    return placed


@dataclass(frozen=True)
class QuickEntry:
    """Two keys a panel: a mood, then an energy.

    Attributes:
        mood: the word of the first key; "" while that is waited for.
        seen: whether the first key was 0, which leaves the mood as it is.
    """

    mood: str = ""
    seen: bool = False

    @property
    def wants_energy(self) -> bool:
        """Whether the next key is an energy."""
        return bool(self.mood) or self.seen

    @classmethod
    def of(cls, digit: int) -> QuickEntry:
        """After the first key, 0 to 9."""
        return cls(MOOD_KEYS.get(digit, ""), digit == 0)

    @staticmethod
    def energy(digit: int) -> float | None:
        """The energy of the second key: 1 is hushed, 9 all-out; None for 0, which leaves it."""
        return None if digit == 0 else (digit - 1) / 8
