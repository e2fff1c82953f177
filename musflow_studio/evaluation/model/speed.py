"""Speed: how long a model takes for one stream of stereo, network by network."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import torch
from torch import Tensor

from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.generation.musflow.drawn_levels import drawn_levels
from musflow_studio.generation.musflow.engine import SAMPLINGS
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.sampling import Sampling, sample
from musflow_studio.generation.musflow.sheet import Sheet
from musflow_studio.generation.musflow.source import sources_of

CLIP_LATENTS = 216
TOTAL, PER_CLIP = "all", "seconds for 10 s of stereo, warm, one stem"


@dataclass(frozen=True)
class Speed:
    """Seconds on the clock for one sheet.

    Attributes:
        flow_s: conditions and every evaluation of the velocity.
        codec_s: latents to mel frames at their levels.
        vocoder_s: mel frames and notes to sound.
    """

    flow_s: float
    codec_s: float
    vocoder_s: float

    @property
    def total_s(self) -> float:
        """All of it."""
        return self.flow_s + self.codec_s + self.vocoder_s

    @property
    def words(self) -> str:
        """The total and each network's share of it."""
        parts = {"flow": self.flow_s, "codec": self.codec_s, "vocoder": self.vocoder_s}
        shares = ", ".join(f"{name} {100 * s / self.total_s:.0f} %" for name, s in parts.items())
        return f"{self.total_s:.2f} s ({shares})"


def measured_speed(model: Model, sheet: Sheet, how: Sampling, repeats: int = 5) -> Speed:
    """The median of some runs after a first one that does not count."""
    runs = [_run(model, sheet, how) for _ in range(repeats + 1)][1:]
    return Speed(
        median(run.flow_s for run in runs),
        median(run.codec_s for run in runs),
        median(run.vocoder_s for run in runs),
    )


@torch.inference_mode()
def _run(model: Model, sheet: Sheet, how: Sampling) -> Speed:
    def flow() -> Tensor:
        generator = torch.Generator().manual_seed(1)
        return torch.cat([*sample(model.velocity, [sheet], None, how, generator)], -1)

    latents, flow_s = _timed(flow)
    levels = drawn_levels(model, [sheet])

    def decoded() -> Tensor:
        made = model.vae.decode(latents)
        return levels.held(made, 0, [0]) if levels else made

    frames, codec_s = _timed(decoded)
    sources = sources_of([sheet])
    _, vocoder_s = _timed(lambda: model.vocoder(frames, source=sources(0, latents.shape[-1])))
    return Speed(flow_s, codec_s, vocoder_s)


def _timed(work: Callable[[], Tensor]) -> tuple[Tensor, float]:
    start = time.perf_counter()
    done = work()
    if done.is_cuda:
        torch.cuda.synchronize()
    return done, time.perf_counter() - start


def speed_figures(model: Model, sheet: Sheet, repeats: int = 3) -> list[Figure]:
    """Seconds of a sheet's first 10 s, a measure a quality and a row a network."""
    clip, found = Sheet(sheet.notes, sheet.rows[:CLIP_LATENTS]), []
    for quality in Quality:
        spent = measured_speed(model, clip, SAMPLINGS[quality], repeats)
        rows = {TOTAL: spent.total_s, "flow": spent.flow_s, "codec": spent.codec_s,
                "vocoder": spent.vocoder_s}  # fmt: skip
        measure = f"{PER_CLIP}, {quality.value}"
        found += [Figure("F", row, measure, value, repeats) for row, value in rows.items()]
    return found
