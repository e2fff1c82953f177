"""Stages: how loud a sound is before and after every effect of a chain, over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.preset import Effect
from musflow_studio.domain.stage_levels import FLOOR_DB, StageLevels
from musflow_studio.effects.chain import Block, EffectChain

LEAST_STEP_S = 1 / 30
MOST_NUMBERS = 60_000


def stage_levels(
    sound: Block,
    effects: Sequence[Effect],
    rate_hz: int,
    wet: float = 1.0,
    check: Callable[[], None] = lambda: None,
) -> StageLevels:
    """Measure a chain stage by stage.

    Args:
        sound: before the effects, shape (frames, 2), one frame or more.
        effects: checked.
        rate_hz: of the sound.
        wet: share of the effects, 0 to 1; the last stage is the mix of both.
        check: called between effects; may raise to stop.
    """
    stages = len(effects) + 2
    step_s = max(LEAST_STEP_S, len(sound) / rate_hz * stages / MOST_NUMBERS)
    step = max(1, round(step_s * rate_hz))
    levels, peaks = [_levels(sound, step)], [_peak(sound)]
    heard = sound
    for effect in effects:
        check()
        heard = EffectChain([effect], rate_hz, 2).processed(heard)
        levels.append(_levels(heard, step))
        peaks.append(_peak(heard))
    mixed = heard if wet == 1 else heard * np.float32(wet) + sound * np.float32(1 - wet)
    return StageLevels(step / rate_hz, (*levels, _levels(mixed, step)), (*peaks, _peak(mixed)))


def _levels(sound: Block, step: int) -> tuple[float, ...]:
    """Mean square of both channels in every step, dBFS."""
    starts = np.arange(0, len(sound), step)
    sums = np.add.reduceat(np.square(sound, dtype=np.float64).mean(axis=1), starts)
    return _db(sums / np.diff(np.append(starts, len(sound))))


def _peak(sound: Block) -> float:
    return _db(np.square(np.abs(sound).max(initial=0.0, keepdims=True), dtype=np.float64))[0]


def _db(power: npt.NDArray[np.float64]) -> tuple[float, ...]:
    least = 10 ** (FLOOR_DB / 10)
    told = np.round(10 * np.log10(np.maximum(power.ravel(), least)), 1)
    return tuple(told.tolist())
