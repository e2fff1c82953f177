"""Rule 7 over sample cues, and a planted violation of every way over a cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from musflow_studio.domain.plan import CuePlan, PanelPlan, Passage, Transition
from musflow_studio.domain.score import ControlPoint, Note, Part, Role
from musflow_studio.evaluation.music_rules import cuts
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally
from musflow_studio.presets import load_styles

STYLES = load_styles()
LED_OVER = "a transition where energy or mode change"
LET_GO = "the old harmony is let go at cuts"
Change = Callable[[Note], Note | None]


@cache
def cues() -> tuple[CuePlan, ...]:
    """Cues among which every way over a cut is found."""
    names = ("action-percussion", "tender-piano")
    return tuple(cue for name in names for cue in sample_cues(STYLES[name], 30))


def tallies(cue: CuePlan) -> dict[str, Tally]:
    return {tally.name: tally for tally in cuts.check(cue, STYLES[cue.style])}


def cut_with(kind: Transition) -> tuple[CuePlan, PanelPlan]:
    """A cue, and a panel whose end leads over in this way, at a cut that asks for it."""
    for cue in cues():
        bare = replace(cue, passages={name: Passage() for name in cue.passages})
        asked = {said.split(" to ")[0] for said in tallies(bare)[LED_OVER].broken}
        for panel in cue.panels:
            passage = cue.passages.get(f"{panel.panel_uid}/0")
            if panel.panel_uid in asked and passage and passage.leads_out is kind:
                return cue, panel
    raise AssertionError(kind)


def changed(cue: CuePlan, change: Callable[[Part], Part]) -> CuePlan:
    parts = tuple(change(part) for part in cue.score.parts)
    return replace(cue, score=replace(cue.score, parts=parts))


def held_to_the_cut(part: Part, panel: PanelPlan) -> Part:
    """Every late note of the panel is held to its end, and drums strike evenly."""

    def held(note: Note) -> Note:
        if note.panel_uid != panel.panel_uid or note.start_tick < panel.end_tick - 4000:
            return note
        return replace(note, duration_ticks=panel.end_tick - note.start_tick, velocity=60)

    return replace(part, notes=tuple(held(note) for note in part.notes))


def late(part: Part, panel: PanelPlan, ticks: int) -> list[Note]:
    return [
        n for n in part.notes
        if n.panel_uid == panel.panel_uid and n.start_tick >= panel.end_tick - ticks
    ]  # fmt: skip


def without(part: Part, gone: list[Note]) -> Part:
    return replace(part, notes=tuple(n for n in part.notes if n not in gone))


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    for first_seed in (0, 1000):
        for cue in sample_cues(STYLES[name], 8, first_seed):
            assert [t.broken for t in cuts.check(cue, STYLES[name]) if not t.holds] == []


@pytest.mark.parametrize("kind", [Transition.SWELL, Transition.FILL, Transition.BREATH])
def test_music_that_goes_on_as_before_does_not_lead_over(kind: Transition) -> None:
    cue, panel = cut_with(kind)
    assert tallies(cue)[LED_OVER].holds
    flat = changed(cue, lambda part: replace(part, expression=()))
    plain = changed(flat, lambda part: held_to_the_cut(part, panel))
    assert any(said.startswith(panel.panel_uid) for said in tallies(plain)[LED_OVER].broken)


def test_a_pickup_that_is_not_played_is_missed() -> None:
    cue, panel = cut_with(Transition.PICKUP)
    assert tallies(cue)[LED_OVER].holds
    silent = changed(cue, lambda part: without(part, late(part, panel, 1500)))
    assert any(said.startswith(panel.panel_uid) for said in tallies(silent)[LED_OVER].broken)


def test_a_cut_that_nothing_is_planned_for_is_counted() -> None:
    cue, panel = cut_with(Transition.SWELL)
    bare = {name: Passage() for name in cue.passages}
    assert not tallies(replace(cue, passages=bare))[LED_OVER].holds
    even = tuple(replace(p, energy=0.5, key="C major") for p in cue.panels)
    assert tallies(replace(cue, passages=bare, panels=even))[LED_OVER].counted == 0


def test_a_change_of_mode_alone_asks_for_a_transition() -> None:
    cue = cues()[0]
    keys = ("C major", "C dorian")
    panels = tuple(replace(p, energy=0.5, key=keys[i % 2]) for i, p in enumerate(cue.panels))
    assert tallies(replace(cue, panels=panels))[LED_OVER].counted == len(cue.panels) - 1


def test_colour_needs_two_instruments_to_come_or_go() -> None:
    cue, panel = cut_with(Transition.SWELL)
    after = cue.panels[cue.panels.index(panel) + 1]
    named = {name: replace(p, leads_out=Transition.NONE) for name, p in cue.passages.items()}
    named[f"{after.panel_uid}/0"] = replace(
        named[f"{after.panel_uid}/0"], comes_in=Transition.COLOUR
    )
    both = (panel.panel_uid, after.panel_uid)
    alike = tuple(
        Part(Role.PAD, "Strings", 48, 0, tuple(Note(p.start_tick, 100, 60, 60, p.panel_uid)
             for p in cue.panels)) for _ in range(1)
    )  # fmt: skip
    dull = replace(cue, passages=named, score=replace(cue.score, parts=alike))
    said = [s for s in tallies(dull)[LED_OVER].broken if s.startswith(f"{both[0]} to {both[1]}")]
    assert said == [f"{both[0]} to {both[1]}: no colour heard"]


def test_an_old_tone_held_over_the_cut_is_counted_unless_the_new_chord_has_it() -> None:
    cue, panel = cut_with(Transition.BREATH)
    first = next(c for c in cue.chords if c.start_tick == panel.end_tick)
    foreign = next(p for p in range(60, 72) if p % 12 not in first.pitch_classes)

    def hanging(pitch: int) -> CuePlan:
        note = Note(panel.end_tick - 960, 2400, pitch, 60, panel.panel_uid)
        extra = Part(Role.PAD, "Organ", 19, 0, (note,), (ControlPoint(0, 100),))
        return replace(cue, score=replace(cue.score, parts=(*cue.score.parts, extra)))

    assert not tallies(hanging(foreign))[LET_GO].holds
    assert tallies(hanging(60 + first.pitch_classes[0]))[LET_GO].holds
