"""MelVae: mel frames to latents, a quarter as many, and back.

A variational auto-encoder (Kingma and Welling, arXiv 1312.6114) with a weak pull towards the
unit normal; the flow runs over its latents.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import torch
from torch import Tensor, nn

from musflow_studio.generation.musflow.blocks import ConvNext
from musflow_studio.generation.musflow.shapes import (
    FRAMES_PER_LATENT,
    LATENT_WIDTH,
    MEL_WIDTH,
)


class CodecKind(StrEnum):
    """How frames are compressed: by the auto-encoder, or by principal components alone."""

    VAE = "vae"
    LINEAR = "linear"


@dataclass(frozen=True)
class VaeConfig:
    """Kind and sizes.

    Attributes:
        width: channels inside.
        blocks: ConvNeXt blocks on each side of the latents, at the latents' rate.
        kind: LINEAR has no sizes and is found, not trained (see linear_codec).
    """

    width: int = 320
    blocks: int = 2
    kind: CodecKind = CodecKind.VAE


class MelVae(nn.Module):
    """See the module."""

    def __init__(self, config: VaeConfig | None = None) -> None:
        super().__init__()
        size = config or VaeConfig()
        inside = size.width
        blocks = [ConvNext(inside) for _ in range(size.blocks)]
        self.encoder = nn.Sequential(
            nn.Conv1d(MEL_WIDTH, inside, 3, padding=1),
            ConvNext(inside, wider=2),
            nn.Conv1d(inside, inside, FRAMES_PER_LATENT, FRAMES_PER_LATENT),
            *blocks,
            nn.Conv1d(inside, 2 * LATENT_WIDTH, 1),
        )
        self.decoder = nn.Sequential(
            nn.Conv1d(LATENT_WIDTH, inside, 3, padding=1),
            *(ConvNext(inside) for _ in range(size.blocks)),
            nn.ConvTranspose1d(inside, inside, FRAMES_PER_LATENT, FRAMES_PER_LATENT),
            ConvNext(inside, wider=2),
            ConvNext(inside, wider=2),
            nn.Conv1d(inside, MEL_WIDTH, 3, padding=1),
        )
        self.register_buffer("latent_mean", torch.zeros(LATENT_WIDTH, 1))
        self.register_buffer("latent_spread", torch.ones(LATENT_WIDTH, 1))

    latent_mean: Tensor
    latent_spread: Tensor

    @property
    def latent_weight(self) -> Tensor:
        """How much an error of each latent counts, (LATENT_WIDTH, 1): all the same."""
        return torch.ones_like(self.latent_spread)

    def posterior(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance, each (batch, LATENT_WIDTH, n / 4), for frames (batch, 256, n)."""
        mean, log_variance = self.encoder(frames).chunk(2, 1)
        return mean, log_variance.clamp(-12, 4)

    def encode(self, frames: Tensor) -> Tensor:
        """Latents of zero mean and unit spread over the corpus, (batch, LATENT_WIDTH, n / 4)."""
        mean, _ = self.posterior(frames)
        return (mean - self.latent_mean) / self.latent_spread

    def decode(self, latents: Tensor) -> Tensor:
        """Frames (batch, 256, 4 n) of what `encode` gives."""
        frames: Tensor = self.decoder(latents * self.latent_spread + self.latent_mean)
        return frames

    def forward(self, frames: Tensor, noise: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Frames as they come back from a drawn latent, and the divergence per latent value.

        Args:
            frames: (batch, 256, n), n a multiple of 4.
            noise: unit normal, the latents' shape; None draws it.
        """
        mean, log_variance = self.posterior(frames)
        drawn = torch.randn_like(mean) if noise is None else noise
        latents = mean + drawn * (0.5 * log_variance).exp()
        divergence = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance)
        return self.decoder(latents), divergence.mean()
