"""Joint embedding: music, words and pictures in one space.

The audio tower hears mel frames; one MLP a kind of words or picture leads into its space, as in
MusFlow (arXiv 2504.13535). Trained by contrast (Radford et al., arXiv 2103.00020). Words come as
embeddings of the frozen all-MiniLM-L6-v2 (of a story, the mean of its sentences'), pictures as
`PictureFeatures.vector`.

A direction says what is asked for, a length under 1 how much there is to it: a caption that names
every instrument outweighs a picture wherever both are there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musflow_studio.generation.musflow.blocks import ConvNext, mlp
from musflow_studio.generation.musflow.shapes import EMBEDDING_WIDTH, MEL_WIDTH, TEXT_WIDTH

PICTURE_WIDTH = 92
"""Of `PictureFeatures.vector`, version 1."""
KINDS = ("caption", "story", "picture")


@dataclass(frozen=True)
class JointConfig:
    """Sizes: channels of the audio tower, its blocks, and the adapters' hidden layer."""

    width: int = 160
    blocks: int = 4
    adapter: int = 448


class AudioTower(nn.Module):
    """Mel frames to one vector: a quarter of the frames, ConvNeXt blocks, mean and spread."""

    def __init__(self, config: JointConfig) -> None:
        super().__init__()
        width = config.width
        self.inlet = nn.Conv1d(MEL_WIDTH, width, 8, 4, padding=2)
        self.blocks = nn.Sequential(*(ConvNext(width) for _ in range(config.blocks)))
        self.outlet = mlp(2 * width, config.adapter, EMBEDDING_WIDTH)

    def forward(self, frames: Tensor) -> Tensor:
        """(batch, 512), unit length, for frames (batch, 256, n)."""
        inside = self.blocks(self.inlet(frames))
        pooled = torch.cat((inside.mean(-1), inside.std(-1, correction=0)), 1)
        return F.normalize(self.outlet(pooled), dim=-1)


class JointEmbedding(nn.Module):
    """The towers and adapters, and the temperature of their contrast."""

    def __init__(self, config: JointConfig | None = None) -> None:
        super().__init__()
        size = config or JointConfig()
        self.audio = AudioTower(size)
        self.adapters = nn.ModuleDict(
            {
                kind: mlp(PICTURE_WIDTH if kind == "picture" else TEXT_WIDTH, size.adapter,
                          EMBEDDING_WIDTH)
                for kind in KINDS
            }
        )  # fmt: skip
        self.log_scale = nn.Parameter(torch.tensor(math.log(14.0)))

    def adapted(self, kind: str, features: Tensor) -> Tensor:
        """(batch, 512), shorter than 1, for text embeddings (batch, 384) or picture vectors."""
        out: Tensor = self.adapters[kind](features)
        return F.normalize(out, dim=-1) * length_of(out)


def length_of(out: Tensor) -> Tensor:
    """Lengths under 1 for what adapters give, (batch, 1): r / (1 + r) of its root mean square."""
    size = out.square().mean(-1, keepdim=True).sqrt()
    return size / (1 + size)


def together(parts: list[Tensor]) -> Tensor:
    """Embeddings of the same thing as one: their mean at unit length, (batch, 512)."""
    return F.normalize(torch.stack(parts).mean(0), dim=-1)


def contrast(one: Tensor, other: Tensor, log_scale: Tensor) -> Tensor:
    """The symmetric InfoNCE loss of two batches of embeddings whose rows belong together."""
    alike = one @ other.T * log_scale.exp().clamp(max=100.0)
    right = torch.arange(len(one), device=one.device)
    return (F.cross_entropy(alike, right) + F.cross_entropy(alike.T, right)) / 2
