"""Whole stories in the whole window, on the real studio: what people do, end to end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile
from PIL import Image
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDropEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit
from running_window import ROOT, environment

from musflow_studio.project import open_project
from musflow_studio.project.refit import Touch
from ui.models import Models
from ui.window import MainWindow

MAKING_MS = 120_000
LINES = (
    "Fog over the empty station",
    "A girl waits with one suitcase, afraid",
    "Far away a whistle",
    "* The train bursts out of the fog",
    "Her brother jumps off, they run",
    "They embrace, at peace at last",
)


def pictures(folder: Path) -> list[Path]:
    files = []
    for number in range(len(LINES)):
        file = folder / f"station_{number + 1}.png"
        Image.new("RGB", (320, 180), (40 + 30 * number, 60, 120 - 15 * number)).save(file)
        files.append(file)
    return files


def drop(window: MainWindow, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(640, 400), Qt.DropAction.CopyAction, data, button, modifier)
    window.dropEvent(event)


def write_lines(window: MainWindow, qtbot, lines: tuple[str, ...]) -> None:
    """Return opens the chosen panel's line, Tab goes on to the next, Return ends."""
    strip = window.desk.panes["strip"].view.strip
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Return)
    for number, line in enumerate(lines):
        field = QApplication.focusWidget() if number else strip.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, line)
        last = number == len(lines) - 1
        with qtbot.waitSignal(window.models.project.changed):
            QTest.keyClick(field, Qt.Key.Key_Return if last else Qt.Key.Key_Tab)


def generate(window: MainWindow, qtbot) -> None:
    with qtbot.waitSignal(window.models.jobs.finished, timeout=MAKING_MS):
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.gate
def test_six_pictures_become_a_clip_to_drag(
    gate, window: MainWindow, models: Models, qtbot, tmp_path
):
    """Drop, write six lines in a row, generate, change one word, generate, drag: six actions."""
    window.activateWindow()
    begun = time.perf_counter()
    with qtbot.waitSignal(models.project.opened, timeout=60_000):
        drop(window, pictures(tmp_path))
    write_lines(window, qtbot, LINES)
    board = models.project.board
    assert board
    assert [panel.story for panel in board.panels] == [line.removeprefix("* ") for line in LINES]
    generate(window, qtbot)
    models.selection.choose_panel(board.panels[2].uid)
    write_lines(window, qtbot, ("Far away, thunder",))
    generate(window, qtbot)
    qtbot.waitUntil(lambda: models.making.outcome is not None, timeout=10_000)
    seconds = time.perf_counter() - begun
    touched = [p.number for p in models.making.outcome.refit.changed]
    assert touched == ["3"], "one word, one panel"
    clip = models.studio.clip(models.selection.clip_id).result(10)
    assert (clip.folder / clip.wav).is_file()
    frames = soundfile.info(str(clip.folder / clip.wav)).frames
    assert frames == board.rate.samples(board.length_frames, 44100)
    gate.record(
        "window 1: six pictures dropped, a line for each, generated, a word changed, generated",
        f"6 actions, {seconds:.0f} s",
        "under 10 actions, 60 s",
        "one run; the six lines written in a row with Tab count as one action, the drag as one",
        met=seconds < 60,
    )
    assert seconds < 60


def test_a_recut_by_seven_frames_touches_what_it_must(window: MainWindow, models: Models, qtbot):
    with qtbot.waitSignal(models.project.opened, timeout=60_000):
        window.welcome.example.button.click()
    window.activateWindow()
    generate(window, qtbot)
    before = models.studio.clip(models.selection.clip_id).result(10)
    board = models.project.board
    assert board
    models.selection.choose_panel(board.panels[1].uid)
    strip = window.desk.panes["strip"].view.strip
    strip.setFocus()
    QTest.keyClicks(strip, "]]]]]]]")
    assert models.project.board.panels[1].length_frames == board.panels[1].length_frames + 7
    generate(window, qtbot)
    qtbot.waitUntil(lambda: models.making.outcome is not None, timeout=10_000)
    refit = models.making.outcome.refit
    assert {panel.number for panel in refit.changed} <= {"2", "3"}
    assert refit.moved_frames == 7
    assert [p.touch for p in refit.panels if p.number in "4567"] == [Touch.MOVED] * 4
    after = models.studio.clip(models.selection.clip_id).result(10)
    seconds = (after.frames - before.frames) / 44100
    assert seconds == pytest.approx(7 / 24, abs=1 / 44100)
    models.playback.compare(models.making.outcome.before, models.making.outcome.after)
    assert models.playback.comparison
    while models.project.can_undo:
        models.project.undo()
    assert models.project.board == board
    cue = models.selection.cue
    assert cue
    assert len(cue.clip_ids) == 2, "undo takes no take away"


def test_cancelled_midway_nothing_is_left(window: MainWindow, models: Models, qtbot):
    with qtbot.waitSignal(models.project.opened, timeout=60_000):
        window.welcome.example.button.click()
    before = models.project.project
    library = models.studio.settings.library
    packages = set(library.glob("clips/*"))
    models.making.generate()
    qtbot.waitUntil(
        lambda: models.jobs.running is None or models.jobs.running.fraction > 0.4, timeout=MAKING_MS
    )
    stopped = time.perf_counter()
    with qtbot.waitSignal(models.jobs.failed, timeout=5_000):
        window.toolbar._make.click()
    assert time.perf_counter() - stopped < 2.0
    assert models.jobs.running is None
    assert models.project.project == before
    assert set(library.glob("clips/*")) == packages
    generate(window, qtbot)


WORKING_DESK = """
import sys
from dataclasses import replace
from pathlib import Path
from PyQt6.QtCore import QCoreApplication, QTimer
from musflow_studio.studio import Studio
from ui.models import make_models

application = QCoreApplication([])
with Studio() as studio:
    models = make_models(studio)

    def work():
        models.project.opened.disconnect(work)
        for number in range(20):
            models.project.do(f"Title {number}", lambda p, n=number: replace(
                p, storyboard=replace(p.storyboard, title=f"Title {n}")))
        models.project.undo()
        QTimer.singleShot(1000, lambda: print("worked", flush=True))

    models.project.opened.connect(work)
    models.project.start([Path(sys.argv[1])])
    application.exec()
"""


def test_edits_outlive_a_kill_without_being_saved(models: Models, qtbot, tmp_path, board_folder):
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-c", WORKING_DESK, str(board_folder)],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "worked\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (working,) = (home / "state" / "working").glob("[!.]*.musflow")
    assert open_project(working).storyboard.title == "Title 18"
