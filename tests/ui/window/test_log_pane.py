"""The log pane's lines: filtered as they come, copied as they are shown."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QApplication, QPushButton

from ui.window.log_pane import _Lines, passes

LINES = ("→ 1  /musflow/test", "← 1  /musflow/player/position 3.2", "→ 2  /musflow/job/list")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("", [0, 1, 2]),
        ("MUSFLOW", [0, 1, 2]),
        ("→ musflow", [0, 2]),
        ("-position", [0, 2]),
        ("→ -job", [0]),
        ("-", []),
        ("nothing like it", []),
    ],
)
def test_a_filter_keeps_lines_with_all_its_words(words, left):
    assert [i for i, line in enumerate(LINES) if passes(words, line)] == left


def test_what_is_hidden_is_kept_and_what_is_shown_is_copied(qtbot):
    pane = _Lines("Bridge monitor", LINES[:2], "Nothing yet.")
    qtbot.addWidget(pane)
    pane._filter.setText("-position")
    pane.add(f"{LINES[2]}\n{LINES[1]}")
    assert pane._text.toPlainText() == f"{LINES[0]}\n{LINES[2]}"
    pane.findChildren(QPushButton)[0].click()
    assert QApplication.clipboard().text() == f"{LINES[0]}\n{LINES[2]}"
    pane._filter.clear()
    assert pane._text.toPlainText().splitlines() == [LINES[0], LINES[1], LINES[2], LINES[1]]
