"""Leveling: one sound at another's level, moment by moment."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pedalboard import HighpassFilter, HighShelfFilter

Block = NDArray[np.float32]
HOP = 1024
SLOW_HOPS, FAST_HOPS = 32, 3
"""Half widths of the smoothing: 0.74 s for the level, 70 ms for what must not stick out."""
CEILING_DB = 3.0
"""The bed's fast level stays within this of the sampled one's."""
MOST_GAIN_DB = 30.0
_FLOOR = 1e-9


class Weighting:
    """Power as loud as it is heard, after ITU-R BS.1770's K-weighting; keeps its filters' state."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._shelf = HighShelfFilter(1500.0, 4.0, 0.7071)
        self._high_pass = [HighpassFilter(38.0) for _ in range(2)]

    def powers(self, sound: Block) -> NDArray[np.float64]:
        """Mean square of each HOP samples over both channels, for (2, n x HOP)."""
        for effect in (self._shelf, *self._high_pass):
            sound = effect.process(sound, self._rate, reset=False)
        squares: NDArray[np.float64] = np.square(sound, dtype=np.float64)
        return np.asarray(squares.reshape(2, -1, HOP).mean(axis=(0, 2)))


def matched_gains(
    reference: NDArray[np.float64], bed: NDArray[np.float64], cuts: Sequence[int] = ()
) -> NDArray[np.float64]:
    """Gain for each hop that gives the bed the reference's level; both are powers, one a hop.

    Slowly, over 1.5 s, the powers become equal, by MOST_GAIN_DB at most; and nowhere does the bed
    stand out over the reference's level by more than CEILING_DB, so that it is silent in hushes.
    `cuts` are hops, ascending, where something new begins: no level reaches over them.
    """
    edges = [0, *(cut for cut in cuts if 0 < cut < reference.size), reference.size]
    pieces = (slice(first, last) for first, last in pairwise(edges))
    return np.concatenate([_piece_gains(reference[piece], bed[piece]) for piece in pieces])


def _piece_gains(reference: NDArray[np.float64], bed: NDArray[np.float64]) -> NDArray[np.float64]:
    most = 10 ** (MOST_GAIN_DB / 10)
    power = np.minimum(smoothed(reference, SLOW_HOPS) / (smoothed(bed, SLOW_HOPS) + _FLOOR), most)
    ceiling = 10 ** (CEILING_DB / 10) * smoothed(reference, FAST_HOPS)
    level = power * smoothed(bed, FAST_HOPS)
    return np.asarray(np.sqrt(power * np.minimum(1.0, ceiling / np.maximum(level, 1e-30))))


def smoothed(powers: NDArray[np.float64], half_width: int) -> NDArray[np.float64]:
    """A Hann-weighted mean over 2 x half_width + 1 hops, at the ends over what there is."""
    weights = np.hanning(2 * half_width + 3)[1:-1]
    around = slice(half_width, half_width + powers.size)
    total = np.convolve(powers, weights)[around]
    return np.asarray(total / np.convolve(np.ones(powers.size), weights)[around])
