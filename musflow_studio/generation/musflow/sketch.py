"""Sketch: what the notes alone would look like as mel frames.

Every held note is drawn as partials over its pitch, through the front end's own bands. It says
nothing of timbre; the network need not learn where a pitch lies among the bands, and hears at
once what the planner meant.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.mel import CENTRE, HIGHEST_HZ, SPREAD, filter_bank
from musflow_studio.generation.musflow.shapes import FFT_SIZE, FRAMES_PER_LATENT, SAMPLE_RATE_HZ

PITCHES = 128
PARTIALS = 24
FALL = 1.5
"""Partial k is k to the minus FALL as loud as the first, about what held instruments do."""
QUIETEST = 1e-4
_PITCHED = tuple(i for i, name in enumerate(of_sheet.GROUPS) if name != "drums")


def drawn_pitches() -> Tensor:
    """Magnitude in every mel band for each pitch at full velocity, (128 bands, 128 pitches)."""
    pitch = torch.arange(PITCHES, dtype=torch.float64)[:, None]
    partial = torch.arange(1, PARTIALS + 1, dtype=torch.float64)[None]
    hertz = 440 * 2 ** ((pitch - 69) / 12) * partial
    loud = partial**-FALL * (hertz < HIGHEST_HZ)
    bins = torch.arange(FFT_SIZE // 2 + 1, dtype=torch.float64)
    away = bins - (hertz * FFT_SIZE / SAMPLE_RATE_HZ)[..., None]
    spectrum = (hann_lobe(away) * loud[..., None]).sum(1)
    return filter_bank() @ spectrum.T.float()


def hann_lobe(away: Tensor) -> Tensor:
    """The Hann window's main lobe, 1 in the middle and 0 from two bins on."""
    inside = away.abs() < 2
    apart = 1 - away**2
    lobe = torch.where(apart.abs() < 1e-6, torch.full_like(away, 0.5), torch.sinc(away) / apart)
    return torch.where(inside, lobe, torch.zeros_like(lobe))


class Sketch(nn.Module):
    """See the module; nothing in it is learnt."""

    bands: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("bands", drawn_pitches(), persistent=False)

    def forward(self, roll: Tensor, expression: Tensor) -> Tensor:
        """Normalised mel frames (batch, 128, n) of a roll.

        Args:
            roll: (batch, 4 groups x 2 x 128 pitches, n), as `note_roll` gives it.
            expression: (batch, n / 4, 4), 0 to 1; 40 dB softer for a tenth of it.
        """
        held = roll.view(roll.shape[0], len(of_sheet.GROUPS), 2, PITCHES, -1)[:, _PITCHED, 1]
        louder = expression[..., _PITCHED].transpose(1, 2).repeat_interleave(FRAMES_PER_LATENT, 2)
        loud = (held**2 * louder[:, :, None] ** 2).sum(1)
        log = torch.log((self.bands @ loud).clamp(min=QUIETEST))
        return (log - CENTRE) / SPREAD


SILENT = (math.log(QUIETEST) - CENTRE) / SPREAD
"""Where nothing is held."""
