"""A map from sentence embeddings to moods, drawn through the example sentences.

Ridge regression (Hoerl & Kennard 1970) in its dual form, over the embeddings of the sentences in
`mood_sentences`, weighted so that each quarter of the mood plane counts the same however many
examples it has. Far from every example it falls back to "nothing felt".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from musflow_studio.description.mood_sentences import MOOD_SENTENCES
from musflow_studio.description.mood_words import quarter
from musflow_studio.description.sentence_places import load_places
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS, NEUTRAL, MoodWord

_RIDGE = 1.0
_STRETCH = (1.7, 1.5, 1.7, 1.4)
"""Ridge pulls towards the middle; valence, arousal, dominance, tension are stretched back."""

_SHARPNESS = 15.0
"""How much nearer examples count for more in `nothing_felt`: weights are exp(15 x cosine)."""

Embedding = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Likeness:
    """The example sentence nearest in meaning: its words, its mood word, cosine -1..1."""

    sentence: str
    mood_word: str
    cosine: float


class MoodMap:
    """Reads a mood from an embedding.

    Args:
        places: (n, 384), embeddings of the example sentences.
        moods: their mood words, "" for none.
    """

    def __init__(self, places: Embedding, moods: tuple[str, ...]) -> None:
        self._places = places.astype(np.float64)
        targets = np.array([MOOD_WORDS[mood] if mood else NEUTRAL for mood in moods])
        self._neutral = np.array([not mood for mood in moods])
        self._slope = _ridge(self._places, targets - NEUTRAL, _balance(moods))

    def mood(self, embedding: Embedding) -> MoodWord:
        """Where a sentence stands; (384,) of length 1 in."""
        moved = embedding.astype(np.float64) @ self._slope * _STRETCH
        low, high = (-1.0, -1.0, -1.0, 0.0), (1.0, 1.0, 1.0, 1.0)
        return MoodWord(*np.clip(np.add(NEUTRAL, moved), low, high).tolist())

    def nothing_felt(self, embedding: Embedding) -> float:
        """Share, 0 to 1, of everyday examples among those near a sentence (Nadaraya-Watson)."""
        near = np.exp(_SHARPNESS * self._cosines(embedding))
        return float(near[self._neutral].sum() / near.sum())

    def nearest(self, embedding: Embedding) -> Likeness:
        """The example most like a sentence."""
        cosines = self._cosines(embedding)
        best = int(np.argmax(cosines))
        mood, sentence = MOOD_SENTENCES[best]
        return Likeness(sentence, mood, float(cosines[best]))

    def _cosines(self, embedding: Embedding) -> npt.NDArray[np.float64]:
        # einsum, because a product this small is slower when shared out among threads
        cosines: npt.NDArray[np.float64] = np.einsum("nd,d->n", self._places, embedding)
        return cosines


def _ridge(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    kernel = x @ x.T + _RIDGE * np.diag(1 / weights)
    slope: npt.NDArray[np.float64] = x.T @ np.linalg.solve(kernel, y)
    return slope


def _balance(moods: tuple[str, ...]) -> npt.NDArray[np.float64]:
    quarters = [quarter(MOOD_WORDS[mood]) if mood else "none" for mood in moods]
    count = Counter(quarters)
    weights = np.array([1 / count[one] for one in quarters])
    balanced: npt.NDArray[np.float64] = weights / weights.mean()
    return balanced


@cache
def load_mood_map() -> MoodMap:
    """The map of the shipped example sentences, drawn once in a process (a few ms)."""
    return MoodMap(load_places(), tuple(mood for mood, _ in MOOD_SENTENCES))
