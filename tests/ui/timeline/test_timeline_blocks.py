"""The GUI thread stays free while a long take is zoomed and scrolled."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from gates import Gate
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project import new_project, save_project
from ui.heartbeat import Heartbeat
from ui.models import Models
from ui.timeline import TimelineView

STORIES = ("Rain on the empty deck", "She sees the lights and smiles", "They run for the door")
WAIT_MS = 280_000
BLOCK_S = 0.05


def long_project(folder: Path, seconds: int) -> Path:
    """A panel every five seconds."""
    panels = tuple(
        Panel(f"u{n}", str(n + 1), 120, story=STORIES[n % 3]) for n in range(seconds // 5)
    )
    file = folder / "Long.musflow"
    save_project(new_project(Storyboard("Long", FrameRate(Fraction(24)), panels)), file)
    return file


def turn(view: TimelineView, notches: int, keys: Qt.KeyboardModifier) -> None:
    """One turn of the wheel in the middle, and what follows from it."""
    at = QPointF(view.canvas.width() * 0.6, view.canvas.height() * 0.9)
    event = QWheelEvent(
        at, view.canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.canvas, event)
    QTest.qWait(12)


@pytest.mark.gate
def test_zoom_and_scroll_leave_the_thread_free(
    models: Models, qtbot: QtBot, tmp_path: Path, gate: Gate
) -> None:
    seconds = gate.size(600)
    with qtbot.waitSignal(models.project.opened, timeout=WAIT_MS):
        models.project.open(long_project(tmp_path, seconds))
    with qtbot.waitSignal(models.jobs.finished, timeout=WAIT_MS):
        models.jobs.generate(models.selection.cue_uid)
    view = TimelineView(models)
    qtbot.addWidget(view)
    view.resize(1264, 420)
    view.show()
    qtbot.waitUntil(
        lambda: view.stage.scene is not None and view.stage.scene.wave is not None,
        timeout=WAIT_MS,
    )
    heartbeat = Heartbeat()
    heartbeat.start()
    ctrl, plain = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    for notches in (1, -1):
        for _ in range(40):
            turn(view, notches, ctrl)
        for _ in range(20):
            turn(view, -notches, plain)
    longest_s = heartbeat.stop()
    assert view.scene.axis.span_s > 0
    gate.record(
        "window 4: longest block of the GUI thread during zoom and scroll on a 10-minute take",
        f"{longest_s * 1000:.0f} ms",
        "50 ms",
        f"80 zooms down to single samples and back, 40 scrolls, {seconds} s of music, heartbeat",
        met=longest_s <= BLOCK_S,
    )
    # on a shared machine the thread waits longer than it works
    assert longest_s <= (BLOCK_S if seconds == 600 else 4 * BLOCK_S)
