"""Rule 9 over sample cues, and planted violations: no air, no silence, noise in a tacet panel."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.evaluation.music_rules import air
from musflow_studio.evaluation.sample_boards import sample_board, sample_cues
from musflow_studio.evaluation.tally import Tally
from musflow_studio.planning import plan
from musflow_studio.presets import load_styles

STYLES = load_styles()
STYLE = STYLES["tender-piano"]
AIR = "a long cue has two bars of two roles or fewer"
HUSH = "a beat of silence before the biggest hit"
TACET = "tacet panels are silent"


@cache
def cues() -> tuple[CuePlan, ...]:
    return tuple(sample_cues(STYLE, 30))


def tallies(cue: CuePlan) -> dict[str, Tally]:
    return {tally.name: tally for tally in air.check(cue, STYLE)}


def with_part(cue: CuePlan, role: Role, *notes: Note) -> CuePlan:
    parts = (*cue.score.parts, Part(role, role.value, 0, 0, notes))
    return replace(cue, score=replace(cue.score, parts=parts))


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    for first_seed in (0, 1000):
        for cue in sample_cues(STYLES[name], 12, first_seed):
            assert [t.broken for t in air.check(cue, STYLES[name]) if not t.holds] == []


def test_a_long_cue_that_never_thins_is_counted() -> None:
    cue = next(cue for cue in cues() if tallies(cue)[AIR].counted)
    uid = cue.panels[0].panel_uid
    drone = Note(0, cue.grid.end_tick, 60, 60, uid)
    full = cue
    for role in (Role.PAD, Role.COUNTER, Role.BASS):
        full = with_part(full, role, drone)
    assert tallies(cue)[AIR].holds
    assert not tallies(full)[AIR].holds


def test_the_thinned_panel_says_so() -> None:
    thinned = [cue for cue in cues() if any(p.thin for p in cue.passages.values())]
    assert thinned
    for cue in thinned:
        assert any("breathes" in said for panel in cue.panels for said in panel.why)


def test_a_note_in_the_silence_before_the_biggest_hit_is_counted() -> None:
    cue = next(cue for cue in cues() if tallies(cue)[HUSH].counted)
    before = next(i for i, p in enumerate(cue.panels) if _hush(cue, p.panel_uid))
    tick = cue.panels[before].end_tick
    uid = cue.panels[before].panel_uid
    struck = with_part(cue, Role.ACCENT, Note(tick - 480, 100, 60, 60, uid))
    held = with_part(cue, Role.PAD, Note(tick - 4000, 3900, 60, 60, uid))
    assert tallies(cue)[HUSH].holds
    assert not tallies(struck)[HUSH].holds
    assert not tallies(held)[HUSH].holds


def _hush(cue: CuePlan, uid: str) -> bool:
    return any(p.hush_ticks for name, p in cue.passages.items() if name.rpartition("/")[0] == uid)


def test_a_note_in_a_tacet_panel_is_counted() -> None:
    board, seen = sample_board(4)
    cue = plan(board, seen, STYLE, cue_uid="1M1", seed=4, tacet=("p2",))
    assert (tallies(cue)[TACET].kept, tallies(cue)[TACET].counted) == (1, 1)
    panel = cue.panels[1]
    noisy = with_part(cue, Role.PAD, Note(panel.start_tick, 960, 60, 60, "p2"))
    assert not tallies(noisy)[TACET].holds
