"""Rule 8 over sample cues, and planted violations of each part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from musflow_studio.domain.plan import CuePlan, Ending, LengthMode, Pins
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.evaluation.music_rules import endings
from musflow_studio.evaluation.sample_boards import sample_board, sample_cues
from musflow_studio.planning import parse_meter, plan
from musflow_studio.presets import load_styles

STYLES = load_styles()
STYLE = STYLES["orchestral-hope"]
HEARD = "the ending is heard as planned"


@cache
def cues() -> tuple[CuePlan, ...]:
    return tuple(sample_cues(STYLE, 30))


@cache
def ends(kind: Ending) -> CuePlan:
    """A cue that ends so."""
    board, seen = sample_board(3)
    return plan(board, seen, STYLE, cue_uid="1M1", seed=3, pins=Pins(ending=kind))


def broken(cue: CuePlan) -> list[str]:
    return [tally.name for tally in endings.check(cue, STYLE) if not tally.holds]


def with_notes(cue: CuePlan, change: Callable[[Note], Note]) -> CuePlan:
    parts = tuple(replace(p, notes=tuple(change(n) for n in p.notes)) for p in cue.score.parts)
    return replace(cue, score=replace(cue.score, parts=parts))


def with_part(cue: CuePlan, *notes: Note, role: Role = Role.HARMONY) -> CuePlan:
    parts = (*cue.score.parts, Part(role, "Planted", 0, 0, notes))
    return replace(cue, score=replace(cue.score, parts=parts))


def last_onset(cue: CuePlan) -> int:
    return max(n.start_tick for part in cue.score.parts for n in part.notes)


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    for first_seed in (0, 1000):
        for cue in sample_cues(STYLES[name], 8, first_seed):
            assert [t.broken for t in endings.check(cue, STYLES[name]) if not t.holds] == []


def test_the_mood_of_the_last_panel_chooses_the_ending() -> None:
    for cue in cues():
        energy = cue.panels[-1].energy
        assert cue.ending is not Ending.FADE or energy < 0.35
        assert cue.ending is not Ending.CUT or energy >= 0.6
        assert cue.ending is not Ending.BUTTON or energy >= 0.3
    assert len({cue.ending for cue in cues()}) >= 4


def test_a_note_after_the_last_chord_is_counted() -> None:
    cue = ends(Ending.RING)
    uid = cue.panels[-1].panel_uid
    late = with_part(cue, Note(last_onset(cue) + 480, 240, 72, 60, uid))
    assert "the last onset is on the last hit or a downbeat" in broken(late)


def test_another_last_chord_is_counted_unless_the_plan_says_open() -> None:
    cue = next(cue for cue in cues() if not cue.ends_open)
    last = cue.chords[-1]
    away = replace(last, pitch_classes=tuple((p + 5) % 12 for p in last.pitch_classes))
    moved = replace(cue, chords=(*cue.chords[:-1], away))
    assert broken(moved) == ["the cue ends on the tonic or says it is open"]
    assert broken(replace(moved, ends_open=True)) == []


def test_a_phrase_that_begins_in_the_last_two_bars_is_counted() -> None:
    cue = ends(Ending.RING)
    uid = cue.panels[-1].panel_uid
    silent = replace(
        cue,
        score=replace(
            cue.score, parts=tuple(p for p in cue.score.parts if p.role is not Role.MELODY)
        ),
    )
    start = cue.panels[-1].end_tick - 2 * parse_meter(cue.meter).bar_ticks
    notes = [Note(start + 480 * i, 480, 72 + i, 60, uid) for i in (0, 1, 2)]
    name = "no new phrase in the last two bars"
    assert name not in broken(with_part(silent, *notes, role=Role.MELODY))
    later = [replace(n, start_tick=n.start_tick + 240) for n in notes]
    assert name in broken(with_part(silent, *later, role=Role.MELODY))
    leading = Note(start - 480, 700, 71, 60, uid)
    assert name not in broken(with_part(silent, leading, *later, role=Role.MELODY))


def test_a_button_that_is_held_and_a_ring_that_is_cut_short_are_counted() -> None:
    button = ends(Ending.BUTTON)
    end = button.panels[-1].end_tick
    held = with_notes(
        button,
        lambda n: replace(n, duration_ticks=end - n.start_tick)
        if n.start_tick == last_onset(button) else n,
    )  # fmt: skip
    assert broken(held) == [HEARD]
    for kind in (Ending.RING, Ending.HOLD, Ending.CUT, Ending.FADE):
        short = with_notes(
            ends(kind), lambda n: replace(n, duration_ticks=min(n.duration_ticks, 240))
        )
        assert HEARD in broken(short)


def test_a_fade_that_does_not_fade_is_counted() -> None:
    cue = ends(Ending.FADE)
    level = with_notes(cue, lambda n: replace(n, velocity=70))
    parts = tuple(replace(p, expression=()) for p in level.score.parts)
    assert broken(replace(level, score=replace(level.score, parts=parts))) == [HEARD]


@pytest.mark.parametrize("kind", list(Ending))
def test_a_pinned_ending_is_kept_and_heard(kind: Ending) -> None:
    assert ends(kind).ending is kind
    assert broken(ends(kind)) == []


def test_a_loop_has_no_ending() -> None:
    board, seen = sample_board(3)
    cue = plan(board, seen, STYLE, cue_uid="1M1", seed=3, length_mode=LengthMode.LOOP)
    assert cue.ending is None
    assert endings.check(cue, STYLE) == ()
