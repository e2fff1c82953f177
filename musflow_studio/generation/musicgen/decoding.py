"""Decoding: tokens to sound in pieces that pass into each other, so that it can be stopped."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musflow_studio.generation.musicgen.checkpoint import Checkpoint

Audio = NDArray[np.float32]

PIECE_S, AROUND_S, JOIN_S = 4.0, 1.0, 0.25
"""Seconds of a piece, decoded with so much on either side, and of the passing over."""


def decoded(codes: Tensor, checkpoint: Checkpoint, step: Callable[[float], None]) -> Audio:
    """The sound of tokens, (2, samples) at the checkpoint's rate.

    Args:
        codes: (codebooks, frames).
        checkpoint: whose decoder makes it.
        step: told the fraction done before every piece; may raise to stop.
    """
    per_second, frames = checkpoint.tokens_per_second, codes.shape[1]
    hop = round(checkpoint.rate_hz / per_second)
    piece, around = max(1, round(PIECE_S * per_second)), round(AROUND_S * per_second)
    join = round(JOIN_S * per_second) * hop
    result = np.zeros((2, frames * hop), np.float32)
    for start in range(0, frames, piece):
        step(start / frames)
        first, last = max(0, start - around), min(frames, start + piece + around)
        sound = _sound(codes[:, first:last], checkpoint)[:, : (last - first) * hop]
        begin = max(0, start * hop - join)
        part = sound[:, begin - first * hop :]
        rising = np.minimum(np.arange(part.shape[1]) / max(1, start * hop - begin), 1)
        rising = rising.astype(np.float32) if start else np.ones(part.shape[1], np.float32)
        there = result[:, begin : begin + part.shape[1]]
        there[:] = there * (1 - rising) + part * rising
    return result


@torch.inference_mode()
def _sound(codes: Tensor, checkpoint: Checkpoint) -> Audio:
    decode = checkpoint.model.audio_encoder.decode
    batch = codes[None, None].to(checkpoint.model.device)
    sides = [batch] if checkpoint.channels == 1 else [batch[:, :, ::2], batch[:, :, 1::2]]
    sound = torch.cat([decode(side, [None]).audio_values[0] for side in sides]).float().cpu()
    heard: Audio = sound.expand(2, -1).numpy()
    return heard
