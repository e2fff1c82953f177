"""The text bridge by hand: mood, energy, words, suggestions, two keys a panel."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.storyboard import Panel, PanelOverride
from ui.models import Models
from ui.words import WordsView
from ui.words.mood_words import MOOD_KEYS, to_pad

WAIT_MS = 20_000


@pytest.fixture
def view(opened: Models, qtbot: QtBot) -> WordsView:
    made = WordsView(opened)
    qtbot.addWidget(made)
    made.resize(440, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: not opened.descriptions.pending, timeout=WAIT_MS)
    return made


def panels(models: Models) -> tuple[Panel, ...]:
    assert models.project.board
    return models.project.board.panels


def spot(view: WordsView, valence: float, arousal: float) -> QPoint:
    return to_pad(valence, arousal, view.pad.room).toPoint()


def test_an_empty_desk_says_what_will_stand_here(models: Models, qtbot: QtBot) -> None:
    view = WordsView(models)
    qtbot.addWidget(view)
    assert view._stack.currentIndex() == 0


def test_it_shows_what_was_seen_and_why(view: WordsView, opened: Models) -> None:
    said = opened.descriptions.of(opened.selection.panel_uid)
    assert said
    assert view.fields["caption"].toPlainText() == said.caption
    assert view.evidence.accessibleDescription().count(";") == len(said.evidence) - 1
    assert view.energy.value() == round(said.energy * 100)
    assert view.fields["story"].toPlainText() == "Rain on the empty deck"
    assert not view.as_seen.isEnabled()
    opened.selection.choose_panel(panels(opened)[1].uid)
    assert view.fields["story"].toPlainText() == "She sees the lights and smiles"
    assert view._title.text() == "Panel 2"


def test_a_drag_over_the_pad_is_one_step_and_is_heard_by_the_description(
    view: WordsView, opened: Models, qtbot: QtBot
) -> None:
    pad, button = view.pad, Qt.MouseButton.LeftButton
    QTest.mousePress(pad, button, pos=spot(view, 0.9, -0.9))
    QTest.mouseMove(pad, spot(view, 0.0, 0.9))
    QTest.mouseMove(pad, spot(view, -0.95, 0.95))
    QTest.mouseRelease(pad, button, pos=spot(view, -0.95, 0.95))
    override = panels(opened)[0].override
    assert override.valence == pytest.approx(-0.95, abs=0.02)
    assert override.arousal == pytest.approx(0.95, abs=0.02)
    uid = opened.selection.panel_uid

    def obeyed() -> None:
        said = opened.descriptions.of(uid)
        assert said
        assert said.mood.valence == override.valence
        assert said.seen_mood
        assert said.seen_mood.valence != override.valence

    qtbot.waitUntil(obeyed, timeout=WAIT_MS)
    opened.project.undo()
    assert panels(opened)[0].override == PanelOverride()
    assert not opened.project.can_undo


def test_a_click_on_a_word_is_that_word(view: WordsView, opened: Models) -> None:
    mood = MOOD_WORDS["peaceful"]
    at = spot(view, mood.valence, mood.arousal) - QPoint(6, 2)
    QTest.mouseClick(view.pad, Qt.MouseButton.LeftButton, pos=at)
    override = panels(opened)[0].override
    assert (override.valence, override.arousal) == (mood.valence, mood.arousal)


def test_arrows_step_and_the_energy_slider_takes_keys(view: WordsView, opened: Models) -> None:
    said = opened.descriptions.of(opened.selection.panel_uid)
    assert said
    QTest.keyClick(view.pad, Qt.Key.Key_Right)
    QTest.keyClick(view.pad, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    override = panels(opened)[0].override
    assert override.valence == pytest.approx(said.mood.valence + 0.05, abs=0.006)
    assert override.arousal == pytest.approx(said.mood.arousal + 0.2, abs=0.006)
    QTest.keyClick(view.energy, Qt.Key.Key_End)
    assert panels(opened)[0].override.energy == 1.0


def test_as_seen_takes_back_what_was_set_by_hand(view: WordsView, opened: Models) -> None:
    QTest.keyClick(view.energy, Qt.Key.Key_Home)
    view.fields["caption"].setPlainText("a lullaby")
    view.fields["caption"].keep()
    assert panels(opened)[0].override == PanelOverride(energy=0.0, caption="a lullaby")
    view.as_seen.click()
    assert panels(opened)[0].override == PanelOverride()
    assert opened.project.undo_text == "Reset mood and words of panel 1"


def test_words_are_kept_by_enter_and_taken_back_by_escape(view: WordsView, opened: Models) -> None:
    view.fields["dialogue"].setFocus()
    QTest.keyClicks(view.fields["dialogue"], "Who is  there")
    QTest.keyClick(view.fields["dialogue"], Qt.Key.Key_Escape)
    assert view.fields["dialogue"].toPlainText() == ""
    QTest.keyClicks(view.fields["dialogue"], "Who is  there")
    QTest.keyClick(view.fields["dialogue"], Qt.Key.Key_Return)
    assert panels(opened)[0].dialogue == "Who is there"


def test_what_was_written_belongs_to_the_panel_it_was_written_for(
    view: WordsView, opened: Models
) -> None:
    view.fields["story"].setFocus()
    view.fields["story"].setPlainText("half a thought")
    opened.selection.choose_panel(panels(opened)[1].uid)
    assert [panel.story for panel in panels(opened)] == [
        "half a thought",
        "She sees the lights and smiles",
    ]
    assert view.fields["story"].toPlainText() == "She sees the lights and smiles"


def test_several_panels_are_set_together(view: WordsView, opened: Models) -> None:
    uids = [panel.uid for panel in panels(opened)]
    opened.selection.choose_panel(uids[0], uids)
    assert view._title.text() == "2 panels"
    QTest.keyClick(view.energy, Qt.Key.Key_End)
    assert [panel.override.energy for panel in panels(opened)] == [1.0, 1.0]


def test_an_unsure_panel_offers_three_moods_a_click_away(
    models: Models, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (80, 45), "#808080").save(tmp_path / "1.png")
    with qtbot.waitSignal(models.project.opened, timeout=WAIT_MS):
        models.project.start([tmp_path / "1.png"])
    view = WordsView(models)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: not models.descriptions.pending, timeout=WAIT_MS)
    said = models.descriptions.of(models.selection.panel_uid)
    assert said
    assert said.unsure
    assert view._unsure.isVisible()
    assert tuple(button.text() for button in view.suggestions) == said.suggestions
    for button in view.suggestions:  # none is cut off
        assert button.geometry().right() <= view._unsure.width() <= view.width() // 2
    view.suggestions[1].click()
    mood = MOOD_WORDS[said.suggestions[1]]
    override = panels(models)[0].override
    assert (override.valence, override.arousal) == (mood.valence, mood.arousal)
    assert not view._unsure.isVisible()


def test_two_keys_set_a_panel_and_go_on_to_the_next(view: WordsView, opened: Models) -> None:
    QTest.keyClick(view, Qt.Key.Key_Q)
    assert view.quick.isChecked()
    for key in "79":
        QTest.keyClick(view.pad, key)
    for key in "03":
        QTest.keyClick(view.pad, key)
    first, second = (panel.override for panel in panels(opened))
    tense = MOOD_WORDS[MOOD_KEYS[7]]
    assert first == PanelOverride(tense.valence, tense.arousal, energy=1.0)
    assert second == PanelOverride(energy=0.25)
    opened.project.undo()
    opened.project.undo()
    assert not opened.project.can_undo
    QTest.keyClick(view.pad, Qt.Key.Key_Backspace)
    assert opened.selection.panel_uid == panels(opened)[0].uid
    QTest.keyClick(view.pad, Qt.Key.Key_Escape)
    assert not view.quick.isChecked()


def test_digits_mean_nothing_unless_two_keys_are_wanted(view: WordsView, opened: Models) -> None:
    for key in "75":
        QTest.keyClick(view.pad, key)
    assert panels(opened)[0].override == PanelOverride()
