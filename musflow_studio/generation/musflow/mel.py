"""Mel: sound to log-mel frames and, through a spectrum, back.

Frames lie "same"-padded: n hops of samples are n frames, frame i centred on sample
(i + 1/2) x hop, so that any whole number of hops goes there and back without an edge.
Bands are triangles on O'Shaughnessy's scale, 2595 log10(1 + f / 700) ("Speech Communication",
1987), of unit height, from 20 Hz to 20 kHz; a band narrower than a bin takes the nearest bins.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musflow_studio.generation.musflow.shapes import (
    FFT_SIZE,
    HOP,
    MEL_BANDS,
    SAMPLE_RATE_HZ,
)

LOWEST_HZ, HIGHEST_HZ = 20.0, 20000.0
FLOOR = 1e-5
"""Of a band's magnitude: -100 dB under a full-scale sine's."""
CENTRE, SPREAD = -6.0, 3.0
"""Log magnitudes of music lie about here; frames are given in units of this spread."""
SILENT_FRAME = (math.log(FLOOR) - CENTRE) / SPREAD
"""Every band of a frame of silence."""


def to_mid_side(stereo: Tensor) -> Tensor:
    """Left and right, (..., 2, samples), as mid (their mean) and side (half their difference)."""
    left, right = stereo.unbind(-2)
    return torch.stack(((left + right) / 2, (left - right) / 2), -2)


def to_left_right(mid_side: Tensor) -> Tensor:
    """The inverse of `to_mid_side`."""
    mid, side = mid_side.unbind(-2)
    return torch.stack((mid + side, mid - side), -2)


def filter_bank(bands: int = MEL_BANDS) -> Tensor:
    """Weights of FFT bins in mel bands, (bands, FFT_SIZE / 2 + 1), each triangle of height 1."""
    low, high = _mel(LOWEST_HZ), _mel(HIGHEST_HZ)
    edges = torch.tensor(
        [_hz(low + (high - low) * i / (bands + 1)) for i in range(bands + 2)], dtype=torch.float64
    )
    bin_hz = SAMPLE_RATE_HZ / FFT_SIZE
    bins = torch.arange(FFT_SIZE // 2 + 1, dtype=torch.float64) * bin_hz
    centre = edges[1:-1, None]
    below = torch.maximum(centre - edges[:-2, None], torch.tensor(bin_hz, dtype=torch.float64))
    above = torch.maximum(edges[2:, None] - centre, torch.tensor(bin_hz, dtype=torch.float64))
    away = bins[None] - centre
    weights = 1 - torch.where(away < 0, -away / below, away / above)
    return weights.clamp(min=0).float()


def band_places() -> Tensor:
    """A smooth curve through bands, read at every bin: weights (FFT_SIZE / 2 + 1, MEL_BANDS)."""
    centres = torch.linspace(_mel(LOWEST_HZ), _mel(HIGHEST_HZ), MEL_BANDS + 2)[1:-1]
    bins = torch.arange(FFT_SIZE // 2 + 1) * (SAMPLE_RATE_HZ / FFT_SIZE)
    place = 2595 * torch.log10(1 + bins / 700)
    at = ((place - centres[0]) / (centres[1] - centres[0])).clamp(0, MEL_BANDS - 1)
    away = (at[:, None] - torch.arange(MEL_BANDS)[None]).abs()
    return (1 - away).clamp(min=0)


def _mel(hz: float) -> float:
    return 2595 * math.log10(1 + hz / 700)


def _hz(mel: float) -> float:
    return 700 * float(10 ** (mel / 2595) - 1)


class Spectrum(nn.Module):
    """The short-time Fourier transform and its inverse, Hann window, hop a quarter of it."""

    window: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("window", torch.hann_window(FFT_SIZE), persistent=False)

    def forward(self, sound: Tensor) -> Tensor:
        """Sound (..., n x HOP) to complex bins (..., FFT_SIZE / 2 + 1, n)."""
        flat = sound.reshape(-1, 1, sound.shape[-1])
        pad = (FFT_SIZE - HOP) // 2
        mode = "reflect" if flat.shape[-1] > pad else "constant"
        padded = F.pad(flat, (pad, pad), mode).squeeze(1)
        bins: Tensor = torch.stft(
            padded, FFT_SIZE, HOP, window=self.window, center=False, return_complex=True
        )
        return bins.reshape(*sound.shape[:-1], *bins.shape[-2:])

    def inverse(self, bins: Tensor) -> Tensor:
        """Complex bins (..., FFT_SIZE / 2 + 1, n) to sound (..., n x HOP)."""
        flat = bins.reshape(-1, *bins.shape[-2:])
        count = flat.shape[-1]
        pieces = torch.fft.irfft(flat.transpose(1, 2), FFT_SIZE) * self.window
        sound = _overlap_add(pieces)
        shared = _overlap_add((self.window**2).expand(1, count, -1))
        pad = (FFT_SIZE - HOP) // 2
        kept = slice(pad, pad + count * HOP)
        clean = sound[..., kept] / shared[..., kept].clamp(min=1e-8)
        return clean.reshape(*bins.shape[:-2], count * HOP)


def _overlap_add(pieces: Tensor) -> Tensor:
    """Pieces (batch, n, FFT_SIZE) added a hop apart: (batch, (n - 1) x HOP + FFT_SIZE)."""
    batch, count, _ = pieces.shape
    shared = FFT_SIZE // HOP
    added = pieces.new_zeros(batch, count + shared - 1, HOP)
    for number, part in enumerate(pieces.reshape(batch, count, shared, HOP).unbind(2)):
        added[:, number : number + count] += part
    return added.flatten(1)


class MelFrontEnd(nn.Module):
    """Sound to normalised log-mel frames."""

    bank: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.spectrum = Spectrum()
        self.register_buffer("bank", filter_bank(), persistent=False)

    def forward(self, mid_side: Tensor) -> Tensor:
        """Mid and side (batch, 2, n x HOP) to frames (batch, 2 x MEL_BANDS, n), mid first."""
        return self.from_magnitudes(self.spectrum(mid_side).abs())

    def from_magnitudes(self, magnitudes: Tensor) -> Tensor:
        """Magnitudes (batch, 2, FFT_SIZE / 2 + 1, n) to frames as `forward` gives them."""
        bands = torch.einsum("mf,bcfn->bcmn", self.bank, magnitudes) * (4 / FFT_SIZE)
        log = torch.log(bands.clamp(min=FLOOR))
        return ((log - CENTRE) / SPREAD).flatten(1, 2)
