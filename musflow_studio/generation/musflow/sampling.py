"""Sampling: latents of a whole cue, window by window, each going on from the one before.

A window knows the last latents of the one before it and is made as if it had been so all along
(inpainting: what is known is put back onto its path after every step, after Lugmayr et al.,
RePaint, arXiv 2201.09865, without their resampling). Cost is linear in length, memory constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from musflow_studio.generation.musflow.conditioning import CONTROLS, Conditions, stacked, window
from musflow_studio.generation.musflow.guidance import guided
from musflow_studio.generation.musflow.shapes import EMBEDDING_WIDTH, LATENT_WIDTH
from musflow_studio.generation.musflow.sheet import Sheet
from musflow_studio.generation.musflow.solver import euler, times
from musflow_studio.generation.musflow.velocity import VelocityNetwork

WINDOW_LATENTS = 216
OVERLAP_LATENTS = 40


@dataclass(frozen=True)
class Sampling:
    """How to sample.

    Attributes:
        steps: evaluations of the network a window (twice as many with guidance).
        strength: of the guidance; 1 for none.
        bend: see `solver.times`.
        given: names of the controls that are given.
    """

    steps: int
    strength: float = 1.0
    bend: float = 0.7
    given: frozenset[str] = frozenset(CONTROLS)


def sample(
    network: VelocityNetwork,
    sheets: list[Sheet],
    embedding: Tensor | None,
    how: Sampling,
    generator: torch.Generator,
    on_step: Callable[[float], None] = lambda fraction: None,
) -> Iterator[Tensor]:
    """Latents (sheets, LATENT_WIDTH, n) of sheets of one length, a stretch after another.

    Args:
        network: the velocity.
        sheets: what is to be played, a stem each.
        embedding: (512,) or None; the same for all.
        how: see Sampling.
        generator: of the noise; on the CPU, so that every device draws the same.
        on_step: told the fraction done after each step; may raise to stop.
    """
    device = next(network.parameters()).device
    total = len(sheets[0].rows)
    before: Tensor | None = None
    fresh = WINDOW_LATENTS - OVERLAP_LATENTS
    count = 1 + max(0, -(-(total - WINDOW_LATENTS) // fresh))
    for number in range(count):
        first = number * fresh
        length = min(WINDOW_LATENTS, total - first)
        conditions = _conditions(sheets, first, length, embedding, how.given).to(device)
        told = _Told(on_step, number, count, how.steps)
        made = _window(network, conditions, before, how, generator, told)
        yield made if before is None else made[..., OVERLAP_LATENTS:]
        before = made[..., -OVERLAP_LATENTS:]


class _Told:
    """Counts steps over all windows."""

    def __init__(
        self, on_step: Callable[[float], None], window_number: int, windows: int, steps: int
    ) -> None:
        self._on_step, self._of = on_step, windows * steps
        self._done = window_number * steps

    def step(self) -> None:
        self._done += 1
        self._on_step(min(1.0, self._done / self._of))


def _conditions(
    sheets: list[Sheet], first: int, length: int, embedding: Tensor | None, given: frozenset[str]
) -> Conditions:
    windows = [window(sheet, first, length) for sheet in sheets]
    rows = torch.stack([torch.from_numpy(rows) for _, rows in windows])
    flags = torch.tensor([[float(name in given) for name in CONTROLS]]).expand(len(sheets), -1)
    guide = torch.zeros(EMBEDDING_WIDTH) if embedding is None else embedding.cpu()
    return Conditions(
        stacked([notes for notes, _ in windows]), rows, flags, guide.expand(len(sheets), -1)
    )


@torch.no_grad()
def _window(
    network: VelocityNetwork,
    conditions: Conditions,
    before: Tensor | None,
    how: Sampling,
    generator: torch.Generator,
    told: _Told,
) -> Tensor:
    batch, length = conditions.rows.shape[:2]
    device = conditions.rows.device
    shape = (batch, LATENT_WIDTH, length)
    noise = torch.randn(shape, generator=generator).to(device)
    known, mask = torch.zeros(shape, device=device), torch.zeros(batch, 1, length, device=device)
    if before is not None:
        known[..., :OVERLAP_LATENTS] = before[..., :length]
        mask[..., :OVERLAP_LATENTS] = 1
    without = conditions.without()

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        said: Tensor = network(x, t, conditions, known, mask)
        if how.strength == 1:
            return said
        return guided(said, network(x, t, without, known, mask), how.strength)

    def put_back(x: Tensor, t: float) -> Tensor:
        told.step()
        on_its_path = (1 - t) * noise + t * known
        return torch.where(mask > 0, on_its_path, x)

    return euler(velocity, noise, times(how.steps, how.bend), put_back)
