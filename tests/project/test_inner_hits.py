"""Moments inside panels: added, moved across cuts, named, removed; and which panels are stale."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny_cue

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Storyboard
from musflow_studio.project import new_project
from musflow_studio.project.changes import stale_panels
from musflow_studio.project.inner_hits import (
    LONGEST_NAME,
    add_inner_hit,
    change_inner_hit,
    move_inner_hit,
    remove_inner_hit,
)
from musflow_studio.project.panel_words import reset_energy, set_override
from musflow_studio.project.panels import roll_cut, set_length


@pytest.fixture
def film() -> Project:
    """Three panels of 24 frames."""
    panels = tuple(Panel(f"u{n}", str(n), 24) for n in (1, 2, 3))
    return new_project(Storyboard("Film", tiny_cue.board().rate, panels))


def hits(project: Project) -> list[tuple[InnerHit, ...]]:
    return [panel.inner_hits for panel in project.storyboard.panels]


def test_hits_stand_in_their_panels_in_order(film: Project) -> None:
    later = add_inner_hit(film, 40, HitWeight.MUST, "  door   slams ")
    both = add_inner_hit(later, 30)
    want = (InnerHit(6, HitWeight.SHOULD), InnerHit(16, HitWeight.MUST, "door slams"))
    assert hits(both) == [(), want, ()]


@pytest.mark.parametrize(
    ("frame", "code"),
    [(24, ErrorCode.CONTRADICTION), (30, ErrorCode.CONTRADICTION), (72, ErrorCode.OUT_OF_RANGE),
     (-1, ErrorCode.OUT_OF_RANGE)],
)  # fmt: skip
def test_a_hit_cannot_stand_on_a_cut_on_another_or_outside(film, frame, code) -> None:
    with pytest.raises(StudioError) as refused:
        add_inner_hit(add_inner_hit(film, 30), frame)
    assert refused.value.code is code


def test_a_hit_moves_across_a_cut_with_all_it_is(film: Project) -> None:
    one = add_inner_hit(film, 30, HitWeight.AVOID, "whisper")
    moved = move_inner_hit(one, 30, 50)
    assert hits(moved) == [(), (), (InnerHit(2, HitWeight.AVOID, "whisper"),)]
    assert move_inner_hit(one, 30, 30) == one
    with pytest.raises(StudioError):
        move_inner_hit(one, 30, 48)


def test_weight_and_name_change_alone(film: Project) -> None:
    one = add_inner_hit(film, 30, HitWeight.SHOULD, "door")
    assert hits(change_inner_hit(one, 30, weight=HitWeight.MUST))[1][0] == InnerHit(
        6, HitWeight.MUST, "door"
    )
    assert hits(change_inner_hit(one, 30, name=""))[1][0].name == ""
    with pytest.raises(StudioError, match="too long"):
        change_inner_hit(one, 30, name="x" * (LONGEST_NAME + 1))
    with pytest.raises(StudioError, match="no hit on this frame"):
        change_inner_hit(one, 31, name="x")


def test_a_removed_hit_is_gone(film: Project) -> None:
    assert remove_inner_hit(add_inner_hit(film, 30), 30) == film
    with pytest.raises(StudioError):
        remove_inner_hit(film, 30)


def test_energy_alone_goes_back_to_what_was_seen(film: Project) -> None:
    by_hand = set_override(film, ["u1"], energy=0.9, valence=0.5)
    assert reset_energy(by_hand, ["u1"]) == set_override(film, ["u1"], valence=0.5)


def planned(project: Project):
    board = project.storyboard
    return replace(tiny_cue.plan(), storyboard=board, in_frame=0, out_frame=board.length_frames)


def test_nothing_is_stale_at_first(film: Project) -> None:
    assert stale_panels(film, film.cues[0], planned(film)) == frozenset()


def test_a_rolled_cut_makes_its_two_panels_stale(film: Project) -> None:
    rolled = roll_cut(film, "u2", 7)
    assert stale_panels(rolled, rolled.cues[0], planned(film)) == {"u1", "u2"}


def test_a_trim_makes_all_that_shifts_stale(film: Project) -> None:
    trimmed = set_length(film, "u2", 20)
    assert stale_panels(trimmed, trimmed.cues[0], planned(film)) == {"u2", "u3"}


def test_words_and_hits_make_their_panel_stale_but_names_do_not(film: Project) -> None:
    hit = add_inner_hit(film, 30)
    assert stale_panels(hit, hit.cues[0], planned(film)) == {"u2"}
    named = change_inner_hit(hit, 30, name="door")
    assert stale_panels(named, named.cues[0], planned(hit)) == frozenset()
