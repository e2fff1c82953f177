"""LevelFeed: the levels between the effects at the playhead, as needles move."""

from __future__ import annotations

import time

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from ui.meters.ballistics import FLOOR_DB, Needles
from ui.models import Models
from ui.timers import ticking_timer

TICK_MS = 33
_LONGEST_S = 0.25


class LevelFeed(QObject):
    """Ticks while music plays and a view watches, and until the needles rest.

    Signals:
        ticked(levels): one level a stage, dBFS, as shown.
    """

    ticked = pyqtSignal(object)

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._watched = False
        self._needles = Needles.resting(0)
        self._last = time.monotonic()
        self._timer = ticking_timer(self, TICK_MS, self._tick)
        models.playback.changed.connect(self._follow)

    def watch(self, *, on: bool) -> None:
        """Whether the needles are on screen."""
        self._watched = on
        self._models.rack.levels.watch(on=on)
        if on:
            self._follow()
        else:
            self._timer.stop()

    def _follow(self) -> None:
        if self._watched and self._models.playback.playing and not self._timer.isActive():
            self._last = time.monotonic()
            self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic()
        since, self._last = min(now - self._last, _LONGEST_S), now
        playback, levels = self._models.playback, self._models.rack.levels.levels
        stages = len(levels.levels_db) if levels else len(self._needles.shown_db)
        told = levels.at(playback.seconds) if levels and playback.playing else (FLOOR_DB,) * stages
        if stages != len(self._needles.shown_db):
            self._needles = Needles.resting(stages)
        self._needles = self._needles.moved(np.array(told, np.float32), since)
        self.ticked.emit(self._needles.shown_db)
        if not playback.playing and self._needles.at_rest:
            self._timer.stop()
