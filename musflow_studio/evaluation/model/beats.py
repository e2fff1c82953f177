"""Beats: the pulse of a sound, tracked, and whether it is the plan's.

After Ellis, "Beat tracking by dynamic programming" (J. New Music Research 36, 2007): onset
strength, a tempo by its autocorrelation, then the chain of onsets that keeps nearest to it.
numpy alone; nothing here was trained or is used by a generator.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.plan import CuePlan
from musflow_studio.generation.musflow.sheet import START_S, Sheet

RATE_HZ = 44100
HOP = 512
_FRAMES_A_SECOND = RATE_HZ / HOP
_SIZE = 2048
_BANDS = 40
NEAR = 0.04
"""A tempo is right within this share (Gouyon et al., IEEE TASLP 14, 2006, "accuracy")."""
LEVELS = {
    "4/4": (2.0, 1.0, 0.5, 0.25),
    "3/4": (2.0, 1.0, 1 / 3),
    "6/8": (2.0, 1.0, 2 / 3, 1 / 3),
    "5/4": (2.0, 1.0, 0.2),
}
"""Pulses of a metre, as multiples of the quarter: half beat, beat, half bar, bar."""
STARTS_A_SECOND = 1.5
"""A plan has a pulse to be heard if so many notes start a second."""
_TIGHT = 100.0
_PRIOR_BPM, _PRIOR_OCTAVES = 110.0, 1.0

Array = NDArray[np.float64]


def onset_strength(sound: NDArray[np.float32]) -> Array:
    """How much starts in each frame of a mono sound (samples,): (frames,), 86.1 a second."""
    count = max(1, len(sound) // HOP)
    padded = np.pad(sound, (_SIZE // 2, _SIZE))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::HOP][:count]
    power = np.abs(np.fft.rfft(frames * np.hanning(_SIZE).astype(np.float32))) ** 2
    level = np.log10(np.maximum(power @ _bands(), 1e-3))
    risen = np.maximum(np.diff(level, axis=0, prepend=level[:1]), 0).mean(1)
    spread = float(risen.std())
    return np.asarray(risen / spread if spread > 0 else risen, np.float64)


def _bands() -> NDArray[np.float32]:
    """Weights of bins in bands a third of an octave wide, (bins, bands)."""
    hertz = np.fft.rfftfreq(_SIZE, 1 / RATE_HZ)
    edges = np.geomspace(40, 16000, _BANDS + 1)
    inside = (hertz[:, None] >= edges[:-1]) & (hertz[:, None] < edges[1:])
    return np.asarray(inside / np.maximum(inside.sum(0), 1), np.float32)


def tracked_beats(sound: NDArray[np.float32]) -> Array:
    """Seconds of the beats heard in a mono sound at 44.1 kHz; empty where there is no pulse."""
    strength = onset_strength(sound)
    if not strength.any():
        return np.zeros(0)
    return _chain(strength, _period(strength)) / _FRAMES_A_SECOND


def _period(strength: Array) -> float:
    """Frames from beat to beat: the peak of the autocorrelation under a wide prior."""
    centred = strength - strength.mean()
    size = 2 ** int(np.ceil(np.log2(2 * len(centred))))
    spectrum = np.abs(np.fft.rfft(centred, size)) ** 2
    alike = np.fft.irfft(spectrum)[: len(centred) // 2]
    shortest, longest = (round(60 * _FRAMES_A_SECOND / bpm) for bpm in (240.0, 40.0))
    lags = np.arange(shortest, min(longest, len(alike) - 1))
    if not len(lags):
        return 60 * _FRAMES_A_SECOND / _PRIOR_BPM
    away = np.log2(60 * _FRAMES_A_SECOND / lags / _PRIOR_BPM) / _PRIOR_OCTAVES
    scored = np.maximum(alike[lags], 0) * np.exp(-0.5 * away**2)
    return float(lags[int(scored.argmax())])


def _chain(strength: Array, period: float) -> Array:
    """Frames of the best chain of beats about `period` apart."""
    steps = np.arange(-round(2 * period), -round(period / 2) + 1)
    cost = _TIGHT * np.log(-steps / period) ** 2
    total, back = strength.copy(), np.full(len(strength), -1)
    for at in range(len(strength)):
        before = at + steps
        reach = before >= 0
        if reach.any():
            scores = total[before[reach]] - cost[reach]
            best = int(scores.argmax())
            if scores[best] > 0:
                total[at] += scores[best]
                back[at] = before[reach][best]
    last = len(total) - 1 - int(total[::-1][: round(period) + 1].argmax())
    found = [last]
    while back[found[-1]] >= 0:
        found.append(int(back[found[-1]]))
    return np.array(found[::-1], float)


def tempo_bpm(beats: Array) -> float:
    """Beats a minute: the median step between beats; 0 for fewer than four beats."""
    if len(beats) < 4:
        return 0.0
    steps = np.diff(beats)
    near = np.abs(steps - np.median(steps)) < 0.1 * np.median(steps)
    return float(60 / steps[near].mean())


def has_pulse(sheet: Sheet, seconds: float) -> bool:
    """Whether enough starts in the first `seconds` for a pulse to be heard."""
    starts = np.unique(np.round(sheet.notes[:, START_S], 1))
    return bool((starts < seconds).sum() >= STARTS_A_SECOND * seconds)


def tempo_is_right(plan: CuePlan, bpm: float) -> bool:
    """Whether a tracked tempo is the plan's at one of its metre's levels, within 4 %."""
    wanted = [plan.bpm * level for level in LEVELS.get(plan.meter, (2.0, 1.0, 0.5))]
    return any(abs(bpm / one - 1) <= NEAR for one in wanted)
