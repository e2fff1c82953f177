"""Where notes begin: how much louder the bands get from frame to frame; attacks to the millisecond.

The envelope is spectral flux over log mel bands (Bello et al., "A tutorial on onset detection",
IEEE TSAP 13(5), 2005), with slow swells taken out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.frames import RATE_HZ
from musflow_studio.hearing.mel import FRAMES_PER_SECOND

Real = NDArray[np.float64]

TICK = 22
"""Samples of one tick of the attack envelope: 0.998 ms."""
TICKS_PER_SECOND = RATE_HZ / TICK
_SMOOTHED_S, _SWELL_S = 0.05, 0.6  # beats are not played to the frame; swells are slower
_COMPRESSION = 100.0
_NEAR_S = 0.035
_EDGE_TICKS = 6


def compressed(mel_power: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mel power as loudness-like values: log(1 + 100 amplitude)."""
    loud: NDArray[np.float32] = np.log1p(np.float32(_COMPRESSION) * np.sqrt(mel_power))
    return loud


def flux_of(loud: NDArray[np.float32]) -> Real:
    """How much the bands rise from one frame to the next, (frames,), for (frames, bands)."""
    if len(loud) < 2:
        return np.zeros(len(loud))
    rises = np.maximum(np.diff(loud, axis=0), 0).sum(axis=1, dtype=np.float64)
    return np.concatenate(([0.0], rises))


def sharpened(flux: Real) -> Real:
    """The flux smoothed over 50 ms, with what swells slower than 0.6 s taken out."""
    if len(flux) < 3:
        return np.zeros(len(flux))
    swell = _smoothed(flux, _SWELL_S)
    sharp: Real = _smoothed(flux, _SMOOTHED_S) - swell
    return sharp


def _smoothed(flux: Real, seconds: float) -> Real:
    window = np.hanning(max(3, round(seconds * FRAMES_PER_SECOND) | 1) + 2)[1:-1]
    return np.convolve(flux, window / window.sum(), "full")[len(window) // 2 :][: len(flux)]


def attack_level(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean magnitude of the sound's slope in each tick of 1 ms, (ticks,), for whole ticks."""
    slope = np.abs(np.diff(samples, prepend=samples[:1]))
    return np.asarray(slope.reshape(-1, TICK).mean(axis=1))


def onto_attacks(times_s: Real, level: Real) -> Real:
    """Times moved to the steepest rise within 35 ms, where one stands out; else as they are.

    Args:
        times_s: ascending, in seconds.
        level: the attack envelope of the whole sound, one value a tick.
    """
    rise = _rises(level)
    return np.array([_nearest_rise(time, rise) for time in times_s])


def _rises(level: Real) -> Real:
    """How much louder the next ticks are than the last, from the tick's own start."""
    loud = np.log1p(level / (np.mean(level) + 1e-9))
    steps = np.concatenate(([0.0], np.cumsum(loud)))
    ticks = np.arange(len(loud))
    ahead = steps[np.minimum(ticks + _EDGE_TICKS, len(loud))] - steps[ticks]
    behind = steps[ticks] - steps[np.maximum(ticks - _EDGE_TICKS, 0)]
    return np.asarray((ahead - behind) / _EDGE_TICKS)


def _nearest_rise(time_s: float, rise: Real) -> float:
    reach = round(_NEAR_S * TICKS_PER_SECOND)
    middle = round(time_s * TICKS_PER_SECOND)
    first = max(0, middle - reach)
    near = rise[first : middle + reach + 1]
    if not len(near) or near.max() < 0.15:
        return time_s
    return float((first + int(np.argmax(near))) / TICKS_PER_SECOND)
