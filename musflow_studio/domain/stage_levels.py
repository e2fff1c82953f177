"""StageLevels: how loud a take is before and after every effect of a preset, over time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from musflow_studio.domain.preset import FinishingPreset

FLOOR_DB = -120.0


@dataclass(frozen=True)
class StageRequest:
    """Measure a kept clip's take through a preset's effects.

    Attributes:
        clip: the clip's package.
        preset: whole.
    """

    clip: Path
    preset: FinishingPreset


@dataclass(frozen=True)
class StageLevels:
    """Levels between the effects of a chain of n: n + 2 stages.

    Attributes:
        step_s: seconds from one level to the next; the first begins at the clip's start.
        levels_db: mean square of both channels in dBFS, at least -120: stage 0 is what goes into
            the first effect, stage i what comes out of the i-th, the last the mix of
            both.
        peaks_db: highest sample of each stage, dBFS.
    """

    step_s: float
    levels_db: tuple[tuple[float, ...], ...]
    peaks_db: tuple[float, ...]

    def at(self, seconds: float) -> tuple[float, ...]:
        """The level of every stage at a time; -120 outside the clip."""
        step = int(seconds // self.step_s)
        return tuple(
            stage[step] if 0 <= step < len(stage) else FLOOR_DB for stage in self.levels_db
        )
