"""ValueField: where the value of a knob is typed."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

from ui import theme


class ValueField(QLineEdit):
    """Where a value is typed.

    Signals:
        taken(text): Enter was pressed, or the user went elsewhere having typed.
        left: Escape was pressed, or nothing was typed.
    """

    taken = pyqtSignal(str)
    left = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(theme.font("small"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextMargins(-4, 0, -4, 0)
        self._over = False

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter takes, Escape does not."""
        assert event
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(taken=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(taken=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """What was typed counts."""
        super().focusOutEvent(event)
        self._end(taken=self.isModified())

    def _end(self, *, taken: bool) -> None:
        if self._over:
            return
        self._over = True
        if taken:
            self.taken.emit(self.text())
        else:
            self.left.emit()
