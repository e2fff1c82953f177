"""Timbre: what each note would look like as mel frames if its player played it alone.

A note is partials over its pitch and noise in bands, each a sum of decays from its beginning, with
an attack, and a release from its end; a small network knows their amounts for every instrument,
pitch and velocity (after Engel et al., DDSP, arXiv 2001.04643; what is summed there as sound is
summed here as power). It says how a struck note fades and what a drum is; how notes go together,
and all that no sum of decays can do, is left to the velocity.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.mel import CENTRE, HIGHEST_HZ, SPREAD, filter_bank
from musflow_studio.generation.musflow.shapes import (
    FFT_SIZE,
    FRAMES_PER_LATENT,
    HOP,
    MEL_BANDS,
    SAMPLE_RATE_HZ,
)
from musflow_studio.generation.musflow.sketch import PARTIALS, PITCHES, QUIETEST, hann_lobe

DECAYS_S = (0.04, 0.15, 0.6, 2.4, 1e3)
"""Time constants; the last hardly falls in any note's time."""
NOISES = 48
"""Bands of noise, from which all MEL_BANDS are read between them."""
_PLAYER, _PITCH, _WIDTH = 64, 32, 192
_ATTACK_S, _RELEASE_S = (0.001, 1.0), (0.005, 20.0)
_AROUND = 5
_FRAME_S = HOP / SAMPLE_RATE_HZ


class Timbre(nn.Module):
    """See the module."""

    partials: Tensor
    noises: Tensor
    decays: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.player = nn.Embedding(2 * of_sheet.PROGRAMS, _PLAYER)
        self.pitch = nn.Embedding(PITCHES, _PITCH)
        kinds = len(DECAYS_S)
        last = nn.Linear(_WIDTH, kinds * (PARTIALS + NOISES) + 2)
        self.inner = nn.Sequential(
            nn.Linear(_PLAYER + _PITCH + 2, _WIDTH), nn.GELU(),
            nn.Linear(_WIDTH, _WIDTH), nn.GELU(),
            last,
        )  # fmt: skip
        self.around = nn.Parameter(torch.tensor([-4.0, 0.0, 1.0, 0.0, -4.0]))
        self.register_buffer("partials", partial_bands(), persistent=False)
        self.register_buffer("noises", noise_bands(), persistent=False)
        self.register_buffer("decays", torch.tensor(DECAYS_S), persistent=False)
        falling = -1.5 * torch.arange(1, PARTIALS + 1).log() - 1.5
        heard = torch.cat((falling, torch.full((NOISES,), -7.0)))
        with torch.no_grad():
            last.weight.mul_(0.3)
            last.bias.copy_(torch.cat((heard.repeat(kinds), torch.tensor([-2.0, 0.0]))))

    def forward(self, notes: Tensor, expression: Tensor) -> Tensor:
        """Normalised mel frames of the middle channel, (batch, 128, 4 x latents).

        Args:
            notes: (batch, n, 6), as in Conditions.
            expression: (batch, latents, 4), 0 to 1; 40 dB softer for a tenth of it.
        """
        frames = expression.shape[1] * FRAMES_PER_LATENT
        loud, attack, release = self._amounts(notes)
        group = notes[..., of_sheet.GROUP].long()
        louder = expression.transpose(1, 2).repeat_interleave(FRAMES_PER_LATENT, 2) ** 4
        louder = louder.gather(1, group[..., None].expand(-1, -1, frames))
        shape = self._envelopes(notes, attack, release, frames) ** 2 * louder[:, :, None]
        power = loud.flatten(1, 2).transpose(1, 2) @ shape.flatten(1, 2)
        drawn = self._blurred((power + QUIETEST**2).sqrt())
        return (drawn.log() - CENTRE) / SPREAD

    def _amounts(self, notes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Power of each decay in each band (batch, n, decays, 128); attack and release, (batch, n).

        In seconds.
        """
        pitch = notes[..., of_sheet.PITCH].long()
        velocity = notes[..., of_sheet.VELOCITY, None]
        drums = notes[..., of_sheet.GROUP] == of_sheet.GROUPS.index("drums")
        player = notes[..., of_sheet.PROGRAM].long() + of_sheet.PROGRAMS * drums
        asked = (self.player(player), self.pitch(pitch), velocity, pitch[..., None] / 64 - 1)
        said = self.inner(torch.cat(asked, -1))
        kinds = len(DECAYS_S)
        amounts = said[..., :-2].clamp(max=4).exp().unflatten(-1, (kinds, -1))
        tones, noise = amounts.split((PARTIALS, NOISES), -1)
        power = (tones**2) @ self.partials[pitch] + (noise**2) @ self.noises
        attack, release = said[..., -2:].unbind(-1)
        return (
            power * (velocity**4)[..., None],
            _between(attack, *_ATTACK_S),
            _between(release, *_RELEASE_S),
        )

    def _envelopes(self, notes: Tensor, attack: Tensor, release: Tensor, frames: int) -> Tensor:
        """(batch, n, decays, frames)."""
        at = (torch.arange(frames, device=notes.device) + 0.5) * _FRAME_S
        age = at - notes[..., of_sheet.START_S, None]
        after = (at - notes[..., of_sheet.END_S, None]).clamp(min=0)
        begun = (age > 0) & (notes[..., of_sheet.VELOCITY, None] > 0)
        age = age.clamp(min=0)
        edge = (1 - (-age / attack[..., None]).exp()) * (-after / release[..., None]).exp() * begun
        return (-age[:, :, None] / self.decays[:, None]).exp() * edge[:, :, None]

    def _blurred(self, bands: Tensor) -> Tensor:
        """As the transform's window blurs along time: a mean over five frames."""
        weights = self.around.softmax(0)[None, None]
        flat = F.pad(bands.flatten(0, 1)[:, None], (_AROUND // 2, _AROUND // 2), mode="replicate")
        return F.conv1d(flat, weights)[:, 0].view_as(bands)


def partial_bands() -> Tensor:
    """Power in each mel band of each partial at full level, (128 pitches, 24, 128 bands)."""
    pitch = torch.arange(PITCHES, dtype=torch.float64)[:, None]
    partial = torch.arange(1, PARTIALS + 1, dtype=torch.float64)[None]
    hertz = 440 * 2 ** ((pitch - 69) / 12) * partial
    place = hertz * FFT_SIZE / SAMPLE_RATE_HZ
    bins = place.floor()[..., None] + torch.arange(-1, 3)
    heard = (bins >= 0) & (bins <= FFT_SIZE // 2) & (hertz < HIGHEST_HZ)[..., None]
    lobes = hann_lobe(bins - place[..., None]) * heard
    weights = filter_bank().T[bins.long().clamp(0, FFT_SIZE // 2)]
    return (lobes.float()[..., None] * weights).sum(-2) ** 2


def noise_bands() -> Tensor:
    """Weights of noise bands in mel bands, (NOISES, 128): straight lines between them."""
    at = torch.linspace(0, NOISES - 1, MEL_BANDS)
    return (1 - (at[None] - torch.arange(NOISES)[:, None]).abs()).clamp(min=0)


def _between(said: Tensor, least: float, most: float) -> Tensor:
    """A number from `least` to `most`, evenly by its logarithm."""
    low, high = math.log(least), math.log(most)
    out: Tensor = (low + (high - low) * said.sigmoid()).exp()
    return out
