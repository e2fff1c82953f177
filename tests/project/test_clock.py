"""Start timecode and frame rate of a project."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musflow_studio.documents.invariants import check_project
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project import new_project
from musflow_studio.project.clock import set_rate, set_start
from musflow_studio.project.cues import CueEdit, add_cue

RATES = ("23.976", "24", "25", "29.97", "29.97df", "30", "50", "59.94df")


def film(lengths: tuple[int, ...] = (48, 36, 60)) -> Project:
    hit = InnerHit(12, HitWeight.MUST, "door")
    panels = tuple(
        Panel(f"u{i}", str(i), n, inner_hits=(hit,) if n > 12 else ())
        for i, n in enumerate(lengths, start=1)
    )
    project = new_project(Storyboard("Film", FrameRate(), panels, 86_400))
    return add_cue(project, CueEdit(in_frame=lengths[0], out_frame=sum(lengths)))


def test_the_first_frame_takes_a_timecode() -> None:
    moved = set_start(film(), "10:00:00:12")
    assert moved.storyboard.start_timecode_frames == 10 * 3600 * 24 + 12
    with pytest.raises(StudioError, match="ot a timecode"):
        set_start(film(), "ten o'clock")


def test_everything_stays_where_it_is_in_time() -> None:
    at_25 = set_rate(film(), "25")
    assert [panel.length_frames for panel in at_25.storyboard.panels] == [50, 38, 62]
    assert [(cue.in_frame, cue.out_frame) for cue in at_25.cues] == [(0, 150), (50, 150)]
    assert at_25.storyboard.panels[0].inner_hits == (InnerHit(13, HitWeight.MUST, "door"),)
    assert at_25.storyboard.rate.timecode(at_25.storyboard.start_timecode_frames) == "01:00:00:00"
    assert at_25.as_read[1].length_frames == 38
    assert set_rate(at_25, "25") is at_25


def test_a_start_that_drop_frame_leaves_out_moves_to_the_next_number() -> None:
    minute = set_start(film(), "00:01:00:00")
    dropped = set_rate(minute, "29.97df").storyboard
    assert dropped.rate.timecode(dropped.start_timecode_frames) == "00:01:00;02"


def test_a_panel_keeps_one_frame_at_least() -> None:
    short = Storyboard(
        "Film", FrameRate(Fraction(60)), tuple(Panel(f"u{i}", str(i), 1) for i in range(5))
    )
    slow = set_rate(new_project(short), "24")
    assert [panel.length_frames for panel in slow.storyboard.panels] == [1] * 5
    check_project(slow)


def test_no_frame_rate_is_refused() -> None:
    with pytest.raises(StudioError, match="ot a frame rate"):
        set_rate(film(), "fast")


@given(
    st.lists(st.integers(1, 100), min_size=1, max_size=8).map(tuple),
    st.lists(st.sampled_from(RATES), min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_any_row_of_rates_leaves_a_sound_project_within_a_frame(
    lengths: tuple[int, ...], rates: list[str]
) -> None:
    panels = tuple(Panel(f"u{i}", str(i), n) for i, n in enumerate(lengths))
    project = new_project(Storyboard("Film", FrameRate(), panels, 86_400))
    before = float(project.storyboard.rate.seconds(project.storyboard.length_frames))
    slowest = Fraction(24)
    for rate in rates:
        project = set_rate(project, rate)
        slowest = min(slowest, project.storyboard.rate.fps)
        check_project(project)
    board = project.storyboard
    assert project.cues[0].out_frame == board.length_frames
    if min(lengths) > 2:
        after = float(board.rate.seconds(board.length_frames))
        assert abs(after - before) <= len(rates) / float(slowest)
