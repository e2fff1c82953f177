"""MeterFeed: what the heard file holds at the playhead."""

from __future__ import annotations

import time

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.waveform import Moment, Waveform
from ui.models import Models
from ui.timers import ticking_timer

TICK_MS = 33
_LONGEST_S = 0.25


class MeterFeed(QObject):
    """Ticks while music plays, and after it until `rest` is called.

    Signals:
        ticked(moment, seconds): what is heard, None for silence; and the time since the last tick.
        changed: another file is heard.
    """

    ticked = pyqtSignal(object, float)
    changed = pyqtSignal()

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._last = time.monotonic()
        self._heard = ""
        self._timer = ticking_timer(self, TICK_MS, self._tick)
        models.playback.changed.connect(self._on_playback)
        models.playback.moved.connect(self._on_playback)

    @property
    def waveform(self) -> Waveform | None:
        """The survey of the file that is heard; None while it is made, or for none."""
        clip = self._models.playback.clip
        return self._models.peaks.of(clip) if clip else None

    def now(self) -> Moment | None:
        """What is heard now."""
        playback, wave = self._models.playback, self.waveform
        return wave.levels.at(playback.seconds) if wave and playback.playing else None

    def rest(self) -> None:
        """Nothing moves any more: no ticks until music plays."""
        if not self._models.playback.playing:
            self._timer.stop()

    def _on_playback(self) -> None:
        if self._models.playback.clip_id != self._heard:
            self._heard = self._models.playback.clip_id
            self.changed.emit()
        if self._models.playback.playing and not self._timer.isActive():
            self._last = time.monotonic()
            self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic()
        since, self._last = min(now - self._last, _LONGEST_S), now
        self.ticked.emit(self.now(), since)
