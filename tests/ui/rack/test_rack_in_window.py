"""The rack in the window: its keys before the window's, what goes wrong beside it, playing on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import GENERATION_MS
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget

from musflow_studio import paths
from ui.models import Models
from ui.window import MainWindow

MS = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rack(window: MainWindow, models: Models, board_folder: Path, qtbot) -> Iterator[MainWindow]:
    """The window with a take, its effects in front."""
    with qtbot.waitSignal(models.project.opened, timeout=GENERATION_MS):
        models.project.start([board_folder])
    with qtbot.waitSignal(models.jobs.finished, timeout=GENERATION_MS):
        models.jobs.generate(models.selection.cue_uid)
    qtbot.waitUntil(lambda: models.rack.preset is not None and models.rack.shelf.loaded, timeout=MS)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_4, CONTROL)
    qtbot.waitUntil(window.desk.rack.isVisible)
    qtbot.waitUntil(lambda: models.rack.hearing.open, timeout=MS)
    qtbot.wait(60)
    yield window
    window.desk.show_board()
    qtbot.waitUntil(lambda: not models.rack.hearing.open, timeout=MS)


def test_the_rack_has_its_keys_and_the_window_its_own(rack: MainWindow, models: Models, qtbot):
    models.project.do("Name it", lambda project: project)
    view = rack.desk.rack
    view.strip._add("Space", "Space")
    view.strip._add("Gain", "Gain")
    title = view.strip.cards[1].title
    title.setFocus()
    before, place = models.project.undo_text, models.playback.seconds
    qtbot.keyClick(title, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert [one.kind for one in models.rack.preset.effects] == ["Gain", "Space"]
    assert models.playback.seconds == place  # no jump to the cut before
    qtbot.keyClick(view.strip.cards[0].title, Qt.Key.Key_Z, CONTROL)
    assert [one.kind for one in models.rack.preset.effects] == ["Space", "Gain"]
    assert models.project.undo_text == before
    qtbot.keyClick(view.strip.cards[0].title, Qt.Key.Key_Y, CONTROL)
    assert [one.kind for one in models.rack.preset.effects] == ["Gain", "Space"]
    knob = view.strip.cards[1].knobs["decay_s"]
    knob.setFocus()
    qtbot.keyClick(knob, Qt.Key.Key_Home)
    assert knob.value == 0.6
    visited = []
    for _ in range(40):
        focused = rack.focusWidget()
        visited.append(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {"Pre-delay of Space", "Remove Space", "Wet of the output"} <= {*visited}
    qtbot.keyClick(rack, Qt.Key.Key_4, CONTROL)
    assert not view.isVisible()
    assert rack.desk.panes["strip"].isVisible()
    qtbot.keyClick(rack, Qt.Key.Key_W, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert view.words.field.hasFocus()


def test_a_value_out_of_range_is_said_over_the_rack(rack: MainWindow, models: Models, qtbot):
    view = rack.desk.rack
    view.strip._add("Space", "Space")
    knob = view.strip.cards[0].knobs["decay_s"]
    knob.type_value("99")
    qtbot.keyClick(knob.field, Qt.Key.Key_Return)
    ribbon = rack.desk.panes["rack"].ribbon
    assert ribbon is not None
    assert "Decay of Space is out of range" in ribbon.accessibleName() + _texts(ribbon)
    assert knob.value == 1.5


@pytest.mark.skipif(os.geteuid() != 0, reason="a disk that is full needs root")
def test_a_full_disk_while_saving_is_one_sentence_and_nothing_is_lost(
    rack: MainWindow, models: Models, qtbot
):
    view = rack.desk.rack
    view.strip._add("Gain", "Gain")
    mine = models.rack.preset
    folder = paths.data_folder() / "presets" / "finishing"
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        (folder / "filler").write_bytes(b"x" * 4096)
        models.rack.save_as("Full disk")
        qtbot.waitUntil(lambda: rack.desk.panes["rack"].ribbon is not None, timeout=MS)
        said = _texts(rack.desk.panes["rack"].ribbon)
        assert "disk" in said
        assert models.rack.preset == mine
        assert not models.rack.shelf.is_own("full-disk")
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    models.rack.save_as("Full disk")
    qtbot.waitUntil(lambda: models.rack.shelf.is_own("full-disk"), timeout=MS)
    (folder / "full-disk.json").unlink()


def _texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))
