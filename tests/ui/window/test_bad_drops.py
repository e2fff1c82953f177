"""What nobody can score, dropped on the window: one sentence where the user looks, no harm done."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from bad_sources import BAD_SOURCES
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDropEvent

from musflow_studio.domain.errors import StudioError
from ui.models import Models
from ui.window import MainWindow
from ui.window.error_dialog import ErrorDialog


def drop(window: MainWindow, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, button, modifier)
    window.dropEvent(event)


def make_text(tmp_path: Path) -> Path:
    file = tmp_path / "letter.docx"
    file.write_bytes(os.urandom(64))
    return file


def make_damaged_project(tmp_path: Path) -> Path:
    file = tmp_path / "torn.musflow"
    file.write_text('{"kind": "musflow.project", "schema_ver', "utf-8")
    return file


def make_newer_project(tmp_path: Path) -> Path:
    file = tmp_path / "newer.musflow"
    file.write_text('{"kind": "musflow.project", "schema_version": 99, "value": {}}', "utf-8")
    return file


def make_nothing(tmp_path: Path) -> Path:
    return tmp_path / "gone.png"


HERE = [
    (make_text, "letter.docx"),
    (make_damaged_project, "torn.musflow"),
    (make_newer_project, "newer.musflow"),
    (make_nothing, "gone.png"),
]


@pytest.mark.parametrize(("make", "names"), [*BAD_SOURCES, *HERE])
def test_a_bad_drop_on_a_board_is_told_once_and_changes_nothing(
    window: MainWindow, opened: Models, qtbot, tmp_path, make: Callable[[Path], Path], names: str
):
    before, steps = opened.project.project, opened.project.can_undo
    told: list[StudioError] = []
    opened.errors.shown.connect(lambda error, where: told.append(error))
    drop(window, make(tmp_path))
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    ribbon = window.desk.panes["strip"].ribbon
    assert ribbon
    assert names in ribbon.sentence
    assert "\n" not in ribbon.sentence
    assert len(told) == 1
    assert (opened.project.project, opened.project.can_undo) == (before, steps)
    assert not opened.project.reading


def test_a_bad_drop_on_the_empty_desk_is_a_dialog(
    window: MainWindow, models: Models, qtbot, tmp_path
):
    drop(window, make_text(tmp_path))
    qtbot.waitUntil(lambda: window.findChild(ErrorDialog) is not None, timeout=30_000)
    assert window.pages.currentWidget() is window.welcome
    assert models.project.project is None
    window.findChild(ErrorDialog).accept()
