"""Train the mel VAE: frames come back as they were, and latents stay near the unit normal."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from musflow_studio.generation.musflow.linear_codec import LinearCodec
from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.generation.musflow.mel_vae import MelVae
from musflow_studio.generation.musflow.model import Codec
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

WINDOW_FRAMES = 128
_MEASURED = 8
_HEARD, _LONG = 40, 512
"""Batches and frames a window that a linear codec is found from: half an hour of music."""
RATE = 5e-4
PULL = 2e-3
"""Weight of the divergence from the unit normal."""
MOVEMENT = 0.5
"""Weight of the error of changes from frame to frame: what keeps onsets sharp."""


def train_vae(
    network: Codec, bank: SoundBank, clock: Clock, keeper: Keeper, log: Log, batch: int
) -> None:
    """Train until the clock says so; the averaged weights are kept and left in the network.

    A linear codec is found at once instead.
    """
    if isinstance(network, LinearCodec):
        _find(network, bank, log)
        keeper.keep(network.state_dict())
        return
    front = MelFrontEnd().to(bank.device)
    optimizer, averaged = optimizer_of(network), Averaged(network)
    network.train()
    for step in clock.steps():
        frames = front(bank.short(batch, WINDOW_FRAMES))
        with half(bank.device):
            back, divergence = network(frames)
        losses = reconstruction(back.float(), frames) | {"divergence": divergence.float()}
        loss = losses["frames"] + MOVEMENT * losses["movement"] + PULL * losses["divergence"]
        stepped(optimizer, loss, network, clock.rate(RATE))
        averaged.update(network)
        keeper.maybe(averaged.weights)
        log.note(step, clock.seconds, losses)
    network.load_state_dict(averaged.weights)
    measure_latents(network, bank, front)
    keeper.keep(network.state_dict())


@torch.no_grad()
def _find(codec: LinearCodec, bank: SoundBank, log: Log) -> None:
    front = MelFrontEnd().to(bank.device)
    frames = torch.cat([front(bank.short(8, _LONG)) for _ in range(_HEARD)])
    codec.fit(frames)
    losses = reconstruction(codec.decode(codec.encode(frames)), frames)
    log.note(1, 0.0, losses)


def reconstruction(back: Tensor, frames: Tensor) -> dict[str, Tensor]:
    """Mean absolute errors of frames and of their changes, in units of the mel's spread."""
    return {
        "frames": (back - frames).abs().mean(),
        "movement": (back.diff(dim=-1) - frames.diff(dim=-1)).abs().mean(),
    }


@torch.no_grad()
def measure_latents(network: MelVae, bank: SoundBank, front: MelFrontEnd) -> None:
    """Set the latents' mean and spread over the corpus, so that `encode` gives unit latents."""
    network.eval()
    means = [network.posterior(front(bank.short(8, _LONG)))[0] for _ in range(_MEASURED)]
    flat = torch.cat(means).transpose(0, 1).flatten(1)
    network.latent_mean.copy_(flat.mean(1, keepdim=True))
    network.latent_spread.copy_(flat.std(1, keepdim=True).clamp(min=1e-3))


def new_keeper(folder: Path) -> Keeper:
    """Where the network is kept in a run's folder."""
    return Keeper(folder / "mel_vae.safetensors")
