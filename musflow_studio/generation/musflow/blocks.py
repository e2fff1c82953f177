"""Blocks: the parts the networks are built of."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class ConvNext(nn.Module):
    """A ConvNeXt block along time (Liu et al., arXiv 2201.03545), (batch, width, time).

    Args:
        width: channels.
        wider: of the inner layer, as a multiple.
        kernel: odd, frames.
    """

    def __init__(self, width: int, wider: int = 3, kernel: int = 7) -> None:
        super().__init__()
        self.along_time = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.up = nn.Linear(width, wider * width)
        self.down = nn.Linear(wider * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        inner = self.norm(self.along_time(x).transpose(1, 2))
        inner = self.down(F.gelu(self.up(inner))) * self.scale
        out: Tensor = x + inner.transpose(1, 2)
        return out


def mlp(inside: int, hidden: int, outside: int) -> nn.Sequential:
    """Two layers with a GELU between."""
    return nn.Sequential(nn.Linear(inside, hidden), nn.GELU(), nn.Linear(hidden, outside))


def turned(x: Tensor, base: float = 10000.0) -> Tensor:
    """Rotary positions (Su et al., arXiv 2104.09864) for heads (batch, heads, time, width)."""
    time, width = x.shape[-2], x.shape[-1]
    speed = base ** (-torch.arange(0, width, 2, device=x.device, dtype=torch.float32) / width)
    angle = torch.arange(time, device=x.device, dtype=torch.float32)[:, None] * speed[None]
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Attention(nn.Module):
    """Self-attention over time with rotary positions, (batch, time, width)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.ask = nn.Linear(width, 3 * width, bias=False)
        self.answer = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        batch, time, width = x.shape
        split = self.ask(x).view(batch, time, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        heard = F.scaled_dot_product_attention(turned(query), turned(key), value)
        out: Tensor = self.answer(heard.transpose(1, 2).reshape(batch, time, width))
        return out
