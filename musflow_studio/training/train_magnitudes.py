"""Train the magnitude vocoder: every bin's magnitude from mel frames.

Half of the frames are the true ones, half as the codec gives them back, so that it mends what the
codec blurs; some windows are not told their notes. Phases are not trained: see
generation.musflow.source and phase.
"""

from __future__ import annotations

import torch
from torch import Tensor

from musflow_studio.generation.musflow.magnitude_vocoder import MagnitudeVocoder
from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.generation.musflow.model import Codec
from musflow_studio.generation.musflow.shapes import FRAMES_PER_LATENT
from musflow_studio.training.schedule import (
    Averaged,
    Clock,
    Keeper,
    Log,
    half,
    optimizer_of,
    stepped,
)
from musflow_studio.training.sound_bank import Place, SoundBank

WINDOW_FRAMES = 64
RATE = 1e-3
UNTOLD = 0.15
"""How often a window's notes are withheld."""
QUIETEST = 5e-3
"""Magnitudes under this, -100 dB under a full-scale sine's, are all as quiet."""


def train_magnitudes(
    network: MagnitudeVocoder,
    vae: Codec,
    bank: SoundBank,
    clock: Clock,
    keeper: Keeper,
    log: Log,
    batch: int,
) -> None:
    """Train until the clock says so; as the other loops. The codec is not changed."""
    front = MelFrontEnd().to(bank.device)
    optimizer, averaged = optimizer_of(network), Averaged(network)
    network.train()
    vae.eval()
    for step in clock.steps():
        with torch.no_grad():
            places = bank.places(batch, WINDOW_FRAMES // FRAMES_PER_LATENT)
            real = front.spectrum(bank.sound(places, WINDOW_FRAMES // FRAMES_PER_LATENT)).abs()
            told = bank.partials(places, WINDOW_FRAMES) * drawn_told(bank, places)
            frames = front.from_magnitudes(real)
            heard = vae.decode(vae.encode(frames[::2]))
            frames = torch.cat((heard, frames[1::2]))
            real, told = (torch.cat((x[::2], x[1::2])) for x in (real, told))
        with half(bank.device):
            made = network.log_magnitudes(frames, told)
        losses = magnitude_losses(made.float(), real)
        stepped(optimizer, losses["convergence"] + losses["log"], network, clock.rate(RATE))
        averaged.update(network)
        keeper.maybe(averaged.weights)
        log.note(step, clock.seconds, losses)
    network.load_state_dict(averaged.weights)
    keeper.keep(averaged.weights)


def drawn_told(bank: SoundBank, places: list[Place]) -> Tensor:
    """1 for windows that are told their notes, 0 for others, (batch, 1, 1, 1)."""
    odds = (1 - UNTOLD) * bank.written(places)
    return torch.bernoulli(odds).to(bank.device)[:, None, None, None]


def magnitude_losses(made: Tensor, real: Tensor) -> dict[str, Tensor]:
    """Spectral convergence and L1 of logs, of log magnitudes made and magnitudes real."""
    far = torch.linalg.vector_norm(made.exp() - real, dim=(1, 2, 3))
    size = torch.linalg.vector_norm(real, dim=(1, 2, 3)).clamp(min=1.0)
    floor = torch.log(torch.tensor(QUIETEST))
    apart = (made.clamp(min=float(floor)) - real.clamp(min=QUIETEST).log()).abs()
    return {"convergence": (far / size).mean(), "log": apart.mean()}
