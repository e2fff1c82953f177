"""Speed: how long 10 s take, and which network takes how much of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median

import torch

from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.model.held_out import HeldOutCue
from musflow_studio.evaluation.model.players import sheets_of
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.generation.musflow.engine import SAMPLINGS
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.sampling import Sampling, sample
from musflow_studio.generation.musflow.sheet import Sheet

TIMES = 3
CLIP_LATENTS = 216
TOTAL, PER_CLIP = "all", "seconds for 10 s of stereo, warm, one stem"


def speed_figures(model: Model, cue: HeldOutCue, times: int = TIMES) -> list[Figure]:
    """Median seconds a quality and network for a clip's first 10 s."""
    whole = sheets_of(cue, by_groups=False)[0]
    sheet = Sheet(whole.notes, whole.rows[:CLIP_LATENTS])
    found = []
    for quality in Quality:
        how = SAMPLINGS[quality]

        latents = partial(_latents, model, sheet, how)
        with torch.inference_mode():
            made = latents()
            frames = model.vae.decode(made)
        spent = {
            "velocity": _seconds(latents, times),
            "codec": _seconds(partial(model.vae.decode, made), times),
            "vocoder": _seconds(partial(model.vocoder, frames), times),
        }
        measure = f"{PER_CLIP}, {quality.value}"
        rows = {TOTAL: sum(spent.values())} | spent
        found += [Figure("F", row, measure, value, times) for row, value in rows.items()]
    return found


def _latents(model: Model, sheet: Sheet, how: Sampling) -> torch.Tensor:
    drawn = torch.Generator().manual_seed(1)
    return torch.cat([*sample(model.velocity, [sheet], None, how, drawn)], -1)


def _seconds(work: Callable[[], object], times: int) -> float:
    spent = []
    with torch.inference_mode():
        for _ in range(times + 1):
            began = time.perf_counter()
            work()
            spent.append(time.perf_counter() - began)
    return median(spent[1:])
