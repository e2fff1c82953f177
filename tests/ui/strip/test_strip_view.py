"""The strip by hand: choosing, writing, ordering, cutting, dropping."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PyQt6.QtCore import QBuffer, QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.storyboard import HitWeight, Panel
from ui import theme
from ui.models import Models
from ui.strip import StripView
from ui.strip.dropped import PANELS_MIME
from ui.strip.tile import Tile

WAIT_MS = 20_000


@pytest.fixture
def view(opened: Models, qtbot: QtBot) -> StripView:
    made = StripView(opened)
    qtbot.addWidget(made)
    made.resize(1200, 150)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.strip.setFocus()
    return made


def panels(models: Models) -> tuple[Panel, ...]:
    assert models.project.board
    return models.project.board.panels


def numbers(models: Models) -> list[str]:
    return [panel.number for panel in panels(models)]


def lengths(models: Models) -> list[int]:
    return [panel.length_frames for panel in panels(models)]


def tile(view: StripView, row: int) -> Tile:
    return Tile.within(view.strip.visualRect(view.strip.panels.index(row)))


def press(view: StripView, keys: str) -> None:
    """Press keys as QKeySequence writes them, the way a keyboard does."""
    action = next(a for a in view.actions_.all if a and a.shortcut().toString() == keys)
    sequence = action.shortcut()[0]
    QTest.keyClick(view.strip, sequence.key(), sequence.keyboardModifiers())


def drop(view: StripView, data: QMimeData, x: int) -> None:
    event = QDropEvent(
        QPointF(x, 60), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    view.strip.dropEvent(event)


def test_an_empty_strip_says_what_to_do(models: Models, qtbot: QtBot, board_folder: Path) -> None:
    view = StripView(models)
    qtbot.addWidget(view)
    assert "Drop your storyboard" in view._invitation.text()
    assert view._stack.currentIndex() == 0
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(board_folder))])
    with qtbot.waitSignal(models.project.opened, timeout=WAIT_MS):
        drop(view, data, 10)
    assert view._stack.currentIndex() == 1
    assert view.strip.panels.rowCount() == 2


def test_arrows_choose_and_the_models_follow(view: StripView, opened: Models) -> None:
    assert opened.selection.panel_uid == panels(opened)[0].uid
    QTest.keyClick(view.strip, Qt.Key.Key_Right)
    assert opened.selection.panel_uid == panels(opened)[1].uid
    QTest.keyClick(view.strip, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert set(opened.selection.panel_uids) == {panel.uid for panel in panels(opened)}
    opened.selection.choose_panel(panels(opened)[1].uid)
    assert [index.row() for index in view.strip.selectedIndexes()] == [1]


def test_stories_are_written_in_place_and_tab_goes_on(
    view: StripView, opened: Models, qtbot: QtBot
) -> None:
    QTest.keyClick(view.strip, Qt.Key.Key_Return)
    first = view.strip.findChild(QLineEdit)
    assert first
    QTest.keyClicks(first, "* Fog  rolls in")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    second = QApplication.focusWidget()
    assert isinstance(second, QLineEdit)
    QTest.keyClicks(second, "Silence")
    with qtbot.waitSignal(opened.project.changed):
        QTest.keyClick(second, Qt.Key.Key_Return)
    assert [panel.story for panel in panels(opened)] == ["Fog rolls in", "Silence"]
    assert panels(opened)[0].weight is HitWeight.MUST
    opened.project.undo()
    opened.project.undo()
    assert panels(opened)[0].story == "Rain on the empty deck"


def test_keys_in_the_line_are_letters_there(view: StripView, opened: Models, qtbot: QtBot) -> None:
    QTest.keyClick(view.strip, Qt.Key.Key_Return)
    line = view.strip.findChild(QLineEdit)
    assert line
    QTest.keyClicks(line, "s[jm]")
    with qtbot.waitSignal(opened.project.changed):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert panels(opened)[0].story == "s[jm]"
    assert lengths(opened) == [24, 24]


def test_what_is_seen_meanwhile_leaves_the_written_line_alone(
    view: StripView, opened: Models, qtbot: QtBot
) -> None:
    QTest.keyClick(view.strip, Qt.Key.Key_Return)
    line = view.strip.findChild(QLineEdit)
    assert line
    QTest.keyClicks(line, "Half a line")
    qtbot.waitUntil(lambda: not opened.descriptions.pending, timeout=WAIT_MS)
    opened.pictures.look_again()
    assert line.text() == "Half a line"


def test_panels_are_split_trimmed_joined_weighed_and_removed_by_keys(
    view: StripView, opened: Models
) -> None:
    press(view, "S")
    assert (numbers(opened), lengths(opened)) == (["1", "1A", "2"], [12, 12, 24])
    press(view, "]")
    press(view, "]")
    press(view, "[")
    assert lengths(opened) == [13, 12, 24]
    assert opened.project.undo_text == "Trim panel 1"
    opened.project.undo()
    assert lengths(opened) == [12, 12, 24]
    press(view, "M")
    assert panels(opened)[0].weight is HitWeight.SHOULD
    press(view, "J")
    assert (numbers(opened), lengths(opened)) == (["1", "2"], [24, 24])
    press(view, "Del")
    assert numbers(opened) == ["2"]
    assert opened.selection.panel_uid == panels(opened)[0].uid


def test_the_last_panel_stays_and_it_is_said(view: StripView, opened: Models, qtbot: QtBot) -> None:
    press(view, "Del")
    with qtbot.waitSignal(opened.errors.shown) as shown:
        press(view, "Del")
    error, where = shown.args
    assert "at least one panel" in error.sentence()
    assert where == "strip"
    assert len(panels(opened)) == 1


def test_panels_move_by_keys_and_stay_chosen(view: StripView, opened: Models) -> None:
    first = panels(opened)[0].uid
    press(view, "Ctrl+Right")
    assert numbers(opened) == ["2", "1"]
    assert opened.selection.panel_uid == first
    assert [index.row() for index in view.strip.selectedIndexes()] == [1]
    press(view, "Ctrl+Right")
    assert numbers(opened) == ["2", "1"]
    press(view, "Ctrl+Left")
    assert numbers(opened) == ["1", "2"]


def test_an_edge_is_dragged_with_a_readout_and_one_undo_step(
    view: StripView, opened: Models
) -> None:
    viewport = view.strip.viewport()
    edge = QPoint(tile(view, 0).whole.right() - 2, 40)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(viewport, edge + QPoint(21, 0))
    assert view.strip._trim
    assert view.strip._trim.text == "31 frames   1.29 s   +7"
    assert lengths(opened) == [24, 24]
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=edge + QPoint(21, 0))
    assert lengths(opened) == [31, 24]
    opened.project.undo()
    assert lengths(opened) == [24, 24]
    assert not opened.project.can_undo


def test_with_alt_the_cut_moves_alone_and_escape_leaves_it(view: StripView, opened: Models) -> None:
    viewport = view.strip.viewport()
    edge = QPoint(tile(view, 0).whole.right() - 2, 40)
    alt = Qt.KeyboardModifier.AltModifier
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(viewport, edge + QPoint(-30, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, alt, edge + QPoint(-30, 0))
    assert lengths(opened) == [14, 34]
    edge = QPoint(tile(view, 0).whole.right() - 2, 40)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(viewport, edge + QPoint(60, 0))
    QTest.keyClick(view.strip, Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    assert lengths(opened) == [14, 34]


def test_panels_are_dropped_in_another_order(view: StripView, opened: Models) -> None:
    data = QMimeData()
    data.setData(PANELS_MIME, panels(opened)[0].uid.encode())
    drop(view, data, tile(view, 1).whole.right())
    assert numbers(opened) == ["2", "1"]
    assert opened.project.undo_text == "Move panel 1"


def test_pictures_are_dropped_between_panels(
    view: StripView, opened: Models, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 36), "#205030").save(tmp_path / "wave.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "wave.png"))])
    with qtbot.waitSignal(opened.project.changed, timeout=WAIT_MS):
        drop(view, data, tile(view, 1).whole.left())
    assert numbers(opened) == ["1", "1A", "2"]
    assert panels(opened)[1].length_frames == 72


def test_a_picture_from_the_clipboard_becomes_a_panel_with_a_file_that_stays(
    view: StripView, opened: Models, qtbot: QtBot
) -> None:
    image = QImage(80, 45, QImage.Format.Format_RGB32)
    image.fill(QColor("#aa3311"))
    clipboard = QGuiApplication.clipboard()
    assert clipboard
    clipboard.setImage(image)
    with qtbot.waitSignal(opened.project.changed, timeout=WAIT_MS):
        view.paste()
    picture = panels(opened)[1].picture
    assert picture
    assert picture.is_file()
    assert QImage(str(picture)).pixelColor(3, 3) == QColor("#aa3311")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://example.org/board.png", "address instead of the picture"),
        ("file:///nowhere/at/all.png", "here is no /nowhere/at/all.png"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_the_board_stays(
    view: StripView, opened: Models, qtbot: QtBot, address: str, says: str
) -> None:
    before = opened.project.project
    data = QMimeData()
    data.setUrls([QUrl(address)])
    with qtbot.waitSignal(opened.errors.shown, timeout=WAIT_MS) as shown:
        drop(view, data, 10)
    error = shown.args[0]
    assert isinstance(error, StudioError)
    assert says in error.sentence()
    assert opened.project.project == before


def test_a_panel_gets_another_picture(
    view: StripView, opened: Models, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 36), "#30c060").save(tmp_path / "redrawn.png")
    before = panels(opened)[0]
    with qtbot.waitSignal(opened.project.changed, timeout=WAIT_MS):
        view.replace_picture(before.uid, tmp_path / "redrawn.png")
    assert panels(opened)[0].picture == tmp_path / "redrawn.png"
    assert panels(opened)[0].story == before.story
    with qtbot.waitSignal(opened.errors.shown, timeout=WAIT_MS):
        view.replace_picture(before.uid, tmp_path / "gone.png")
    opened.project.undo()
    assert panels(opened)[0] == before


def test_a_small_picture_inside_its_own_address_is_taken(
    view: StripView, opened: Models, qtbot: QtBot
) -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#102090"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    encoded = bytes(buffer.data().toBase64().data()).decode()
    data = QMimeData()
    data.setUrls([QUrl(f"data:image/png;base64,{encoded}")])
    with qtbot.waitSignal(opened.project.changed, timeout=WAIT_MS):
        drop(view, data, 10)
    picture = panels(opened)[0].picture
    assert picture
    assert QImage(str(picture)).pixelColor(1, 1) == QColor("#102090")


def test_choosing_a_panel_goes_to_where_it_begins(scored: Models, qtbot: QtBot) -> None:
    view = StripView(scored)
    qtbot.addWidget(view)
    view.resize(1200, 150)
    view.show()
    qtbot.waitUntil(lambda: scored.playback.clip is not None, timeout=WAIT_MS)
    QTest.keyClick(view.strip, Qt.Key.Key_Right)
    assert scored.playback.seconds == 1.0
    scored.playback.moved.emit(1.5)
    assert (view.strip.heard.uid, view.strip.heard.share) == (panels(scored)[1].uid, 0.5)
    at = tile(view, 1).picture.center()

    def shown() -> None:
        color = view.strip.grab().toImage().pixelColor(at)
        assert color == theme.palette().bad

    qtbot.waitUntil(shown, timeout=WAIT_MS)


def test_tiles_show_pictures_and_moods(view: StripView, opened: Models, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not opened.descriptions.pending, timeout=WAIT_MS)
    place = tile(view, 0).picture.center()

    def shown() -> None:
        color = view.strip.grab().toImage().pixelColor(place)
        assert abs(color.red() - 0x20) + abs(color.blue() - 0x50) < 30

    qtbot.waitUntil(shown, timeout=WAIT_MS)
    mood = tile(view, 1).mood.center()
    assert view.strip.grab().toImage().pixelColor(mood).saturation() > 20
