"""The project's clock, set from the viewer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.models import Models
from ui.viewer.clock_popup import ClockPopup
from ui.viewer.viewer_view import ViewerView


@pytest.fixture
def popup(opened: Models, qtbot: QtBot) -> Iterator[ClockPopup]:
    view = ViewerView(opened)
    qtbot.addWidget(view)
    made = ClockPopup(opened, view)
    made.show()
    yield made
    view.close()


def test_it_shows_the_clock_and_sets_both_in_one_step(popup: ClockPopup, opened: Models) -> None:
    assert (popup.start.text(), popup.rate.currentText()) == ("00:00:00:00", "24")
    popup.start.setText("10:00:00:00")
    popup.rate.setCurrentText("25")
    QTest.keyClick(popup.start, Qt.Key.Key_Return)
    board = opened.project.board
    assert board
    assert board.rate.timecode(board.start_timecode_frames) == "10:00:00:00"
    assert [panel.length_frames for panel in board.panels] == [25, 25]
    assert not popup.isVisible()
    opened.project.undo()
    assert not opened.project.can_undo


@pytest.mark.parametrize(
    ("start", "rate", "says"),
    [("ten", "24", "Not a timecode"), ("00:00:00:00", "fast", "Not a frame rate")],
)
def test_what_is_no_clock_is_said_where_it_was_typed(
    popup: ClockPopup, opened: Models, start: str, rate: str, says: str
) -> None:
    popup.start.setText(start)
    popup.rate.setCurrentText(rate)
    popup.keep.click()
    assert popup.said.text().startswith(says)
    assert popup.isVisible()
    assert not opened.project.can_undo
