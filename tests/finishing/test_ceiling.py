"""The ceiling covers every peak, moves slowly, and leaves the rest alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import plucks

from musflow_studio.finishing.ceiling import ATTACK_TICKS, MARGIN_DB, gain_curve
from musflow_studio.finishing.measurement import Meter, Survey


def survey_of(peaks: list[float], tick_frames: int = 44, last_tick: int = 44) -> Survey:
    values = np.array(peaks)
    frames = tick_frames * (len(peaks) - 1) + last_tick
    return Survey(tick_frames, 100, values, np.square(values), frames)


PEAKS = st.lists(st.floats(0, 20), min_size=1, max_size=400)


@settings(max_examples=60, deadline=None)
@given(PEAKS, st.floats(-20, 20), st.floats(-20, 0), st.booleans(), st.integers(1, 44))
def test_no_tick_passes_the_ceiling(
    peaks: list[float], gain_db: float, ceiling: float, loop: bool, last_tick: int
) -> None:
    survey = survey_of(peaks, last_tick=last_tick)
    curve = gain_curve(survey, gain_db, ceiling, loop=loop)
    sound = np.ones((survey.frames, 1), np.float32)
    gains = curve.applied(sound, 0)[:, 0]
    loudest = gains * np.repeat(peaks, 44)[: survey.frames]
    assert loudest.max() <= 10 ** (ceiling / 20) * (1 + 1e-6)
    assert gains.max() <= 10 ** (gain_db / 20) * (1 + 1e-6)
    assert curve.limited_db >= 0


@settings(max_examples=30, deadline=None)
@given(PEAKS)
def test_a_loop_ends_with_the_gain_it_starts_with(peaks: list[float]) -> None:
    curve = gain_curve(survey_of(peaks), 0, -1, loop=True)
    assert curve.nodes[0] == curve.nodes[-1]


def test_a_loops_release_goes_on_over_the_seam() -> None:
    curve = gain_curve(survey_of([0.1] * 2000 + [2.0]), 0, 0, loop=True)
    reduction = -20 * np.log10(np.append(curve.nodes[-30:], curve.nodes[1:31]))
    assert np.abs(np.diff(reduction)).max() < curve.limited_db / ATTACK_TICKS * 1.2
    assert reduction[-1] > 0.75 * curve.limited_db


def test_nothing_happens_below_the_ceiling() -> None:
    curve = gain_curve(survey_of([0.5] * 100), -2.0, -1.0, loop=False)
    assert curve.is_constant
    np.testing.assert_allclose(curve.nodes, 10 ** (-2 / 20))


def test_one_peak_is_met_smoothly_and_left_slowly() -> None:
    peaks = [0.1] * 200 + [2.0] + [0.1] * 2000
    curve = gain_curve(survey_of(peaks), 0.0, 0.0, loop=False)
    reduction = -20 * np.log10(curve.nodes)
    assert curve.limited_db == pytest.approx(6.02 + MARGIN_DB, abs=0.05)
    assert (reduction[: 200 - 2 * ATTACK_TICKS] == 0).all()
    assert np.abs(np.diff(reduction)).max() < curve.limited_db / ATTACK_TICKS * 1.2
    after = reduction[201 + 150 + ATTACK_TICKS]
    assert 0.3 < after / curve.limited_db < 0.45  # one release time: down to 1/e
    assert (reduction[-100:] == 0).all()


@pytest.mark.parametrize("block", [1000, 44_100])
def test_blocks_of_any_size_get_the_same_gain(block: int) -> None:
    survey = survey_of([0.1, 2.0, 0.3, 1.5] * 300, last_tick=7)
    curve = gain_curve(survey, 3.0, -1.0, loop=False)
    sound = np.ones((survey.frames, 2), np.float32)
    parts = [curve.applied(sound[i : i + block], i) for i in range(0, len(sound), block)]
    np.testing.assert_array_equal(np.concatenate(parts), curve.applied(sound, 0))


def test_limited_sound_is_under_the_ceiling_between_samples_too() -> None:
    sound = plucks(4, 44100, 1.0)
    meter = Meter(44100, 2)
    meter.feed(sound)
    curve = gain_curve(meter.survey(), 6.0, -1.0, loop=False)
    again = Meter(44100, 2)
    again.feed(curve.applied(sound, 0))
    peak = again.survey().true_peak_db
    assert curve.limited_db > 6
    assert peak is not None
    assert -1.2 < peak <= -1.0
