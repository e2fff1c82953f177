"""Decoding: latents to sound in stretches, as if it had been done at once.

Each stretch is decoded with some latents of its neighbours on both sides and cut; the networks
see no further than that, so where stretches meet nothing is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from musflow_studio.generation.musflow.mel import MelFrontEnd, to_left_right
from musflow_studio.generation.musflow.mel_vae import MelVae
from musflow_studio.generation.musflow.shapes import (
    CHANNELS,
    SAMPLES_PER_LATENT,
)
from musflow_studio.generation.musflow.vocoder import Vocoder

AROUND_LATENTS = 24
"""Context on either side; the ConvNeXt blocks together see 15 latents to each side."""


@torch.inference_mode()
def decoded(
    vae: MelVae, vocoder: Vocoder, pieces: Iterable[Tensor], silence: Tensor | None = None
) -> Iterator[Tensor]:
    """Left and right (batch, 2, samples) for stretches of latents (batch, LATENT_WIDTH, n).

    What comes out is one stretch behind what goes in, and as long in all. A stretch of nothing
    but `silence` (LATENT_WIDTH,) is zeros.
    """
    held: Tensor | None = None
    past = 0
    for piece in pieces:
        held = piece if held is None else torch.cat((held, piece), -1)
        ready = held.shape[-1] - past - AROUND_LATENTS
        if ready <= 0:
            continue
        yield _sound(vae, vocoder, held, past, past + ready, silence)
        keep = past + ready - AROUND_LATENTS
        if keep > 0:
            held, past = held[..., keep:], AROUND_LATENTS
        else:
            past += ready
    if held is not None and held.shape[-1] > past:
        yield _sound(vae, vocoder, held, past, held.shape[-1], silence)


@torch.inference_mode()
def silent_latent(vae: MelVae) -> Tensor:
    """What silence is encoded to, (LATENT_WIDTH,)."""
    device = vae.latent_mean.device
    sound = torch.zeros(1, CHANNELS, 2 * AROUND_LATENTS * SAMPLES_PER_LATENT, device=device)
    return vae.encode(MelFrontEnd().to(device)(sound))[0, :, AROUND_LATENTS].clone()


def _sound(
    vae: MelVae, vocoder: Vocoder, latents: Tensor, first: int, last: int, silence: Tensor | None
) -> Tensor:
    batch = latents.shape[0]
    sound = latents.new_zeros(batch, CHANNELS, (last - first) * SAMPLES_PER_LATENT)
    heard = _heard(latents, silence)
    if heard.any():
        cut = slice(first * SAMPLES_PER_LATENT, last * SAMPLES_PER_LATENT)
        sound[heard] = to_left_right(vocoder(vae.decode(latents[heard]))[..., cut])
    return sound


def _heard(latents: Tensor, silence: Tensor | None) -> Tensor:
    """Which of a batch are more than silence, (batch,)."""
    if silence is None:
        return torch.ones(latents.shape[0], dtype=torch.bool, device=latents.device)
    return (latents != silence.to(latents.device)[None, :, None]).flatten(1).any(1)
