"""Path: the straight line from noise to data and where on it training looks.

Lipman et al., "Flow matching for generative modeling" (arXiv 2210.02747), in the form of the
straight line of Liu et al., "Rectified flow" (arXiv 2209.03003): x_t = (1 - t) x_0 + t x_1, whose
velocity is x_1 - x_0. Times are logit-normal (Esser et al., arXiv 2403.03206).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class PathPoint:
    """A batch of places on the path; shapes (batch, width, time), and (batch,) for t.

    Attributes:
        x_0: unit normal noise.
        x_1: data.
        t: 0 at the noise, 1 at the data.
        x_t: where the path is at t.
        velocity: of the path there.
    """

    x_0: Tensor
    x_1: Tensor
    t: Tensor
    x_t: Tensor
    velocity: Tensor


def on_path(x_1: Tensor, x_0: Tensor, t: Tensor) -> PathPoint:
    """The points between noise and data at these times."""
    at = t.view(-1, *([1] * (x_1.dim() - 1)))
    return PathPoint(x_0, x_1, t, (1 - at) * x_0 + at * x_1, x_1 - x_0)


def drawn_times(
    count: int,
    generator: torch.Generator | None,
    device: torch.device,
    middle: float = 0.0,
    spread: float = 1.0,
) -> Tensor:
    """Logit-normal times, (count,), of this mean and deviation before the sigmoid."""
    drawn = torch.randn(count, generator=generator, device=device)
    return torch.sigmoid(middle + spread * drawn)
