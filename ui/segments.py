"""Segments: a row of buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme import UNIT


class Segments(QWidget):
    """One of a few values; arrow keys move between them.

    Args:
        name: what is chosen, for screen readers.
        choices: value -> (label, what it means).

    Signals:
        chosen(value): by the user, not by `show_value`.
    """

    chosen = pyqtSignal(str)

    def __init__(
        self, name: str, choices: Mapping[str, tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        for value, (label, meaning) in choices.items():
            button = QPushButton(label)
            button.setCheckable(True)
            button.setProperty("role", "segment")
            button.setAccessibleName(f"{name}: {label}")
            button.setToolTip(meaning)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, told=value: self.chosen.emit(told))
            self._group.addButton(button)
            self._buttons[value] = button
            layout.addWidget(button)

    def show_value(self, value: str) -> None:
        """Show a value as the chosen one."""
        self._buttons[value].setChecked(True)

    @property
    def value(self) -> str:
        """The value that is shown as chosen; "" before the first."""
        return next((v for v, button in self._buttons.items() if button.isChecked()), "")
