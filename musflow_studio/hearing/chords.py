"""Chords: a major or minor triad for each beat, smooth from beat to beat.

Templates by correlation and a Viterbi path with a cost for change, as in Sheh & Ellis, "Chord
segmentation and recognition using EM-trained hidden Markov models" (ISMIR 2003), untrained.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

_NAMES = "C Db D Eb E F F# G Ab A Bb B".split()
_SHARPNESS = 8.0
_CHANGE_COST = 1.5
_NO_CHORD_FIT = 0.35


@dataclass(frozen=True)
class HeardChord:
    """One stretch of one triad.

    Attributes:
        start_s, end_s: seconds.
        root: pitch class 0..11; None where no chord sounds.
        minor: True for a minor third.
    """

    start_s: float
    end_s: float
    root: int | None
    minor: bool = False

    @property
    def symbol(self) -> str:
        """As people write it: "Dm", "F#"; "N" for none."""
        return "N" if self.root is None else _NAMES[self.root] + ("m" if self.minor else "")


def chords_of(beat_chroma: NDArray[np.float32], times_s: Real) -> tuple[HeardChord, ...]:
    """The chords of pitch classes between beats, equal neighbours as one.

    Args:
        beat_chroma: (12, n - 1), see `Chroma.between`.
        times_s: the n times between which it was taken.
    """
    if beat_chroma.shape[1] == 0:
        return ()
    path = _path(_fits(beat_chroma.astype(np.float64)))
    starts = np.flatnonzero(np.concatenate(([True], path[1:] != path[:-1])))
    ends = [*starts[1:], len(path)]
    return tuple(
        _chord(int(path[start]), float(times_s[start]), float(times_s[end]))
        for start, end in zip(starts, ends, strict=True)
    )


def _chord(state: int, start_s: float, end_s: float) -> HeardChord:
    if state == 24:
        return HeardChord(start_s, end_s, None)
    return HeardChord(start_s, end_s, state % 12, state >= 12)


@cache
def _templates() -> Real:
    """(24, 12): twelve major triads, twelve minor ones, each of mean 0 and length 1."""
    rows = []
    for third in (4, 3):
        triad = np.zeros(12)
        triad[[0, third, 7]] = (1.0, 0.8, 0.9)
        rows += [np.roll(triad, root) for root in range(12)]
    return _normal(np.array(rows).T).T


def _normal(columns: Real) -> Real:
    centred = columns - columns.mean(axis=0)
    normal: Real = centred / (np.linalg.norm(centred, axis=0) + 1e-9)
    return normal


def _fits(beat_chroma: Real) -> Real:
    """(beats, 25): correlation with each triad, and the fit of no chord at all."""
    fits = (_templates() @ _normal(beat_chroma)).T
    return np.column_stack((fits, np.full(len(fits), _NO_CHORD_FIT)))


def _path(fits: Real) -> NDArray[np.int_]:
    """The best state for each beat, by Viterbi."""
    scores = _SHARPNESS * fits
    best, came_from = scores[0], np.zeros(scores.shape, int)
    for beat in range(1, len(scores)):
        changed = int(np.argmax(best))
        stays = best >= best[changed] - _CHANGE_COST
        came_from[beat] = np.where(stays, np.arange(25), changed)
        best = scores[beat] + np.where(stays, best, best[changed] - _CHANGE_COST)
    path = [int(np.argmax(best))]
    for beat in range(len(scores) - 1, 0, -1):
        path.append(int(came_from[beat, path[-1]]))
    return np.array(path[::-1])
