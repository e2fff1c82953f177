"""Velocity: the network the flow follows, a transformer over latents.

After DiT (Peebles and Xie, arXiv 2212.09748): time and the joint embedding set scale, shift and
gate of every block (here from one shared table with an offset a block, as in PixArt-alpha, arXiv
2310.00426); what changes along time (grid, chords, notes) is added to the latents themselves, at
the inlet and again before every second block. Known latents go in beside the noisy ones, with a
mask, so that a window can be continued or mended.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from musflow_studio.generation.musflow.blocks import Attention, mlp
from musflow_studio.generation.musflow.conditioning import Conditions, ControlEncoder, silent
from musflow_studio.generation.musflow.shapes import EMBEDDING_WIDTH, LATENT_WIDTH

_TIME_WIDTH = 128
_SETTINGS = 6
_LEAST_LEFT = 1e-3


@dataclass(frozen=True)
class VelocityConfig:
    """Sizes: width, how many blocks, and heads that divide the width evenly."""

    width: int = 384
    blocks: int = 7
    heads: int = 6


class _Block(nn.Module):
    def __init__(self, width: int, heads: int, *, told: bool) -> None:
        super().__init__()
        self.first_norm = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.attention = Attention(width, heads)
        self.second_norm = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.inner = mlp(width, 3 * width, width)
        self.offset = nn.Parameter(torch.zeros(_SETTINGS, width))
        self.told = nn.Linear(width, width) if told else None
        if self.told is not None:
            silent(self.told)

    def forward(self, x: Tensor, control: Tensor, setting: Tensor) -> Tensor:
        shift_1, scale_1, gate_1, shift_2, scale_2, gate_2 = (
            (setting + self.offset)[:, None].unbind(2)
        )  # fmt: skip
        if self.told is not None:
            x = x + self.told(control)
        x = x + gate_1 * self.attention(self.first_norm(x) * (1 + scale_1) + shift_1)
        out: Tensor = x + gate_2 * self.inner(self.second_norm(x) * (1 + scale_2) + shift_2)
        return out


class VelocityNetwork(nn.Module):
    """See the module."""

    def __init__(self, config: VelocityConfig | None = None) -> None:
        super().__init__()
        size = config or VelocityConfig()
        width = size.width
        self.inlet = nn.Linear(2 * LATENT_WIDTH + 1, width)
        self.control = ControlEncoder(width)
        self.time = mlp(_TIME_WIDTH, width, width)
        self.embedding = mlp(EMBEDDING_WIDTH, width, width)
        self.setting = nn.Linear(width, _SETTINGS * width)
        self.blocks = nn.ModuleList(
            _Block(width, size.heads, told=number % 2 == 0) for number in range(size.blocks)
        )
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.outlet = nn.Linear(width, LATENT_WIDTH)
        for last in (self.setting, self.outlet):
            silent(last)

    def forward(
        self, x: Tensor, t: Tensor, conditions: Conditions, known: Tensor, mask: Tensor
    ) -> Tensor:
        """The velocity at x, which leads to `data`; arguments as there, t under 1."""
        return self.told(x, t, self.control(conditions), conditions.embedding, known, mask)

    def told(
        self, x: Tensor, t: Tensor, control: Tensor, embedding: Tensor, known: Tensor, mask: Tensor
    ) -> Tensor:
        """As `forward`, with what does not change from step to step computed once.

        That is `self.control` of the conditions and their embedding.
        """
        left = (1 - t).clamp(min=_LEAST_LEFT)[:, None, None]
        return (self._data(x, t, control, embedding, known, mask) - x) / left

    def data(
        self, x: Tensor, t: Tensor, conditions: Conditions, known: Tensor, mask: Tensor
    ) -> Tensor:
        """What x is on its way to, (batch, LATENT_WIDTH, n).

        The network says this and not the velocity itself (as Li and He, "Back to basics", arXiv
        2511.13720): conditions tell most of the data and nothing of the noise.

        Args:
            x: noisy latents (batch, LATENT_WIDTH, n).
            t: (batch,), 0 to 1.
            conditions: of n latents.
            known: latents (batch, LATENT_WIDTH, n) that are to stay; anything where the mask is 0.
            mask: (batch, 1, n), 1 where a latent is known.
        """
        return self._data(x, t, self.control(conditions), conditions.embedding, known, mask)

    def _data(
        self, x: Tensor, t: Tensor, control: Tensor, embedding: Tensor, known: Tensor, mask: Tensor
    ) -> Tensor:
        control, hint = control[..., :-LATENT_WIDTH], control[..., -LATENT_WIDTH:]
        inlet = torch.cat((x, known * mask, mask), 1).transpose(1, 2)
        hidden = self.inlet(inlet) + control
        global_ = self.time(_waves(t)) + self.embedding(embedding)
        setting = self.setting(nn.functional.silu(global_)).unflatten(1, (_SETTINGS, -1))
        for block in self.blocks:
            hidden = block(hidden, control, setting)
        out: Tensor = self.outlet(self.norm(hidden)) + hint * (1 - t)[:, None, None]
        return out.transpose(1, 2)


def _waves(t: Tensor) -> Tensor:
    """Sines and cosines of t at rising speeds, (batch, 128)."""
    half = _TIME_WIDTH // 2
    speed = torch.exp(
        torch.arange(half, device=t.device, dtype=torch.float32) * (math.log(1000.0) / half)
    )
    angle = t[:, None] * speed[None] * 2 * math.pi
    return torch.cat((angle.sin(), angle.cos()), 1)
