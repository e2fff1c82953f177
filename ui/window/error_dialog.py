"""ErrorDialog: a failure in one sentence, with details that can be copied into a mail."""

from __future__ import annotations

import platform
from collections.abc import Iterable

from PyQt6.QtCore import PYQT_VERSION_STR, QT_VERSION_STR, Qt
from PyQt6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio import __version__
from musflow_studio.domain.errors import StudioError
from ui import icons, theme
from ui.theme import UNIT

LOG_LINES = 40


def details_of(error: StudioError, log: Iterable[str]) -> str:
    """Everything somebody who helps would ask for; no contents of the project."""
    told = {name: value for name, value in error.as_dict().items() if value}
    lines = [
        error.sentence(),
        "",
        *(f"{name}: {value}" for name, value in told.items()),
        f"version: {__version__}, Python {platform.python_version()}, "
        f"PyQt {PYQT_VERSION_STR} on Qt {QT_VERSION_STR}, {platform.platform()}",
        "",
        "the log's last lines:",
        *list(log)[-LOG_LINES:],
    ]
    return "\n".join(lines)


class ErrorDialog(QDialog):
    """One failure."""

    def __init__(
        self, error: StudioError, log: Iterable[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("MusFlow Studio")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(UNIT * 120)
        mark = QLabel()
        mark.setPixmap(icons.icon("alert-circle-outline", "bad").pixmap(32, 32))
        sentence = QLabel(error.sentence())
        sentence.setWordWrap(True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QPlainTextEdit(details_of(error, log))
        self._details.setReadOnly(True)
        self._details.setFont(theme.font("mono"))
        self._details.setMinimumHeight(UNIT * 40)
        self._details.setAccessibleName("Details")
        self._details.hide()
        head = QHBoxLayout()
        head.setSpacing(UNIT * 4)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(sentence, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 5, UNIT * 5, UNIT * 5, UNIT * 4)
        layout.setSpacing(UNIT * 4)
        layout.addLayout(head)
        layout.addWidget(self._details)
        layout.addLayout(self._buttons())
        self._close.setFocus()  # Space and Return put it away

    def copy_details(self) -> None:
        """Put the details on the clipboard."""
        clipboard = QApplication.clipboard()
        if clipboard:
            clipboard.setText(self._details.toPlainText())

    def _buttons(self) -> QHBoxLayout:
        show = QPushButton("Show details")
        show.setCheckable(True)
        show.setAutoDefault(False)
        show.toggled.connect(self._details.setVisible)
        show.toggled.connect(lambda on: show.setText("Hide details" if on else "Show details"))
        show.toggled.connect(lambda _: self.adjustSize())
        copy = QPushButton("Copy details")
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy_details)
        copy.clicked.connect(lambda: copy.setText("Copied"))
        close = self._close = QPushButton("Close")
        close.setProperty("role", "main")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addWidget(show)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        return row
