"""Panels moved, trimmed, split, joined and removed; cues and hits go with them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musflow_studio.documents.invariants import check_project
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import CueStatus, Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project import new_project
from musflow_studio.project.cues import CueEdit, add_cue, edit_cue
from musflow_studio.project.panels import (
    join_panels,
    move_panels,
    remove_panels,
    renumber,
    roll_cut,
    set_length,
    split_panel,
)

DOOR = InnerHit(10, HitWeight.MUST, "door")
STAMP = InnerHit(30, HitWeight.SHOULD, "stamp")


@pytest.fixture
def film() -> Project:
    """Five panels of 48 frames, two hits inside the third; 1M1 over all, 1M2 over 3 and 4."""
    panels = [Panel(f"u{n}", str(n), 48, story=f"story {n}") for n in range(1, 6)]
    panels[2] = replace(panels[2], inner_hits=(DOOR, STAMP))
    project = new_project(Storyboard("Film", FrameRate(Fraction(24)), tuple(panels)))
    return add_cue(project, CueEdit(in_frame=96, out_frame=192))


def uids(project: Project) -> list[str]:
    return [panel.uid for panel in project.storyboard.panels]


def lengths(project: Project) -> list[int]:
    return [panel.length_frames for panel in project.storyboard.panels]


def second_cue(project: Project) -> tuple[int, int]:
    return project.cues[1].in_frame, project.cues[1].out_frame


def test_panels_move_together_in_board_order(film: Project) -> None:
    assert uids(move_panels(film, {"u4", "u2"}, 0)) == ["u2", "u4", "u1", "u3", "u5"]
    assert uids(move_panels(film, {"u1", "u2"}, 5)) == ["u3", "u4", "u5", "u1", "u2"]
    assert move_panels(film, {"u2", "u3"}, 2) == film
    assert second_cue(move_panels(film, {"u3", "u4"}, 0)) == (0, 96)


def test_a_panel_that_is_gone_is_refused(film: Project) -> None:
    with pytest.raises(StudioError, match="no such panel any more.*u9") as gone:
        move_panels(film, {"u9"}, 0)
    assert gone.value.code is ErrorCode.UNKNOWN_NAME


def test_a_longer_panel_pushes_what_follows(film: Project) -> None:
    longer = set_length(film, "u2", 55)
    assert lengths(longer) == [48, 55, 48, 48, 48]
    assert second_cue(longer) == (103, 199)
    assert longer.cues[0].out_frame == 247


def test_a_shorter_panel_loses_the_hits_behind_its_end(film: Project) -> None:
    assert set_length(film, "u3", 30).storyboard.panels[2].inner_hits == (DOOR,)
    assert set_length(film, "u3", 31).storyboard.panels[2].inner_hits == (DOOR, STAMP)


@pytest.mark.parametrize("frames", [0, -3, 86_401])
def test_lengths_out_of_range_are_refused(film: Project, frames: int) -> None:
    with pytest.raises(StudioError, match="1 to 86400 frames"):
        set_length(film, "u3", frames)


def test_a_board_stays_under_two_hours(film: Project) -> None:
    long = set_length(set_length(film, "u1", 86_400), "u2", 86_000)
    with pytest.raises(StudioError, match="too long.*7200 s"):
        set_length(long, "u3", 86_400)


def test_a_rolled_cut_moves_alone(film: Project) -> None:
    later = roll_cut(film, "u3", 12)
    assert lengths(later) == [48, 60, 36, 48, 48]
    assert second_cue(later) == (108, 192)
    assert later.storyboard.panels[2].inner_hits == (replace(STAMP, frame=18),)
    earlier = roll_cut(film, "u4", -20)
    assert lengths(earlier) == [48, 48, 28, 68, 48]
    assert earlier.storyboard.panels[2].inner_hits == (DOOR,)


def test_a_cut_cannot_roll_over_a_panel(film: Project) -> None:
    with pytest.raises(StudioError, match=r"-47 to \+47 frames"):
        roll_cut(film, "u3", 48)
    with pytest.raises(StudioError, match="board begins"):
        roll_cut(film, "u1", 1)


def test_both_halves_of_a_split_say_what_the_whole_said(film: Project) -> None:
    split = split_panel(film, "u3", 20)
    first, second = split.storyboard.panels[2:4]
    assert (first.uid, second.uid) == ("u3", "u3-cut")
    assert (first.number, second.number) == ("3", "3A")
    assert (first.story, second.story) == ("story 3", "story 3")
    assert (first.inner_hits, second.inner_hits) == ((DOOR,), (replace(STAMP, frame=10),))
    assert second.weight is HitWeight.SHOULD
    assert [second_cue(split), split.cues[0]] == [second_cue(film), film.cues[0]]


def test_splitting_at_a_hit_makes_it_the_cut(film: Project) -> None:
    first, second = split_panel(film, "u3", DOOR.frame).storyboard.panels[2:4]
    assert (first.inner_hits, second.weight) == ((), HitWeight.MUST)


@pytest.mark.parametrize("frame", [0, 48, -1])
def test_a_split_needs_a_frame_on_both_sides(film: Project, frame: int) -> None:
    with pytest.raises(StudioError, match="frame 1 to 47"):
        split_panel(film, "u3", frame)
    with pytest.raises(StudioError, match="at least 2 frames"):
        split_panel(set_length(film, "u3", 1), "u3", 1)


def test_joining_what_was_split_gives_the_panel_back(film: Project) -> None:
    split = split_panel(film, "u3", 20)
    assert join_panels(split, {"u3", "u3-cut"}) == film


def test_joined_panels_keep_words_and_must_hits(film: Project) -> None:
    at_door = split_panel(film, "u3", DOOR.frame)
    one = join_panels(at_door, {"u2", "u3", "u3-cut"}).storyboard.panels[1]
    assert (one.number, one.length_frames, one.story) == ("2", 96, "story 2 story 3")
    assert one.inner_hits == (InnerHit(58, HitWeight.MUST), replace(STAMP, frame=78))


def test_only_neighbours_can_be_joined(film: Project) -> None:
    for chosen in ({"u1", "u3"}, {"u1"}, set()):
        with pytest.raises(StudioError, match="neighbouring"):
            join_panels(film, chosen)


def test_removed_panels_take_their_cue_out_of_play(film: Project) -> None:
    left = remove_panels(film, {"u3", "u4"})
    assert uids(left) == ["u1", "u2", "u5"]
    assert left.cues[1].status is CueStatus.OMITTED
    assert left.cues[0].out_frame == 144
    with pytest.raises(StudioError, match="at least one panel"):
        remove_panels(film, set(uids(film)))


def test_numbers_can_be_counted_anew(film: Project) -> None:
    split = split_panel(film, "u3", 20)
    counted = renumber(move_panels(split, {"u5"}, 0))
    assert [panel.number for panel in counted.storyboard.panels] == ["1", "2", "3", "4", "5", "6"]


OPERATIONS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(0, 30), st.integers(-60, 60)),
    max_size=8,
)


@given(OPERATIONS)
@settings(max_examples=60, deadline=None)
def test_any_row_of_edits_leaves_a_sound_project(
    operations: list[tuple[int, int, int, int]],
) -> None:
    panels = tuple(Panel(f"u{n}", str(n), 20 + 7 * n, inner_hits=(DOOR,)) for n in range(1, 5))
    project = new_project(Storyboard("Film", FrameRate(), panels))
    project = edit_cue(add_cue(project, CueEdit(in_frame=30, out_frame=70)), "1M1", CueEdit())
    for kind, which, other, frames in operations:
        there = uids(project)
        one, two = there[which % len(there)], there[other % len(there)]
        try:
            if kind == 0:
                project = move_panels(project, {one, two}, other % (len(there) + 1))
            elif kind == 1:
                project = set_length(project, one, abs(frames))
            elif kind == 2:
                project = roll_cut(project, one, frames)
            elif kind == 3:
                project = split_panel(project, one, abs(frames))
            elif kind == 4:
                project = join_panels(project, {one, two})
            else:
                project = remove_panels(project, {one})
        except StudioError:
            continue
        check_project(project)
        whole = project.cues[0]
        assert (whole.in_frame, whole.out_frame) == (0, project.storyboard.length_frames)
