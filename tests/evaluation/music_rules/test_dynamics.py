"""Rule 5 over sample cues, and planted violations: flat notes, no crescendo, an early accent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planted import with_expression, with_note, with_part

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.evaluation.music_rules import dynamics
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally
from musflow_studio.presets import load_styles

STYLES = load_styles()
STYLE = STYLES["tender-piano"]
SHAPES = "notes over 1.2 s are shaped by 4 dB"
CRESCENDI = "a crescendo over 1-2 beats into must-hits"
ACCENTS = "no accent in the 0.75 s before a must-hit"


@pytest.fixture(scope="module")
def cues() -> list[CuePlan]:
    return list(sample_cues(STYLE, 12))


def tallies(cue: CuePlan) -> dict[str, Tally]:
    return {tally.name: tally for tally in dynamics.check(cue, STYLE)}


def first_with(cues: list[CuePlan], name: str) -> CuePlan:
    """A cue in which the rule was counted for sustaining and for struck parts."""
    return next(cue for cue in cues if tallies(cue)[name].counted > 4 and pads(cue))


def pads(cue: CuePlan) -> list[Part]:
    return [part for part in cue.score.parts if part.role is Role.PAD]


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    for first_seed in (0, 1000):
        for cue in sample_cues(STYLES[name], 8, first_seed):
            tally = dynamics.check(cue, STYLES[name])
            assert [t.broken for t in tally if not t.holds] == []


def test_a_flat_pad_is_counted(cues: list[CuePlan]) -> None:
    cue = next(cue for cue in cues if pads(cue))
    part = pads(cue)[0]
    flat = with_expression(cue, part, lambda point: replace(point, value=100))
    found, before = tallies(flat)[SHAPES], tallies(cue)[SHAPES]
    assert before.holds
    assert found.kept < before.kept
    assert all(part.instrument in said and "0.0 dB" in said for said in found.broken)


def test_a_pad_without_any_expression_is_counted(cues: list[CuePlan]) -> None:
    cue = next(cue for cue in cues if pads(cue))
    part = pads(cue)[0]
    assert not tallies(with_part(cue, part, replace(part, expression=())))[SHAPES].holds


def test_a_part_that_does_not_grow_is_counted(cues: list[CuePlan]) -> None:
    cue = first_with(cues, CRESCENDI)
    assert tallies(cue)[CRESCENDI].holds
    level = cue
    for part in cue.score.parts:
        notes = tuple(replace(n, velocity=70) for n in part.notes)
        points = tuple(replace(p, value=100) for p in part.expression)
        level = with_part(level, part, replace(part, notes=notes, expression=points))
    assert tallies(level)[CRESCENDI].kept == 0


def test_an_accent_just_before_a_hit_is_counted(cues: list[CuePlan]) -> None:
    for cue in cues:
        if tallies(cue)[ACCENTS].counted:
            part, note = last_before_a_hit(cue)
            assert tallies(cue)[ACCENTS].holds
            found = tallies(with_note(cue, part, note, velocity=127))[ACCENTS]
            assert found.counted - found.kept == 1
            assert "velocity 127" in found.broken[0]
            return
    pytest.fail("no cue has a note just before a hit")


def last_before_a_hit(cue: CuePlan) -> tuple[Part, Note]:
    """A note in the last 0.75 s before a must-hit, not loud, with others of its part before."""
    for hit in cue.hits:
        cut_s = cue.storyboard.rate.seconds(hit.frame)
        for part in cue.score.parts:
            before = [n for n in part.notes if n.start_tick < hit.tick and n.velocity < 90]
            near = [n for n in before if 0.1 < cut_s - cue.grid.seconds_at(n.start_tick) < 0.7]
            if hit.panel_uid and hit.weight == "must" and near and near[-1] is not part.notes[0]:
                return part, near[-1]
    pytest.fail("no note just before a hit")
