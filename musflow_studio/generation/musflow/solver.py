"""Solvers: from noise to data along a velocity."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Velocity = Callable[[Tensor, Tensor], Tensor]
"""(x (batch, width, time), t (batch,)) -> velocity of x's shape."""


def times(steps: int, bend: float = 1.0) -> list[float]:
    """Where the steps begin and end: `steps + 1` rising values from 0 to 1.

    A `bend` over 1 puts more of them near the noise, where the path's direction is decided:
    t = u / (u + bend (1 - u)) (the shift of Esser et al., arXiv 2403.03206).
    """
    even = [i / steps for i in range(steps + 1)]
    return [u / (u + bend * (1 - u)) for u in even]


def euler(
    velocity: Velocity, x: Tensor, at: list[float], told: Callable[[Tensor, float], Tensor]
) -> Tensor:
    """Straight steps; one evaluation each.

    Args:
        velocity: see Velocity.
        x: noise.
        at: rising times from 0 to 1.
        told: called after each step with x and its time; what it returns goes on.
    """
    for start, end in zip(at, at[1:], strict=False):
        x = told(x + (end - start) * velocity(x, _like(x, start)), end)
    return x


def heun(
    velocity: Velocity, x: Tensor, at: list[float], told: Callable[[Tensor, float], Tensor]
) -> Tensor:
    """Heun's method, of second order; two evaluations a step. Arguments as `euler`."""
    for start, end in zip(at, at[1:], strict=False):
        first = velocity(x, _like(x, start))
        guess = x + (end - start) * first
        second = velocity(guess, _like(x, end))
        x = told(x + (end - start) * (first + second) / 2, end)
    return x


def _like(x: Tensor, t: float) -> Tensor:
    return torch.full((x.shape[0],), t, device=x.device, dtype=torch.float32)
