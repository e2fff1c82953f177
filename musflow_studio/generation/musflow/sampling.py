"""Sampling: latents of a whole cue, window by window, each going on from the one before.

A window knows the last latents of the one before it and is made as if it had been so all along
(inpainting: what is known is put back onto its path after every step, after Lugmayr et al.,
RePaint, arXiv 2201.09865, without their resampling). Cost is linear in length, memory constant.
Where a sheet has nothing to play, nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.conditioning import (
    CONTROLS,
    RING_S,
    Conditions,
    stacked,
    window,
)
from musflow_studio.generation.musflow.guidance import guided
from musflow_studio.generation.musflow.shapes import EMBEDDING_WIDTH, LATENT_WIDTH, latent_seconds
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
        guided_to: the time up to which there is guidance, 0 to 1; later it moves little and costs
            as much (after Kynkäänniemi et al., arXiv 2404.07724).
    """

    steps: int
    strength: float = 1.0
    bend: float = 0.7
    given: frozenset[str] = frozenset(CONTROLS)
    guided_to: float = 1.0


Generators = torch.Generator | Sequence[torch.Generator]
"""Of the noise, on the CPU, so that every device draws the same: one for all sheets together, or
one a sheet, so that what a stem draws does not depend on the others."""


def sample(
    network: VelocityNetwork,
    sheets: list[Sheet],
    embedding: Tensor | None,
    how: Sampling,
    generator: Generators,
    on_step: Callable[[float], None] = lambda fraction: None,
    silence: Tensor | None = None,
) -> Iterator[Tensor]:
    """Latents (sheets, LATENT_WIDTH, n) of sheets of one length, a stretch after another.

    Args:
        network: the velocity.
        sheets: what is to be played, a stem each.
        embedding: (512,) or None; the same for all.
        how: see Sampling.
        generator: see Generators.
        on_step: told the fraction done after each step; may raise to stop.
        silence: the latent (LATENT_WIDTH,) of silence; given, a sheet that plays nothing in a
            window gets it without being computed.
    """
    device = next(network.parameters()).device
    total = len(sheets[0].rows)
    before: Tensor | None = None
    fresh = WINDOW_LATENTS - OVERLAP_LATENTS
    count = 1 + max(0, -(-(total - WINDOW_LATENTS) // fresh))
    for number in range(count):
        first = number * fresh
        length = min(WINDOW_LATENTS, total - first)
        told = _Told(on_step, number, count, how.steps)
        noise = _noise(len(sheets), length, generator).to(device)
        playing = [
            i for i, one in enumerate(sheets) if silence is None or plays(one, first, length)
        ]
        made = torch.zeros_like(noise)
        if silence is not None:
            made += silence.to(device)[None, :, None]
        if playing:
            some = [sheets[i] for i in playing]
            conditions = _conditions(some, first, length, embedding, how.given).to(device)
            known = None if before is None else before[playing]
            made[playing] = _window(network, conditions, known, noise[playing], how, told)
        else:
            told.all()
        yield made if before is None else made[..., OVERLAP_LATENTS:]
        before = made[..., -OVERLAP_LATENTS:]


def plays(sheet: Sheet, first: int, count: int) -> bool:
    """Whether a note sounds, or may still ring, in latents `first` to `first + count`."""
    start, end = latent_seconds(first) - RING_S, latent_seconds(first + count)
    notes = sheet.notes
    sounding = (notes[:, of_sheet.END_S] > start) & (notes[:, of_sheet.START_S] < end)
    return bool(sounding.any())


class _Told:
    """Counts steps over all windows."""

    def __init__(
        self, on_step: Callable[[float], None], window_number: int, windows: int, steps: int
    ) -> None:
        self._on_step, self._of = on_step, windows * steps
        self._done = window_number * steps
        self._last = self._done + steps

    def step(self) -> None:
        self._done += 1
        self._on_step(min(1.0, self._done / self._of))

    def all(self) -> None:
        """A window that needs no step."""
        self._done = self._last - 1
        self.step()


def _noise(sheets: int, length: int, generator: Generators) -> Tensor:
    if isinstance(generator, torch.Generator):
        return torch.randn((sheets, LATENT_WIDTH, length), generator=generator)
    drawn = [torch.randn((LATENT_WIDTH, length), generator=one) for one in generator]
    return torch.stack(drawn)


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


@torch.inference_mode()
def _window(
    network: VelocityNetwork,
    conditions: Conditions,
    before: Tensor | None,
    noise: Tensor,
    how: Sampling,
    told: _Told,
) -> Tensor:
    batch, _, length = noise.shape
    known, mask = torch.zeros_like(noise), noise.new_zeros(batch, 1, length)
    if before is not None:
        known[..., :OVERLAP_LATENTS] = before[..., :length]
        mask[..., :OVERLAP_LATENTS] = 1
    control, embedding = network.control(conditions), conditions.embedding

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        if how.strength == 1 or float(t[0]) > how.guided_to:
            return network.told(x, t, control, embedding, known, mask)
        both = network.told(
            _twice(x), _twice(t), torch.cat((control, torch.zeros_like(control))),
            torch.cat((embedding, torch.zeros_like(embedding))), _twice(known), _twice(mask),
        )  # fmt: skip
        given, withheld = both.chunk(2)
        return guided(given, withheld, how.strength)

    def put_back(x: Tensor, t: float) -> Tensor:
        told.step()
        on_its_path = (1 - t) * noise + t * known
        return torch.where(mask > 0, on_its_path, x)

    return euler(velocity, noise, times(how.steps, how.bend), put_back)


def _twice(x: Tensor) -> Tensor:
    return torch.cat((x, x))
