"""The mood words the studio knows, and where each stands.

Valence and arousal follow Russell's circumplex of affect (J. Pers. Soc. Psychol. 39, 1980),
dominance Mehrabian's third axis; tension (will something happen?) is ours. The numbers are our
reading of where a film composer would put the word, not a published norm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_SUPPORT = 0.5


class MoodWord(NamedTuple):
    """One word: valence, arousal, dominance in -1..1, tension in 0..1."""

    valence: float
    arousal: float
    dominance: float
    tension: float


MOOD_WORDS: dict[str, MoodWord] = {
    # delighted: pleasant, awake                 val   aro   dom   ten
    "joyful": MoodWord(+0.85, +0.55, +0.35, 0.05),
    "cheerful": MoodWord(+0.75, +0.35, +0.30, 0.05),
    "playful": MoodWord(+0.70, +0.50, +0.25, 0.15),
    "festive": MoodWord(+0.80, +0.65, +0.30, 0.10),
    "excited": MoodWord(+0.60, +0.75, +0.25, 0.30),
    "triumphant": MoodWord(+0.80, +0.75, +0.80, 0.15),
    "heroic": MoodWord(+0.55, +0.80, +0.80, 0.40),
    "adventurous": MoodWord(+0.55, +0.65, +0.45, 0.30),
    "amazed": MoodWord(+0.60, +0.45, -0.10, 0.25),
    "hopeful": MoodWord(+0.60, +0.20, +0.20, 0.15),
    "passionate": MoodWord(+0.60, +0.50, +0.10, 0.25),
    # at peace: pleasant, still
    "tender": MoodWord(+0.70, -0.25, -0.05, 0.05),
    "calm": MoodWord(+0.50, -0.60, +0.10, 0.00),
    "peaceful": MoodWord(+0.70, -0.65, +0.10, 0.00),
    "cosy": MoodWord(+0.70, -0.45, +0.15, 0.00),
    "dreamy": MoodWord(+0.50, -0.50, -0.20, 0.05),
    "relieved": MoodWord(+0.55, -0.30, +0.15, 0.10),
    "nostalgic": MoodWord(+0.25, -0.35, -0.10, 0.05),
    "sleepy": MoodWord(+0.30, -0.80, -0.20, 0.00),
    # between
    "mysterious": MoodWord(-0.10, +0.05, -0.20, 0.55),
    "curious": MoodWord(+0.25, +0.25, +0.10, 0.30),
    "solemn": MoodWord(-0.10, -0.35, +0.20, 0.20),
    "determined": MoodWord(+0.15, +0.50, +0.65, 0.50),
    "urgent": MoodWord(-0.20, +0.75, +0.10, 0.70),
    # threatened: unpleasant, awake
    "tense": MoodWord(-0.45, +0.50, -0.20, 0.85),
    "restless": MoodWord(-0.35, +0.40, -0.20, 0.60),
    "suspenseful": MoodWord(-0.40, +0.40, -0.30, 0.90),
    "ominous": MoodWord(-0.55, +0.30, -0.35, 0.80),
    "eerie": MoodWord(-0.50, +0.25, -0.40, 0.75),
    "frightened": MoodWord(-0.65, +0.65, -0.65, 0.85),
    "terrified": MoodWord(-0.80, +0.90, -0.75, 1.00),
    "panicked": MoodWord(-0.65, +0.95, -0.60, 0.95),
    "angry": MoodWord(-0.65, +0.70, +0.45, 0.70),
    "furious": MoodWord(-0.75, +0.90, +0.55, 0.80),
    "violent": MoodWord(-0.60, +0.95, +0.35, 0.85),
    "threatening": MoodWord(-0.60, +0.60, +0.30, 0.85),
    "chaotic": MoodWord(-0.50, +0.90, -0.30, 0.80),
    "desperate": MoodWord(-0.75, +0.55, -0.60, 0.75),
    # sad: unpleasant, still
    "sad": MoodWord(-0.70, -0.35, -0.40, 0.20),
    "melancholic": MoodWord(-0.45, -0.45, -0.25, 0.15),
    "lonely": MoodWord(-0.60, -0.50, -0.45, 0.20),
    "grieving": MoodWord(-0.85, -0.25, -0.55, 0.25),
    "bleak": MoodWord(-0.65, -0.45, -0.40, 0.35),
    "weary": MoodWord(-0.40, -0.65, -0.40, 0.15),
    "hopeless": MoodWord(-0.80, -0.40, -0.70, 0.35),
}


NEUTRAL = MoodWord(0.0, 0.0, 0.0, 0.25)
"""Where nothing is felt."""


def weighted_mean(voices: Sequence[tuple[float, MoodWord]]) -> MoodWord:
    """The mean of points by their weights, which must not all be zero."""
    weights = np.array([weight for weight, _ in voices])
    points = np.array([point for _, point in voices])
    return MoodWord(*(weights @ points / weights.sum()).tolist())


def nearest_mood_words(
    point: MoodWord, support: Mapping[str, float] | None = None
) -> tuple[str, ...]:
    """All words, nearest to a point first; `support` (0 to 1 a word) brings a word nearer."""
    spoken = support or {}
    away = {
        word: _distance(point, place) - _SUPPORT * min(1.0, spoken.get(word, 0.0))
        for word, place in MOOD_WORDS.items()
    }
    return tuple(sorted(away, key=lambda word: (away[word], word)))


def suggestions(point: MoodWord) -> tuple[str, str, str]:
    """Three different words to choose from, as active as the point: glad, sad, in suspense.

    The one nearest to the point comes first.
    """
    afraid = 0.15 if point.arousal < 0.2 else 0.8
    targets = (
        MoodWord(0.6, point.arousal, 0.1, 0.1),
        MoodWord(-0.6, point.arousal, -0.3, afraid),
        MoodWord(-0.15, point.arousal, 0.0, 0.6),
    )
    chosen: list[str] = []
    for target in sorted(targets, key=lambda target: _distance(target, point)):
        chosen += [word for word in nearest_mood_words(target) if word not in chosen][:1]
    return chosen[0], chosen[1], chosen[2]


def quarter(point: MoodWord) -> str:
    """Which quarter of the plane: "++" delighted, "-+" threatened, "--" sad, "+-" at peace."""
    return ("+" if point.valence > 0 else "-") + ("+" if point.arousal > 0 else "-")


def surroundings(valence: float, arousal: float) -> MoodWord:
    """The point with the dominance and tension usual there.

    The mean of all words by the inverse of their distance (Shepard 1968).
    """
    voices = [
        (1 / (0.01 + (word.valence - valence) ** 2 + (word.arousal - arousal) ** 2) ** 2, word)
        for word in MOOD_WORDS.values()
    ]
    return weighted_mean(voices)._replace(valence=valence, arousal=arousal)


def _distance(a: MoodWord, b: MoodWord) -> float:
    step: npt.NDArray[np.float64] = np.subtract(a, b) * (1.0, 1.0, 0.6, 0.5)
    return float(np.sqrt(step @ step))
