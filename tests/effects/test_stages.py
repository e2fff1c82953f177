"""Levels between effects are those of the sound there."""

from __future__ import annotations

import numpy as np
import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect
from musflow_studio.domain.stage_levels import FLOOR_DB
from musflow_studio.effects.stages import MOST_NUMBERS, stage_levels

RATE_HZ = 44_100


def steps(*levels: float, seconds: float = 0.5) -> np.ndarray:
    """A square wave whose level changes: its mean square and its peak are the same."""
    frames = round(seconds * RATE_HZ)
    one = np.where(np.arange(frames) // 50 % 2, 1.0, -1.0)
    mono = np.concatenate([one * 10 ** (level / 20) for level in levels])
    return np.column_stack([mono, mono]).astype(np.float32)


def test_every_stage_says_how_loud_it_is_there() -> None:
    sound = steps(-20.0, -40.0)
    chain = [Effect("Gain", {"gain_db": 6.0}), Effect("Gain", {"gain_db": -10.0})]
    told = stage_levels(sound, chain, RATE_HZ)
    assert told.at(0.2) == pytest.approx((-20, -14, -24, -24), abs=0.06)
    assert told.at(0.7) == pytest.approx((-40, -34, -44, -44), abs=0.06)
    assert told.peaks_db == pytest.approx((-20, -14, -24, -24), abs=0.06)
    assert told.at(1.2) == told.at(-0.1) == (FLOOR_DB,) * 4


def test_what_is_off_passes_and_the_share_of_the_effects_is_mixed_in() -> None:
    sound = steps(-20.0)
    chain = [Effect("Gain", {"gain_db": 24.0}, on=False), Effect("Gain", {"gain_db": -60.0})]
    told = stage_levels(sound, chain, RATE_HZ, wet=0.5)
    assert told.at(0.1) == pytest.approx((-20, -20, -80, -26), abs=0.1)


def test_effects_that_need_the_whole_are_measured_too() -> None:
    told = stage_levels(steps(-20.0), [Effect("Resample", {}, live=False)], RATE_HZ)
    assert told.at(0.2)[1] == pytest.approx(-20, abs=3)


def test_a_long_sound_is_told_in_longer_steps_and_measuring_can_be_stopped() -> None:
    sound = np.zeros((RATE_HZ * 120, 2), np.float32)
    chain = [Effect("Gain", {})] * 30
    told = stage_levels(sound, chain, RATE_HZ)
    assert sum(map(len, told.levels_db)) <= MOST_NUMBERS + len(told.levels_db)
    assert told.step_s > 1 / 30

    def stop() -> None:
        raise StudioError(ErrorCode.CANCELLED, "cancelled")

    with pytest.raises(StudioError):
        stage_levels(sound, chain, RATE_HZ, check=stop)
