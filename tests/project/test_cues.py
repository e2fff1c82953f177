"""Cues of a project: added into gaps, edited, removed; clips noted, a theme shared."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny_cue

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Fit, Motif, Pins
from musflow_studio.domain.project import CueStatus, Project
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.project import new_project
from musflow_studio.project.cue_order import cue_request
from musflow_studio.project.cues import (
    CueEdit,
    add_cue,
    edit_cue,
    find_cue,
    free_ranges,
    next_name,
    remove_cue,
    with_clip,
)

THEME = Motif((0, 2, 1), (960, 960, 1920))


@pytest.fixture
def film() -> Project:
    """Six panels of 24 frames; 1M1 plays over the first two."""
    panels = tuple(Panel(f"u{n}", str(n), 24) for n in range(1, 7))
    board = Storyboard("Film", tiny_cue.board().rate, panels)
    return edit_cue(new_project(board), "1M1", CueEdit(out_frame=48))


def ranges(project: Project) -> list[tuple[str, int, int]]:
    return [(cue.name, cue.in_frame, cue.out_frame) for cue in project.cues]


def test_a_cue_without_a_range_fills_the_first_gap(film: Project) -> None:
    two = add_cue(film, CueEdit(in_frame=96))
    three = add_cue(two, CueEdit())
    assert ranges(three) == [("1M1", 0, 48), ("1M2", 96, 144), ("1M3", 48, 96)]
    with pytest.raises(StudioError) as full:
        add_cue(three, CueEdit())
    assert full.value.code is ErrorCode.CONTRADICTION


def test_in_alone_ends_where_the_next_cue_begins(film: Project) -> None:
    two = add_cue(film, CueEdit(in_frame=96))
    assert ranges(add_cue(two, CueEdit(in_frame=60)))[-1] == ("1M3", 60, 96)
    assert ranges(add_cue(two, CueEdit(out_frame=72)))[-1] == ("1M3", 48, 72)


def test_names_count_on_and_may_be_anything_free(film: Project) -> None:
    reel = add_cue(film, CueEdit(name="3M07b", in_frame=48, out_frame=72))
    assert next_name(reel) == "3M07b 1"
    assert next_name(film) == "1M2"
    assert next_name(replace(film, cues=())) == "1M1"
    with pytest.raises(StudioError) as taken:
        add_cue(film, CueEdit(name=" 1m1 "))
    assert "already" in taken.value.sentence()


def test_free_ranges_see_through_overlaps_and_omitted_cues(film: Project) -> None:
    more = add_cue(film, CueEdit(in_frame=24, out_frame=72))
    assert free_ranges(more.cues, 144) == [(72, 144)]
    omitted = edit_cue(more, "1M2", CueEdit(status=CueStatus.OMITTED))
    assert free_ranges(omitted.cues, 144) == [(48, 144)]


def test_an_edit_changes_what_it_names_and_nothing_else(film: Project) -> None:
    before = find_cue(film, "1M1")
    once = edit_cue(film, "1m1", CueEdit(pins=Pins(bpm=90.0, key="D minor"), fit=Fit.EXACT))
    cue = find_cue(once, "1M1")
    assert cue == replace(before, pins=Pins(bpm=90.0, key="D minor"), fit=Fit.EXACT)
    freed = find_cue(edit_cue(once, "1M1", CueEdit(unpin=("bpm",))), "1M1")
    assert freed.pins == Pins(key="D minor")
    with pytest.raises(StudioError) as unknown:
        edit_cue(film, "1M1", CueEdit(unpin=("tempo",)))
    assert "bpm" in unknown.value.sentence()


@pytest.mark.parametrize(("start", "end"), [(48, 48), (50, 20), (0, 145)])
def test_a_range_that_is_none_is_refused(film: Project, start: int, end: int) -> None:
    with pytest.raises(StudioError) as refused:
        edit_cue(film, "1M1", CueEdit(in_frame=start, out_frame=end))
    assert "0 to 144" in refused.value.sentence()


def test_an_identity_is_never_given_twice(film: Project) -> None:
    renamed = edit_cue(film, "1M1", CueEdit(name="Titles"))
    again = add_cue(renamed, CueEdit(name="1M1"))
    assert [cue.uid for cue in again.cues] == ["1M1", "1M1-2"]
    assert ranges(remove_cue(again, "titles")) == [("1M1", 48, 144)]


def test_clips_are_noted_once_and_the_first_gives_seed_and_theme(film: Project) -> None:
    two = add_cue(film, CueEdit())
    made = with_clip(two, "1M1", "aa11", 7, THEME)
    again = with_clip(with_clip(made, "1M1", "aa11", 8, THEME), "1M1", "bb22", 9, THEME)
    cue = find_cue(again, "1M1")
    assert (cue.clip_ids, cue.seed, cue.status) == (("aa11", "bb22"), 7, CueStatus.SKETCH)
    assert again.theme == THEME
    other = with_clip(again, "1M2", "cc33", 1, Motif((0, 1), (960, 2880)))
    assert other.theme == THEME
    assert with_clip(film, "gone", "dd44", 1, THEME) == film
    alone = with_clip(replace(two, shares_theme=False), "1M1", "aa11", 7, THEME)
    assert alone.theme is None


def test_a_clip_is_chosen_by_the_beginning_of_its_id(film: Project) -> None:
    made = with_clip(with_clip(film, "1M1", "aa11", 7, THEME), "1M1", "ab22", 8, THEME)
    assert find_cue(edit_cue(made, "1M1", CueEdit(chosen_clip_id="AB")), "1M1").chosen_clip_id == (
        "ab22"
    )
    with pytest.raises(StudioError):
        edit_cue(made, "1M1", CueEdit(chosen_clip_id="a"))


def test_a_request_takes_from_the_cue_what_it_leaves_open(film: Project) -> None:
    edit = CueEdit(pins=Pins(bpm=90.0, key="D minor"), style="tender-piano", tacet=("u2",))
    project = replace(edit_cue(film, "1M1", edit), theme=THEME)
    cue = replace(find_cue(project, "1M1"), seed=5)
    asked = cue_request(project, cue, CueRequest(pins=Pins(key="E minor"), fit=Fit.FREE))
    assert (asked.in_frame, asked.out_frame, asked.cue_uid) == (0, 48, "1M1")
    assert asked.pins == Pins(bpm=90.0, key="E minor", motif=THEME)
    assert (asked.fit, asked.style, asked.seed) == (Fit.FREE, "tender-piano", 5)
    assert (asked.tacet, asked.name) == (("2",), "Film 1M1")
    assert cue_request(replace(project, shares_theme=False), cue, CueRequest()).pins.motif is None
    with pytest.raises(StudioError):
        cue_request(project, cue, CueRequest(from_panel="2"))
