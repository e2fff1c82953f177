"""Recipe: a clip's recipe brought back makes the project ask for exactly that clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import tiny_cue

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.plan import Fit, Pins
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.project import new_project
from musflow_studio.project.changes import changes_since
from musflow_studio.project.cues import CueEdit, add_cue, edit_cue, find_cue, with_clip
from musflow_studio.project.recipe import with_recipe


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    made = replace(tiny_cue.plan(), fit=Fit.EXACT, pins=Pins(bpm=97), tacet=("b",))
    return tiny_cue.keep_one(tmp_path, made=made)


def made_for(clip: Clip, board: Storyboard) -> Project:
    project = new_project(board)
    return with_clip(project, project.cues[0].uid, clip.clip_id, 7, clip.recipe.plan.motif)


def restored(project: Project, clip: Clip) -> Project:
    return with_recipe(project, find_cue(project, "1M1"), clip)


def test_wishes_and_panels_are_those_of_the_clip(clip: Clip) -> None:
    project = edit_cue(made_for(clip, clip.recipe.plan.storyboard), "1M1", CueEdit(style="lo-fi"))
    board = project.storyboard
    longer = replace(board.panels[0], length_frames=40, story="sun")
    edited = replace(project, storyboard=replace(board, panels=(longer, *board.panels[1:])))
    edited = edit_cue(edited, "1M1", CueEdit(out_frame=52, pins=Pins(key="C major"), tail_s=3.0))
    assert changes_since(edited, edited.cues[0], clip.recipe)
    back = restored(edited, clip)
    cue = back.cues[0]
    assert back.storyboard.panels == clip.recipe.plan.storyboard.panels
    assert changes_since(back, cue, clip.recipe) == ()
    assert (cue.pins, cue.fit, cue.seed, cue.tacet) == (Pins(bpm=97), Fit.EXACT, 7, ("b",))
    assert (cue.in_frame, cue.out_frame, cue.chosen_clip_id) == (0, 24, clip.clip_id)


def test_panels_come_back_in_their_order_and_other_cues_keep_theirs(clip: Clip) -> None:
    first, second = clip.recipe.plan.storyboard.panels
    opening, extra, closing = (Panel(uid, uid, 10) for uid in ("open", "extra", "close"))
    board = replace(clip.recipe.plan.storyboard, panels=(opening, second, extra, first, closing))
    project = edit_cue(made_for(clip, board), "1M1", CueEdit(in_frame=10, out_frame=44))
    project = add_cue(project, CueEdit(name="1M2", in_frame=44, out_frame=54))
    back = restored(project, clip)
    assert [panel.uid for panel in back.storyboard.panels] == ["open", "a", "b", "close"]
    assert [(cue.in_frame, cue.out_frame) for cue in back.cues] == [(10, 34), (34, 44)]


def test_a_panel_taken_out_since_is_back(clip: Clip) -> None:
    first = clip.recipe.plan.storyboard.panels[0]
    project = made_for(clip, replace(clip.recipe.plan.storyboard, panels=(first,)))
    back = restored(project, clip)
    assert back.storyboard.panels == clip.recipe.plan.storyboard.panels
    assert (back.cues[0].in_frame, back.cues[0].out_frame) == (0, 24)
