"""Decoding: latents to sound in stretches, as if it had been done at once.

Each stretch is decoded with some latents of its neighbours on both sides and cut; the networks
see no further than that, so where stretches meet nothing is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from musflow_studio.generation.musflow.mel import to_left_right
from musflow_studio.generation.musflow.mel_vae import MelVae
from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT
from musflow_studio.generation.musflow.vocoder import Vocoder

AROUND_LATENTS = 24
"""Context on either side; the ConvNeXt blocks together see 15 latents to each side."""


@torch.no_grad()
def decoded(vae: MelVae, vocoder: Vocoder, pieces: Iterable[Tensor]) -> Iterator[Tensor]:
    """Left and right (batch, 2, samples) for stretches of latents (batch, LATENT_WIDTH, n).

    What comes out is one stretch behind what goes in, and as long in all.
    """
    held: Tensor | None = None
    past = 0
    for piece in pieces:
        held = piece if held is None else torch.cat((held, piece), -1)
        ready = held.shape[-1] - past - AROUND_LATENTS
        if ready <= 0:
            continue
        yield _sound(vae, vocoder, held, past, past + ready)
        keep = past + ready - AROUND_LATENTS
        if keep > 0:
            held, past = held[..., keep:], AROUND_LATENTS
        else:
            past += ready
    if held is not None and held.shape[-1] > past:
        yield _sound(vae, vocoder, held, past, held.shape[-1])


def _sound(vae: MelVae, vocoder: Vocoder, latents: Tensor, first: int, last: int) -> Tensor:
    sound = vocoder(vae.decode(latents))
    cut = slice(first * SAMPLES_PER_LATENT, last * SAMPLES_PER_LATENT)
    return to_left_right(sound[..., cut])
