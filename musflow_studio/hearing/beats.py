"""Beats: the chain of moments that is strong in onsets and even in time.

Dynamic programming after Ellis, "Beat tracking by dynamic programming", J. New Music Research
36(1), 2007, equations 5 to 7; then each beat is set on the attack nearest to it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.mel import FRAMES_PER_SECOND
from musflow_studio.hearing.onsets import onto_attacks

Real = NDArray[np.float64]

_TIGHTNESS = 400.0
_WEAKEST = 0.5
_SAME_TEMPO = 0.02
_FEWEST = 5


def beat_times_s(envelope: Real, level: Real, bpm: float) -> Real:
    """Seconds of the beats, ascending; empty where `bpm` is 0.

    Args:
        envelope: `onsets.sharpened`.
        level: the attack envelope, see `onsets.attack_level`.
        bpm: near which the beats lie.
    """
    if bpm <= 0 or not np.any(envelope):
        return np.empty(0)
    period = 60 * FRAMES_PER_SECOND / bpm
    strength = _local_strength(envelope, period)
    frames = _trimmed(_chain(strength, period), strength)
    return onto_attacks(frames / FRAMES_PER_SECOND, level)


def steady_bpm(beats_s: Real, bpm: float) -> float:
    """The tempo of the straight line through the beats, where it is within 2 % of `bpm`.

    Envelopes tell a tempo to a percent or so; beats of steady music to a hundredth of that. Where
    the tempo changes, or the beats are too few, `bpm` stands.
    """
    if len(beats_s) < _FEWEST:
        return bpm
    line = 60 / float(np.polyfit(np.arange(len(beats_s)), beats_s, 1)[0])
    return line if abs(line / bpm - 1) < _SAME_TEMPO else bpm


def _local_strength(envelope: Real, period: float) -> Real:
    """The envelope in its own spread, blurred by a thirty-second of a beat."""
    reach = max(1, round(period / 8))
    offsets = np.arange(-reach, reach + 1)
    blur = np.exp(-0.5 * (offsets * 32 / period) ** 2)
    normal = np.maximum(envelope, 0) / (envelope.std() + 1e-12)
    return np.convolve(normal, blur, "full")[reach:][: len(envelope)]


def _chain(strength: Real, period: float) -> NDArray[np.int_]:
    """The frames of the best chain."""
    steps = np.arange(round(period / 2), round(period * 2) + 1)[::-1]
    cost = -_TIGHTNESS * np.log(steps / period) ** 2
    best = strength.copy()
    came_from = np.full(len(strength), -1)
    for frame in range(int(steps[-1]), len(strength)):
        before = frame - steps
        first = int(np.searchsorted(before, 0))
        scores = best[before[first:]] + cost[first:]
        at = int(np.argmax(scores))
        if scores[at] > 0:
            best[frame] += scores[at]
            came_from[frame] = before[first + at]
    return _backwards(best, came_from, period)


def _backwards(best: Real, came_from: NDArray[np.int_], period: float) -> NDArray[np.int_]:
    last = max(0, len(best) - round(period) - 1)
    frame = last + int(np.argmax(best[last:]))
    chain = []
    while frame >= 0:
        chain.append(frame)
        frame = int(came_from[frame])
    return np.array(chain[::-1])


def _trimmed(chain: NDArray[np.int_], strength: Real) -> NDArray[np.int_]:
    """The chain without weak beats at either end, where the sound has not begun or is over."""
    at_beats = strength[chain]
    strong = np.flatnonzero(at_beats > _WEAKEST * np.sqrt(np.mean(at_beats**2)))
    return chain[strong[0] : strong[-1] + 1] if len(strong) else chain
