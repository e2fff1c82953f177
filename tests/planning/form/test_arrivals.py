"""Arrivals: voices lead on across cuts, and an edit keeps from where each stretch is reached."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from scored_boards import HOPE, STYLE, Look, board_of, longer, planned

from musflow_studio.domain.plan import CuePlan, Pins
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning import plan

CALM = tuple(Look(6, 0.4, -0.2, 0.2, 0.35, HitWeight.SHOULD) for _ in range(5))


def pads_at(cue: CuePlan, tick: int) -> list[int]:
    notes = [n for part in cue.score.parts if part.role is Role.PAD for n in part.notes]
    return sorted(n.pitch for n in notes if n.start_tick <= tick < n.start_tick + n.duration_ticks)


def notes_of(cue: CuePlan, uid: str) -> list[tuple[Role, Note]]:
    start = next(p.start_tick for p in cue.panels if p.panel_uid == uid)
    return [
        (part.role, replace(n, start_tick=n.start_tick - start, shift_us=0, end_shift_us=0))
        for part in cue.score.parts for n in part.notes if n.panel_uid == uid
    ]  # fmt: skip


def test_each_stretch_knows_the_voices_before_it() -> None:
    cue = planned(CALM)
    assert cue.arrivals["p1/0"].bass is None
    for before, after in pairwise(cue.panels):
        last = [c for c in cue.chords if c.panel_uid == before.panel_uid][-1]
        arrival = cue.arrivals[f"{after.panel_uid}/0"]
        assert list(arrival.held) == pads_at(cue, last.start_tick)
        assert arrival.bass is not None
        assert arrival.bass % 12 == last.bass


def test_pads_move_little_across_cuts() -> None:
    moves = []
    for seed in range(12):
        cue = planned(CALM, seed=seed)
        for panel in cue.panels[1:]:
            before = list(cue.arrivals[f"{panel.panel_uid}/0"].held)
            after = pads_at(cue, panel.start_tick + 120)
            moves += [abs(a - b) for a, b in zip(before, after, strict=False)]
    assert sum(moves) / len(moves) <= 2.5


def test_an_edit_keeps_the_arrivals_of_the_other_panels() -> None:
    board, seen = board_of(CALM)
    first = plan(board, seen, STYLE, cue_uid="1M1", seed=5)
    darker = replace(seen.panels[1], mood=replace(seen.panels[1].mood, valence=-0.9, tension=0.8))
    reworded = replace(seen, panels=(seen.panels[0], darker, *seen.panels[2:]))
    second = plan(board, reworded, STYLE, cue_uid="1M1", seed=5, base=first)
    assert second.arrivals == first.arrivals
    assert notes_of(second, "p2") != notes_of(first, "p2")
    assert notes_of(second, "p4") == notes_of(first, "p4")


def test_pinned_chords_stay_with_their_panels_when_a_bar_is_added() -> None:
    pins = Pins(chords="Dm Bb F C Gm A7 Eb", meter="4/4", bpm=120.0)
    board, seen = board_of(HOPE)
    first = plan(board, seen, STYLE, cue_uid="1M1", seed=5, pins=pins)
    edited = longer(board, 0, 2 * 48)  # a bar of four at 120 bpm and 24 fps
    second = plan(edited, seen, STYLE, cue_uid="1M1", seed=5, pins=pins, base=first)
    fresh = plan(edited, seen, STYLE, cue_uid="1M1", seed=5, pins=pins)

    def symbols(cue: CuePlan, uid: str) -> list[str]:
        return [c.symbol for c in cue.chords if c.panel_uid == uid]

    later = [panel.panel_uid for panel in first.panels[2:-1]]
    assert later
    assert [symbols(second, uid) for uid in later] == [symbols(first, uid) for uid in later]
    assert [symbols(fresh, uid) for uid in later] != [symbols(first, uid) for uid in later]
