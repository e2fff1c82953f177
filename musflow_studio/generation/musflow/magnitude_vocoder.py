"""MagnitudeVocoder: mel frames to magnitudes by a small network, phases without learning.

The vocoder of CPU training. Where the notes are known their source gives the phases (`source`),
else they are found from the magnitudes (`phase`). The network says how every bin differs from its
bands drawn as a smooth curve, and how much of the source's own peaks and valleys it has.
Magnitudes drawn for themselves and phases from elsewhere do not agree where frames overlap, so a
sound is about 1 dB softer than its frames, its faint bands more. Once it is made its own frames are
taken, and what they lack is given to its bins: one step of the projection Griffin and Lim repeat
(IEEE TASSP 32, 1984), onto mel bands instead of bins, with the phases left as they are. What is
given is a mean of neighbouring frames: what a codec blurs to before a beginning cannot be had from
a source that is silent there, and would only make the beginning itself too loud.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musflow_studio.generation.musflow.blocks import ConvNext
from musflow_studio.generation.musflow.mel import (
    CENTRE,
    SILENT_FRAME,
    SPREAD,
    MelFrontEnd,
    band_places,
    filter_bank,
)
from musflow_studio.generation.musflow.phase import found_phases
from musflow_studio.generation.musflow.shapes import CHANNELS, FFT_SIZE, MEL_BANDS, MEL_WIDTH
from musflow_studio.generation.musflow.vocoder import VocoderConfig

_BINS = FFT_SIZE // 2 + 1
_LOUDEST = 7.0
_SCALE = FFT_SIZE / 4
"""A full-scale sine's magnitude in its bin."""
_FAINT = 0.5
"""Magnitudes of a source under it, -60 dB under a full-scale sine's, are nothing."""
_STEEP = 3.0
_LEAST = 1e-9
_MOST_AWAY = 1.0
"""Natural log, 8.7 dB: the most that a band of a sound is moved towards its frame."""
_AROUND_FRAMES = 3
"""Over which that is a mean."""


class MagnitudeVocoder(nn.Module):
    """See the module."""

    hears_notes = True
    curve: Tensor
    means: Tensor

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        self.inlet = nn.Conv1d(MEL_WIDTH, config.width, 7, padding=3)
        self.backbone = nn.Sequential(*(ConvNext(config.width) for _ in range(config.blocks)))
        self.norm = nn.LayerNorm(config.width, eps=1e-6)
        self.head = nn.Linear(config.width, 2 * CHANNELS * _BINS)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.front = MelFrontEnd()
        self.register_buffer("curve", band_places(), persistent=False)
        bank = filter_bank()
        self.register_buffer("means", bank / bank.sum(1, keepdim=True), persistent=False)

    def log_magnitudes(self, frames: Tensor, partials: Tensor | None = None) -> Tensor:
        """Natural log of every bin's magnitude, (batch, 2, FFT_SIZE / 2 + 1, n).

        Args:
            frames: (batch, 256, n), as the front end gives them.
            partials: magnitudes of the notes' partials, shaped as the result; None if unknown.
        """
        return self._log(self._inside(frames), frames, partials)

    def _inside(self, frames: Tensor) -> Tensor:
        """What the head is told, (batch, n, width)."""
        out: Tensor = self.norm(self.backbone(self.inlet(frames)).transpose(1, 2))
        return out

    def _log(self, inside: Tensor, frames: Tensor, partials: Tensor | None) -> Tensor:
        """`log_magnitudes` of frames; none looks at its neighbours any more."""
        batch, _, count = frames.shape
        head = (self.head.weight @ inside.transpose(1, 2)).float() + self.head.bias[:, None]
        differs, share = head.view(batch, 2, CHANNELS, _BINS, count).unbind(1)
        bands = frames.float().view(batch, CHANNELS, MEL_BANDS, count) * SPREAD + CENTRE
        log: Tensor = self._smooth(bands) + math.log(_SCALE) + differs
        if partials is not None:
            log = log + share * self.contrast(partials)
        return log.clamp(max=_LOUDEST)

    def contrast(self, partials: Tensor) -> Tensor:
        """How far each bin lies over the mean about it, (batch, 2, bins, n), natural log.

        Zero where nothing sounds; see `log_magnitudes` for the argument.
        """
        heard = partials.clamp(min=_FAINT)
        around = torch.einsum("mf,bcfn->bcmn", self.means, heard)
        return (heard.log() - self._smooth(around.log())).clamp(-_STEEP, _STEEP)

    def _smooth(self, bands: Tensor) -> Tensor:
        """Bands (batch, 2, MEL_BANDS, n) as a curve over bins."""
        return torch.einsum("fm,bcmn->bcfn", self.curve, bands)

    def forward(
        self, frames: Tensor, before: Tensor | None = None, source: Tensor | None = None
    ) -> Tensor:
        """Mid and side (batch, 2, n x HOP) for normalised mel frames (batch, 256, n).

        Args:
            frames: as the front end gives them.
            before: mid and side that the sound begins with, (batch, 2, k), k a multiple of HOP;
                heard only where there is no source.
            source: complex bins of the notes, (batch, 2, FFT_SIZE / 2 + 1, n), see `source`.
        """
        if source is None:
            spectrum = self.front.spectrum
            return found_phases(spectrum, self.log_magnitudes(frames).exp(), before)
        inside, made = self._inside(frames), []
        for row in range(len(frames)):  # one at a time: the bins of all would need much memory
            own = slice(row, row + 1)
            size = source[own].abs()
            log = self._log(inside[own], frames[own], size)
            bins = source[own] * (log.exp() / size.clamp(min=_LEAST))
            made.append(self._as_its_frames(bins, frames[own].float()))
        return torch.cat(made)

    def _as_its_frames(self, bins: Tensor, frames: Tensor) -> Tensor:
        """The sound of one lane's bins after a step towards its frames; see the module."""
        inverse = self.front.spectrum.inverse
        away = (frames.clamp(min=SILENT_FRAME) - self.front(inverse(bins))) * SPREAD
        edge = _AROUND_FRAMES // 2
        away = F.pad(away.clamp(-_MOST_AWAY, _MOST_AWAY), (edge, edge), mode="replicate")
        bands = F.avg_pool1d(away, _AROUND_FRAMES, 1).view(1, CHANNELS, MEL_BANDS, -1)
        sound: Tensor = inverse(bins * self._smooth(bands).exp())
        return sound
