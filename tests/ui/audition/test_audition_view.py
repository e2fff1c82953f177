"""The audition on screen: stepped by keys, seen, compared, hidden, kept; broken files told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from patience import GENERATION_MS
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QInputDialog

from musflow_studio import paths
from ui.audition import AuditionView
from ui.audition.audition_view import SOUNDS, STYLES
from ui.audition.rows import RowState
from ui.models import Models

LONG_MS = 30_000


@pytest.fixture
def view(scored: Models, qtbot) -> AuditionView:
    """The presets of one take on screen, its own prepared."""
    made = AuditionView(scored)
    qtbot.addWidget(made)
    made.resize(320, 520)
    made.show_page(SOUNDS)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=LONG_MS)
    qtbot.waitUntil(lambda: bool(scored.audition.state.prepared), timeout=LONG_MS)
    qtbot.waitUntil(
        lambda: state_of(made, scored.audition.chosen) is RowState.HEARD, timeout=LONG_MS
    )
    made.begin()
    yield made
    made.hide()
    qtbot.waitUntil(lambda: not (scored.audition.clip_id or scored.styles.clip_id), timeout=LONG_MS)


def state_of(view: AuditionView, key: str) -> RowState | None:
    rows = view.sounds.rows.list
    place = rows.row_of(key)
    return rows.rows[place].state if place >= 0 else None


def press(view: AuditionView, qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(view.sounds.rows, key, modifier)


def test_without_a_take_it_says_what_to_do(opened: Models, qtbot):
    view = AuditionView(opened)
    qtbot.addWidget(view)
    view.show_page(SOUNDS)
    view.show()
    qtbot.waitUntil(lambda: "Press Generate" in view.sounds.empty.text(), timeout=LONG_MS)
    assert not view.sounds.controls.isVisible()
    view.show_page(STYLES)
    qtbot.waitUntil(lambda: "Press Generate" in view.styles.empty.text(), timeout=LONG_MS)


def test_arrows_step_and_every_row_says_what_it_is_at(scored: Models, view: AuditionView, qtbot):
    names = [row.key for row in view.sounds.rows.list.rows]
    own = scored.audition.chosen
    assert names == list(scored.audition.presets)
    assert view.sounds.rows.list.rows[names.index(own)].own
    for _ in range(3):  # faster than the answers come
        press(view, qtbot, Qt.Key.Key_Down)
    wanted = names[names.index(own) + 3]
    qtbot.waitUntil(
        lambda: scored.audition.chosen == wanted and not scored.audition.asking, timeout=LONG_MS
    )
    qtbot.waitUntil(lambda: view.sounds.rows.current.key == wanted, timeout=LONG_MS)
    heard = (RowState.HEARD, RowState.LIVE, RowState.WAITING)
    assert state_of(view, wanted) in heard
    qtbot.waitUntil(lambda: state_of(view, wanted) is RowState.HEARD, timeout=LONG_MS)
    assert state_of(view, own) is RowState.READY
    assert "as it will be delivered" in view.sounds.controls.heard.text()
    assert "dB to match" in view.sounds.controls.heard.text()


def test_keys_compare_hide_and_choose_where_it_switches(scored: Models, view, qtbot):
    model, controls = scored.audition, view.sounds.controls
    press(view, qtbot, Qt.Key.Key_A)  # empty: what is heard is put there
    qtbot.waitUntil(lambda: "A" in model.state.slots, timeout=LONG_MS)
    first = model.chosen
    press(view, qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: model.chosen != first, timeout=LONG_MS)
    press(view, qtbot, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: controls.slots["B"].isChecked(), timeout=LONG_MS)
    press(view, qtbot, Qt.Key.Key_A)
    qtbot.waitUntil(
        lambda: model.chosen == first and controls.slots["A"].isChecked(), timeout=LONG_MS
    )
    press(view, qtbot, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: model.bypassed and controls.bypass.isChecked(), timeout=LONG_MS)
    press(view, qtbot, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: not model.bypassed, timeout=LONG_MS)
    press(view, qtbot, Qt.Key.Key_M)
    qtbot.waitUntil(
        lambda: not model.state.matched and not controls.match.isChecked(), timeout=LONG_MS
    )
    press(view, qtbot, Qt.Key.Key_M)
    press(view, qtbot, Qt.Key.Key_3)
    assert (model.at.value, controls.at.value) == ("bar", "bar")
    press(view, qtbot, Qt.Key.Key_1)
    press(view, qtbot, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: view.sounds.rows.list.rows[0].title == "Preset 1", timeout=LONG_MS)
    assert not controls.keep.isEnabled()
    assert not view.sounds.search.isEnabled()
    shown = {row.title + row.line + row.about for row in view.sounds.rows.list.rows}
    assert not any(entry.preset.title in text for entry in model.presets.values() for text in shown)
    before = model.chosen
    press(view, qtbot, Qt.Key.Key_Down if before != str(len(shown)) else Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: model.chosen != before, timeout=LONG_MS)
    controls.blind.click()
    qtbot.waitUntil(lambda: view.sounds.rows.list.rows[0].title == "As composed", timeout=LONG_MS)
    model.set_at("buffer")


def test_return_keeps_a_take_that_can_be_seen_and_taken_back(scored: Models, view, qtbot):
    view.sounds.rows.setFocus()
    press(view, qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not scored.audition.asking, timeout=LONG_MS)
    chosen = scored.audition.chosen
    with qtbot.waitSignal(scored.audition.kept, timeout=GENERATION_MS) as kept:
        press(view, qtbot, Qt.Key.Key_Return)
    ribbon = view.sounds.kept
    assert ribbon.isVisible()
    assert ribbon.text.text() == "Kept as Take 2"
    assert scored.takes.entry(kept.args[0]).preset == chosen
    with qtbot.waitSignal(view.take_wanted):
        ribbon.show_it.click()
    assert scored.selection.clip_id == kept.args[0]
    qtbot.waitUntil(lambda: scored.audition.clip_id == kept.args[0], timeout=LONG_MS)
    ribbon.say(kept.args[0])
    ribbon.back.click()
    qtbot.waitUntil(lambda: not scored.takes.is_there(kept.args[0]), timeout=LONG_MS)
    assert scored.takes.deleted


def test_the_users_presets_are_copied_named_liked_and_taken_back(
    scored: Models, view, qtbot, monkeypatch, tmp_path: Path
):
    model, page = scored.audition, view.sounds
    model.choose("tape")
    qtbot.waitUntil(lambda: model.chosen == "tape", timeout=LONG_MS)
    press(view, qtbot, Qt.Key.Key_Delete)
    assert "Factory presets stay" in page.said.text()
    press(view, qtbot, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: model.chosen == "tape-copy" and page.deeds.entry is not None, timeout=LONG_MS
    )
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("My tape", True))
    press(view, qtbot, Qt.Key.Key_F2)
    qtbot.waitUntil(
        lambda: model.chosen == "my-tape" and page.deeds.entry is not None, timeout=LONG_MS
    )
    press(view, qtbot, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: page.deeds.entry.favourite, timeout=LONG_MS)
    page.search.heart.click()
    qtbot.waitUntil(
        lambda: [row.key for row in page.rows.list.rows] == ["my-tape"], timeout=LONG_MS
    )
    assert page.rows.list.rows[0].mine
    given = tmp_path / "given.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(given), ""))
    page.deeds.write_out()
    qtbot.waitUntil(lambda: "given.json is in" in page.said.text(), timeout=LONG_MS)
    assert json.loads(given.read_text())["title"] == "My tape"
    press(view, qtbot, Qt.Key.Key_Delete)
    qtbot.waitUntil(page.removed.isVisible, timeout=LONG_MS)
    qtbot.waitUntil(lambda: "my-tape" not in model.presets, timeout=LONG_MS)
    page.removed.back.click()
    qtbot.waitUntil(
        lambda: "my-tape" in model.presets and model.presets["my-tape"].favourite, timeout=LONG_MS
    )
    assert not page.removed.isVisible()
    page.search.heart.click()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(given)], ""))
    page.deeds.take_in()
    qtbot.waitUntil(
        lambda: model.chosen == "given" and {"given", "my-tape"} <= set(model.presets),
        timeout=LONG_MS,
    )
    for name in ("given", "my-tape"):
        model.remove(name)
    qtbot.waitUntil(lambda: not {"given", "my-tape"} & set(model.presets), timeout=LONG_MS)


def test_the_menu_offers_what_can_be_done(scored: Models, view, qtbot):
    menu = view.sounds.deeds.menu(view)
    words = {action.text().partition("\t")[0]: action for action in menu.actions()}
    assert {"Keep as a take", "Favourite", "Put into A", "Save as a preset…", "Duplicate",
            "Rename…", "Delete", "Import…", "Export…"} <= set(words)  # fmt: skip
    assert not words["Delete"].isEnabled()
    qtbot.waitUntil(lambda: any("Used by" in a.text() and "take" in a.text()
                                for a in menu.actions()), timeout=LONG_MS)  # fmt: skip


def test_a_search_lists_and_steps_through_what_it_found(scored: Models, view, qtbot):
    page = view.sounds
    qtbot.keyClick(page.rows, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.search.field.hasFocus, timeout=LONG_MS)
    qtbot.keyClicks(page.search.field, "space large")
    qtbot.waitUntil(
        lambda: [r.key for r in page.rows.list.rows] == ["cathedral", "concert-hall"],
        timeout=LONG_MS,
    )
    scored.audition.step(1)
    qtbot.waitUntil(lambda: scored.audition.chosen == "cathedral", timeout=LONG_MS)
    page.search.field.setText("nothing like it")
    qtbot.waitUntil(lambda: page.empty.text() == "No preset holds these words.", timeout=LONG_MS)
    page.search.field.clear()
    qtbot.waitUntil(
        lambda: len(page.rows.list.rows) == len(scored.audition.presets), timeout=LONG_MS
    )


def test_a_broken_file_is_a_row_with_its_sentence(scored: Models, view, qtbot):
    folder = paths.data_folder() / "presets" / "finishing"
    folder.mkdir(parents=True, exist_ok=True)
    wrong = {
        "broken.json": "{",
        "unknown.json": json.dumps(preset_document([{"kind": "Spaces", "parameters": {}}])),
        "range.json": json.dumps(preset_document(
            [{"kind": "Space", "parameters": {"decay_s": 400}}])),
    }  # fmt: skip
    for name, text in wrong.items():
        (folder / name).write_text(text)
    try:
        scored.audition.refresh()
        qtbot.waitUntil(lambda: len(scored.audition.troubles) == 3, timeout=LONG_MS)
        qtbot.waitUntil(lambda: view.sounds.rows.list.rows[-1].key == "", timeout=LONG_MS)
        rows = {row.title: row for row in view.sounds.rows.list.rows[-3:]}
        assert set(rows) == set(wrong)
        assert "JSON" in rows["broken.json"].line
        assert "Spaces" in rows["unknown.json"].about
        assert "400" in rows["range.json"].about
        last = view.sounds.rows.list.index(len(view.sounds.rows.list.rows) - 1)
        assert not last.flags() & Qt.ItemFlag.ItemIsEnabled
        assert len(scored.studio.finishing_presets()) == len(scored.audition.presets)
    finally:
        for name in wrong:
            (folder / name).unlink()


def preset_document(effects: list[dict]) -> dict:
    return {
        "kind": "musflow.finishing", "schema_version": 2, "title": "Wrong", "description": "",
        "effects": effects, "leveling": "composed", "target_lufs": None,
        "true_peak_ceiling_dbtp": -1.0, "loop_seam": False, "wet": 1.0, "tags": [],
    }  # fmt: skip


def test_the_share_of_the_effects_is_turned_while_it_plays(scored: Models, view, qtbot):
    model, wet = scored.audition, view.sounds.controls.wet
    model.choose("cathedral")
    qtbot.waitUntil(lambda: model.chosen == "cathedral" and wet.value() == 100, timeout=LONG_MS)
    wet.setFocus()
    for _ in range(3):
        qtbot.keyClick(wet, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: model.state.preset.wet == pytest.approx(0.7), timeout=LONG_MS)
    assert model.state.edited
    qtbot.waitUntil(lambda: "edited, as it will" in view.sounds.controls.heard.text(),
                    timeout=LONG_MS)  # fmt: skip


def test_styles_that_do_not_fit_are_greyed_and_one_that_fits_is_heard(scored: Models, view, qtbot):
    view.show_page(STYLES)
    page, model = view.styles, scored.styles
    qtbot.waitUntil(lambda: bool(model.clip_id) and not scored.audition.clip_id, timeout=LONG_MS)
    qtbot.waitUntil(lambda: len(page.rows.list.rows) == len(model.styles), timeout=LONG_MS)
    grey = [row for row in page.rows.list.rows if row.state is RowState.GREYED]
    assert {row.key for row in grey} == set(model.state.greyed)
    assert all("bpm" in row.line or "the cue is in" in row.line for row in grey)
    assert not page.keep.isEnabled()  # its own style is heard
    page.rows.setFocus()
    assert model.chosen == model.own  # the focus alone chooses nothing
    keys = [row.key for row in page.rows.list.rows if row.state is not RowState.GREYED]
    here = keys.index(model.own)
    up = here == len(keys) - 1
    qtbot.keyClick(page.rows, Qt.Key.Key_Up if up else Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: model.chosen == keys[here - 1 if up else here + 1], timeout=LONG_MS)
    qtbot.waitUntil(lambda: model.state.heard == model.chosen, timeout=LONG_MS)
    assert "a draft on this cue" in page.heard.text()
    qtbot.keyClick(page.rows, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: model.styles[model.chosen].favourite, timeout=LONG_MS)
    model.like(model.chosen, favourite=False)
    view.show_page(SOUNDS)
    qtbot.waitUntil(lambda: bool(scored.audition.clip_id) and not model.clip_id, timeout=LONG_MS)


def test_the_load_meter_tells_what_the_player_told(scored: Models, view, qtbot):
    meter = view.sounds.controls.load
    assert meter.share.text() == "0 %"
    assert meter.dropouts.text() == "no dropouts"
    assert "buffers of 512 frames" in meter.toolTip()


def test_the_device_menu_chooses_the_buffer(scored: Models, qtbot):
    from musflow_studio.settings import load_settings
    from ui.transport.device_menu import DeviceMenu

    menu = DeviceMenu(scored)
    qtbot.addWidget(menu)
    menu._show(())
    buffers = menu.actions()[-1].menu()
    labels = [action.text() for action in buffers.actions()]
    assert [label.split()[0] for label in labels] == ["128", "256", "512", "1024", "2048"]
    assert buffers.actions()[2].isChecked()
    buffers.actions()[4].trigger()
    assert scored.playback.buffer_frames == load_settings().audio_buffer_frames == 2048
    scored.playback.choose_buffer(512)
