"""Spectra as the ear groups them: mel bands, and loudness weighting as a gain over frequency."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.frames import RATE_HZ

Real = NDArray[np.float64]

SIZE, HOP = 1024, 256
FRAMES_PER_SECOND = RATE_HZ / HOP
BANDS = 64
LOW_HZ, HIGH_HZ = 30.0, 10500.0


def power_spectra(windows: NDArray[np.float32], size: int = SIZE) -> NDArray[np.float32]:
    """Power of each window under a Hann window, (..., size / 2 + 1); a full-scale sine peaks at 1.

    Args:
        windows: (..., size).
        size: samples of a window.
    """
    hann = hann_window(size)
    spectra = np.fft.rfft(windows * hann, axis=-1)
    power: NDArray[np.float32] = (spectra.real**2 + spectra.imag**2).astype(np.float32)
    return power * np.float32((2 / hann.sum()) ** 2)


@cache
def hann_window(size: int) -> NDArray[np.float32]:
    """A periodic Hann window."""
    return np.hanning(size + 1)[:-1].astype(np.float32)


@cache
def mel_matrix() -> NDArray[np.float32]:
    """(513, 64): triangles even on the mel scale (O'Shaughnessy 1987), each of area 1."""
    edges = hertz_of(np.linspace(mel_of(LOW_HZ), mel_of(HIGH_HZ), BANDS + 2))
    bins = np.fft.rfftfreq(SIZE, 1 / RATE_HZ)[:, None]
    low, peak, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (bins - low) / (peak - low), (high - bins) / (high - peak)
    triangles = np.maximum(0, np.minimum(rising, falling))
    # The lowest triangles are narrower than a bin: those take the bin nearest their peak.
    empty = np.flatnonzero(triangles.sum(axis=0) < 0.5)
    triangles[np.abs(bins - peak[empty]).argmin(axis=0), empty] = 1.0
    area: NDArray[np.float32] = (triangles / triangles.sum(axis=0)).astype(np.float32)
    return area


def mel_of(hertz: float) -> float:
    """Frequency in mel."""
    return float(2595 * np.log10(1 + hertz / 700))


def hertz_of(mel: Real) -> Real:
    """Mel to Hz."""
    hertz: Real = 700 * (10 ** (mel / 2595) - 1)
    return hertz


@cache
def band_hz() -> Real:
    """The peak of each band in Hz, (64,)."""
    return hertz_of(np.linspace(mel_of(LOW_HZ), mel_of(HIGH_HZ), BANDS + 2))[1:-1]


@cache
def k_weights() -> NDArray[np.float32]:
    """(513,): the K-weighting of ITU-R BS.1770-4 as a power gain for each bin.

    The magnitude response of its two filters, from the standard's coefficients for 48 kHz.
    """
    hertz = np.fft.rfftfreq(SIZE, 1 / RATE_HZ)
    z = np.exp(-2j * np.pi * hertz / 48000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    gain: NDArray[np.float32] = (np.abs(shelf * high_pass) ** 2).astype(np.float32)
    return gain
