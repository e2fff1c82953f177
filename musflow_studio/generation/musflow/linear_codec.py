"""LinearCodec: mel frames to latents and back by two matrices; the codec of CPU training.

Four frames side by side are projected onto their first principal components over a corpus
(Pearson, "On lines and planes of closest fit", 1901), which a processor finds in a minute; the
side channel counts less than the middle. Latents have unit spread, as those of `mel_vae`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from musflow_studio.generation.musflow.shapes import (
    FRAMES_PER_LATENT,
    LATENT_WIDTH,
    MEL_BANDS,
    MEL_WIDTH,
)

BLOCK_WIDTH = MEL_WIDTH * FRAMES_PER_LATENT
SIDE = 0.6
"""How much an error of the side channel counts beside one of the middle."""
_LEAST_SPREAD = 1e-4


class LinearCodec(nn.Module):
    """See the module; before `fit` it gives zeros."""

    mean: Tensor
    basis: Tensor
    latent_spread: Tensor
    counts: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(BLOCK_WIDTH, 1))
        self.register_buffer("basis", torch.zeros(LATENT_WIDTH, BLOCK_WIDTH))
        self.register_buffer("latent_spread", torch.ones(LATENT_WIDTH, 1))
        counts = torch.ones(MEL_WIDTH, 1)
        counts[MEL_BANDS:] = SIDE
        self.register_buffer("counts", counts.repeat(FRAMES_PER_LATENT, 1), persistent=False)

    @property
    def latent_mean(self) -> Tensor:
        """Of latents before they are scaled, (LATENT_WIDTH, 1): zero, the blocks' mean is off."""
        return torch.zeros_like(self.latent_spread)

    @property
    def latent_weight(self) -> Tensor:
        """How much an error of each latent counts, (LATENT_WIDTH, 1), mean 1.

        The root of its spread: what moves most counts most, and the rest is not forgotten.
        """
        root = self.latent_spread.sqrt()
        return root / root.mean()

    def encode(self, frames: Tensor) -> Tensor:
        """Latents (batch, LATENT_WIDTH, n / 4) for frames (batch, 256, n), n a multiple of 4."""
        return self.basis @ self._blocks(frames) / self.latent_spread

    def decode(self, latents: Tensor) -> Tensor:
        """Frames (batch, 256, 4 n) of what `encode` gives."""
        blocks = self.basis.T @ (latents * self.latent_spread) / self.counts + self.mean
        batch, _, count = blocks.shape
        split = blocks.view(batch, FRAMES_PER_LATENT, MEL_WIDTH, count)
        return split.permute(0, 2, 3, 1).reshape(batch, MEL_WIDTH, count * FRAMES_PER_LATENT)

    @torch.no_grad()
    def fit(self, frames: Tensor) -> None:
        """Take components, mean and spread from frames (batch, 256, n) of a corpus."""
        self.mean.zero_()
        blocks = self._blocks(frames).transpose(0, 1).flatten(1) / self.counts
        self.mean.copy_(blocks.mean(1, keepdim=True))
        centred = (blocks - self.mean) * self.counts
        spread, directions = torch.linalg.eigh(centred @ centred.T / centred.shape[1])
        self.basis.copy_(directions[:, -LATENT_WIDTH:].flip(1).T)
        found = spread[-LATENT_WIDTH:].flip(0).clamp(min=_LEAST_SPREAD**2).sqrt()
        self.latent_spread.copy_(found[:, None])

    def _blocks(self, frames: Tensor) -> Tensor:
        """Four frames side by side, about the mean and weighted, (batch, BLOCK_WIDTH, n / 4)."""
        batch, _, count = frames.shape
        split = frames.reshape(batch, MEL_WIDTH, count // FRAMES_PER_LATENT, FRAMES_PER_LATENT)
        blocks = split.permute(0, 3, 1, 2).reshape(batch, BLOCK_WIDTH, -1)
        return (blocks - self.mean) * self.counts
