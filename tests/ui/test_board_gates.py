"""Figures of the board: two keys a panel, and a strip of two hundred panels.

Blocks are told by the clock and, since a busy machine makes the clock unfair, checked in normal
runs by the processor time the GUI thread spent between two looks at its events.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from gates import Gate
from PIL import Image, ImageDraw
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from musflow_studio.domain.storyboard import PanelOverride
from musflow_studio.project.panels import set_length
from ui.collector import set_aside
from ui.heartbeat import Heartbeat
from ui.models import Models
from ui.strip import StripView
from ui.words import WordsView

BLOCK_S = 0.050
WAIT_MS = 120_000
MINUTE_S = 60.0
HUMAN_KEYS_A_SECOND = 2
"""Slower than people who know their keys: a key needs thought here."""


class Blocks(Heartbeat):
    """A heartbeat that also knows the processor time of the calling thread.

    Attributes:
        spent_s: the most that was spent between two calls of `look`.
    """

    def start(self) -> None:
        super().start()
        self.spent_s, self._at = 0.0, time.thread_time()

    def look(self, qtbot: QtBot) -> None:
        """Let events run for a moment."""
        qtbot.wait(4)
        now = time.thread_time()
        self.spent_s, self._at = max(self.spent_s, now - self._at), now


def board(folder: Path, count: int, side_px: int) -> Path:
    """Pictures that differ, each with a line of story."""
    folder.mkdir()
    rows = ["file,length_s,story"]
    for number in range(1, count + 1):
        picture = Image.new("RGB", (side_px, side_px * 9 // 16), (number % 256, 80, 120))
        ImageDraw.Draw(picture).line((0, 0, side_px, number), (250, 240, 220), 3)
        picture.save(folder / f"{number:03}.png")
        rows.append(f"{number:03}.png,1.5,Scene {number}: she runs through the rain")
    (folder / "panels.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def open_board(models: Models, qtbot: QtBot, folder: Path) -> None:
    with qtbot.waitSignal(models.project.opened, timeout=WAIT_MS):
        models.project.start([folder])
    qtbot.waitUntil(lambda: not models.descriptions.pending, timeout=WAIT_MS)


@pytest.mark.gate
def test_twenty_four_panels_by_two_keys_each(
    gate: Gate, models: Models, qtbot: QtBot, tmp_path: Path
) -> None:
    open_board(models, qtbot, board(tmp_path / "board", 24, 320))
    strip, words = StripView(models), WordsView(models)
    for view in (strip, words):
        qtbot.addWidget(view)
        view.resize(900, 300)
        view.show()
    words.quick.setChecked(True)
    qtbot.wait(200)
    heart = Blocks()
    heart.start()
    begun = time.perf_counter()
    for number in range(24):
        for digit in (1 + number % 9, 1 + (number + 4) % 9):
            QTest.keyClick(words.pad, str(digit))
            heart.look(qtbot)
    took = time.perf_counter() - begun
    block = heart.stop()
    assert models.project.board
    panels = models.project.board.panels
    assert all(panel.override.valence is not None for panel in panels)
    assert [panel.override.energy for panel in panels[:3]] == [0.5, 0.625, 0.75]
    for _ in range(24):
        models.project.undo()
    assert all(panel.override == PanelOverride() for panel in models.project.board.panels)
    at_hand = took + 48 / HUMAN_KEYS_A_SECOND
    gate.record(
        "window: mood and energy of 24 panels by keyboard",
        f"{at_hand:.0f} s",
        f"{MINUTE_S:.0f} s",
        f"48 keys at {HUMAN_KEYS_A_SECOND} a second; {took * 1000 / 48:.0f} ms of each are the "
        f"window's, its longest block {block * 1000:.0f} ms",
        met=at_hand <= MINUTE_S,
    )
    assert at_hand <= MINUTE_S
    assert (block if gate.full else heart.spent_s) < BLOCK_S


@pytest.mark.gate
def test_two_hundred_panels_scroll_and_are_trimmed(
    gate: Gate, models: Models, qtbot: QtBot, tmp_path: Path
) -> None:
    open_board(models, qtbot, board(tmp_path / "board", 200, 1280))
    view = StripView(models)
    qtbot.addWidget(view)
    view.resize(1280, 152)
    view.show()
    qtbot.wait(200)
    bar = view.strip.horizontalScrollBar()
    assert bar
    set_aside()  # as the application does soon after its start
    heart = Blocks()
    heart.start()
    for place in range(0, bar.maximum(), 97):
        bar.setValue(place)
        heart.look(qtbot)
    scrolled = heart.stop(), heart.spent_s
    assert models.project.board
    uid = models.project.board.panels[3].uid
    heart.start()
    for frames in range(30, 60):
        models.project.do("Trim", lambda p, n=frames: set_length(p, uid, n), "trim")
        heart.look(qtbot)
    trimmed = heart.stop(), heart.spent_s
    for what, (block, spent) in (("scrolling", scrolled), ("trimming", trimmed)):
        gate.record(
            f"window: longest block of the GUI thread while {what} a strip of 200 panels",
            f"{block * 1000:.0f} ms",
            f"{BLOCK_S * 1000:.0f} ms",
            f"heartbeat of 5 ms, pictures of 1280 pixels arriving meanwhile, offscreen; "
            f"{spent * 1000:.0f} ms of it work of the thread itself",
            met=block < BLOCK_S,
        )
        # beside other tests a thread's own work takes longer too: caches and clock are shared
        assert block < BLOCK_S if gate.full else spent < 2 * BLOCK_S
