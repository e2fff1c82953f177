"""From panel P to panel Q, in frames."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.selection import panel_range
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate


def board(*numbers: str) -> Storyboard:
    panels = tuple(Panel(f"u{i}", number, 10 * (i + 1)) for i, number in enumerate(numbers))
    return Storyboard("Harbour", FrameRate(), panels)


def test_numbers_are_inclusive_and_none_is_the_end() -> None:
    harbour = board("1", "2", "3")
    assert panel_range(harbour, None, None) == (0, 60)
    assert panel_range(harbour, "2", None) == (10, 60)
    assert panel_range(harbour, None, "2") == (0, 30)
    assert panel_range(harbour, "2", " 2 ") == (10, 30)


def test_written_numbers_come_before_positions() -> None:
    scenes = board("1A", "1B", "2A", "1")
    assert panel_range(scenes, "1b", "2a") == (10, 60)
    assert panel_range(scenes, "1", "1") == (60, 100)
    assert panel_range(scenes, "2", "3") == (10, 60)


@pytest.mark.parametrize("name", ["0", "4", "-1", "x", "", "1.5", "²", "9" * 5000])
def test_a_panel_that_is_not_there(name: str) -> None:
    with pytest.raises(StudioError, match="has no panel.*1 to 3") as caught:
        panel_range(board("1", "2", "3"), name, None)
    assert caught.value.code is ErrorCode.UNKNOWN_NAME


def test_an_unknown_panel_lists_the_numbers_there_are() -> None:
    with pytest.raises(StudioError, match="1A, 1B, or a position from 1 to 2"):
        panel_range(board("1A", "1B"), "2C", None)


def test_backwards_is_a_contradiction() -> None:
    with pytest.raises(StudioError, match="anel 1 comes before panel 3") as caught:
        panel_range(board("1", "2", "3"), "3", "1")
    assert caught.value.code is ErrorCode.CONTRADICTION
