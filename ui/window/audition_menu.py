"""AuditionMenu: presets and styles stepped through, compared, kept, wherever the focus is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu

from ui.models import Models

SOUNDS, STYLES = "sounds", "styles"


class ShowsAudition(Protocol):
    """What brings the audition to the front."""

    def show_audition(self, page: str = "") -> None:
        """Bring the presets, or the styles, to the front."""


class AuditionMenu(QObject):
    """Works on what is auditioned; begins with the presets where nothing is."""

    def __init__(self, menu: QMenu, window: ShowsAudition, models: Models) -> None:
        super().__init__(menu)
        self._window = window
        self._models = models
        sound = models.audition
        self._add(menu, "Presets", partial(window.show_audition, SOUNDS), "Ctrl+Alt+P")
        self._add(menu, "Styles", partial(window.show_audition, STYLES), "Ctrl+Alt+S")
        menu.addSeparator()
        self._steps = [
            self._add(menu, "Next", partial(self._step, 1), "Alt+Down"),
            self._add(menu, "Previous", partial(self._step, -1), "Alt+Up"),
        ]
        menu.addSeparator()
        self._bypass = self._switch(menu, "Bypass the effects", sound.bypass, "Ctrl+Alt+E")
        self._match = self._switch(menu, "Equally loud", sound.match, "Ctrl+Alt+M")
        self._blind = self._switch(menu, "Blind", sound.blind, "Ctrl+Alt+H")
        self._slots = [
            self._add(menu, f"Hear {slot}", partial(sound.hear, slot), f"Ctrl+Alt+{number}")
            for number, slot in enumerate("ABC", start=1)
        ]
        menu.addSeparator()
        self._keep = self._add(menu, "Keep as a take", self._keep_it, "Ctrl+K")
        for signal in (
            sound.changed,
            models.styles.changed,
            models.jobs.changed,
            models.selection.changed,
        ):
            signal.connect(self._follow)
        self._follow()

    def _step(self, by: int) -> None:
        """The next preset, or the next style where styles are auditioned."""
        models = self._models
        if models.styles.clip_id:
            models.styles.step(by)
        elif models.audition.clip_id or models.audition.opening:
            models.audition.step(by)
        else:
            self._window.show_audition()

    def _keep_it(self) -> None:
        models = self._models
        (models.styles if models.styles.clip_id else models.audition).keep()

    def _follow(self) -> None:
        models = self._models
        state, style = models.audition.state, models.styles.state
        sound, idle = bool(state.clip_id), models.jobs.running is None
        for action in self._steps:
            action.setEnabled(bool(models.selection.clip_id))
        for switch, on in (
            (self._bypass, models.audition.bypassed),
            (self._match, state.matched),
            (self._blind, state.blind),
        ):
            switch.setEnabled(sound)
            switch.setChecked(on)
        for slot in self._slots:
            slot.setEnabled(sound)
        other_style = bool(style.clip_id) and style.style != models.styles.own
        self._keep.setEnabled(idle and ((sound and not state.blind) or other_style))

    @staticmethod
    def _add(menu: QMenu, text: str, work: Callable[[], object], keys: str) -> QAction:
        action = QAction(text, menu)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(partial(_call, work))
        menu.addAction(action)
        return action

    @staticmethod
    def _switch(menu: QMenu, text: str, turn: Callable[[bool], object], keys: str) -> QAction:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(turn)
        menu.addAction(action)
        return action


def _call(work: Callable[[], object], _checked: bool = False) -> None:
    work()
