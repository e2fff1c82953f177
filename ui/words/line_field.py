"""LineField: a line of text that wraps. Enter keeps it, Escape takes it back."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui import theme


class LineField(QPlainTextEdit):
    """One line, shown on as many as it needs up to `most_lines`.

    Signals:
        written(owner, text): another text was kept for what it was shown for.
    """

    written = pyqtSignal(str, str)

    def __init__(
        self, name: str, empty: str, *, most_lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._most_lines = most_lines
        self._owner = ""
        self._kept = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(empty)
        self.setTabChangesFocus(True)
        self.setFont(theme.font())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._fit)
        self._fit()

    def show_text(self, owner: str, text: str) -> None:
        """Show the text of an owner, unless somebody is writing for it here.

        What was written for another owner is kept for that one first.
        """
        if owner != self._owner:
            self.keep()
            self._owner = owner
        writing = self.hasFocus() and self.toPlainText() != self._kept
        if text != self._kept and not writing:
            self._kept = text
            self.setPlainText(text)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter keeps, Escape takes back."""
        assert event
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._kept:
            self.setPlainText(self._kept)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """What was written is kept when one goes away."""
        super().focusOutEvent(event)
        self.keep()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Another width needs another number of lines."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(180, self._height_px())

    def keep(self) -> None:
        """What stands here is the text; tells if that is another."""
        text = " ".join(self.toPlainText().split())
        if text != self._kept:
            self._kept = text
            self.written.emit(self._owner, text)

    def _fit(self) -> None:
        policy = Qt.ScrollBarPolicy
        fits = self._lines() <= self._most_lines
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        )
        self.setFixedHeight(self._height_px())

    def _lines(self) -> int:
        document = self.document()
        return max(1, int(document.size().height())) if document else 1

    def _height_px(self) -> int:
        lines = min(self._most_lines, self._lines())
        return lines * self.fontMetrics().lineSpacing() + 16
