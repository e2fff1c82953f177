"""Sounds whose level, pitch or onsets are known, for takes of known sound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.take import Take

MakeTake = Callable[..., Take]
Sound = npt.NDArray[np.float32]


def sine(seconds: float, rate_hz: int, hz: float, dbfs: float, phase: float = 0.0) -> Sound:
    """A stereo sine whose peak lies at `dbfs`, (frames, 2)."""
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    mono = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * times + phase)
    return np.column_stack((mono, mono)).astype(np.float32)


def plucks(seconds: float, rate_hz: int, level: float, seed: int = 1) -> Sound:
    """Decaying notes with sharp attacks, twice a second, (frames, 2)."""
    draws = np.random.default_rng(seed)
    sound = np.zeros((round(seconds * rate_hz), 2), np.float32)
    times = np.arange(rate_hz) / rate_hz
    for start in range(0, len(sound), rate_hz // 2):
        hz = 110 * 2 ** (draws.integers(0, 36) / 12)
        note = np.exp(-times / 0.25) * sum(
            np.sin(2 * np.pi * hz * k * times) / k for k in (1, 2, 3)
        )
        room = sound[start : start + rate_hz]
        room += (level * note[: len(room), None] * draws.uniform(0.5, 1, 2)).astype(np.float32)
    return sound
