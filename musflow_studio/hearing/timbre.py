"""Timbre: one vector that says how a piece sounds, whatever its level and its length.

Cepstra of log mel bands (mean, spread, and how fast they move), brightness, noise, onsets and
dynamics: the descriptors of Tzanetakis & Cook, "Musical genre classification of audio signals"
(IEEE TSAP 10(5), 2002); and stereo width.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.mel import BANDS, FRAMES_PER_SECOND, band_hz

Real = NDArray[np.float64]

CEPSTRA = 20
WIDTH_GROUPS = 4
DIMENSION = 3 * CEPSTRA + WIDTH_GROUPS + 10
VERSION = 1
_GATE_DB = 45.0
_FLOOR = 1e-9


def timbre_of(
    mel_power: NDArray[np.float32], side_power: NDArray[np.float32], flux: Real
) -> NDArray[np.float32]:
    """(74,) float32; zeros for silence.

    Args:
        mel_power: (frames, 64), of the middle.
        side_power: (frames, 64), of what differs between left and right.
        flux: (frames,), see `onsets.flux_of`.
    """
    level = mel_power.sum(axis=1)
    sounds = level > max(_FLOOR, float(level.max(initial=0)) * 10 ** (-_GATE_DB / 10))
    if sounds.sum() < 3:
        return np.zeros(DIMENSION, np.float32)
    mel, side, rises = mel_power[sounds], side_power[sounds], flux[sounds]
    cepstra = _cepstra(mel)
    return np.concatenate(
        (
            cepstra.mean(axis=0),
            cepstra.std(axis=0),
            np.abs(np.diff(cepstra, axis=0)).mean(axis=0),
            _width(mel, side),
            _shape(mel),
            _motion(rises, level[sounds]),
        )
    ).astype(np.float32)


@cache
def _cosines() -> NDArray[np.float32]:
    """(64, 20): the discrete cosine transform without its level."""
    place = (np.arange(BANDS) + 0.5) * np.pi / BANDS
    waves = np.cos(place[:, None] * np.arange(1, CEPSTRA + 1)) * np.sqrt(2 / BANDS)
    return np.asarray(waves, np.float32)


def _cepstra(mel: NDArray[np.float32]) -> NDArray[np.float32]:
    floor = mel.max() * np.float32(1e-7) + np.float32(_FLOOR)
    return np.asarray(np.log(mel + floor) @ _cosines(), np.float32)


def _width(mel: NDArray[np.float32], side: NDArray[np.float32]) -> Real:
    """Share of the side in four groups of bands, low to high, 0 to 1."""
    middle, wide = (
        power.sum(axis=0, dtype=np.float64).reshape(WIDTH_GROUPS, -1).sum(axis=1)
        for power in (mel, side)
    )
    return np.asarray(np.sqrt(wide / (middle + wide + _FLOOR)))


def _shape(mel: NDArray[np.float32]) -> Real:
    """Brightness (octaves above 100 Hz): mean and spread; where 85 % lies; flatness."""
    power = mel.astype(np.float64) + _FLOOR
    octaves = np.log2(band_hz() / 100)
    amplitude = np.sqrt(power)
    bright = (amplitude * octaves).sum(axis=1) / amplitude.sum(axis=1)
    rolled = octaves[(np.cumsum(power, axis=1) / power.sum(axis=1)[:, None] < 0.85).sum(axis=1) - 1]
    flat = np.log(power).mean(axis=1) - np.log(power.mean(axis=1))
    return np.array([bright.mean(), bright.std(), rolled.mean(), flat.mean(), flat.std()])


def _motion(rises: Real, level: NDArray[np.float32]) -> Real:
    """Flux: mean, spread, peakedness; onsets a second; spread of the level in decibels."""
    mean, spread = rises.mean(), rises.std()
    strong = rises > mean + spread
    onsets = np.count_nonzero(strong[1:] & ~strong[:-1]) * FRAMES_PER_SECOND / len(rises)
    peaked = np.percentile(rises, 95) / (mean + 1e-6)
    return np.array([mean, spread, peaked, onsets, np.std(10 * np.log10(level + _FLOOR))])
