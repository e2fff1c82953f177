"""The rack on screen: knobs, cards, curve, words, saving, undo; one real take for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import GENERATION_MS
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication

from musflow_studio.domain.audition import Hearing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.effect_table import numbers_of
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect, FinishingPreset, Leveling
from musflow_studio.domain.request import CueRequest, RefinishRequest
from musflow_studio.presets import finishing_preset
from musflow_studio.presets.shelf import list_presets
from musflow_studio.studio import Studio
from ui.models import Models, make_models
from ui.models.rack_drafts import drafts_file
from ui.rack import RackView
from ui.rack.card import EffectCard
from ui.rack.knob import Knob

NONE = Qt.KeyboardModifier.NoModifier
MS = 20_000


@pytest.fixture(scope="module")
def clip(studio: Studio, _module_home: None) -> Clip:
    """Two seconds, finished as `film-mix`."""
    request = CueRequest(text="She sees the lights and smiles", length_s=2, seed=5)
    (plain,) = studio.cue(request).result(60).clips.result(120)
    job = studio.refinish(RefinishRequest(plain.folder, "film-mix")).result(30)
    (made,) = job.clips.result(60)
    return made


@pytest.fixture(scope="module")
def _module_home(window_home: Path) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("MUSFLOW_HOME", str(window_home))
    yield
    patch.undo()


@pytest.fixture
def _no_drafts(_same_home: None) -> None:
    drafts_file().unlink(missing_ok=True)


@pytest.fixture
def heard(clip: Clip, _no_drafts: None, models: Models, qtbot) -> Models:
    """Models that look at the take."""
    models.selection.choose_clip(clip.clip_id)
    qtbot.waitUntil(lambda: models.playback.clip is not None, timeout=MS)
    qtbot.waitUntil(lambda: models.rack.shelf.loaded, timeout=MS)
    return models


@pytest.fixture
def view(heard: Models, qtbot) -> Iterator[RackView]:
    made = RackView(heard)
    qtbot.addWidget(made)
    made.resize(930, 390)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: heard.rack.hearing.open, timeout=MS)
    qtbot.wait(60)
    yield made
    made.hide()
    qtbot.waitUntil(lambda: not heard.rack.hearing.open, timeout=MS)


def preset(view: RackView) -> FinishingPreset:
    found = view._rack.preset
    assert found
    return found


def card(view: RackView, kind: str) -> EffectCard:
    return next(one for one in view.strip.cards if one.kind == kind)


def knob(view: RackView, kind: str, name: str) -> Knob:
    return card(view, kind).knobs[name]


def number(view: RackView, kind: str, name: str) -> float:
    effect = next(one for one in preset(view).effects if one.kind == kind)
    return numbers_of(effect)[name]


def auditioned(studio: Studio) -> FinishingPreset | None:
    return studio.audition.state().result(10).preset


def test_the_chain_of_the_take_is_shown_and_nothing_is_changed(view: RackView, clip: Clip):
    assert [one.kind for one in view.strip.cards] == [e.kind for e in clip.recipe.preset.effects]
    assert view.header.title.text().startswith("Film mix ")
    assert not view.header.keep.isEnabled()
    assert not view.header.undo.isEnabled()
    points = {one.place for one in view.eq.points}
    assert points == {i for i, one in enumerate(clip.recipe.preset.effects) if "Filter" in one.kind}


def test_a_knob_is_dragged_heard_and_undone_as_one_step(view: RackView, studio: Studio, qtbot):
    turned = knob(view, "Compressor", "threshold_db")
    was = turned.value
    middle = turned.rect().center()
    qtbot.mousePress(turned, Qt.MouseButton.LeftButton, pos=middle)
    for way in range(4, 44, 4):
        qtbot.mouseMove(turned, middle - QPoint(0, way))
    assert turned.value > was + 5
    qtbot.waitUntil(
        lambda: view._rack.hearing.state.hearing is Hearing.LIVE, timeout=MS
    )  # heard while it moves
    qtbot.mouseRelease(turned, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: auditioned(studio) == preset(view), timeout=MS)
    qtbot.waitUntil(lambda: view._rack.hearing.state.hearing is Hearing.FILE, timeout=MS)
    assert view.header.title.text().startswith("Film mix, edited")
    assert "Turn Threshold of Compressor" in view.header.undo.toolTip()
    qtbot.mouseClick(view.header.undo, Qt.MouseButton.LeftButton)
    assert (turned.value, number(view, "Compressor", "threshold_db")) == (was, was)
    assert not view.header.undo.isEnabled()
    qtbot.waitUntil(lambda: auditioned(studio) == preset(view), timeout=MS)
    qtbot.mouseClick(view.header.redo, Qt.MouseButton.LeftButton)
    assert turned.value > was + 5


def test_shift_turns_finer_wheel_keys_and_double_click_turn_too(view: RackView, qtbot):
    turned = knob(view, "Compressor", "ratio")
    turned.setFocus()
    start = turned.value
    qtbot.keyClick(turned, Qt.Key.Key_Up)
    coarse = turned.value - start
    qtbot.keyClick(turned, Qt.Key.Key_Down)
    assert turned.value == pytest.approx(start, rel=1e-3)
    qtbot.keyClick(turned, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert 0 < turned.value - start < coarse / 5
    qtbot.keyClick(turned, Qt.Key.Key_End)
    assert turned.value == 20
    qtbot.keyClick(turned, Qt.Key.Key_Delete)
    assert turned.value == turned.start == 2.5
    assert [one.kind for one in view.strip.cards].count("Compressor") == 1
    notch = QWheelEvent(
        QPointF(20, 20), turned.mapToGlobal(QPointF(20, 20)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(turned, notch)
    assert turned.value > 2.5
    qtbot.mouseDClick(turned, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert number(view, "Compressor", "ratio") == 2.5


def test_a_number_is_typed_and_what_cannot_be_is_one_sentence(view: RackView, heard: Models, qtbot):
    said: list[StudioError] = []
    heard.errors.shown.connect(lambda error, where: said.append(error))
    turned = knob(view, "Compressor", "attack_ms")
    turned.setFocus()
    qtbot.keyClick(turned, Qt.Key.Key_Return)
    assert turned.field
    qtbot.keyClicks(turned.field, "0.12 s")
    qtbot.keyClick(turned.field, Qt.Key.Key_Return)
    assert turned.field is None
    assert number(view, "Compressor", "attack_ms") == 120
    assert turned.hasFocus()
    qtbot.keyClick(turned, Qt.Key.Key_9)
    assert turned.field
    assert turned.field.text() == "9"
    qtbot.keyClicks(turned.field, "999")
    qtbot.keyClick(turned.field, Qt.Key.Key_Return)
    assert number(view, "Compressor", "attack_ms") == 120
    assert [error.code for error in said] == [ErrorCode.OUT_OF_RANGE]
    assert "0.1 to 500 ms" in said[0].sentence()
    qtbot.keyClick(turned, Qt.Key.Key_Return)
    qtbot.keyClicks(turned.field, "7")
    qtbot.keyClick(turned.field, Qt.Key.Key_Escape)
    assert number(view, "Compressor", "attack_ms") == 120


def test_effects_are_added_moved_switched_and_removed_by_keys(
    view: RackView, studio: Studio, qtbot
):
    before = [one.kind for one in view.strip.cards]
    view.strip.pick(0, focus=True)
    next(
        action
        for group in view.strip.menu.actions()
        for action in group.menu().actions()
        if action.data() == "Delay"
    ).trigger()
    assert [one.kind for one in preset(view).effects] == [before[0], "Delay", *before[1:]]
    title = card(view, "Delay").title
    qtbot.waitUntil(title.hasFocus)
    qtbot.keyClick(title, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert [one.kind for one in preset(view).effects] == ["Delay", *before]
    assert card(view, "Delay").title.hasFocus()
    qtbot.keyClick(title, Qt.Key.Key_B)
    assert not preset(view).effects[0].on
    assert "off" in card(view, "Delay").accessibleName()
    qtbot.keyClick(title, Qt.Key.Key_Delete)
    assert [one.kind for one in preset(view).effects] == before
    steps = [view._rack.undo_text]
    while view._rack.undo_text:
        qtbot.keyClick(view.strip.cards[0].title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        steps.append(view._rack.undo_text)
    assert steps == ["Remove Delay", "Switch Delay off", "Move Delay", "Add Delay", ""]
    qtbot.waitUntil(lambda: auditioned(studio) == preset(view), timeout=MS)


def test_a_card_is_dragged_to_another_place(view: RackView, qtbot):
    before = [one.kind for one in preset(view).effects]
    dragged, target = view.strip.cards[0], view.strip.cards[2]
    title = dragged.title
    to = title.mapFromGlobal(target.mapToGlobal(QPoint(target.width() - 4, 20)))
    qtbot.mousePress(title, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.mouseMove(title, QPoint(60, 10))
    qtbot.mouseMove(title, to)
    qtbot.mouseRelease(title, Qt.MouseButton.LeftButton, pos=to)
    after = [one.kind for one in preset(view).effects]
    assert after == [before[1], before[2], before[0], *before[3:]]
    assert view.strip.chosen == 2


def test_the_curve_is_dragged_and_gets_a_bell(view: RackView, qtbot):
    point = next(one for one in view.eq.points if one.effect.kind == "PeakFilter")
    at = view.eq.place_of(point).toPoint()
    qtbot.mousePress(view.eq, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(view.eq, at + QPoint(20, -10))
    qtbot.mouseMove(view.eq, at + QPoint(40, -15))
    qtbot.mouseRelease(view.eq, Qt.MouseButton.LeftButton, pos=at + QPoint(40, -15))
    moved = next(one for one in view.eq.points if one.place == point.place)
    assert moved.hz > point.hz * 1.1
    assert moved.db > point.db + 2
    assert view.strip.chosen == point.place
    assert view.strip.cards[point.place].knobs["gain_db"].value == pytest.approx(moved.db)
    assert "Turn frequency and gain of Bell" in view.header.undo.toolTip()
    count = len(preset(view).effects)
    empty = QPoint(view.eq.width() - 220, 12)
    qtbot.mouseDClick(view.eq, Qt.MouseButton.LeftButton, pos=empty)
    assert len(preset(view).effects) == count + 1
    bell = preset(view).effects[view.strip.chosen]
    assert bell.parameters["cutoff_frequency_hz"] == pytest.approx(
        view.eq.map.hz(empty.x()), rel=0.01
    )
    view.eq.setFocus()
    qtbot.keyClick(view.eq, Qt.Key.Key_Down)
    qtbot.keyClick(view.eq, Qt.Key.Key_Plus)
    lower = preset(view).effects[view.strip.chosen].parameters
    assert lower["gain_db"] < bell.parameters["gain_db"]
    assert lower["q"] > 1
    chosen = view.strip.chosen
    qtbot.keyClick(view.eq, Qt.Key.Key_PageDown)
    assert view.strip.chosen != chosen


def test_the_share_and_the_level_of_delivery_are_turned(view: RackView, studio: Studio, qtbot):
    view.strip.output.wet.setFocus()
    qtbot.keyClick(view.strip.output.wet, Qt.Key.Key_PageDown)
    assert preset(view).wet == pytest.approx(0.9)
    qtbot.mouseClick(view.strip.output.to_target, Qt.MouseButton.LeftButton)
    assert (preset(view).leveling, preset(view).target_lufs) == (Leveling.LUFS, -18.0)
    view.strip.output.target.setFocus()
    qtbot.keyClick(view.strip.output.target, Qt.Key.Key_Return)
    qtbot.keyClicks(view.strip.output.target.field, "-23")
    qtbot.keyClick(view.strip.output.target.field, Qt.Key.Key_Return)
    assert preset(view).target_lufs == -23
    qtbot.mouseClick(view.strip.output.composed, Qt.MouseButton.LeftButton)
    assert preset(view).target_lufs is None
    qtbot.waitUntil(lambda: auditioned(studio) == preset(view), timeout=MS)


def test_levels_between_the_effects_are_those_of_the_take(view: RackView, heard: Models, qtbot):
    levels = heard.rack.levels
    qtbot.waitUntil(lambda: levels.levels is not None, timeout=MS)
    assert levels.levels
    view._rack.add(Effect("Gain", {"gain_db": -20.0}), 0, "Gain")

    def measured() -> bool:
        told = levels.levels
        stages = len(view.strip.cards) + 2
        return bool(told) and len(told.levels_db) == stages and told.at(0.8)[0] > told.at(0.8)[1]

    qtbot.waitUntil(measured, timeout=MS)
    at = levels.levels.at(0.8)
    assert at[0] - at[1] == pytest.approx(20, abs=0.2)
    assert (
        f"{levels.levels.peaks_db[1]:.1f}".replace("-", "") in view.strip.cards[0].after.toolTip()
    )


def test_words_are_shown_heard_applied_and_undone(view: RackView, studio: Studio, qtbot):
    before = preset(view)
    view.focus_words()
    qtbot.keyClicks(view.words.field, "like a cathedral, frobnicate")
    qtbot.keyClick(view.words.field, Qt.Key.Key_Return)
    words = view._rack.words
    qtbot.waitUntil(lambda: words.result is not None, timeout=GENERATION_MS)
    rows = {(one.effect.split(" ", 1)[1], one.parameter): one for one in view.proposal.shown}
    assert rows["Space", "Decay"].after == "6 s"
    assert any("frobnicate" in sentence for sentence in words.result.said)
    assert view.below.currentWidget() is view.proposal
    assert preset(view) == before  # nothing is taken yet
    qtbot.waitUntil(lambda: auditioned(studio) == words.result.after, timeout=MS)
    qtbot.mouseClick(view.words.before, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: auditioned(studio) == before, timeout=MS)
    qtbot.keyClicks(view.words.field, "a bit warmer")
    qtbot.keyClick(view.words.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words.said[1:] == ("a bit warmer",), timeout=GENERATION_MS)
    assert any(one.effect.endswith("Bell 230 Hz") for one in view.proposal.shown)
    qtbot.mouseClick(view.words.apply, Qt.MouseButton.LeftButton)
    assert view.below.currentWidget() is view.strip
    assert len(preset(view).effects) > len(before.effects)
    assert view._rack.undo_text == "Words: like a cathedral, frobnicate, a bit warmer"
    qtbot.waitUntil(lambda: auditioned(studio) == preset(view), timeout=MS)
    view._rack.undo()
    assert preset(view) == before


def test_words_that_ask_for_nothing_change_nothing_and_are_dropped(
    view: RackView, studio: Studio, qtbot
):
    before = preset(view)
    view.words.field.setText("frobnicate")
    view.words.ask()
    words = view._rack.words
    qtbot.waitUntil(lambda: words.result is not None, timeout=GENERATION_MS)
    assert not words.changes
    assert not view.words.apply.isVisible()
    view.words.field.setFocus()
    qtbot.keyClick(view.words.field, Qt.Key.Key_Escape)
    assert words.result is None
    assert (preset(view), auditioned(studio)) == (before, before)


def test_a_factory_preset_is_saved_as_another_and_then_in_place(
    view: RackView, heard: Models, qtbot
):
    qtbot.keyClick(view.strip.cards[0].title, Qt.Key.Key_B)
    assert not view.header.save.isVisible()
    qtbot.mouseClick(view.header.save_as, Qt.MouseButton.LeftButton)
    field = view.header.naming.field
    assert field.text() == "Film mix, mine"
    field.setText("Harbour Glue")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard.rack.shelf.is_own("harbour-glue"), timeout=MS)
    qtbot.waitUntil(lambda: not view.header.naming.isVisible())
    assert (preset(view).name, preset(view).title) == ("harbour-glue", "Harbour Glue")
    assert not heard.rack.edited
    qtbot.keyClick(view.strip.cards[0].title, Qt.Key.Key_B)
    qtbot.waitUntil(view.header.save.isEnabled)
    qtbot.mouseClick(view.header.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not heard.rack.edited and not heard.rack.shelf.saving, timeout=MS)
    assert finishing_preset("harbour-glue") == preset(view)
    qtbot.mouseClick(view.header.save_as, Qt.MouseButton.LeftButton)
    field.setText("Harbour Glue")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.header.naming.done.text() == "Replace it", timeout=MS)
    qtbot.mouseClick(view.header.naming.done, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not view.header.naming.isVisible(), timeout=MS)
    qtbot.keyClick(view.strip.cards[0].title, Qt.Key.Key_B)
    view.header.revert.click()
    assert preset(view) == finishing_preset("harbour-glue")
    assert view._rack.undo_text == "Revert"


def test_a_preset_chosen_elsewhere_and_a_knob_over_the_bridge_are_steps(
    view: RackView, studio: Studio, qtbot
):
    mine = preset(view)
    studio.audition.choose("cathedral").result(10)
    qtbot.waitUntil(lambda: preset(view).name == "cathedral", timeout=MS)
    assert view._rack.undo_text == "Choose Cathedral"
    place = next(i for i, one in enumerate(preset(view).effects) if one.kind == "Space")
    studio.audition.turn(place, "decay_s", 2.0).result(10)
    qtbot.waitUntil(lambda: knob(view, "Space", "decay_s").value == 2.0, timeout=MS)
    view._rack.undo()
    view._rack.undo()
    assert preset(view) == mine
    qtbot.waitUntil(lambda: auditioned(studio) == mine, timeout=MS)


def test_a_knob_turned_just_before_another_choice_is_no_error(
    view: RackView, heard: Models, clip: Clip, studio: Studio, qtbot
):
    said: list[StudioError] = []
    heard.errors.shown.connect(lambda error, where: said.append(error))
    kept = clip.recipe.preset
    qtbot.waitUntil(lambda: studio.audition.choose(kept).result(10).hearing is Hearing.FILE)
    for value in (-30.0, -31.0, -32.0):
        turns = [studio.audition.turn(i, "threshold_db", value) for i, one in
                 enumerate(kept.effects) if one.kind == "Compressor" for _ in range(2)]  # fmt: skip
        studio.audition.choose(kept).result(10)
        assert [turn.result(10) for turn in turns] == [None] * len(turns)
    qtbot.wait(300)  # what was running up is not heard over the choice
    assert studio.player.playback.key not in ("", "live")
    assert studio.audition.state().result(10).hearing is Hearing.FILE
    assert said == []


def test_names_that_are_hidden_hide_the_effects(view: RackView, studio: Studio, qtbot):
    studio.audition.blind(True).result(10)
    qtbot.waitUntil(view.empty.isVisible, timeout=MS)
    assert "Names are hidden" in view.empty.text()
    studio.audition.blind(False).result(10)
    qtbot.waitUntil(view.strip.isVisible, timeout=MS)


def test_bypass_is_heard_and_shown(view: RackView, studio: Studio, qtbot):
    view.header.bypass.click()
    qtbot.waitUntil(lambda: view._rack.hearing.bypassed, timeout=MS)
    assert view.header.heard.text() == "Heard without effects"
    view.header.bypass.click()
    qtbot.waitUntil(lambda: not view._rack.hearing.bypassed, timeout=MS)
    assert auditioned(studio) == preset(view)


def test_what_is_heard_is_kept_as_a_take(view: RackView, heard: Models, qtbot):
    qtbot.keyClick(view.strip.cards[1].title, Qt.Key.Key_B)
    edited = preset(view)
    made: list[Clip] = []
    heard.jobs.finished.connect(lambda uid, clips: made.extend(clips))
    view.header.keep.click()
    qtbot.waitUntil(lambda: bool(made), timeout=GENERATION_MS)
    assert made[0].recipe.preset == edited
    qtbot.waitUntil(lambda: "Kept" in view.header.heard.text(), timeout=MS)


@pytest.mark.usefixtures("_no_drafts", "dressed")
def test_unsaved_changes_are_there_next_time_and_are_heard(clip: Clip, studio: Studio, qtbot):
    first = make_models(studio)
    first.selection.choose_clip(clip.clip_id)
    qtbot.waitUntil(lambda: first.rack.preset is not None and first.rack.shelf.loaded, timeout=MS)
    first.rack.switch(0, "Low cut", on=False)
    off = first.rack.preset.effects[0]
    assert not off.on
    first.close()
    again = make_models(studio)
    again.selection.choose_clip(clip.clip_id)
    qtbot.waitUntil(lambda: again.rack.clip is not None, timeout=MS)
    assert again.rack.preset.effects[0] == off
    assert again.rack.undo_text == "Changes of last time"
    view = RackView(again)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: auditioned(studio) == again.rack.preset, timeout=MS)
    again.rack.undo()
    view.hide()
    again.close()
    last = make_models(studio)
    last.selection.choose_clip(clip.clip_id)
    qtbot.waitUntil(lambda: last.rack.clip is not None, timeout=MS)
    assert last.rack.preset == clip.recipe.preset
    last.close()


def test_without_a_take_it_says_what_to_do(models: Models, qtbot):
    view = RackView(models)
    qtbot.addWidget(view)
    view.show()
    assert view.empty.isVisible()
    assert "Press Generate" in view.empty.text()
    models.rack.undo()
    models.rack.revert()
    models.rack.save()
    models.rack.keep()
    assert models.rack.preset is None
    view.hide()


def test_the_shelf_is_as_it_was(models: Models):
    assert {one.preset.name for one in list_presets().entries if not one.factory} <= {
        "harbour-glue"
    }
