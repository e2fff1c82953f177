"""MagnitudeVocoder: mel frames to magnitudes by a small network, and to sound by found phases.

The vocoder of CPU training: magnitudes are learnt in minutes, phases need no learning. The
network says how every bin differs from its bands drawn as a smooth curve.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from musflow_studio.generation.musflow.blocks import ConvNext
from musflow_studio.generation.musflow.mel import CENTRE, SPREAD, Spectrum, band_places
from musflow_studio.generation.musflow.phase import found_phases
from musflow_studio.generation.musflow.shapes import CHANNELS, FFT_SIZE, MEL_BANDS, MEL_WIDTH
from musflow_studio.generation.musflow.vocoder import VocoderConfig

_BINS = FFT_SIZE // 2 + 1
_LOUDEST = 7.0
_SCALE = FFT_SIZE / 4
"""A full-scale sine's magnitude in its bin."""


class MagnitudeVocoder(nn.Module):
    """See the module."""

    curve: Tensor

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        self.inlet = nn.Conv1d(MEL_WIDTH, config.width, 7, padding=3)
        self.backbone = nn.Sequential(*(ConvNext(config.width) for _ in range(config.blocks)))
        self.norm = nn.LayerNorm(config.width, eps=1e-6)
        self.head = nn.Linear(config.width, CHANNELS * _BINS)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.spectrum = Spectrum()
        self.register_buffer("curve", band_places(), persistent=False)

    def log_magnitudes(self, frames: Tensor) -> Tensor:
        """Natural log of every bin's magnitude, (batch, 2, FFT_SIZE / 2 + 1, n)."""
        batch, _, count = frames.shape
        inside = self.norm(self.backbone(self.inlet(frames)).transpose(1, 2))
        head: Tensor = self.head(inside).float()
        differs = head.view(batch, count, CHANNELS, _BINS).permute(0, 2, 3, 1)
        bands = frames.float().view(batch, CHANNELS, MEL_BANDS, count) * SPREAD + CENTRE
        smooth = torch.einsum("fm,bcmn->bcfn", self.curve, bands)
        return (smooth + math.log(_SCALE) + differs).clamp(max=_LOUDEST)

    def forward(self, frames: Tensor, before: Tensor | None = None) -> Tensor:
        """Mid and side (batch, 2, n x HOP) for normalised mel frames (batch, 256, n).

        Args:
            frames: as the front end gives them.
            before: mid and side that the sound begins with, (batch, 2, k), k a multiple of HOP.
        """
        magnitudes = self.log_magnitudes(frames).exp()
        return found_phases(self.spectrum, magnitudes, before)
