"""Schedule: how long, how fast, what is averaged and kept.

Time is what training is given, so the learning rate follows the clock: a warm-up of some steps,
then a cosine down to a tenth at the end of the minutes. What is kept are averaged weights (EMA);
training goes on from them on any machine, with a warm-up of its own.
"""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

WARM_UP_STEPS = 100
_LEAST = 0.1
_KEEP_EVERY_S = 60.0


@dataclass
class Clock:
    """A span of training.

    Attributes:
        minutes: it may last.
        most_steps: it may take; None for as many as fit.
        part, parts: which piece of a longer training it is, from 1: rates and shares go on from
            piece to piece as if it were one.
    """

    minutes: float
    most_steps: int | None = None
    step: int = 0
    part: int = 1
    parts: int = 1
    _began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    @property
    def spent(self) -> float:
        """The share of the whole training that is over, 0 to 1."""
        return (self.part - 1 + self._spent_here) / self.parts

    @property
    def _spent_here(self) -> float:
        by_time = self.seconds / (60 * self.minutes)
        by_steps = self.step / self.most_steps if self.most_steps else 0.0
        return min(1.0, max(by_time, by_steps))

    def steps(self) -> Iterator[int]:
        """Steps from 1 until the time is over."""
        while self._spent_here < 1:
            self.step += 1
            yield self.step

    def rate(self, highest: float) -> float:
        """The learning rate now."""
        warm = min(1.0, self.step / WARM_UP_STEPS)
        return highest * warm * (_LEAST + (1 - _LEAST) * (1 + math.cos(math.pi * self.spent)) / 2)


class Averaged:
    """Weights averaged over the last steps: w' = d w' + (1 - d) w, d rising to `decay`."""

    def __init__(self, network: nn.Module, decay: float = 0.999) -> None:
        self._decay = decay
        self._steps = 0
        self.weights = {k: v.detach().clone() for k, v in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Take in the network's weights."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.weights[name].lerp_(value, 1 - decay)
            else:
                self.weights[name].copy_(value)


class Keeper:
    """Keeps averaged weights once a minute and at the end, each time whole or not at all."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = time.monotonic()

    def beside(self, name: str) -> Keeper:
        """Another network's, in the same folder."""
        return Keeper(self._file.with_name(f"{name}.safetensors"))

    def load_into(self, network: nn.Module) -> bool:
        """Go on from what was kept; False if there is nothing."""
        if not self._file.exists():
            return False
        network.load_state_dict(load_file(self._file))
        return True

    def maybe(self, weights: dict[str, Tensor]) -> None:
        """Keep them if a minute has passed."""
        if time.monotonic() - self._kept > _KEEP_EVERY_S:
            self.keep(weights)

    def keep(self, weights: dict[str, Tensor]) -> None:
        """Keep them now."""
        aside = self._file.with_suffix(".part")
        save_file({name: value.cpu().contiguous() for name, value in weights.items()}, aside)
        aside.replace(self._file)
        self._kept = time.monotonic()


class Log:
    """A CSV file of losses that a person can plot: network, step, seconds, name, value."""

    def __init__(self, file: Path, network: str, told: Callable[[str], None]) -> None:
        self._file, self._network, self._told = file, network, told
        self._sums: dict[str, list[Tensor]] = {}

    def note(self, step: int, seconds: float, losses: dict[str, Tensor], every: int = 50) -> None:
        """Take in a step's losses; their means are written every so many steps."""
        for name, value in losses.items():
            self._sums.setdefault(name, []).append(value.detach())
        if step % every and step != 1:
            return
        means = {name: float(torch.stack(kept).mean()) for name, kept in self._sums.items()}
        self._sums.clear()
        with self._file.open("a", newline="", encoding="utf-8") as out:
            rows = csv.writer(out)
            for name, mean in means.items():
                rows.writerow((self._network, step, f"{seconds:.1f}", name, f"{mean:.5f}"))
        said = "  ".join(f"{name} {mean:.4f}" for name, mean in means.items())
        self._told(f"{self._network} step {step}, {seconds:.0f} s: {said}")


def last_losses(file: Path) -> dict[str, dict[str, float]]:
    """What a log ends with: for each network its last step and losses; {} without a log."""
    ends: dict[str, dict[str, float]] = {}
    if not file.exists():
        return ends
    with file.open(newline="", encoding="utf-8") as opened:
        for network, step, _, name, mean in csv.reader(opened):
            ends.setdefault(network, {}).update({"step": int(step), name: float(mean)})
    return ends


def half(device: torch.device) -> torch.autocast:
    """bfloat16 where it is fast: on CUDA, and on processors that multiply in it."""
    multiplies_in_it = getattr(torch.cpu, "_is_avx512_bf16_supported", bool)  # nothing public says
    fast = device.type == "cuda" or multiplies_in_it()
    return torch.autocast(device.type, torch.bfloat16, enabled=fast)


def stepped(
    optimizer: torch.optim.Optimizer, loss: Tensor, network: nn.Module, rate: float
) -> None:
    """One step of an optimiser at this rate, gradients clipped to a norm of 1."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def optimizer_of(network: nn.Module, beta_2: float = 0.99) -> torch.optim.Optimizer:
    """AdamW (Loshchilov and Hutter, arXiv 1711.05101); the rate comes with each step."""
    return torch.optim.AdamW(network.parameters(), lr=0.0, betas=(0.9, beta_2), weight_decay=0.01)
