"""Decoding: latents to sound in stretches, as if it had been done at once.

Each stretch is decoded with some latents of its neighbours on both sides and cut; the networks
see no further than that, so where stretches meet nothing is heard. Where notes are known, phases
are those of their source; a vocoder that has to find them goes on from the stretch before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from musflow_studio.generation.musflow.drawn_levels import DrawnLevels
from musflow_studio.generation.musflow.linear_codec import LinearCodec
from musflow_studio.generation.musflow.mel import MelFrontEnd, to_left_right, to_mid_side
from musflow_studio.generation.musflow.model import AnyVocoder, Codec
from musflow_studio.generation.musflow.shapes import (
    CHANNELS,
    SAMPLES_PER_LATENT,
)
from musflow_studio.generation.musflow.source import Sources

AROUND_LATENTS = 24
"""Context on either side; the ConvNeXt blocks together see 15 latents to each side."""
NEAR_LATENTS = 8
"""The same where neither codec nor phases look around: a vocoder's blocks see 6 to each side."""
_JOIN_LATENTS = 1
"""Where stretches go over into one another: phases that were found, not predicted, may differ."""


@torch.inference_mode()
def decoded(
    vae: Codec,
    vocoder: AnyVocoder,
    pieces: Iterable[Tensor],
    silence: Tensor | None = None,
    sources: Sources | None = None,
    levels: DrawnLevels | None = None,
) -> Iterator[Tensor]:
    """Left and right (batch, 2, samples) for stretches of latents (batch, LATENT_WIDTH, n).

    What comes out is one stretch behind what goes in, and as long in all. A stretch of nothing
    but `silence` (LATENT_WIDTH,) is zeros. `sources` are the notes', where they are known, and
    `levels` those that their frames are held to.
    """

    def frames_of(latents: Tensor, heard: Tensor) -> Tensor:
        frames = vae.decode(latents[heard])
        return levels.held(frames, first, heard.nonzero()[:, 0].tolist()) if levels else frames

    def sound_of(held: Tensor) -> Tensor:
        """Left and right, beginning as what is made already and going over into it."""
        sound = held.new_zeros(held.shape[0], CHANNELS, held.shape[-1] * SAMPLES_PER_LATENT)
        heard = _heard(held, silence)
        if heard.any():
            source = before = None
            if sources is not None and vocoder.hears_notes:
                source = sources(first, held.shape[-1]).to(held.device)[heard]
            if made is not None:
                before = to_mid_side(made[heard])
            sound[heard] = to_left_right(vocoder(frames_of(held, heard), before, source))
        return sound if made is None else _joined(made, sound)

    near = sources is not None and vocoder.hears_notes and isinstance(vae, LinearCodec)
    around = NEAR_LATENTS if near else AROUND_LATENTS
    held = made = None
    first = past = 0
    for piece in pieces:
        held = piece if held is None else torch.cat((held, piece), -1)
        ready = held.shape[-1] - past - around
        if ready <= 0:
            continue
        sound = sound_of(held)
        yield _cut(sound, past, past + ready)
        keep = max(0, past + ready - around)
        past += ready - keep
        first += keep
        held = held[..., keep:]
        made = _cut(sound, keep, keep + past + _JOIN_LATENTS)
    if held is not None and held.shape[-1] > past:
        yield _cut(sound_of(held), past, held.shape[-1])


def _cut(sound: Tensor, first: int, last: int) -> Tensor:
    return sound[..., first * SAMPLES_PER_LATENT : last * SAMPLES_PER_LATENT]


@torch.inference_mode()
def silent_latent(vae: Codec) -> Tensor:
    """What silence is encoded to, (LATENT_WIDTH,)."""
    device = next(vae.buffers()).device
    sound = torch.zeros(1, CHANNELS, 2 * AROUND_LATENTS * SAMPLES_PER_LATENT, device=device)
    return vae.encode(MelFrontEnd().to(device)(sound))[0, :, AROUND_LATENTS].clone()


def _joined(made: Tensor, sound: Tensor) -> Tensor:
    """The sound beginning as `made`, whose last `_JOIN_LATENTS` go over into it."""
    length = made.shape[-1]
    over = torch.ones(length, device=made.device)
    join = _JOIN_LATENTS * SAMPLES_PER_LATENT
    over[-join:] = torch.linspace(1, 0, join, device=made.device)
    begins = made * over + sound[..., :length] * (1 - over)
    return torch.cat((begins, sound[..., length:]), -1)


def _heard(latents: Tensor, silence: Tensor | None) -> Tensor:
    """Which of a batch are more than silence, (batch,)."""
    if silence is None:
        return torch.ones(latents.shape[0], dtype=torch.bool, device=latents.device)
    return (latents != silence.to(latents.device)[None, :, None]).flatten(1).any(1)
