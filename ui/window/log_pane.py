"""LogPane: the log and the bridge's messages, in a small window that may stand aside."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices, QKeySequence, QShortcut, QTextCursor
from PyQt6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.log_lines import LINES_KEPT, LogLines, log_file
from ui.models import Models
from ui.theme import UNIT


def passes(words: str, line: str) -> bool:
    """Whether a line has every word of a filter in any case, and none that follows a minus."""
    low = line.casefold()
    return all(
        (word[1:] not in low) if word.startswith("-") and len(word) > 1 else word in low
        for word in words.casefold().split()
    )


class LogPane(QTabWidget):
    """Two tabs of lines that come in; Escape hides it."""

    def __init__(self, models: Models, log: LogLines, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setAutoFillBackground(True)
        self.setWindowTitle("MusFlow Studio: log")
        self.resize(UNIT * 230, UNIT * 100)
        self.log = _Lines("Log", log.lines, "Nothing has been logged yet.")
        self.monitor = _Lines(
            "Bridge monitor",
            models.bridge.lines,
            "Messages of DAWs, controllers and scripts appear here (docs/protocol.md).",
        )
        log.added.connect(self.log.add)
        models.bridge.heard.connect(self.monitor.add)
        folder = QPushButton("Open the log's folder")
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file().parent)))
        )
        self.log.buttons.addWidget(folder)
        self.addTab(self.log, "Log")
        self.addTab(self.monitor, "Bridge")
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.hide)

    def open_at(self, page: QWidget) -> None:
        """Show this page; hide the pane if it is shown already."""
        if self.isVisible() and self.currentWidget() is page:
            self.hide()
        else:
            self.setCurrentWidget(page)
            self.show()
            self.raise_()


class _Lines(QWidget):
    """Lines, newest last, those with the words of a filter, with a button that copies them."""

    def __init__(self, name: str, lines: Iterable[str], empty: str) -> None:
        super().__init__()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setFont(theme.font("mono"))
        self._text.setMaximumBlockCount(LINES_KEPT)
        self._text.setPlaceholderText(empty)
        self._text.setAccessibleName(name)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._kept: deque[str] = deque(maxlen=LINES_KEPT)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter")
        self._filter.setAccessibleName(f"Filter of the {name.lower()}")
        self._filter.setToolTip("Lines with all of these words; -word hides lines with it")
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._show_kept)
        for line in lines:
            self.add(line)
        copy = QPushButton("Copy what is shown")
        copy.clicked.connect(self._copy)
        self.buttons = QVBoxLayout()
        self.buttons.setSpacing(UNIT * 2)
        self.buttons.addWidget(self._filter)
        self.buttons.addWidget(copy)
        self.buttons.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(self._text, 1)
        layout.addLayout(self.buttons)

    def add(self, lines: str) -> None:
        """One more line, or several parted by line breaks."""
        fresh = lines.split("\n")
        self._kept.extend(fresh)
        if shown := [line for line in fresh if passes(self._filter.text(), line)]:
            self._text.appendPlainText("\n".join(shown))

    def _show_kept(self, words: str) -> None:
        self._text.setPlainText("\n".join(line for line in self._kept if passes(words, line)))
        self._text.moveCursor(QTextCursor.MoveOperation.End)

    def _copy(self) -> None:
        clipboard = QApplication.clipboard()
        if clipboard:
            clipboard.setText(self._text.toPlainText())
