"""Loudness over time, K-weighted as in ITU-R BS.1770-4, and an energy curve made from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.mel import FRAMES_PER_SECOND

Real = NDArray[np.float64]

STEP_S = 0.1
WINDOW_S = 3.0
_OFFSET_DB = -0.691
_SILENCE_LUFS = -70.0
_GATE_LU = 20.0
_MIDDLE, _LU_PER_ENERGY = 0.55, 18.0


@dataclass(frozen=True)
class LoudnessCurve:
    """Short-term loudness, one value every 0.1 s, from the start of the sound.

    Attributes:
        lufs: (steps,) loudness of the 3 s around each moment, fewer at both ends; -70 for silence.
    """

    lufs: Real

    @property
    def mean_lufs(self) -> float:
        """Loudness of the whole, what lies 20 LU below the loudest left out; -70 for silence."""
        if not len(self.lufs):
            return _SILENCE_LUFS
        loud = self.lufs[self.lufs > max(_SILENCE_LUFS, self.lufs.max() - _GATE_LU)]
        if not len(loud):
            return _SILENCE_LUFS
        return float(10 * np.log10(np.mean(10 ** (loud / 10))))

    def energy(self, times_s: Real) -> Real:
        """Energy 0 to 1 at moments: loudness against the sound's own mean, 18 LU a unit.

        Absolute level says nothing, since finished music is levelled; the shape is what counts.
        A sound of one level has 0.55 throughout.
        """
        if not len(self.lufs):
            return np.zeros(len(times_s))
        moments = np.arange(len(self.lufs)) * STEP_S
        lufs = np.interp(times_s, moments, self.lufs)
        return np.clip(_MIDDLE + (lufs - self.mean_lufs) / _LU_PER_ENERGY, 0.0, 1.0)


def loudness_of(weighted_power: Real, window_s: float = WINDOW_S) -> LoudnessCurve:
    """The curve of K-weighted power, one value a mel frame, all channels added.

    Args:
        weighted_power: (frames,), mean square.
        window_s: over how long loudness is taken.
    """
    sums = np.concatenate(([0.0], np.cumsum(weighted_power)))
    moments = np.arange(0, max(1, len(weighted_power)) / FRAMES_PER_SECOND, STEP_S)
    half = window_s / 2 * FRAMES_PER_SECOND
    middles = moments * FRAMES_PER_SECOND
    first = np.clip(np.round(middles - half), 0, max(0, len(weighted_power) - 1)).astype(int)
    last = np.clip(np.round(middles + half), first + 1, max(1, len(weighted_power))).astype(int)
    last = np.minimum(last, len(weighted_power))
    mean = (sums[last] - sums[first]) / np.maximum(1, last - first)
    lufs = _OFFSET_DB + 10 * np.log10(np.maximum(mean, 1e-12))
    return LoudnessCurve(np.maximum(lufs, _SILENCE_LUFS))
