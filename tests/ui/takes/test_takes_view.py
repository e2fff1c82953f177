"""The takes on screen: judged by keys, searched, compared, dragged, deleted and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from patience import GENERATION_MS
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication

from musflow_studio.domain.errors import StudioError
from ui.models import Models
from ui.models.takes import FAVOURITE, REJECTED
from ui.takes import TakesView
from ui.takes.cutdown_dialog import CutdownDialog, read_lengths
from ui.takes.dragging import CARDS, workstation_at_hand
from ui.takes.take_actions import reveal_command


@pytest.fixture
def view(scored: Models, qtbot) -> TakesView:
    """One take on screen, known in whole."""
    made = TakesView(scored)
    qtbot.addWidget(made)
    made.resize(320, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: len(made.rows.list.takes) == 1)
    qtbot.waitUntil(lambda: scored.takes.clip(scored.selection.clip_id) is not None)
    return made


def second_take(models: Models, view: TakesView, qtbot) -> None:
    with qtbot.waitSignal(models.jobs.finished, timeout=GENERATION_MS):
        models.making.vary(models.selection.clip_id)
    qtbot.waitUntil(lambda: len(view.rows.list.takes) == 2)


def press(view: TakesView, qtbot, key: Qt.Key, text_modifier=Qt.KeyboardModifier.NoModifier):
    view.rows.setFocus()
    qtbot.keyClick(view.rows, key, text_modifier)


def test_without_takes_it_says_what_to_do(opened: Models, qtbot):
    view = TakesView(opened)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: "Press Generate" in view.empty.text())
    assert not view.sheet.isVisible()
    view.search.setText("storm")
    qtbot.waitUntil(lambda: view.empty.text() == "No take holds these words.")


def test_keys_judge_the_marked_take(scored: Models, view: TakesView, qtbot):
    take = scored.selection.clip_id
    press(view, qtbot, Qt.Key.Key_4)
    press(view, qtbot, Qt.Key.Key_P)
    assert scored.takes.entry(take).rating == 4
    assert FAVOURITE in scored.takes.entry(take).tags
    press(view, qtbot, Qt.Key.Key_X)
    assert scored.takes.entry(take).tags == (REJECTED,)
    press(view, qtbot, Qt.Key.Key_Return)
    assert scored.selection.cue.chosen_clip_id == take
    qtbot.waitUntil(lambda: view.rows.list.takes[0].chosen)
    assert view.sheet.deliver.text() == "Delivered"


def test_name_and_tags_are_written_in_the_sheet(scored: Models, view: TakesView, qtbot):
    take = scored.selection.clip_id
    press(view, qtbot, Qt.Key.Key_F2)
    assert view.sheet.name.hasFocus()
    qtbot.keyClicks(view.sheet.name, "Rain, slow")
    qtbot.keyClick(view.sheet.name, Qt.Key.Key_Return)
    view.sheet.fold.click()
    view.sheet.tags.setFocus()
    qtbot.keyClicks(view.sheet.tags, "quiet, for Ann ,quiet")
    qtbot.keyClick(view.sheet.tags, Qt.Key.Key_Return)
    marks = scored.studio.clip(take).result(10).marks
    assert (marks.name, marks.tags) == ("Rain, slow", ("quiet", "for Ann"))
    qtbot.waitUntil(lambda: view.rows.list.takes[0].title == "Take 1  Rain, slow")
    view.search.setText("ann QUIET")
    qtbot.waitUntil(lambda: not view._search_soon.isActive() and not view._follow_soon.isActive())
    assert len(view.rows.list.takes) == 1
    view.search.setText("ann loud")
    qtbot.waitUntil(lambda: view.rows.list.takes == [])


def test_the_library_lists_what_other_cues_have_too(scored: Models, view: TakesView, qtbot):
    view.of_all.click()
    whole = len(scored.studio.clips().result(10))
    qtbot.waitUntil(lambda: len(view.rows.list.takes) == whole)
    view.search.setText(scored.selection.clip_id)
    qtbot.waitUntil(lambda: len(view.rows.list.takes) == 1)


def test_a_drag_carries_the_finished_file_of_that_take(scored: Models, view: TakesView, qtbot):
    second_take(scored, view, qtbot)
    for row, take in enumerate(view.rows.list.takes):
        mime = view.rows.list.mimeData([view.rows.list.index(row)])
        (url,) = mime.urls()
        clip = scored.studio.clip(take.entry.clip_id).result(10)
        assert mime.hasFormat("text/uri-list")
        assert Path(url.toLocalFile()) == clip.folder / clip.wav
        assert Path(url.toLocalFile()).is_relative_to(scored.studio.settings.library)
    assert view.rows.list.supportedDragActions() is Qt.DropAction.CopyAction


def test_grips_hold_mix_midi_and_stems_and_copy_their_paths(scored: Models, view: TakesView, qtbot):
    clip = scored.takes.clip(scored.selection.clip_id)
    sheet = view.sheet
    assert sheet.mix._files == (clip.folder / clip.wav,)
    assert sheet.midi._files == (clip.folder / clip.midi,)
    assert sheet.all_stems._files == tuple(clip.folder / file for file in clip.stems.values())
    sheet.fold.click()
    shown = [sheet._stem(place).text() for place in range(len(clip.stems))]
    assert shown == [role.capitalize() for role in clip.stems]
    sheet.midi.click()
    assert QGuiApplication.clipboard().text() == str(clip.folder / clip.midi)
    assert view.said.isVisible()
    press(view, qtbot, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == str(clip.folder / clip.wav)


def test_two_takes_are_compared_by_a_key(scored: Models, view: TakesView, qtbot):
    first = scored.selection.clip_id
    press(view, qtbot, Qt.Key.Key_C)
    assert "no other take" in view.said.text()
    second_take(scored, view, qtbot)
    qtbot.waitUntil(lambda: scored.selection.clip_id != first)
    press(view, qtbot, Qt.Key.Key_C)
    assert scored.playback.comparison.second == first
    press(view, qtbot, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert scored.playback.comparison.blind
    assert not view.sheet.isVisible() or scored.playback.comparison.blind
    scored.playback.end_comparison()
    scored.playback.pause()


def test_a_deleted_take_can_be_taken_back(scored: Models, view: TakesView, qtbot):
    take = scored.selection.clip_id
    press(view, qtbot, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: view.rows.list.takes == [])
    assert view.undo.isVisible()
    assert not view.sheet.isVisible()
    view.undo.back.click()
    qtbot.waitUntil(lambda: [t.entry.clip_id for t in view.rows.list.takes] == [take])
    qtbot.waitUntil(lambda: not view.undo.isVisible())


def test_the_level_is_trimmed_without_playing_again(scored: Models, view: TakesView, qtbot):
    take = scored.selection.clip_id
    assert not view.sheet.level.make.isVisible()
    view.sheet.level.gain.setValue(-3.0)
    assert view.sheet.level.make.isVisible()
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        view.sheet.level.make.click()
    qtbot.waitUntil(lambda: len(view.rows.list.takes) == 2)
    trimmed = view.rows.list.takes[0].entry
    before, after = (scored.studio.clip(one).result(10) for one in (take, trimmed.clip_id))
    assert trimmed.gain_db == -3.0
    assert after.sha256["take/mix.wav"] == before.sha256["take/mix.wav"]


def test_a_take_is_finished_under_another_preset(scored: Models, view: TakesView, qtbot):
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        view.deeds.finish("broadcast-23", scored.selection.clip_id)
    qtbot.waitUntil(lambda: len(view.rows.list.takes) == 2)
    assert view.rows.list.takes[0].entry.preset == "broadcast-23"


def test_the_menu_offers_what_can_be_done(scored: Models, view: TakesView, qtbot):
    menu = view.deeds.menu(scored.selection.clip_id, view)
    labels = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert {
        "Deliver this take", "Vary this", "Restore its recipe", "Show in its folder", "Finish as",
        "Export", "Make versions", "Move to the trash",
    } <= set(labels)  # fmt: skip


def test_lengths_of_cut_downs_are_checked_where_they_are_typed(scored: Models, qtbot):
    assert read_lengths("30 15, 6s", 31.0) == (30.0, 15.0, 6.0)
    for text, said in (("x", "no number"), ("1", "can be as long"), ("31", "can be as long")):
        with pytest.raises(StudioError, match=said):
            read_lengths(text, 31.0)
    dialog = CutdownDialog(31.0)
    qtbot.addWidget(dialog)
    assert dialog.lengths_s == (30.0, 15.0, 6.0)
    dialog.seconds.setText("40")
    assert "40" in dialog.problem.text()


def test_the_card_for_the_workstation_is_shown_until_it_is_known(
    scored: Models, view: TakesView, qtbot
):
    assert workstation_at_hand(lambda: ["systemd", "Ardour-7.3.0"]) == "ardour"
    assert workstation_at_hand(lambda: ["Ableton Live 12"]) == "live"
    assert workstation_at_hand(lambda: ["bash"]) == ""
    view.card.after_drop()
    assert view.card.isVisible()
    view.card.choice.setCurrentIndex(view.card.choice.findData("logic"))
    view.card.choice.activated.emit(view.card.choice.currentIndex())
    assert "Recorded Position" in view.card.text.text()
    for key in CARDS:
        view.card.choice.setCurrentIndex(view.card.choice.findData(key))
        view.card.known.click()
    view.card.after_drop()
    assert not view.card.isVisible()


def test_files_are_shown_in_the_file_manager_by_its_own_command(tmp_path: Path):
    file = tmp_path / "a b.wav"
    assert reveal_command(file, "windows") == ["explorer", f"/select,{file}"]
    assert reveal_command(file, "cocoa") == ["open", "-R", str(file)]
    assert reveal_command(file, "xcb") == []
