"""Cues stay with the panels they began and ended with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.project import CueStatus, ProjectCue
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project.anchoring import anchored


def board(**lengths: int) -> Storyboard:
    panels = tuple(Panel(uid, uid, frames) for uid, frames in lengths.items())
    return Storyboard("Film", FrameRate(), panels)


BEFORE = board(a=10, b=20, c=30, d=40)


def moved(start: int, end: int, after: Storyboard) -> tuple[int, int]:
    cue = anchored(ProjectCue("1M1", "1M1", start, end), BEFORE, after)
    assert cue.status is not CueStatus.OMITTED
    return cue.in_frame, cue.out_frame


def test_cues_on_cuts_stay_on_them() -> None:
    assert moved(10, 60, board(a=15, b=25, c=5, d=40)) == (15, 45)
    assert moved(10, 60, board(x=7, a=10, b=20, y=9, c=30, d=40)) == (17, 76)


def test_cues_inside_panels_stay_as_far_inside() -> None:
    assert moved(14, 50, board(a=20, b=20, c=30, d=40)) == (24, 60)
    assert moved(14, 50, board(a=10, b=3, c=9, d=40)) == (12, 21)


def test_a_panel_that_goes_leaves_the_cue_to_its_neighbours() -> None:
    assert moved(10, 60, board(a=10, c=30, d=40)) == (10, 40)
    assert moved(10, 60, board(a=10, b=20, d=40)) == (10, 30)
    assert moved(14, 100, board(a=10, b=20, c=30)) == (14, 60)


def test_a_cue_over_the_whole_board_stays_over_it() -> None:
    assert moved(0, 100, board(a=10, b=20, c=30, d=40, e=50)) == (0, 150)
    assert moved(10, 100, board(a=10, b=20, c=30, d=40, e=50)) == (10, 100)


def test_panels_that_change_order_are_all_covered() -> None:
    assert moved(10, 60, board(c=30, d=40, a=10, b=20)) == (0, 100)


def test_a_cue_without_panels_is_omitted_and_waits_there() -> None:
    cue = anchored(ProjectCue("1M1", "1M1", 10, 60), BEFORE, board(a=10, d=40))
    assert (cue.status, cue.in_frame, cue.out_frame) == (CueStatus.OMITTED, 10, 50)


@given(
    st.permutations("abcdxy"),
    st.lists(st.integers(1, 50), min_size=6, max_size=6),
    st.integers(1, 6),
    st.integers(0, 99),
    st.integers(1, 100),
)
def test_a_cue_always_lies_on_the_board(
    order: list[str], lengths: list[int], count: int, start: int, length: int
) -> None:
    after = board(**dict(list(zip(order, lengths, strict=True))[:count]))
    cue = anchored(ProjectCue("1M1", "1M1", start, min(100, start + length)), BEFORE, after)
    assert 0 <= cue.in_frame < cue.out_frame <= after.length_frames
