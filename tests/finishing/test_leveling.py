"""Leveling: targets met through the limiter, and said when they cannot be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sounds import Sound, plucks, sine

from musflow_studio import presets
from musflow_studio.finishing.leveling import MOST_LIMITING_DB, Aim, aim_of, leveled, remarks
from musflow_studio.finishing.measurement import Meter, Survey


def survey(sound: Sound) -> Survey:
    meter = Meter(44100, 2)
    meter.feed(sound)
    return meter.survey()


def test_composed_level_is_left_alone() -> None:
    aim = aim_of(presets.finishing_preset("as-composed"), 0.0, loop=False)
    quiet = survey(plucks(3, 44100, 0.01))
    curve = leveled(quiet, aim)
    assert curve.is_constant
    assert (curve.nodes == 1.0).all()
    assert remarks(quiet, aim, curve, quiet.integrated_lufs) == ()


def test_trim_moves_a_loudness_target() -> None:
    aim = aim_of(presets.finishing_preset("broadcast-23"), -3.5, loop=False)
    assert aim.target_lufs == -26.5


@pytest.mark.parametrize("target", [-30.0, -23.0, -14.0, -11.0])
def test_target_is_met_although_the_limiter_works(target: float) -> None:
    sound = survey(plucks(10, 44100, 0.3))
    curve = leveled(sound, Aim(target, 0.0, -1.0, loop=False))
    reached = sound.under_gain(curve.per_tick).integrated_lufs
    assert reached == pytest.approx(target, abs=0.02)
    assert (curve.limited_db > 1) is (target > -14)


def test_a_target_that_needs_too_much_limiting_is_missed_and_said() -> None:
    clicks = np.zeros((441000, 2), np.float32)
    clicks[::22050] = 0.9
    sound = survey(clicks)
    aim = Aim(-14.0, 0.0, -1.0, loop=False)
    curve = leveled(sound, aim)
    reached = sound.under_gain(curve.per_tick).integrated_lufs
    assert curve.limited_db == pytest.approx(MOST_LIMITING_DB, abs=0.1)
    said = " ".join(remarks(sound, aim, curve, reached))
    assert f"the clip is at {reached:.1f} LUFS, not -14.0" in said
    assert "the limiter takes 12.0 dB" in said


def test_silence_and_short_clips_are_said() -> None:
    aim = Aim(-14.0, 0.0, -1.0, loop=False)
    for sound, said in (
        (np.zeros((44100, 2), np.float32), "silent"),
        (sine(0.3, 44100, 440, -20), "400 ms"),
        (sine(1, 44100, 440, -90), "quieter than -70 LUFS"),
    ):
        found = survey(sound)
        curve = leveled(found, aim)
        assert (curve.nodes == 1.0).all()
        (sentence,) = remarks(found, aim, curve, found.integrated_lufs)
        assert said in sentence
    assert "kept" in sentence
    (plain,) = remarks(found, replace(aim, target_lufs=None), curve, None)
    assert "kept" not in plain
