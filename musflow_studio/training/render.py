"""Render: a cue becomes sound, by the sampled engine's own stems, without files."""

from __future__ import annotations

import random
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.plan import CuePlan
from musflow_studio.generation.sampled import SAMPLE_RATE_HZ, role_stems
from musflow_studio.training.compose import ComposedCue

LONGEST_S = 36.0
_BLOCK_FRAMES = 65536
_LOUDEST = 0.98


def render(cue: ComposedCue, font: Path) -> NDArray[np.int16]:
    """The cue's mix, (2, samples), at most 36 s, in a room or nearly dry.

    A mix that would clip is made softer.
    """
    rng = random.Random(f"room {cue.seed}")
    dry = rng.random() < 0.3
    sound = _mix(_with_room(cue.plan, rng, dry=dry), font, counted(cue))
    peak = float(np.max(np.abs(sound), initial=0.0))
    sound *= min(1.0, _LOUDEST / max(peak, 1e-9)) * 32767
    return np.rint(sound).astype(np.int16)


def counted(cue: ComposedCue) -> int:
    """Samples of the cue that are rendered."""
    return min(cue.samples, round(LONGEST_S * SAMPLE_RATE_HZ))


def _with_room(plan: CuePlan, rng: random.Random, *, dry: bool) -> CuePlan:
    scale = 0.05 if dry else rng.uniform(0.6, 1.3)
    parts = tuple(
        replace(part, reverb_send=min(1.0, part.reverb_send * scale)) for part in plan.score.parts
    )
    return replace(plan, score=replace(plan.score, parts=parts))


def _mix(plan: CuePlan, font: Path, samples: int) -> NDArray[np.float32]:
    total = np.zeros((2, samples), np.float32)
    with ExitStack() as opened:
        for stem in role_stems(plan, font):
            opened.enter_context(closing(stem))
            for start in range(0, samples, _BLOCK_FRAMES):
                block = stem.render(_BLOCK_FRAMES, lambda: False)
                end = min(start + _BLOCK_FRAMES, samples)
                total[:, start:end] += block[:, : end - start]
    return total
