"""Toolbar: the project's name, undo and redo, the cue, Generate or Cancel with its progress."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT


class Toolbar(QWidget):
    """One row of what is always at hand."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._name = QLabel()
        self._name.setFont(theme.font("title"))
        self._undo = _button("undo", "Undo", models.project.undo)
        self._redo = _button("redo", "Redo", models.project.redo)
        self._cues = QComboBox()
        self._cues.setAccessibleName("Cue")
        self._cues.setToolTip("The cue that is looked at and made")
        self._cues.activated.connect(self._choose_cue)
        self._make = QPushButton("Generate")
        self._make.setProperty("role", "main")
        self._make.setToolTip("Make this cue (Ctrl+Return)")
        self._make.clicked.connect(self._generate_or_cancel)
        self._stage = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(UNIT * 40)
        self._bar.setAccessibleName("Progress")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        for part in (self._name, self._undo, self._redo, self._cues, self._make):
            layout.addWidget(part)
        layout.addWidget(self._bar)
        layout.addWidget(self._stage, 1, Qt.AlignmentFlag.AlignLeft)
        for signal in (models.project.changed, models.project.file_changed):
            signal.connect(self._show_project)
        models.selection.changed.connect(self._show_project)
        models.jobs.changed.connect(self._show_job)
        self._show_project()
        self._show_job()

    def _show_project(self) -> None:
        model = self._models.project
        self._name.setText(model.title + (" •" if model.dirty else ""))
        self._undo.setEnabled(model.can_undo)
        self._undo.setToolTip(f"Undo {model.undo_text} (Ctrl+Z)")
        self._redo.setEnabled(model.can_redo)
        self._redo.setToolTip(f"Redo {model.redo_text} (Ctrl+Shift+Z)")
        cues = model.project.cues if model.project else ()
        self._cues.clear()
        for cue in cues:
            self._cues.addItem(cue.name, cue.uid)
        self._cues.setCurrentIndex(self._cues.findData(self._models.selection.cue_uid))
        self._cues.setEnabled(bool(cues))
        self._show_job()

    def _show_job(self) -> None:
        running = self._models.jobs.running
        self._make.setText("Cancel" if running else "Generate")
        self._make.setEnabled(bool(running) or self._models.selection.cue is not None)
        self._bar.setVisible(running is not None)
        self._stage.setVisible(running is not None)
        if running:
            self._bar.setValue(round(running.fraction * 100))
            stage = running.stage.capitalize() if running.stage else "Waiting"
            left = "" if running.eta_s is None else f", {running.eta_s:.0f} s left"
            self._stage.setText(f"{stage}{left}")

    def _choose_cue(self, index: int) -> None:
        self._models.selection.choose_cue(self._cues.itemData(index))

    def _generate_or_cancel(self) -> None:
        if self._models.jobs.running:
            self._models.jobs.cancel()
        else:
            self._models.jobs.generate(self._models.selection.cue_uid)


def _button(icon: str, name: str, press: Callable[[], None]) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setAccessibleName(name)
    made.clicked.connect(lambda: press())
    return made
