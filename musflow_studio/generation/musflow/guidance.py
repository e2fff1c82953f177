"""Guidance: pull away from what would be made without the conditions.

Ho and Salimans, "Classifier-free diffusion guidance" (arXiv 2207.12598), on velocities.
"""

from __future__ import annotations

from torch import Tensor


def guided(with_conditions: Tensor, without: Tensor, strength: float) -> Tensor:
    """`without + strength (with - without)`; 1 is the conditioned velocity itself."""
    return without + strength * (with_conditions - without)
