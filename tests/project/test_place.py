"""Places on a board: timecode, frames, seconds."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project.place import frame_at


def board(fps: str = "25", start: str = "01:00:00:00", frames: int = 500) -> Storyboard:
    rate = FrameRate.parse(fps)
    panel = Panel("a", "1", frames)
    return Storyboard("Film", rate, (panel,), start_timecode_frames=rate.frames_of(start))


@pytest.mark.parametrize(
    ("place", "frame"),
    [
        ("01:00:00:00", 0),
        ("01:00:10:05", 255),
        ("240", 240),
        ("12.5s", 313),  # 312.5, halves go up
        ("500", 500),
        ("01:00:20:00", 500),
    ],
)
def test_a_place_is_timecode_a_frame_or_seconds(place: str, frame: int) -> None:
    assert frame_at(board(), place) == frame


def test_drop_frame_timecode_counts_the_frames_that_are_there() -> None:
    film = board("29.97df", "00:00:59;00", 400)
    assert frame_at(film, "00:01:00;02") == 30


def test_a_board_that_runs_over_midnight_goes_on() -> None:
    assert frame_at(board(start="23:59:55:00"), "00:00:05:00") == 250


@pytest.mark.parametrize("place", ["00:00:10:00", "501", "3600s"])
def test_outside_the_board_is_refused_with_its_ends(place: str) -> None:
    with pytest.raises(StudioError) as refused:
        frame_at(board(), place)
    assert refused.value.code is ErrorCode.OUT_OF_RANGE
    assert "01:00:00:00 to 01:00:20:00, or frame 0 to 500" in refused.value.sentence()


@pytest.mark.parametrize("place", ["", "ten", "-4", "1e3", "12.5", "01:00:61:00"])
def test_what_is_no_place_is_refused(place: str) -> None:
    with pytest.raises(StudioError):
        frame_at(board(), place)
