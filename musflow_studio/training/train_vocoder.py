"""Train the vocoder: first to match spectra, then also to deceive judges.

Frames are the true ones, and from `ADAPT` on also those the VAE gives back, so that it sounds the
same behind it.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.generation.musflow.model import Codec
from musflow_studio.generation.musflow.vocoder import Vocoder
from musflow_studio.training.discriminators import (
    Discriminators,
    deceiving_loss,
    judging_loss,
    matching_loss,
)
from musflow_studio.training.schedule import (
    Averaged,
    Clock,
    Keeper,
    Log,
    half,
    optimizer_of,
    stepped,
)
from musflow_studio.training.sound_bank import SoundBank
from musflow_studio.training.spectral_loss import spectral_distance

WINDOW_FRAMES = 64
RATE, JUDGES_RATE = 5e-4, 3e-4
ADAPT = 0.4
"""The share of the time after which the VAE's frames are mixed in."""
MELS, DECEIVING, MATCHING = 15.0, 1.0, 2.0
"""Weights beside the spectral distance's 1 (mel distance in units of the mel's spread)."""


def train_vocoder(
    network: Vocoder,
    vae: Codec,
    bank: SoundBank,
    clock: Clock,
    keeper: Keeper,
    log: Log,
    batch: int,
    judges_from: float = 0.35,
) -> None:
    """Train until the clock says so.

    The network is left with its averaged weights; the VAE, trained already, is not changed.
    Judges are heard after the share `judges_from` of the time, 1 for never.
    """
    front = MelFrontEnd().to(bank.device)
    optimizer, averaged = optimizer_of(network), Averaged(network)
    judges = Discriminators().to(bank.device)
    judges_optimizer, judges_keeper = optimizer_of(judges), keeper.beside("judges")
    judges_keeper.load_into(judges)
    network.train()
    vae.eval()
    for step in clock.steps():
        real = bank.short(batch, WINDOW_FRAMES)
        frames = front(real)
        mels = _heard_through(vae, frames) if clock.spent > ADAPT and step % 2 else frames
        made = _made(network, mels)
        losses = {
            "spectrum": spectral_distance(made, real),
            "mel": (front(made) - frames).abs().mean(),
        }
        loss = losses["spectrum"] + MELS * losses["mel"]
        if clock.spent >= judges_from:
            with torch.autocast(
                bank.device.type, torch.bfloat16, enabled=bank.device.type == "cuda"
            ):
                judged = judging_loss(judges(real), judges(made.detach()))
            stepped(judges_optimizer, judged, judges, clock.rate(JUDGES_RATE))
            with torch.autocast(
                bank.device.type, torch.bfloat16, enabled=bank.device.type == "cuda"
            ):
                of_made = judges(made)
                with torch.no_grad():
                    of_real = judges(real)
                deceived, matched = deceiving_loss(of_made), matching_loss(of_real, of_made)
            loss = loss + DECEIVING * deceived + MATCHING * matched
            losses |= {"judges": judged, "deceiving": deceived, "matching": matched}
        stepped(optimizer, loss, network, clock.rate(RATE))
        averaged.update(network)
        keeper.maybe(averaged.weights)
        judges_keeper.maybe(judges.state_dict())
        log.note(step, clock.seconds, losses)
    network.load_state_dict(averaged.weights)
    keeper.keep(averaged.weights)
    judges_keeper.keep(judges.state_dict())


def _made(network: Vocoder, mels: Tensor) -> Tensor:
    with half(mels.device):
        bins = network.bins(mels)
    return network.spectrum.inverse(bins)


@torch.no_grad()
def _heard_through(vae: Codec, frames: Tensor) -> Tensor:
    return vae.decode(vae.encode(frames))


def new_keeper(folder: Path) -> Keeper:
    """Where the network is kept in a run's folder."""
    return Keeper(folder / "vocoder.safetensors")
