"""The column of wishes: what is changed is pinned and asked for, by mouse and by keys."""

from __future__ import annotations

from patience import GENERATION_MS
from PyQt6.QtCore import Qt

from musflow_studio.domain.plan import Dialogue, Ending, Fit
from ui.make import MakeView
from ui.models import Models


def shown(models: Models, qtbot) -> MakeView:
    view = MakeView(models)
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


def cue_of(models: Models):
    cue = models.selection.cue
    assert cue
    return cue


def test_without_a_board_it_says_what_to_do(models: Models, qtbot):
    view = shown(models, qtbot)
    assert not view.button.generate.isEnabled()
    assert "Drop panels" in view.button.says.text()


def test_every_wish_reaches_the_cue(opened: Models, qtbot):
    view = shown(opened, qtbot)
    music, picture, take = view.music, view.picture, view.take
    music.style_choice.setCurrentIndex(music.style_choice.findData("lo-fi"))
    music.style_choice.activated.emit(music.style_choice.currentIndex())
    music.tempo.setValue(88.0)
    music.tonic.show_data("Eb")
    music.mode.show_data("dorian")
    music.mode.activated.emit(0)
    music.meter.show_data("3/4")
    music.meter.activated.emit(0)
    music.ending.show_data(Ending.FADE.value)
    music.ending.activated.emit(music.ending.currentIndex())
    picture.fit._buttons["exact"].click()
    picture.dialogue._buttons["ignore"].click()
    picture.tail.setValue(2.5)
    take.finish.show_data("film-mix")
    take.finish.activated.emit(take.finish.currentIndex())
    cue = cue_of(opened)
    assert (cue.style, cue.fit, cue.dialogue) == ("lo-fi", Fit.EXACT, Dialogue.IGNORE)
    assert (cue.pins.bpm, cue.pins.key, cue.pins.meter) == (88.0, "Eb dorian", "3/4")
    assert (cue.pins.ending, cue.tail_s, cue.finish) == (Ending.FADE, 2.5, "film-mix")
    music._tempo_pin.click()
    assert cue_of(opened).pins.bpm is None
    for _ in range(10):
        opened.project.undo()
    assert cue_of(opened).style == ""
    assert music.style_choice.currentData() == ""


def test_a_loop_lets_go_of_ending_and_tail_and_knows_bars(opened: Models, qtbot):
    view = shown(opened, qtbot)
    view.picture.tail.setValue(3.0)
    view.picture.length._buttons["loop"].click()
    assert (cue_of(opened).loop, cue_of(opened).tail_s) == (True, 0.0)
    assert view.picture.bars.isVisible()
    view.picture.bars.setValue(4)
    assert cue_of(opened).pins.bars == 4
    view.picture.length._buttons["picture"].click()
    assert cue_of(opened).pins.bars is None
    assert not view.picture.bars.isVisible()


def test_chords_that_cannot_be_read_are_refused_in_one_sentence(opened: Models, qtbot):
    view = shown(opened, qtbot)
    told: list[tuple[str, str]] = []
    opened.errors.shown.connect(lambda error, where: told.append((where, error.sentence())))
    view.music.chords.setFocus()
    qtbot.keyClicks(view.music.chords, "Dm Hx")
    qtbot.keyClick(view.music.chords, Qt.Key.Key_Return)
    assert cue_of(opened).pins.chords is None
    (where, sentence) = told[0]
    assert where == "make"
    assert "Hx" in sentence
    view.music.chords.clear()
    qtbot.keyClicks(view.music.chords, "Dm  Bb F C")
    qtbot.keyClick(view.music.chords, Qt.Key.Key_Return)
    assert cue_of(opened).pins.chords == "Dm Bb F C"


def test_panels_are_silenced_from_the_menu(opened: Models, qtbot):
    view = shown(opened, qtbot)
    button = view.picture.tacet
    button._fill()
    first, second = button._menu.actions()
    assert first.text().startswith("1 ")
    second.trigger()
    assert cue_of(opened).tacet == (opened.project.board.panels[1].uid,)
    assert button.text() == "Panel 2"


def test_the_seed_can_be_typed_rolled_and_unlocked(scored: Models, qtbot):
    view = shown(scored, qtbot)
    qtbot.waitUntil(lambda: scored.making.plan is not None)
    assert view.take.seed.text() == str(scored.making.plan.seed)
    view.take.seed.selectAll()
    qtbot.keyClicks(view.take.seed, "99999999999")
    qtbot.keyClick(view.take.seed, Qt.Key.Key_Return)
    assert scored.making.seed == 4294967295
    view.take.dice.click()
    assert view.take.seed.text() == str(scored.making.seed)
    view.take.lock.click()
    assert not scored.making.seed_locked
    view.take.lock.click()


def test_generate_shows_progress_and_escape_stops_it(opened: Models, qtbot):
    view = shown(opened, qtbot)
    opened.making.set_takes(16)
    assert view.button.generate.text().startswith("Generate 16 takes, about ")
    with qtbot.waitSignal(opened.jobs.failed, timeout=GENERATION_MS):
        view.button.generate.click()
        assert view.button.cancel.isVisible()
        qtbot.waitUntil(lambda: view.button.bar.value() > 0, timeout=GENERATION_MS)
        assert "left" in view.button.says.text()
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.button.generate.isVisible()
    opened.making.set_takes(1)


def test_after_an_edit_the_ribbon_tells_the_bars_and_compares(scored: Models, qtbot):
    view = shown(scored, qtbot)
    qtbot.waitUntil(lambda: scored.making.base is not None)
    before = scored.making.base
    view.take.dice.click()
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        view.button.generate.click()
    qtbot.waitUntil(view.outcome.isVisible)
    assert view.outcome.text.text() == "Every bar was made anew."
    qtbot.waitUntil(lambda: scored.takes.entry(scored.selection.clip_id) is not None)
    view.outcome.compare.click()
    pair = scored.playback.comparison
    assert pair
    assert pair.second == before.clip_id
    scored.playback.end_comparison()
    scored.making.dismiss_outcome()
    assert not view.outcome.isVisible()
