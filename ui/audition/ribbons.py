"""Ribbons: what was kept and what was deleted, to be seen or taken back."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from ui import icons
from ui.models import Models
from ui.theme import UNIT


class _Ribbon(QFrame):
    """One sentence, what can be done about it, and a cross."""

    def __init__(self, kind: str, offers: tuple[QPushButton, ...]) -> None:
        super().__init__()
        self.setObjectName("ribbon")
        self.setProperty("kind", kind)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.away = QToolButton()
        self.away.setIcon(icons.icon("close", "muted"))
        self.away.setAccessibleName("Put away")
        self.away.setToolTip("Put away")
        self.away.clicked.connect(self.put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.text, 1)
        for part in (*offers, self.away):
            layout.addWidget(part)
        self.hide()

    def put_away(self) -> None:
        """It was read."""
        self.hide()

    def _say(self, sentence: str) -> None:
        room = UNIT * 30
        elide = Qt.TextElideMode.ElideMiddle
        self.text.setText(self.fontMetrics().elidedText(sentence, elide, room))
        self.text.setToolTip(sentence)
        self.setAccessibleName(sentence)


class KeptRibbon(_Ribbon):
    """A take was kept; it can be looked at or go to the trash again."""

    def __init__(self, models: Models, show_takes: Callable[[str], object]) -> None:
        self.show_it = _offer("Show", "Look at it among the takes")
        self.back = _offer("Take back", "Move the new take to the trash")
        super().__init__("good", (self.show_it, self.back))
        self._models = models
        self._show_takes = show_takes
        self._clip_id = ""
        self.show_it.clicked.connect(self._show)
        self.back.clicked.connect(self._take_back)
        models.takes.changed.connect(self._follow)

    def say(self, clip_id: str) -> None:
        """Say that a take was kept."""
        self._clip_id = clip_id
        takes, cue_uid = self._models.takes, self._models.selection.cue_uid
        number = takes.number(cue_uid, clip_id)
        self._say(f"Kept as Take {number}" if number else "Kept in the library")
        self.show()

    def _follow(self) -> None:
        if self._clip_id and not self._models.takes.is_there(self._clip_id):
            self._clip_id = ""
            self.hide()

    def _show(self) -> None:
        self.hide()
        self._show_takes(self._clip_id)

    def _take_back(self) -> None:
        self._models.takes.delete(self._clip_id)
        self.hide()


class RemovedRibbon(_Ribbon):
    """A preset is in the trash; it can be taken back."""

    def __init__(self, models: Models) -> None:
        self.back = _offer("Take back", "Take the preset out of the trash again")
        super().__init__("warn", (self.back,))
        self._model = models.audition
        self._read = 0
        self.back.clicked.connect(models.audition.unremove)
        models.audition.changed.connect(self.follow)

    def follow(self) -> None:
        """Show what was deleted last, if that was not read yet."""
        removed = self._model.removed
        self._read = min(self._read, len(removed))
        self.setVisible(len(removed) > self._read)
        if removed:
            self._say(f"{removed[-1].title} is in the trash")

    def put_away(self) -> None:
        """It was read."""
        self._read = len(self._model.removed)
        self.follow()


def _offer(label: str, tip: str) -> QPushButton:
    made = QPushButton(label)
    made.setProperty("role", "chip")
    made.setToolTip(tip)
    return made
