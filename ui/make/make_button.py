"""MakeButton: Generate with its estimate, or the progress and Cancel; and what else can be made."""

from __future__ import annotations

from PyQt6.QtGui import QAction, QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.make.wording import changes_text, job_text, panels_text, seconds_text
from ui.models import Models
from ui.theme import UNIT


class MakeButton(QWidget):
    """The foot of the column."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.says = QLabel()
        self.says.setFont(theme.font("small"))
        self.says.setProperty("role", "muted")
        self.says.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress")
        self.bar.setTextVisible(False)
        self.generate = QPushButton()
        self.generate.setProperty("role", "main")
        self.generate.setToolTip("Make the cue; what did not change keeps its notes (Ctrl+Return)")
        self.generate.clicked.connect(models.making.generate)
        self.cancel = QPushButton("Cancel")
        self.cancel.setProperty("role", "stop")
        self.cancel.setToolTip("Stop (Esc)")
        self.cancel.clicked.connect(models.jobs.cancel)
        self._stop = QShortcut(QKeySequence("Esc"), self)
        self._stop.activated.connect(models.jobs.cancel)
        self.more = QToolButton()
        self.more.setIcon(icons.icon("dots-horizontal"))
        self.more.setAccessibleName("Other ways to make a take")
        self.more.setToolTip("Vary, rethink, compose a panel anew")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        self._lay_out()
        for signal in (models.making.changed, models.jobs.changed):
            signal.connect(self.follow)
        self.follow()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        for part in (self.generate, self.cancel):
            row.addWidget(part, 1)
        row.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 4, UNIT * 2, UNIT * 3, UNIT * 3)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addWidget(self.says)
        layout.addWidget(self.bar)
        layout.addLayout(row)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self.vary = _action(self, "Vary: other notes, same tempo, key and theme", "Ctrl+Alt+Return")
        self.vary.triggered.connect(self._vary)
        self.anew = _action(self, "Compose the panel anew", "Ctrl+Shift+R")
        self.anew.triggered.connect(self._compose_anew)
        self.rethink = QAction("Rethink: nothing kept but the pins", self)
        self.rethink.setToolTip("Ctrl+Shift+Return")
        self.rethink.triggered.connect(self._models.making.rethink)
        for action in (self.anew, self.vary, self.rethink):
            menu.addAction(action)
        return menu

    def follow(self) -> None:
        """Show what would be made, or what is being made."""
        making, job = self._models.making, self._models.jobs.running
        there = making.cue is not None
        self.generate.setVisible(job is None)
        self.generate.setEnabled(there)
        self.cancel.setVisible(job is not None)
        self.bar.setVisible(job is not None)
        self._stop.setEnabled(job is not None)
        takes = f"Generate {making.takes} takes" if making.takes > 1 else "Generate"
        about = f", about {seconds_text(making.expected_s)}" if there else ""
        self.generate.setText(takes + about)
        for action in (self.vary, self.anew):
            action.setEnabled(making.base is not None and job is None)
        self.rethink.setEnabled(there and job is None)
        board = self._models.project.board
        chosen = self._models.selection.panel_uids
        named = panels_text(board.panels, chosen).lower() if board and chosen else "the panel"
        self.anew.setText(f"Compose {named} anew, keep the rest")
        self.says.setText(self._sentence())
        self.says.setVisible(bool(self.says.text()))
        if job:
            self.bar.setValue(round(job.fraction * 100))
            self.cancel.setEnabled(not job.cancelling)

    def _sentence(self) -> str:
        making, job = self._models.making, self._models.jobs.running
        if job:
            return f"{job.what}: {job_text(job)}"
        if making.cue is None:
            return "Drop panels on the strip above; then a cue can be made of them."
        if making.base is None:
            return ""
        number = self._models.takes.number(making.cue.uid, making.base.clip_id)
        return changes_text(making.stale, number)

    def _vary(self) -> None:
        base = self._models.making.base
        if base:
            self._models.making.vary(base.clip_id)

    def _compose_anew(self) -> None:
        self._models.making.compose_anew(self._models.selection.panel_uids)


def _action(owner: QWidget, text: str, keys: str) -> QAction:
    made = QAction(text, owner)
    made.setShortcut(QKeySequence(keys))
    owner.addAction(made)  # so that the keys work while the menu is closed
    return made
