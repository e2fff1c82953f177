"""Heartbeat: how long the GUI thread was busy without looking at events."""

from __future__ import annotations

import time

from PyQt6.QtCore import QObject

from ui.timers import ticking_timer

BEAT_MS = 5


class Heartbeat(QObject):
    """Beats as often as the event loop lets it; a late beat is a block of that length.

    While it runs it costs a wake-up every 5 ms: for measuring, not for every day.

    Attributes:
        longest_s: the longest block on the clock, with what other processes took of it.
        busiest_s: the most processor time the thread itself spent between two beats.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_s = self.busiest_s = 0.0
        self._last, self._spent = time.monotonic(), time.thread_time()
        self._timer = ticking_timer(self, BEAT_MS, self._beat)

    def start(self) -> None:
        """Measure from now on."""
        self.longest_s = self.busiest_s = 0.0
        self._last, self._spent = time.monotonic(), time.thread_time()
        self._timer.start()

    def stop(self) -> float:
        """Stop measuring; the longest block in seconds."""
        self._beat()
        self._timer.stop()
        return self.longest_s

    def _beat(self) -> None:
        now, spent = time.monotonic(), time.thread_time()
        self.longest_s = max(self.longest_s, now - self._last - BEAT_MS / 1000)
        self.busiest_s = max(self.busiest_s, spent - self._spent)
        self._last, self._spent = now, spent
