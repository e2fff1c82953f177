"""Settling: what the survey foretold wrongly is corrected by what is measured."""

from __future__ import annotations

import pytest
from sounds import plucks

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.finishing.ceiling import GainCurve
from musflow_studio.finishing.leveling import Aim
from musflow_studio.finishing.measurement import Survey
from musflow_studio.finishing.settling import settled, surveyed

SURVEY = surveyed(iter([plucks(8, 44100, 0.3)]), 44100, 2)


@pytest.mark.parametrize("louder", [1.05, 0.95])
def test_target_and_ceiling_hold_although_the_sound_is_not_as_foretold(louder: float) -> None:
    def measure(curve: GainCurve) -> Survey:
        return SURVEY.under_gain(curve.per_tick * louder)

    aim = Aim(-12.0, 0.0, -1.0, loop=False)
    curve, final = settled(SURVEY, aim, measure, lambda: False)
    assert not curve.is_constant
    assert final.true_peak_db is not None
    assert final.true_peak_db <= -1.0
    assert final.integrated_lufs == pytest.approx(-12.0, abs=0.1)


def test_cancel_is_asked_for() -> None:
    with pytest.raises(StudioError) as caught:
        settled(SURVEY, Aim(None, 0.0, -1.0, loop=False), lambda curve: SURVEY, lambda: True)
    assert caught.value.code is ErrorCode.CANCELLED
