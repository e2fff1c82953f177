"""Timers: work once after a quiet moment, or again and again.

The work is a method of a QObject: Qt lets go of it with its object. A lambda would be called while
Python's collector takes its object apart, and the program would crash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, Qt, QTimer


def quiet_timer(parent: QObject, after_ms: int, work: Callable[[], Any]) -> QTimer:
    """Does the work once, `after_ms` after its last `start()`."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(work)
    return timer


def ticking_timer(parent: QObject, every_ms: int, work: Callable[[], Any]) -> QTimer:
    """Does the work every so many milliseconds, as exactly as the system can, once started."""
    timer = QTimer(parent)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(every_ms)
    timer.timeout.connect(work)
    return timer
