"""UndoBar: a deleted take can be taken back."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ui import icons
from ui.models import Models
from ui.theme import UNIT


class UndoBar(QFrame):
    """Names what was deleted last; stays until it is put away."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes = models.takes
        self._read = 0
        self.setObjectName("ribbon")
        self.setProperty("kind", "warn")
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.back = QPushButton("Take back")
        self.back.setToolTip("Take the take out of the trash again")
        self.back.clicked.connect(models.takes.undelete)
        away = QToolButton()
        away.setIcon(icons.icon("close", "muted"))
        away.setAccessibleName("Put away")
        away.setToolTip("Put away; the take stays in the trash until it is emptied")
        away.clicked.connect(self._put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.back)
        layout.addWidget(away)
        models.takes.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what was deleted last, if that was not read yet."""
        deleted = self._takes.deleted
        self._read = min(self._read, len(deleted))
        self.setVisible(len(deleted) > self._read)
        if deleted:
            name = self.fontMetrics().elidedText(
                deleted[-1].entry.name, Qt.TextElideMode.ElideMiddle, UNIT * 32
            )
            self.text.setText(f"{name} is in the trash")

    def _put_away(self) -> None:
        self._read = len(self._takes.deleted)
        self.follow()
