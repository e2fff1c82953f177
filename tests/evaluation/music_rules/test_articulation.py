"""Rule 6 over sample cues, and planted violations of each of its lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from planted import with_note, with_part

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Articulation, Style
from musflow_studio.evaluation.music_rules import articulation
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally
from musflow_studio.presets import load_styles

STYLES = load_styles()
STYLE = STYLES["tender-piano"]
SPEAKS = "no slow attack on notes under 1.5 times as long"
LEGATO = "legato overlaps of 20 to 50 ms"
STACCATO = "staccato sounds 40 to 55 %"
REPEATS = "repeated notes differ in velocity by 4"
JITTER = "jitter at most 8 ms, none at hits"


def staccato(style: Style) -> Style:
    """The style with its pizzicato and its low strings bowed short."""
    roles = (
        replace(v, articulation=Articulation.STACCATO)
        if v.instrument in ("Pizzicato strings", "Low strings") else v
        for v in style.roles
    )  # fmt: skip
    return replace(style, roles=tuple(roles))


@pytest.fixture(scope="module")
def cue() -> CuePlan:
    return next(c for c in sample_cues(STYLE, 30) if {Role.PAD, Role.COUNTER} <= _roles(c))


def _roles(cue: CuePlan) -> set[Role]:
    return {part.role for part in cue.score.parts}


def part_of(cue: CuePlan, role: Role) -> Part:
    return next(part for part in cue.score.parts if part.role is role)


def tallies(cue: CuePlan, style: Style = STYLE) -> dict[str, Tally]:
    return {tally.name: tally for tally in articulation.check(cue, style)}


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    for first_seed in (0, 1000):
        for cue in sample_cues(STYLES[name], 8, first_seed):
            tally = articulation.check(cue, STYLES[name])
            assert [t.broken for t in tally if not t.holds] == []


def test_staccato_players_keep_it_too() -> None:
    style, counted = staccato(STYLE), 0
    for cue in sample_cues(style, 12):
        tally = tallies(cue, style)[STACCATO]
        assert tally.broken == ()
        counted += tally.counted
    assert counted > 50


def test_a_short_note_of_slow_strings_is_counted(cue: CuePlan) -> None:
    part = part_of(cue, Role.PAD)
    assert tallies(cue)[SPEAKS].holds
    found = tallies(with_note(cue, part, part.notes[0], duration_ticks=120))[SPEAKS]
    assert found.counted - found.kept == 1


def test_a_gap_and_a_smear_in_a_legato_line_are_counted() -> None:
    cue, part, note = joined_note()
    assert tallies(cue)[LEGATO].holds
    for wrong_us in (-60_000, 60_000):
        end = note.end_shift_us + wrong_us
        found = tallies(with_note(cue, part, note, end_shift_us=end))[LEGATO]
        assert found.counted - found.kept == 1


def joined_note() -> tuple[CuePlan, Part, Note]:
    """A note of a melody that the next one takes over."""
    for cue in sample_cues(STYLE, 12):
        part = part_of(cue, Role.MELODY)
        for note, after in pairwise(part.notes):
            ends = note.start_tick + note.duration_ticks == after.start_tick
            if ends and note.panel_uid == after.panel_uid and note.pitch != after.pitch:
                return cue, part, note
    pytest.fail("no melody joins two notes")


def test_a_staccato_note_held_is_counted() -> None:
    style = staccato(STYLE)
    cue = next(c for c in sample_cues(style, 30) if tallies(c, style)[STACCATO].counted)
    part = next(p for p in cue.score.parts if p.instrument in ("Pizzicato strings", "Low strings"))
    for end_shift_us in (0, -(10**6)):
        changed = with_note(cue, part, part.notes[0], end_shift_us=end_shift_us)
        assert not tallies(changed, style)[STACCATO].holds


def test_two_equal_strokes_are_counted(cue: CuePlan) -> None:
    part = part_of(cue, Role.HARMONY)
    same = tuple(replace(note, velocity=70) for note in part.notes)
    assert tallies(cue)[REPEATS].holds
    assert not tallies(with_part(cue, part, replace(part, notes=same)))[REPEATS].holds


def test_a_note_off_the_grid_is_counted(cue: CuePlan) -> None:
    part = part_of(cue, Role.HARMONY)
    alone = next(
        n for n in part.notes
        if sum(m.start_tick == n.start_tick for m in part.notes) == 1 and n.start_tick > 0
    )  # fmt: skip
    assert tallies(cue)[JITTER].holds
    for shift_us in (-12_000, 12_000):
        found = tallies(with_note(cue, part, alone, shift_us=shift_us))[JITTER]
        assert found.counted - found.kept == 1


def test_jitter_at_a_hit_is_counted() -> None:
    for cue in sample_cues(STYLE, 12):
        for hit in cue.hits:
            part = next((p for p in cue.score.parts if p.role is Role.ACCENT), None)
            if part and hit.weight is HitWeight.MUST and hit.panel_uid:
                late = [n for n in part.notes if n.start_tick == hit.tick]
                if late:
                    moved = with_note(cue, part, late[0], shift_us=late[0].shift_us - 3_000)
                    assert tallies(cue)[JITTER].holds
                    assert not tallies(moved)[JITTER].holds
                    return
    pytest.fail("no accent at a hit")
