"""Phase: sound from magnitudes alone.

First every spectral peak goes on turning at its own frequency, and the bins about it turn with it
(Beauregard, Harish and Wyse, "Single pass spectrogram inversion", DSP 2015); then a few rounds of
the fast Griffin-Lim algorithm (Perraudin, Balazs and Sondergaard, WASPAA 2013) let neighbouring
frames agree. What is known of the sound already (its beginning) is kept and gone on from.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from musflow_studio.generation.musflow.mel import Spectrum
from musflow_studio.generation.musflow.shapes import FFT_SIZE, HOP

ROUNDS = 4
MOMENTUM = 0.99
_BINS = FFT_SIZE // 2 + 1
_CLIMBS = 7
"""Doublings of a climb to a peak: 128 bins are the farthest."""
_EDGE_FRAMES = FFT_SIZE // HOP - 1
_LEAST = 1e-9


def found_phases(
    spectrum: Spectrum, magnitudes: Tensor, before: Tensor | None = None, rounds: int = ROUNDS
) -> Tensor:
    """Sound (batch, 2, n x HOP) of magnitudes (batch, 2, FFT_SIZE / 2 + 1, n).

    Args:
        spectrum: the transform the magnitudes are of.
        magnitudes: of every bin.
        before: what the sound begins with, (batch, 2, k), k a multiple of HOP; None for nothing.
        rounds: of Griffin-Lim.
    """
    known = _known(spectrum, before)
    bins = torch.polar(magnitudes, turned_on(magnitudes, known))
    past = bins
    for _ in range(rounds):
        bins = _with_known(bins, known)
        agreed = spectrum(spectrum.inverse(bins))
        ahead = agreed + MOMENTUM * (agreed - past)
        bins, past = magnitudes * ahead / ahead.abs().clamp(min=_LEAST), agreed
    return spectrum.inverse(_with_known(bins, known))


def _known(spectrum: Spectrum, before: Tensor | None) -> Tensor | None:
    """Bins of the frames that lie wholly in what is known; None where there are none."""
    if before is None or before.shape[-1] // HOP <= _EDGE_FRAMES:
        return None
    bins: Tensor = spectrum(before)
    return bins[..., : bins.shape[-1] - _EDGE_FRAMES // 2 - 1]


def _with_known(bins: Tensor, known: Tensor | None) -> Tensor:
    if known is None:
        return bins
    return torch.cat((known, bins[..., known.shape[-1] :]), -1)


def turned_on(magnitudes: Tensor, known: Tensor | None = None) -> Tensor:
    """Phases (..., bins, n) of peaks that go on turning from frame to frame."""
    log = magnitudes.clamp(min=_LEAST).log().movedim(-1, 0)  # (n, ..., bins)
    owner, turn = _peaks(log)
    centred = math.pi * torch.arange(_BINS, device=log.device)  # a frame's middle is its zero
    phases = []
    if known is not None:
        phases = [*(known.angle() + centred[:, None]).movedim(-1, 0)]
    phase = phases[-1] if phases else torch.zeros_like(log[0])
    for number in range(len(phases), len(log)):
        phase = torch.gather(phase + turn[number], -1, owner[number])
        phases.append(phase)
    return torch.stack(phases, -1) - centred[:, None]


def _peaks(log: Tensor) -> tuple[Tensor, Tensor]:
    """For every bin its peak, and how far it turns in a hop, from log magnitudes (..., bins)."""
    below = torch.nn.functional.pad(log[..., :-1], (1, 0), value=-math.inf)
    above = torch.nn.functional.pad(log[..., 1:], (0, 1), value=-math.inf)
    place = torch.arange(_BINS, device=log.device)
    up, down = (above > log) & (above > below), (below > log) & (below >= above)
    owner = place + up.long() - down.long()
    for _ in range(_CLIMBS):
        owner = torch.gather(owner, -1, owner)
    bend = (below - 2 * log + above).clamp(max=-1e-6)
    away = (0.5 * (below - above) / bend).nan_to_num(0, 0, 0).clamp(-0.5, 0.5)
    return owner, (2 * math.pi * HOP / FFT_SIZE) * (place + away)
