"""Vocoder: mel frames to sound.

After Vocos (Siuzdak, arXiv 2306.00814): a ConvNeXt backbone at the frames' rate predicts
magnitude and phase of every bin, and an inverse Fourier transform makes the sound. Ours does mid
and side at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import torch
from torch import Tensor, nn

from musflow_studio.generation.musflow.blocks import ConvNext
from musflow_studio.generation.musflow.mel import Spectrum
from musflow_studio.generation.musflow.shapes import CHANNELS, FFT_SIZE, MEL_WIDTH

_BINS = FFT_SIZE // 2 + 1
_LOUDEST = 6.0
"""Natural log of the largest magnitude a bin may have: 400, about -2 dB under a full-scale sine."""


class VocoderKind(StrEnum):
    """Whether phases are predicted with the magnitudes, or found from them."""

    FOURIER = "fourier"
    MAGNITUDE = "magnitude"


@dataclass(frozen=True)
class VocoderConfig:
    """Sizes (channels inside, and how many blocks) and kind (MAGNITUDE: magnitude_vocoder)."""

    width: int = 352
    blocks: int = 7
    kind: VocoderKind = VocoderKind.FOURIER


class Vocoder(nn.Module):
    """See the module."""

    hears_notes = False

    def __init__(self, config: VocoderConfig | None = None) -> None:
        super().__init__()
        size = config or VocoderConfig()
        self.inlet = nn.Conv1d(MEL_WIDTH, size.width, 7, padding=3)
        self.backbone = nn.Sequential(*(ConvNext(size.width) for _ in range(size.blocks)))
        self.norm = nn.LayerNorm(size.width, eps=1e-6)
        self.head = nn.Linear(size.width, CHANNELS * 2 * _BINS)
        self.spectrum = Spectrum()

    def bins(self, frames: Tensor) -> Tensor:
        """Complex bins (batch, 2, FFT_SIZE / 2 + 1, n) for frames (batch, 256, n)."""
        inside = self.norm(self.backbone(self.inlet(frames)).transpose(1, 2))
        out = self.head(inside).float()
        batch, time = out.shape[:2]
        log_size, turn = out.view(batch, time, CHANNELS, 2, _BINS).permute(3, 0, 2, 4, 1)
        return torch.polar(log_size.clamp(max=_LOUDEST).exp(), turn.contiguous())

    def forward(
        self, frames: Tensor, before: Tensor | None = None, source: Tensor | None = None
    ) -> Tensor:
        """Mid and side (batch, 2, n x HOP) for normalised mel frames (batch, 256, n).

        Neither what the sound began with (`before`) nor its notes (`source`) need be known: frames
        alone decide.
        """
        del before, source
        return self.spectrum.inverse(self.bins(frames))
