"""The frame: what is dropped, said, asked and remembered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PyQt6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PyQt6.QtGui import QAction, QDropEvent, QShortcut
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.settings import load_section, load_settings
from ui.models import Models
from ui.window import MainWindow
from ui.window.error_dialog import ErrorDialog
from ui.window.key_groups import key_groups
from ui.window.settings_dialog import SettingsDialog
from ui.window.shortcuts import ShortcutSheet

REFUSAL = StudioError(ErrorCode.OUT_OF_RANGE, "too fast", value=999, legal="40 to 240 bpm")


def drop(window: MainWindow, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(640, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def answer(button: QMessageBox.StandardButton) -> None:
    """Press a button of the box that comes next."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            found = box.button(button)
            assert found
            found.click()
        else:
            QTimer.singleShot(20, press)

    QTimer.singleShot(20, press)


def rename(models: Models) -> None:
    from dataclasses import replace

    models.project.do(
        "Rename", lambda p: replace(p, storyboard=replace(p.storyboard, title="Changed"))
    )


def test_an_empty_desk_says_what_to_do_and_a_drop_fills_it(window, models, qtbot, board_folder):
    assert window.pages.currentWidget() is window.welcome
    with qtbot.waitSignal(models.project.opened, timeout=60_000):
        drop(window, board_folder)
    assert window.pages.currentWidget() is window.desk
    assert models.project.title == "Night Ferry"


def test_the_example_is_one_button_away(window, models, qtbot):
    with qtbot.waitSignal(models.project.opened, timeout=60_000):
        window.welcome.example.button.click()
    assert models.project.board
    assert len(models.project.board.panels) == 7


def test_an_error_appears_where_the_user_looks(window, opened, qtbot):
    opened.errors.show(REFUSAL, "make")
    ribbon = window.desk.panes["make"].ribbon
    assert ribbon
    assert ribbon.isVisible()
    assert ribbon.sentence == "Too fast (got 999); legal: 40 to 240 bpm."
    assert window.findChild(ErrorDialog) is None
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.desk.panes["make"].ribbon is None)


def test_on_a_small_screen_nothing_lies_over_another(window, opened, qtbot):
    """1280 by 800 less a panel and a title bar, with something said above the desk."""
    window.resize(1280, 752)
    window.notices.say("accent", "Something to say", [("Do it", lambda: None)])
    words = window.desk.panes["words"].view
    qtbot.waitUntil(lambda: words.energy.geometry().top() > words.pad.geometry().bottom())
    within = window.desk.panes["words"].height()
    assert words.energy.mapTo(words, words.energy.rect().bottomLeft()).y() < within
    assert window.height() == 752


def test_the_tab_says_how_many_takes_there_are(window, scored, qtbot):
    qtbot.waitUntil(lambda: window.desk.tabs.tabText(1) == "Takes (1)")
    scored.project.close()
    qtbot.waitUntil(lambda: window.desk.tabs.tabText(1) == "Takes")


def test_an_error_without_a_place_is_a_dialog_with_details_to_copy(window, opened):
    opened.errors.show(REFUSAL)
    dialog = window.findChild(ErrorDialog)
    assert dialog
    first = dialog.focusWidget()
    assert isinstance(first, QAbstractButton)
    assert first.text() == "Close"
    dialog.copy_details()
    clipboard = QApplication.clipboard()
    assert clipboard
    copied = clipboard.text()
    assert REFUSAL.sentence() in copied
    assert "code: out_of_range" in copied
    assert "PyQt 6" in copied
    dialog.accept()


def test_a_flood_of_errors_is_one_dialog(window, opened):
    for _ in range(30):
        opened.errors.show(REFUSAL)
    assert len(window.findChildren(ErrorDialog)) == 1
    window.findChild(ErrorDialog).accept()


def test_closing_asks_for_what_is_not_saved(window, opened, qtbot, tmp_path, monkeypatch):
    rename(opened)
    answer(QMessageBox.StandardButton.Cancel)
    assert not window.close()
    assert opened.project.project, "cancelled: everything stays"
    opened.project.save_as(tmp_path / "ferry.musflow")
    qtbot.waitUntil(lambda: not opened.project.dirty)
    assert window.close(), "nothing to ask for"
    assert opened.project.project is None


def test_a_project_dropped_on_unsaved_work_asks_first(window, opened, qtbot, tmp_path):
    other = tmp_path / "other.musflow"
    opened.studio.projects.write(other, opened.project.project).result(10)
    rename(opened)
    answer(QMessageBox.StandardButton.Cancel)
    drop(window, other)
    qtbot.wait(200)
    assert opened.project.title == "Changed"
    answer(QMessageBox.StandardButton.Discard)
    with qtbot.waitSignal(opened.project.opened):
        drop(window, other)
    assert opened.project.file == other


def test_save_in_the_question_saves(window, opened, qtbot, tmp_path):
    opened.project.save_as(tmp_path / "ferry.musflow")
    qtbot.waitUntil(lambda: not opened.project.dirty and opened.project.file is not None)
    rename(opened)
    answer(QMessageBox.StandardButton.Save)
    assert window.files.may_go()
    assert "Changed" in (tmp_path / "ferry.musflow").read_text("utf-8")


def test_settings_are_written_and_used(window, opened, qtbot):
    dialog = SettingsDialog(opened, window)
    dialog._theme.setCurrentIndex(dialog._theme.findData("light"))
    dialog._rate.setCurrentIndex(dialog._rate.findData("48000"))
    dialog._port.setValue(9001)
    dialog.save()
    assert dialog.result() == SettingsDialog.DialogCode.Accepted
    assert load_settings().sample_rate_hz == 48000
    assert opened.studio.settings.sample_rate_hz == 48000
    assert load_section("bridge") == {"osc_port": 9001}
    assert opened.preferences.get("theme", "") == "light"
    again = SettingsDialog(opened, window)
    again._rate.setCurrentIndex(again._rate.findData("44100"))
    again._port.setValue(0)
    again.save()


def test_a_library_that_cannot_be_kept_is_refused(window, opened, tmp_path):
    """A file stands where the folder would be."""
    (tmp_path / "taken").write_text("not a folder")
    dialog = SettingsDialog(opened, window)
    before = load_settings().library
    dialog._library.setText(str(tmp_path / "taken" / "library"))
    dialog.save()
    assert dialog.result() != SettingsDialog.DialogCode.Accepted
    assert str(tmp_path / "taken") in dialog._error.text()
    assert load_settings().library == before
    dialog._library.setText(str(tmp_path / "there"))
    dialog.save()
    assert dialog.result() == SettingsDialog.DialogCode.Accepted
    assert (tmp_path / "there").is_dir()
    again = SettingsDialog(opened, window)
    again._library.setText(str(before))
    again.save()


def test_the_sheet_shows_every_key_and_no_key_twice(window, opened):
    whole = Qt.ShortcutContext.WindowShortcut
    keys = Counter(
        keys.toString()
        for kind in (QAction, QShortcut)
        for action in window.findChildren(kind)
        for keys in (action.shortcuts() if kind is QAction else [action.key()])
        if (action.shortcutContext() if kind is QAction else action.context()) is whole
    )
    keys.update(button.shortcut().toString() for button in window.findChildren(QAbstractButton))
    del keys[""], keys["Esc"]  # Esc means another thing in every small window
    assert not [key for key, count in keys.items() if count > 1]
    groups = key_groups(window.menus.menus)
    shown = {key for group in groups for row in group.rows for key in row[0].split(", ")}
    assert {"Ctrl+Z", "Ctrl+Return", "Ctrl+S", "F1"} <= shown
    sheet = ShortcutSheet(groups, window)
    sheet.show()
    sheet.close()


def test_every_control_says_what_it_is(window, opened, qtbot):
    kinds = (
        QAbstractButton,
        QComboBox,
        QLineEdit,
        QAbstractSpinBox,
        QAbstractSlider,
        QPlainTextEdit,
    )
    seen = 0
    for tab in range(window.desk.tabs.count()):
        window.show_tab(tab)
        shown = [
            widget
            for kind in kinds
            for widget in window.findChildren(kind)
            if widget.isVisible() and _is_for_people(widget)
        ]
        nameless = [w for w in shown if not (w.accessibleName() or _text(w))]
        assert not [f"{type(widget).__name__} in {_path(widget)}" for widget in nameless]
        seen += len(shown)
    assert seen > 40


def test_panes_stand_where_they_were_left(window, opened, qtbot):
    rows = window.desk._splitters[0]
    rows.setSizes([300, 340])
    rows.splitterMoved.emit(300, 1)
    remembered = opened.preferences.get("split_rows", [0])
    assert remembered == rows.sizes()
    window.reset_layout()
    assert opened.preferences.get("split_rows", [0]) == rows.sizes() != remembered


def _is_for_people(widget: QWidget) -> bool:
    """Not a part that Qt puts into its own widgets."""
    parts = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
    own = widget.objectName().startswith("qt_") or isinstance(widget.parentWidget(), QTabBar)
    return not (parts or own or isinstance(widget, QScrollBar))


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _path(widget: QWidget) -> str:
    names = []
    above: QWidget | None = widget.parentWidget()
    while above is not None:
        names.append(type(above).__name__)
        above = above.parentWidget()
    return " in ".join(names[:4])


def test_a_small_laptop_has_room_for_it(window, opened):
    """1366 by 768, less a panel and a title bar; what stands in it needs no more."""
    window.resize(100, 100)
    assert (window.width(), window.height()) == (1180, 660)
    needed = window.minimumSizeHint()
    assert needed.width() <= 1180
    assert needed.height() <= 700  # with a row more where something else was left open
