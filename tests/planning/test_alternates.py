"""Alternates of a plan: what stays is note for note the same; what goes, goes everywhere."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from scored_boards import DARK, board_of

from musflow_studio.domain.alternate import LESS_THAN_FULL, Alternate
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import CuePlan, Dialogue
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.planning import alternate_plan, kept_roles, parse_meter, plan
from musflow_studio.planning.performance.dynamics import UNDER_DIALOGUE
from musflow_studio.presets import load_styles

STYLES = load_styles()


@cache
def full(style: str = "action-percussion") -> CuePlan:
    board, seen = board_of(DARK)
    return plan(board, seen, STYLES[style], cue_uid="1M1", seed=3)


def notes(cue: CuePlan) -> list[tuple[Role, str, Note]]:
    return [(part.role, part.instrument, n) for part in cue.score.parts for n in part.notes]


@pytest.mark.parametrize("kind", LESS_THAN_FULL)
@pytest.mark.parametrize("style", STYLES)
def test_grid_key_and_chords_stay(style: str, kind: Alternate) -> None:
    cue = full(style)
    less = alternate_plan(cue, kind)
    assert (less.grid, less.key, less.chords, less.hits) == (
        cue.grid, cue.key, cue.chords, cue.hits,
    )  # fmt: skip
    assert less.length_samples(44100) == cue.length_samples(44100)
    assert less.score != cue.score
    assert kind.words in less.why[-1]


def test_no_melody_leaves_everything_else_note_for_note() -> None:
    less = alternate_plan(full(), Alternate.NO_MELODY)
    assert notes(less) == [n for n in notes(full()) if n[0] is not Role.MELODY]
    assert len(notes(less)) < len(notes(full()))
    assert all(Role.MELODY not in panel.roles for panel in less.panels)


def test_no_drums_also_means_none_at_hits() -> None:
    less = alternate_plan(full(), Alternate.NO_DRUMS)
    gone = {(p.role, p.instrument) for p in full().score.parts} - {
        (p.role, p.instrument) for p in less.score.parts
    }
    assert any(role is Role.ACCENT for role, _ in gone)
    assert not any(p.bank == 128 or p.role is Role.PERCUSSION for p in less.score.parts)
    assert any(p.role is Role.ACCENT for p in less.score.parts)
    assert Role.ACCENT not in kept_roles(full(), less)
    assert Role.PAD in kept_roles(full(), less)


def test_the_bed_is_chords_pads_and_bass() -> None:
    less = alternate_plan(full(), Alternate.BED)
    assert {part.role for part in less.score.parts} == {Role.HARMONY, Role.PAD, Role.BASS}
    assert kept_roles(full(), less) == {Role.HARMONY, Role.PAD, Role.BASS}


@pytest.mark.parametrize("style", STYLES)
def test_under_dialogue_nothing_is_sung_busy_or_loud(style: str) -> None:
    cue = full(style)
    less = alternate_plan(cue, Alternate.UNDER_DIALOGUE)
    pulse = parse_meter(cue.meter).pulse_ticks
    begins = {panel.start_tick for panel in cue.panels}
    ends = {panel.panel_uid: panel.end_tick for panel in cue.panels}
    before = {(r, i, n.start_tick, n.pitch): n for r, i, n in notes(cue)}
    for role, instrument, n in notes(less):
        assert role is not Role.MELODY
        inside = n.start_tick - cue.grid.bar_at(n.start_tick).start_tick
        assert inside % pulse == 0 or n.start_tick in begins
        original = before[role, instrument, n.start_tick, n.pitch]
        assert n.velocity == max(1, round(UNDER_DIALOGUE * original.velocity)) < original.velocity
        assert n.duration_ticks >= original.duration_ticks
        longest = max(original.start_tick + original.duration_ticks, ends[n.panel_uid])
        assert n.start_tick + n.duration_ticks <= longest
    assert {n.panel_uid for _, _, n in notes(less)} == {n.panel_uid for _, _, n in notes(cue)}
    assert less.under_words == tuple(panel.panel_uid for panel in cue.panels)


def test_panels_composed_under_dialogue_are_not_softened_twice() -> None:
    board, seen = board_of(DARK)
    panels = (replace(p, dialogue="Run." * (p.uid == "p3")) for p in board.panels)
    spoken = replace(board, panels=tuple(panels))
    cue = plan(spoken, seen, STYLES["tender-piano"], cue_uid="1M1", seed=3)
    less = alternate_plan(cue, Alternate.UNDER_DIALOGUE)

    def of(one: CuePlan, uid: str) -> list[object]:
        return [n for n in notes(one) if n[2].panel_uid == uid]

    assert of(less, "p3") == of(cue, "p3")
    assert of(less, "p4") != of(cue, "p4")
    ignored = replace(cue, dialogue=Dialogue.IGNORE)
    assert of(alternate_plan(ignored, Alternate.UNDER_DIALOGUE), "p3") != of(cue, "p3")


def test_an_alternate_with_nothing_left_is_refused() -> None:
    alone = tuple(p for p in full().score.parts if p.role is Role.MELODY)
    sung = replace(full(), score=replace(full().score, parts=alone))
    with pytest.raises(StudioError, match="othing is left to play in the alternate 'no-melody'"):
        alternate_plan(sung, Alternate.NO_MELODY)


def test_a_changed_velocity_is_a_changed_role() -> None:
    louder = tuple(
        replace(p, notes=tuple(replace(n, velocity=100) for n in p.notes))
        if p.role is Role.PAD else p
        for p in full().score.parts
    )  # fmt: skip
    changed = replace(full(), score=replace(full().score, parts=louder))
    assert Role.PAD not in kept_roles(full(), changed)
    assert Role.BASS in kept_roles(full(), changed)
    assert kept_roles(full(), replace(changed, score=replace(changed.score, parts=()))) == set()
    spoken = replace(full(), under_words=("p1",))
    assert kept_roles(full(), spoken) == set()
    extra = Part(Role.BASS, "Tuba", 58, 0, (Note(0, 100, 30, 60, "p1"),))
    added = replace(full(), score=replace(full().score, parts=(*full().score.parts, extra)))
    assert Role.BASS not in kept_roles(full(), added)
