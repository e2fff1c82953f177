"""Codec: how much is lost between mel frames and sound, beside what Griffin-Lim loses.

Griffin and Lim (IEEE TASSP 32, 1984) with the momentum of Perraudin, Balazs and Søndergaard
(WASPAA 2013), from the same mel frames, whose magnitudes are found by non-negative least squares
(Lee and Seung, NIPS 2000).
"""

from __future__ import annotations

import torch
from torch import Tensor

from musflow_studio.generation.musflow.mel import CENTRE, SPREAD, MelFrontEnd
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.shapes import FFT_SIZE, MEL_BANDS
from musflow_studio.generation.musflow.sheet import Sheet
from musflow_studio.generation.musflow.source import source_bins
from musflow_studio.training.spectral_loss import spectral_distance

ITERATIONS = 32
_MOMENTUM = 0.99
_FITTING = 30


@torch.no_grad()
def griffin_lim(frames: Tensor, front: MelFrontEnd, seed: int = 0) -> Tensor:
    """Mono sound (batch, n x HOP) for normalised mel frames of it (batch, 128, n)."""
    magnitudes = spectrum_of(frames, front)
    generator = torch.Generator().manual_seed(seed)
    turn = 2 * torch.pi * torch.rand(magnitudes.shape, generator=generator)
    angles, before = torch.polar(torch.ones_like(turn), turn), torch.zeros(())
    for _ in range(ITERATIONS):
        again = front.spectrum(front.spectrum.inverse(magnitudes * angles))
        moved = again - _MOMENTUM / (1 + _MOMENTUM) * before
        angles, before = moved / moved.abs().clamp(min=1e-12), again
    sound: Tensor = front.spectrum.inverse(magnitudes * angles)
    return sound


def spectrum_of(frames: Tensor, front: MelFrontEnd) -> Tensor:
    """Magnitudes (batch, FFT_SIZE / 2 + 1, n) whose mel bands are those of the frames."""
    bank = front.bank * (4 / FFT_SIZE)
    bands = (frames * SPREAD + CENTRE).exp()
    wanted = torch.einsum("mf,bmn->bfn", bank, bands)
    found = wanted.clone()
    for _ in range(_FITTING):
        found = found * wanted / (bank.T @ (bank @ found)).clamp(min=1e-12)
    return found


@torch.no_grad()
def codec_distances(
    mid_side: Tensor,
    front: MelFrontEnd,
    model: Model | None = None,
    sheet: Sheet | None = None,
) -> dict[str, float]:
    """Distances of what comes back of one clip (2, n x HOP), mid channel: see `spectral_distance`.

    `griffin_lim` always; with a model `vocoder` (from true mel frames) and `codec` (through the
    VAE as well), told the notes of the sheet if there is one.
    """
    real = mid_side[:1]
    frames = front(mid_side[None])
    made = {"griffin_lim": griffin_lim(frames[:, :MEL_BANDS], front)}
    if model is not None:
        made["vocoder"] = model.vocoder(frames, source=_source(sheet, frames))[:, 0]
        made["codec"] = through_codec(model, frames, sheet)[:, 0]
    return {name: float(spectral_distance(sound, real)) for name, sound in made.items()}


@torch.no_grad()
def through_codec(model: Model, frames: Tensor, sheet: Sheet | None = None) -> Tensor:
    """Mid and side (1, 2, n x HOP) of frames (1, 256, n), through VAE and vocoder.

    Given a sheet, which begins where the frames do, the vocoder is told its notes.
    """
    whole = frames[..., : frames.shape[-1] // 4 * 4]
    again = model.vae.decode(model.vae.encode(whole))
    sound: Tensor = model.vocoder(again, source=_source(sheet, whole))
    return sound


def _source(sheet: Sheet | None, frames: Tensor) -> Tensor | None:
    return None if sheet is None else source_bins(sheet.notes, 0, frames.shape[-1])[None]
