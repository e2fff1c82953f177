"""The viewer: the chosen panel, then the panel that is heard."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from musflow_studio.project.panels import remove_panels
from ui.models import Models
from ui.viewer import ViewerView

WAIT_MS = 20_000


def made_for(models: Models, qtbot: QtBot) -> ViewerView:
    view = ViewerView(models)
    qtbot.addWidget(view)
    view.resize(480, 300)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    return view


def middle(view: ViewerView) -> QColor:
    image = view.screen_.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 3)


def near(found: QColor, wanted: str) -> bool:
    other = QColor(wanted)
    parts = zip(found.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs((a or 0) - (b or 0)) < 14 for a, b in parts)


def test_it_shows_the_chosen_panel(opened: Models, qtbot: QtBot) -> None:
    view = made_for(opened, qtbot)
    assert opened.project.board
    qtbot.waitUntil(lambda: near(middle(view), "#203050"), timeout=WAIT_MS)
    assert (view.number.text(), view.timecode.text()) == ("1", "00:00:00:00")
    opened.selection.choose_panel(opened.project.board.panels[1].uid)
    qtbot.waitUntil(lambda: near(middle(view), "#c08040"), timeout=WAIT_MS)
    assert (view.number.text(), view.timecode.text()) == ("2", "00:00:01:00")
    assert view.story.text() == "She sees the lights and smiles"


def test_an_empty_desk_says_what_runs_here(models: Models, qtbot: QtBot) -> None:
    view = made_for(models, qtbot)
    assert view.screen_.shown.panel is None
    assert not view._band_.isVisible()


def test_the_picture_follows_the_music_to_the_frame(scored: Models, qtbot: QtBot) -> None:
    view = made_for(scored, qtbot)
    qtbot.waitUntil(lambda: scored.playback.clip is not None, timeout=WAIT_MS)
    for seconds, number, timecode in (
        (0.5, "1", "00:00:00:12"),
        (0.9999, "1", "00:00:00:23"),
        (1.0, "2", "00:00:01:00"),
        (1.5, "2", "00:00:01:12"),
    ):
        scored.playback.moved.emit(seconds)
        assert (view.number.text(), view.timecode.text()) == (number, timecode)


def test_a_panel_that_is_gone_is_shown_as_the_music_knew_it(scored: Models, qtbot: QtBot) -> None:
    view = made_for(scored, qtbot)
    qtbot.waitUntil(lambda: scored.playback.clip is not None, timeout=WAIT_MS)
    assert scored.project.board
    first = scored.project.board.panels[0].uid
    scored.project.do("Remove panel 1", lambda project: remove_panels(project, {first}))
    scored.playback.moved.emit(0.2)
    assert view.number.text() == "1"


def test_full_screen_and_back(opened: Models, qtbot: QtBot) -> None:
    view = made_for(opened, qtbot)
    view._enlarge.setFocus()
    QTest.keyClick(view._enlarge, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: view.screen_.window() is not view)
    full = view.screen_.window()
    assert full
    assert full.isFullScreen()
    qtbot.waitUntil(full.isActiveWindow)
    QTest.keyClick(full, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.screen_.window() is view)
    qtbot.waitUntil(view.screen_.isVisible)


def test_a_missing_picture_is_one_sentence_on_screen(
    models: Models, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (80, 45), "#808080").save(tmp_path / "1.png")
    with qtbot.waitSignal(models.project.opened, timeout=WAIT_MS):
        models.project.start([tmp_path / "1.png"])
    (tmp_path / "1.png").unlink()
    models.pictures.look_again()
    view = made_for(models, qtbot)
    panel = models.selection.panel
    assert panel
    qtbot.waitUntil(lambda: "here is no picture" in models.pictures.problem(panel), timeout=WAIT_MS)
    assert view.number.text() == "1"
