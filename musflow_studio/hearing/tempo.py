"""The strongest pulse of an onset envelope.

The autocorrelation over one to four beats, weighed by how readily people tap a tempo: a bell
around 120 bpm, 1.4 octaves wide (after Ellis, "Beat tracking by dynamic programming", J. New
Music Research 36(1), 2007). Without it a tempo and its half are even.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.mel import FRAMES_PER_SECOND

Real = NDArray[np.float64]

LOW_BPM, HIGH_BPM = 40.0, 240.0
_TAPPED_BPM, _TAPPED_OCTAVES = 120.0, 1.4
_STEP_BPM = 0.25
_SHORTEST_S = 1.0


def strongest_bpm(
    envelope: Real, low_bpm: float = LOW_BPM, high_bpm: float = HIGH_BPM
) -> tuple[float, float]:
    """Tempo, and how sure: the share of the envelope that returns a beat later, 0 to 1.

    Long lags are not weaker for having less to compare. (0, 0) where nothing pulses: silence, or
    less than a second of sound.

    Args:
        envelope: `onsets.sharpened`, `mel.FRAMES_PER_SECOND` values a second.
        low_bpm: the slowest tempo looked for.
        high_bpm: the fastest.
    """
    if len(envelope) < _SHORTEST_S * FRAMES_PER_SECOND or not np.any(envelope):
        return 0.0, 0.0
    matches = autocorrelation(envelope)
    tempi = np.arange(low_bpm, high_bpm + _STEP_BPM / 2, _STEP_BPM)
    strength = _met(matches, tempi) * readily_tapped(tempi)
    best = float(tempi[np.argmax(strength)])
    lag = 60 * FRAMES_PER_SECOND / best
    sure = float(np.interp(lag, np.arange(len(matches)), matches))
    return best, min(1.0, max(0.0, sure))


def readily_tapped(tempi: Real) -> Real:
    """How readily people tap each tempo, 0 to 1."""
    bell: Real = np.exp(-0.5 * (np.log2(tempi / _TAPPED_BPM) / _TAPPED_OCTAVES) ** 2)
    return bell


def autocorrelation(envelope: Real) -> Real:
    """How well the envelope meets itself at each lag in frames; 1 at none."""
    frames = len(envelope)
    spectrum = np.fft.rfft(envelope, 2 * frames)
    matches = np.fft.irfft(np.abs(spectrum) ** 2)[:frames]
    matches /= np.arange(frames, 0, -1)
    normal: Real = matches / matches[0]
    return normal


def _met(matches: Real, tempi: Real) -> Real:
    """The sum of what returns after one, two, three and four beats, where there is that much."""
    lags = 60 * FRAMES_PER_SECOND / tempi
    usable = matches[: max(2, int(len(matches) * 0.9))]  # the last lags compare next to nothing
    line = np.arange(len(usable))
    met = [np.interp(beats * lags, line, usable, right=0.0) for beats in (1, 2, 3, 4)]
    return np.asarray(np.sum(met, axis=0))
