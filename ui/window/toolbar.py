"""Toolbar: the project's name, undo and redo, the cue, Generate or Cancel with its progress."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.make.wording import job_text
from ui.models import Models
from ui.theme import UNIT
from ui.timers import quiet_timer

NAME_PX = 300
_BLINK_MS = 250


class Toolbar(QWidget):
    """One row of what is always at hand.

    Signals:
        settings_wanted, monitor_wanted: their buttons were pressed.
    """

    settings_wanted = pyqtSignal()
    monitor_wanted = pyqtSignal()

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._leads = True
        self._name = QLabel()
        self._name.setFont(theme.font("title"))
        self._undo = _button("undo", "Undo", models.project.undo)
        self._redo = _button("redo", "Redo", models.project.redo)
        self._cues = _cue_chooser(self._choose_cue)
        self._make = QPushButton("Generate")
        self._make.setMinimumWidth(UNIT * 26)
        self._make.clicked.connect(self._generate_or_cancel)
        self._stage = QLabel()
        self._stage.setFont(theme.font("small"))
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Progress")
        self._bar.setTextVisible(False)
        self._light = _button("lan-connect", "Bridge", self.monitor_wanted.emit)
        self._settings = _button("cog-outline", "Settings", self.settings_wanted.emit)
        self._settings.setToolTip("Settings (Ctrl+,)")
        self._unblink = quiet_timer(self, _BLINK_MS, self._show_bridge)
        self._lay_out()
        for signal in (models.project.changed, models.project.file_changed):
            signal.connect(self._show_project)
        models.selection.changed.connect(self._show_project)
        models.jobs.changed.connect(self._show_job)
        models.bridge.changed.connect(self._show_bridge)
        models.bridge.heard.connect(self._blink)
        self._show_project()
        self._show_bridge()

    def lead(self, leads: bool) -> None:
        """Whether this row's Generate is the main button; not where another one is in sight."""
        self._leads = leads
        self._show_job()

    def _lay_out(self) -> None:
        progress = QVBoxLayout()
        progress.setSpacing(UNIT)
        progress.addStretch(1)
        progress.addWidget(self._stage)
        progress.addWidget(self._bar)
        progress.addStretch(1)
        self._progress = QWidget()
        self._progress.setLayout(progress)
        self._progress.setFixedWidth(UNIT * 60)
        progress.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 4, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(self._name)
        layout.addSpacing(UNIT * 2)
        layout.addWidget(self._undo)
        layout.addWidget(self._redo)
        layout.addStretch(1)
        layout.addWidget(self._progress)
        layout.addWidget(self._cues)
        layout.addWidget(self._make)
        layout.addSpacing(UNIT * 2)
        layout.addWidget(self._light)
        layout.addWidget(self._settings)
        self.setFixedHeight(UNIT * 12)

    def _show_project(self) -> None:
        model = self._models.project
        name = self._name.fontMetrics().elidedText(
            model.title or "MusFlow Studio", Qt.TextElideMode.ElideMiddle, NAME_PX
        )
        self._name.setText(f"{name} •" if model.dirty else name)
        self._name.setToolTip(_about_file(self._models))
        self._undo.setEnabled(model.can_undo)
        self._undo.setToolTip(f"Undo {model.undo_text}".strip() + " (Ctrl+Z)")
        self._redo.setEnabled(model.can_redo)
        self._redo.setToolTip(f"Redo {model.redo_text}".strip() + " (Ctrl+Shift+Z)")
        self._show_cues()
        self._show_job()

    def _show_cues(self) -> None:
        project = self._models.project.project
        cues = [(cue.name, cue.uid) for cue in project.cues] if project else []
        shown = [
            (self._cues.itemText(i), self._cues.itemData(i)) for i in range(self._cues.count())
        ]
        if cues != shown:
            self._cues.clear()
            for name, uid in cues:
                self._cues.addItem(name, uid)
        self._cues.setCurrentIndex(self._cues.findData(self._models.selection.cue_uid))
        self._cues.setVisible(bool(cues))

    def _show_job(self) -> None:
        running, selection = self._models.jobs.running, self._models.selection
        self._make.setText("Cancel" if running else "Generate")
        self._make.setToolTip("Stop (Ctrl+.)" if running else "Make this cue (Ctrl+Return)")
        self._make.setEnabled(bool(running) or selection.cue is not None)
        theme.set_role(self._make, "stop" if running else "main" if self._leads else "")
        there = self._models.project.project is not None
        for part in (self._make, self._undo, self._redo):
            part.setVisible(there)
        self._progress.setVisible(running is not None)
        if running:
            self._bar.setValue(round(running.fraction * 100))
            self._stage.setText(job_text(running))

    def _show_bridge(self) -> None:
        bridge = self._models.bridge
        name, color = "lan-disconnect", "muted"
        if bridge.on:
            name, color = "lan-connect", "warn" if bridge.lan else "good"
        elif bridge.refused:
            name, color = "lan-disconnect", "warn"
        self._light.setIcon(icons.icon(name, color))
        self._light.setToolTip(f"{bridge.says} Click for its messages (Ctrl+B)")
        self._light.setAccessibleName(bridge.says)

    def _blink(self, _: str) -> None:
        if not self._unblink.isActive():
            self._light.setIcon(icons.icon("lan-pending", "accent"))
            self._unblink.start()

    def _choose_cue(self, index: int) -> None:
        self._models.selection.choose_cue(self._cues.itemData(index))

    def _generate_or_cancel(self) -> None:
        if self._models.jobs.running:
            self._models.jobs.cancel()
        else:
            self._models.making.generate()


def _about_file(models: Models) -> str:
    model = models.project
    if model.file:
        return f"{model.file}{', with unsaved changes' if model.dirty else ''}"
    return "Not saved yet (Ctrl+S)" if model.project else ""


def _cue_chooser(choose: Callable[[int], None]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName("Cue")
    made.setToolTip("The cue that is looked at and made (Ctrl+PgUp, Ctrl+PgDown)")
    made.setMinimumWidth(UNIT * 20)
    made.activated.connect(choose)
    return made


def _button(icon: str, name: str, press: Callable[[], None]) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.clicked.connect(lambda: press())
    return made
