"""Progress: fractions grow, estimates learn."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import CUE_STAGES, Stage
from musflow_studio.progress import Progress, Timings


def test_fractions_only_grow_over_stages_and_takes(tmp_path):
    told = []
    progress = Progress("1", told.append, lambda: False, Timings(tmp_path / "t.json"))
    for take in (1, 2):
        progress.about("sampled", 30, take=take, takes=2)
        for stage in CUE_STAGES:
            with progress.stage(stage):
                progress.step(0.5)
    fractions = [event.fraction for event in told]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1
    assert {event.stage for event in told} == set(CUE_STAGES)
    assert set(progress.seconds) == {stage.value for stage in CUE_STAGES}


def test_a_cancelled_job_starts_no_further_stage(tmp_path):
    progress = Progress("1", lambda event: None, lambda: True, Timings(tmp_path / "t.json"))
    with pytest.raises(StudioError) as stopped, progress.stage(Stage.PLAN):
        pytest.fail("the stage ran")
    assert stopped.value.code is ErrorCode.CANCELLED


def test_estimates_move_towards_what_was_measured_and_are_kept(tmp_path):
    file = tmp_path / "t.json"
    timings = Timings(file)
    for _ in range(12):
        timings.learn("sampled", Stage.GENERATE, 30, 9.0)
    timings.save()
    assert Timings(file).expected_s("sampled", Stage.GENERATE, 30) == pytest.approx(9.0, rel=0.01)


def test_a_broken_estimate_file_costs_only_the_estimate(tmp_path):
    file = tmp_path / "t.json"
    file.write_text('{"sampled/generate": "fast"}', encoding="utf-8")
    assert Timings(file).expected_s("sampled", Stage.GENERATE, 30) > 0


def test_the_time_left_follows_the_pace_of_a_stage_that_is_slower_than_expected(
    tmp_path, monkeypatch
):
    now = [100.0]
    monkeypatch.setattr("musflow_studio.progress.time.monotonic", lambda: now[0])
    told = []
    progress = Progress("1", told.append, lambda: False, Timings(tmp_path / "t.json"))
    progress.about("sampled", 30, take=1, takes=1)
    with progress.stage(Stage.GENERATE):
        now[0] += 10
        progress.step(0.1)
    assert told[-1].eta_s == pytest.approx(90, abs=3)


def test_an_engine_known_to_be_slow_is_expected_to_be(tmp_path):
    timings = Timings(tmp_path / "t.json")
    quick, slow = (timings.expected_cue_s(name, 10) for name in ("sampled", "musicgen"))
    assert slow > 60 > quick
