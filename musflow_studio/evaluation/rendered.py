"""Rendered: a cue's sound as arrays, rendered when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Part, Role
from musflow_studio.domain.take import Take
from musflow_studio.generation import generate

RATE_HZ = 44100
Sound = NDArray[np.float64]


class Rendered:
    """The take of a plan by the sampled engine, before finishing.

    Args:
        plan: what to play.
        folder: existing; takes are rendered into new folders inside.
    """

    def __init__(self, plan: CuePlan, folder: Path) -> None:
        self.plan = plan
        self._folder = folder

    @cached_property
    def take(self) -> Take:
        """The whole cue."""
        return self._render(self.plan)

    @cached_property
    def mix(self) -> Sound:
        """The mix, shape (2, samples)."""
        return _read(self.take.mix)

    @cached_property
    def stems(self) -> dict[Role, Sound]:
        """Each role's stem, shape (2, samples)."""
        return {stem.role: _read(stem.audio) for stem in self.take.stems}

    def tonal_only(self, panel_uids: Iterable[str]) -> Sound:
        """The mix of some panels' notes alone, drum kits left out, shape (2, samples)."""
        kept = frozenset(panel_uids)
        parts = tuple(_only(p, kept) for p in self.plan.score.parts if p.bank != KIT_BANK)
        score = replace(self.plan.score, parts=parts)
        return _read(self._render(replace(self.plan, score=score)).mix)

    def _render(self, plan: CuePlan) -> Take:
        inside = self._folder / f"take{len(list(self._folder.iterdir()))}"
        inside.mkdir()
        return generate(GenerationRequest(plan, plan.seed, Quality.STANDARD, inside))


def excerpt(plan: CuePlan, seconds: float) -> CuePlan:
    """The plan's first seconds: whole panels, the first one in any case; notes stay as they are."""
    rate = plan.storyboard.rate
    ends = [panel.end_frame for panel in plan.panels if rate.seconds(panel.end_frame) <= seconds]
    last = max(ends, default=plan.panels[0].end_frame)
    kept = tuple(panel for panel in plan.panels if panel.end_frame <= last)
    uids = {panel.panel_uid for panel in kept}
    parts = tuple(_only(part, uids) for part in plan.score.parts)
    score = replace(plan.score, parts=tuple(part for part in parts if part.notes))
    return replace(plan, panels=kept, out_frame=plan.in_frame + last, score=score)


def _only(part: Part, panel_uids: Iterable[str]) -> Part:
    return replace(part, notes=tuple(n for n in part.notes if n.panel_uid in panel_uids))


def _read(file: AudioFile) -> Sound:
    sound, _ = soundfile.read(file.path, dtype="float64", always_2d=True)
    return np.ascontiguousarray(sound.T)
