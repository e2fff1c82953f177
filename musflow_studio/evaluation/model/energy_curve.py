"""Energy curve: whether the music swells where the plan does.

Pearson correlation of the plan's energy with the level of the sound in decibels, over a second
and three quarters about each latent frame. Only plans whose energy moves count.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT
from musflow_studio.generation.musflow.sheet import ENERGY, Sheet

MOVES = 0.1
"""The least standard deviation of an energy curve (0 to 1) that can be followed."""
_ABOUT = 37
_SILENT = 1e-9

Array = NDArray[np.float64]


def moves(sheet: Sheet) -> bool:
    """Whether a plan's energy changes enough to be followed."""
    return float(sheet.rows[:, ENERGY].std()) >= MOVES


def levels_db(sound: NDArray[np.float32]) -> Array:
    """The level about each latent frame of a mono sound (samples,), decibels."""
    count = len(sound) // SAMPLES_PER_LATENT
    pieces = sound[: count * SAMPLES_PER_LATENT].reshape(count, SAMPLES_PER_LATENT)
    power = (pieces.astype(float) ** 2).mean(1)
    return 10 * np.log10(_smoothed(power) + _SILENT)


def energy_correlation(sheet: Sheet, sound: NDArray[np.float32]) -> float:
    """-1 to 1; 0 for a sound whose level never moves."""
    level = levels_db(sound)
    energy = _smoothed(sheet.rows[: len(level), ENERGY.start].astype(float))
    level = level[: len(energy)]
    if level.std() < 1e-6 or energy.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(energy, level)[0, 1])


def _smoothed(values: Array) -> Array:
    kernel = np.ones(min(_ABOUT, len(values)))
    shared = np.convolve(np.ones(len(values)), kernel, "same")
    return np.convolve(values, kernel, "same") / shared
