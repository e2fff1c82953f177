"""Seams: whether windows can be heard to meet, and whether memory grows with a cue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from musflow_studio.domain.plan import CuePlan
from musflow_studio.evaluation.model.beats import HOP, onset_strength
from musflow_studio.evaluation.model.held_out import HeldOutCue, mono
from musflow_studio.evaluation.model.players import Player
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.playing import played
from musflow_studio.generation.musflow.sampling import (
    OVERLAP_LATENTS,
    WINDOW_LATENTS,
    Sampling,
)
from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT
from musflow_studio.generation.musflow.sheet import END_S, START_S, Sheet

ABOVE = "window seams whose flux is above the 95th percentile of bar lines"
MEMORY = "memory after the cue's first minute, growth in MB"
_NEAR_FRAMES = 6
_FRAMES_A_SECOND = 44100 / HOP

Array = NDArray[np.float64]


def seam_seconds(seconds: float) -> list[float]:
    """Where windows meet in a cue of this length."""
    latent_s = SAMPLES_PER_LATENT / 44100
    fresh = WINDOW_LATENTS - OVERLAP_LATENTS
    return [at * latent_s for at in range(WINDOW_LATENTS, round(seconds / latent_s), fresh)]


def bar_seconds(plan: CuePlan, seconds: float) -> list[float]:
    """The bar lines of a plan's first `seconds`, its start left out."""
    lines = (float(plan.grid.seconds_at(bar.start_tick)) for bar in plan.grid.bars)
    return [line for line in lines if 0 < line < seconds]


def seams_above(cues: list[HeldOutCue], player: Player) -> tuple[float, int]:
    """The share of seams above the 95th percentile of bar lines far from them, and how many.

    A place's flux is the strongest onset within 70 ms. Raises ValueError without a seam.
    """
    at_seams: list[float] = []
    at_bars: list[float] = []
    for cue in cues:
        strength = onset_strength(mono(player(cue)))
        seams = seam_seconds(cue.seconds)
        at_seams += [_flux(strength, at) for at in seams]
        lines = bar_seconds(cue.cue.plan, cue.seconds)
        at_bars += [_flux(strength, at) for at in lines if all(abs(at - s) > 0.2 for s in seams)]
    if not at_seams or not at_bars:
        raise ValueError("these cues have no seam, or no bar line beside it")
    limit = float(np.percentile(at_bars, 95))
    return float((np.array(at_seams) > limit).mean()), len(at_seams)


def _flux(strength: Array, at_s: float) -> float:
    frame = round(at_s * _FRAMES_A_SECOND)
    return float(strength[max(0, frame - _NEAR_FRAMES) : frame + _NEAR_FRAMES + 1].max(initial=0.0))


def memory_growth_mb(model: Model, sheet: Sheet, minutes: float) -> float:
    """How much more memory this process holds at a long cue's end than after its first minute."""
    sheets = [_repeated(sheet, minutes)]
    made, held = 0, 0.0
    for piece in played(model, sheets, None, Sampling(1), torch.Generator().manual_seed(1)):
        made += piece.shape[-1]
        if not held and made >= min(60.0, minutes * 30) * 44100:
            held = _resident_mb()
    return _resident_mb() - held


def _repeated(sheet: Sheet, minutes: float) -> Sheet:
    """The sheet again and again for so many minutes."""
    span = len(sheet.rows) * SAMPLES_PER_LATENT / 44100
    count = -(-round(minutes * 60) // max(1, round(span)))
    notes = [sheet.notes.copy() for _ in range(count)]
    for number, some in enumerate(notes):
        some[:, [START_S, END_S]] += np.float32(number * span)
    return Sheet(np.concatenate(notes), np.tile(sheet.rows, (count, 1)))


def _resident_mb() -> float:
    """Of this process, from the system's own account of it; 0 where there is none."""
    file = Path("/proc/self/statm")
    return int(file.read_text().split()[1]) * 4096 / 1e6 if file.exists() else 0.0


def seam_figures(cues: list[HeldOutCue], player: Player) -> Iterator[Figure]:
    """The share of seams that stand out, if these cues have any."""
    if any(seam_seconds(cue.seconds) for cue in cues):
        share, count = seams_above(cues, player)
        yield Figure("E", "model", ABOVE, share, count)
