"""Ways about the mood plane: means, the words nearest to a point, suggestions, surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS, MoodWord

_SUPPORT = 0.5


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
