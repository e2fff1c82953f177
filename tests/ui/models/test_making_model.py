"""Making: the seed, what a take goes on from, what it changed, and what it costs."""

from __future__ import annotations

from patience import GENERATION_MS

from musflow_studio.domain.plan import Pins
from musflow_studio.project.cues import CueEdit
from ui.models import Models


def make(models: Models, qtbot) -> str:
    with qtbot.waitSignal(models.jobs.finished, timeout=GENERATION_MS):
        assert models.making.generate()
    cue = models.selection.cue
    assert cue
    qtbot.waitUntil(lambda: models.takes.clip(cue.clip_ids[-1]) is not None)
    return cue.clip_ids[-1]


def test_pins_are_undo_steps_and_free_again(opened: Models):
    assert opened.making.pin(Pins(bpm=90.0), "tempo")
    assert opened.making.pin(Pins(bpm=92.0), "tempo")
    assert opened.making.cue.pins.bpm == 92.0
    opened.project.undo()
    assert opened.making.cue.pins.bpm is None  # turning a knob is one step
    opened.project.redo()
    opened.making.unpin("bpm", "tempo")
    assert opened.making.cue.pins.bpm is None


def test_a_locked_seed_keeps_every_note_and_the_dice_change_all(scored: Models, qtbot):
    first = scored.making.plan
    qtbot.waitUntil(lambda: scored.making.plan is not None)
    first = scored.making.plan
    assert scored.making.seed == first.seed
    make(scored, qtbot)
    qtbot.waitUntil(lambda: scored.making.outcome is not None)
    assert scored.making.outcome.refit.sentence() == "No bar was touched."
    scored.making.roll_seed()
    assert scored.making.seed_is_new
    rolled = scored.making.seed
    make(scored, qtbot)
    qtbot.waitUntil(lambda: scored.making.outcome is not None)
    assert scored.making.outcome.refit.sentence() == "Every bar was made anew."
    assert scored.making.plan.seed == rolled
    assert not scored.making.seed_is_new


def test_an_unlocked_seed_is_drawn_for_every_take(scored: Models, qtbot):
    qtbot.waitUntil(lambda: scored.making.plan is not None)
    before = scored.making.plan.seed
    scored.making.lock_seed(False)
    assert scored.making.seed is None
    make(scored, qtbot)
    assert scored.making.plan.seed != before
    scored.making.lock_seed(True)


def test_one_panel_is_composed_anew_and_the_ribbon_says_so(scored: Models, qtbot):
    qtbot.waitUntil(lambda: scored.making.plan is not None)
    scored.making.edit("Fit", CueEdit(pins=Pins(bpm=120.0)))
    make(scored, qtbot)
    second = scored.project.board.panels[1].uid
    with qtbot.waitSignal(scored.jobs.finished, timeout=GENERATION_MS):
        scored.making.compose_anew((second,))
    qtbot.waitUntil(lambda: scored.making.outcome is not None)
    changed = scored.making.outcome.refit.changed
    assert {panel.panel_uid for panel in changed} <= {second}
    assert scored.project.undo_text == "Compose panel 2 anew"


def test_the_estimate_grows_with_the_number_of_takes(opened: Models):
    opened.making.set_takes(1)
    one = opened.making.expected_s
    opened.making.set_takes(4)
    assert 0 < one < opened.making.expected_s < 4.01 * one
    opened.making.set_takes(1)
