"""Sounds whose tempo, key and level are known because they are written down as formulas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]


def clicks(bpm: float, seconds: float, rate_hz: int, first_s: float = 0.25) -> Sound:
    """A short noise on every beat, a softer one between, (1, frames)."""
    noise = np.random.default_rng(1).standard_normal(round(seconds * rate_hz))
    beat = (np.arange(noise.size) / rate_hz - first_s) * bpm / 60
    since, between = beat % 1 * 60 / bpm, (beat - 0.5) % 1 * 60 / bpm
    level = np.exp(-since * 120) + 0.15 * np.exp(-between * 120)
    return (0.3 * noise * level * (beat >= 0)).astype(np.float32)[None]


def triads(
    pitches: Sequence[Sequence[int]], each_s: float, rate_hz: int, cents: float = 0
) -> Sound:
    """Chords of MIDI pitches one after the other, with four harmonics each, (2, frames)."""
    times = np.arange(round(each_s * rate_hz)) / rate_hz
    fade = np.minimum(1, np.minimum(times, each_s - times) * 50)
    chords = []
    for chord in pitches:
        hertz = [440 * 2 ** ((pitch - 69 + cents / 100) / 12) for pitch in chord]
        tones = [np.sin(2 * np.pi * h * f * times) / h**1.5 for f in hertz for h in (1, 2, 3, 4)]
        chords.append(0.1 * fade * np.sum(tones, axis=0))
    return np.tile(np.concatenate(chords), (2, 1)).astype(np.float32)
