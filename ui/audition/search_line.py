"""SearchLine: what is looked for, and whether only what is liked is listed."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui import icons
from ui.theme import UNIT
from ui.timers import quiet_timer

SEARCH_AFTER_MS = 150


class SearchLine(QWidget):
    """A field and a heart.

    Args:
        what: "presets", "styles".
        within: where the words are looked for.

    Signals:
        sought(words, favourites_only): shortly after the last change.
    """

    sought = pyqtSignal(str, bool)

    def __init__(self, what: str, within: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.setPlaceholderText(f"Search {what}")
        self.field.setAccessibleName(f"Search the {what}")
        self.field.setToolTip(f"Every word must be in {within} (Ctrl+F)")
        self.heart = QToolButton()
        self.heart.setCheckable(True)
        self.heart.setAccessibleName("Favourites only")
        self.heart.setToolTip("List favourites only")
        self._soon = quiet_timer(self, SEARCH_AFTER_MS, self._seek)
        self.field.textChanged.connect(self._soon.start)
        self.heart.toggled.connect(self._like)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.heart)
        self._show_heart()

    def begin(self) -> None:
        """Write in the field."""
        self.field.setFocus()
        self.field.selectAll()

    def _like(self, _: bool) -> None:
        self._show_heart()
        self._seek()

    def _show_heart(self) -> None:
        on = self.heart.isChecked()
        self.heart.setIcon(icons.icon("heart" if on else "heart-outline", "bad" if on else "muted"))

    def _seek(self) -> None:
        self.sought.emit(self.field.text(), self.heart.isChecked())
