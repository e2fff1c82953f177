"""Chroma: how strongly each pitch class sounds, from spectral peaks and what they are harmonics of.

After Gómez, "Tonal description of polyphonic audio for music content processing" (INFORMS J.
Computing 18(3), 2006): every peak counts for the pitches it may be the first to fourth harmonic of.
Kept ten bins a semitone until the tuning of the whole piece is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.frames import RATE_HZ

Real = NDArray[np.float64]

SIZE, HOP = 8192, 2048
FRAMES_PER_SECOND = RATE_HZ / HOP
FINE = 10
"""Bins a semitone."""
LOW_HZ, HIGH_HZ = 60.0, 2200.0
_HARMONICS = 4
_DECAY = 0.6
_FLOOR = 1e-3  # of the frame's strongest amplitude
_SILENCE = 1e-5
_SPREAD = 2.5  # bins: a quarter of a semitone


@dataclass(frozen=True)
class Chroma:
    """Pitch classes over time.

    Attributes:
        values: (12, frames) float32, C first, amplitude-like, at least 0.
        frames_per_second: about 10.8.
        tuning_cents: how far the piece lies from A = 440 Hz, -50 to 50; already taken out.
    """

    values: NDArray[np.float32]
    frames_per_second: float
    tuning_cents: float

    def between(self, times_s: Real) -> NDArray[np.float32]:
        """(12, n - 1): the mean of the frames between each two of n ascending times (beats …)."""
        edges = np.clip(np.round(times_s * self.frames_per_second), 0, self.values.shape[1])
        sums: Real = np.concatenate((np.zeros((12, 1)), np.cumsum(self.values, axis=1)), axis=1)
        starts = np.minimum(edges[:-1].astype(int), self.values.shape[1] - 1)
        ends = np.maximum(edges[1:].astype(int), starts + 1)
        return np.asarray((sums[:, ends] - sums[:, starts]) / (ends - starts), np.float32)


def fine_chroma(power: NDArray[np.float32]) -> tuple[NDArray[np.float32], complex]:
    """Chroma at ten bins a semitone, (frames, 120), and what its peaks say of the tuning.

    The second is a sum over peaks: its angle is the deviation from the semitones of A = 440 Hz.

    Args:
        power: (frames, 4097).
    """
    frame, amplitude, pitch = _peaks(power)
    lean = complex(np.sum(amplitude * np.exp(2j * np.pi * pitch)))
    fine = np.zeros(len(power) * 12 * FINE)
    for harmonic in range(1, _HARMONICS + 1):
        root = pitch - 12 * np.log2(harmonic)
        place = np.round(root * FINE).astype(int) % (12 * FINE)
        weight = amplitude * _DECAY ** (harmonic - 1)
        fine += np.bincount(frame * 12 * FINE + place, weight, len(fine))
    return fine.reshape(len(power), 12 * FINE).astype(np.float32), lean


def _peaks(power: NDArray[np.float32]) -> tuple[NDArray[np.int_], Real, Real]:
    """Frame, amplitude and pitch (MIDI number with fraction) of each peak of each spectrum.

    Frequency by a parabola through the logarithms of a peak and its neighbours.
    """
    first, last = (round(hertz * SIZE / RATE_HZ) for hertz in (LOW_HZ, HIGH_HZ))
    part = power[:, first - 1 : last + 2]
    middle = part[:, 1:-1]
    floor = np.maximum(_SILENCE, _FLOOR * np.sqrt(middle.max(axis=1, initial=0))) ** 2
    is_peak = (middle > part[:, :-2]) & (middle >= part[:, 2:]) & (middle > floor[:, None])
    frame, at = np.nonzero(is_peak)
    left, top, right = (np.log(part[frame, at + i] + 1e-20) for i in range(3))
    offset = 0.5 * (left - right) / (left - 2 * top + right - 1e-12)
    hertz = (first + at + offset) * RATE_HZ / SIZE
    return frame, np.sqrt(middle[frame, at]).astype(np.float64), 69 + 12 * np.log2(hertz / 440)


def tuned(fine: NDArray[np.float32], lean: complex) -> Chroma:
    """Chroma of twelve pitch classes, with the tuning taken out.

    Args:
        fine: (frames, 120) of the whole piece.
        lean: the sum of what all its peaks say.
    """
    off = float(np.angle(lean) / (2 * np.pi)) if abs(lean) > 0 else 0.0
    bins = np.arange(12 * FINE)
    away = (bins[:, None] - (np.arange(12) + off) * FINE + 6 * FINE) % (12 * FINE) - 6 * FINE
    folded = fine @ np.exp(-0.5 * (away / _SPREAD) ** 2).astype(np.float32)
    return Chroma(np.ascontiguousarray(folded.T), FRAMES_PER_SECOND, 100 * off)
