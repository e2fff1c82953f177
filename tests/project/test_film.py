"""Which panel is on screen at which frame."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import tiny_cue
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.plan import CuePlan, Hit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project.film import PUNCH_FRAMES, Film


@pytest.fixture
def plan() -> CuePlan:
    """A second of two panels of 12 frames, from 01:00:00:00."""
    made = tiny_cue.plan()
    return replace(made, storyboard=replace(made.storyboard, start_timecode_frames=86_400))


def test_the_picture_changes_on_the_very_frame(plan: CuePlan) -> None:
    film = Film.of(plan)
    assert film.at(0.0).panel_uid == "a"
    assert film.at(0.4999).panel_uid == "a"
    assert film.at(0.5).panel_uid == "b"
    assert film.at(22049 / 44100).panel_uid == "a"
    assert film.at(22050 / 44100).panel_uid == "b"


def test_a_panel_is_run_through_from_its_first_frame(plan: CuePlan) -> None:
    film = Film.of(plan)
    shares = [film.at(frame / 24).share for frame in (0, 6, 11, 12, 18)]
    assert shares == pytest.approx([0, 0.5, 11 / 12, 0, 0.5])


def test_timecode_is_that_of_the_picture(plan: CuePlan) -> None:
    assert Film.of(plan).at(0.5).timecode == "01:00:00:12"
    ntsc = FrameRate(Fraction(30000, 1001), drop_frame=True)
    drop = replace(plan.storyboard, rate=ntsc, start_timecode_frames=1798)
    film = Film.of(replace(plan, storyboard=drop))
    assert [film.at(n / float(ntsc.fps)).timecode for n in range(3)] == [
        "00:00:59;28",
        "00:00:59;29",
        "00:01:00;02",
    ]


@given(st.integers(0, 23), st.sampled_from([44_100, 48_000, 96_000]))
def test_every_sample_of_a_frame_shows_that_frame(frame: int, rate_hz: int) -> None:
    film = Film.of(tiny_cue.plan())
    first, after = (film.rate.samples(n, rate_hz) for n in (frame, frame + 1))
    assert film.frame_at((first + 1) / rate_hz) == frame
    assert film.frame_at((after - 1) / rate_hz) == frame
    assert film.seconds_to_next_frame(first / rate_hz) <= 1 / 24 + 1e-6


def test_the_last_frame_stays_while_the_sound_rings(plan: CuePlan) -> None:
    assert Film.of(plan).at(9.0).frame == 23


def test_a_streamer_runs_for_two_seconds_and_ends_in_a_punch(plan: CuePlan) -> None:
    hits = (
        Hit("b", "2B", 60, HitWeight.MUST, 960, "2.1", 0.0, "beat", True),
        Hit("b", "2B", 70, HitWeight.SHOULD, 960, "2.3", 0.0, "beat", True),
    )
    film = Film.of(replace(plan, hits=hits, out_frame=96))
    assert film.at(11 / 24).streamers == ()
    assert film.at(12 / 24).streamers == (0.0,)
    assert film.at(36 / 24).streamers == (0.5,)
    assert [film.at(n / 24).punch for n in (59, 60, 60 + PUNCH_FRAMES)] == [False, True, False]
    assert film.at(60 / 24).streamers == ()
    assert not film.at(70 / 24).punch
