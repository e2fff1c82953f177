"""Space: where sounds and words meet without a trained network.

Timbre, pulse and mode, scaled so that what differs between styles counts more than what differs
within one; and two ridge regressions, from sentence embeddings into it, and out of it to mood.
Fitted on our own renders by `musflow_studio.evaluation.sound_space`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.heard import Heard

Array = NDArray[np.float32]

PULSE_AND_MODE = ("octaves", "sure", "mode")
"""What stands behind the timbre in the features."""
SPACE_FILE = Path(__file__).parent / "space.npz"


@dataclass(frozen=True)
class Space:
    """The fitted maps; d features, e dimensions of the space.

    Attributes:
        mean, scale: (d,), of the features over the corpus.
        turn: (d, e), into the space.
        words_centre: (384,), the mean sentence; words: (384, e).
        moods_mean: (3,), valence, arousal and tension; moods: (d, 3).
    """

    mean: Array
    scale: Array
    turn: Array
    words_centre: Array
    words: Array
    moods_mean: Array
    moods: Array

    def place(self, heard: Heard) -> Array:
        """Where a sound lies: (e,) of length 1; zeros for silence."""
        return self.place_of_features(features_of(heard))

    def place_of_features(self, features: Array) -> Array:
        """The same for `features_of` a sound."""
        if not features[: -len(PULSE_AND_MODE)].any():
            return np.zeros(self.turn.shape[1], np.float32)
        return _unit(self._plain(features) @ self.turn)

    def place_of_words(self, sentences: Array) -> Array:
        """Where sentences lead: (n, e), rows of length 1, for MiniLM's embeddings (n, 384)."""
        return _unit((sentences - self.words_centre) @ self.words)

    def mood(self, heard: Heard) -> tuple[float, float, float]:
        """Valence and arousal in -1..1 and tension in 0..1, by ear: a guess."""
        valence, arousal, tension = self.moods_mean + self._plain(features_of(heard)) @ self.moods
        return (
            float(np.clip(valence, -1, 1)),
            float(np.clip(arousal, -1, 1)),
            float(np.clip(tension, 0, 1)),
        )

    def _plain(self, features: Array) -> Array:
        plain = (features - self.mean) / self.scale
        return np.asarray(np.clip(plain, -6, 6), np.float32)

    def save(self, file: Path) -> None:
        """Write the arrays, half of float32's digits each."""
        small = {name: array.astype(np.float16) for name, array in asdict(self).items()}
        np.savez_compressed(file, **small)


def features_of(heard: Heard) -> Array:
    """What the space is made of: timbre, tempo in octaves, how clear its pulse is, and mode."""
    octaves = np.log2(heard.pulse.bpm / 120) if heard.pulse.bpm else 0.0
    key = heard.key
    mode = 0.0 if key is None else 1.0 if key.mode == "major" else -1.0
    return np.concatenate((heard.timbre, [octaves, heard.pulse.sure, mode])).astype(np.float32)


@cache
def load_space() -> Space:
    """The shipped space."""
    with np.load(SPACE_FILE) as arrays:
        return Space(**{name: arrays[name].astype(np.float32) for name in arrays.files})


def _unit(rows: NDArray[np.floating]) -> Array:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9), np.float32)
