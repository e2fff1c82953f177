"""Editors of the wishes: what does not fit is shortened, not cut."""

from __future__ import annotations

from PyQt6.QtWidgets import QStyleOptionComboBox

from ui.make.form import Choice


def painted(choice: Choice) -> str:
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    return option.currentText


def test_a_choice_too_long_for_its_place_ends_with_an_ellipsis(dressed, qtbot):
    choice = Choice("Style")
    qtbot.addWidget(choice)
    choice.addItem("By mood (Action percussion)", "action")
    choice.resize(300, 28)
    assert painted(choice) == "By mood (Action percussion)"
    choice.resize(120, 28)
    assert painted(choice).endswith("\N{HORIZONTAL ELLIPSIS}")
    assert choice.currentText() == "By mood (Action percussion)"
