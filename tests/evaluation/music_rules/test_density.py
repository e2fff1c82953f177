"""Rule 1 over sample cues, and planted violations: too few roles, too many, too thick."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.evaluation.music_rules import density
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally
from musflow_studio.presets import load_styles

STYLES = load_styles()
STYLE = STYLES["tender-piano"]


@pytest.fixture(scope="module")
def cue() -> CuePlan:
    return next(iter(sample_cues(STYLE, 1)))


def tallies(cue: CuePlan) -> dict[str, Tally]:
    return {tally.name: tally for tally in density.check(cue, STYLE)}


def with_parts(cue: CuePlan, parts: tuple[Part, ...]) -> CuePlan:
    return replace(cue, score=replace(cue.score, parts=parts))


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    for first_seed in (0, 1000):
        for cue in sample_cues(STYLES[name], 8, first_seed):
            assert [t.broken for t in density.check(cue, STYLES[name]) if not t.holds] == []


def test_a_missing_role_is_counted(cue: CuePlan) -> None:
    loud = next(panel for panel in cue.panels if panel.energy >= 0.5)
    kept = {Role.HARMONY, Role.MELODY}
    thinned = tuple(part for part in cue.score.parts if part.role in kept)
    broken = tallies(with_parts(cue, thinned))["roles by energy"].broken
    assert any(said.startswith(loud.panel_uid + ",") for said in broken)


def test_a_role_too_many_is_counted_even_for_one_note(cue: CuePlan) -> None:
    panel = next(panel for panel in cue.panels if panel.energy < 0.75)
    unused = [role for role in Role if role not in (*panel.roles, Role.ACCENT)]
    extra = tuple(
        Part(role, role.value, 0, 0, (Note(panel.start_tick, 100, 60, 80, panel.panel_uid),))
        for role in unused
    )
    assert tallies(cue)["roles by energy"].holds
    broken = tallies(with_parts(cue, (*cue.score.parts, *extra)))["roles by energy"].broken
    assert len(broken) == 1
    assert broken[0].startswith(panel.panel_uid + ",")


def test_eleven_pitches_are_counted_but_not_unisons_or_drums(cue: CuePlan) -> None:
    panel = cue.panels[0]
    high = range(100, 111)

    def cluster(role: Role, bank: int, pitches: range) -> CuePlan:
        notes = tuple(Note(panel.start_tick, 960, p, 80, panel.panel_uid) for p in pitches)
        return with_parts(cue, (Part(role, "Cluster", 0, bank, notes),))

    name = "at most 10 notes at once"
    assert not tallies(cluster(Role.HARMONY, 0, high))[name].holds
    assert tallies(cluster(Role.HARMONY, 0, high[:10]))[name].holds
    assert tallies(cluster(Role.PERCUSSION, 128, high))[name].holds
    ten = cluster(Role.HARMONY, 0, high[:10]).score.parts[0]
    assert tallies(with_parts(cue, (ten, replace(ten, instrument="Twin"))))[name].holds
