"""The spotting list: order, gaps, overlaps, and what changed since a clip was made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import tiny_cue

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.plan import Dialogue, Fit, Pins
from musflow_studio.domain.project import CueStatus, Project
from musflow_studio.domain.storyboard import HitWeight, PanelOverride
from musflow_studio.project import new_project
from musflow_studio.project.changes import changes_since
from musflow_studio.project.cues import CueEdit, add_cue, edit_cue, find_cue, with_clip
from musflow_studio.project.spotting import overlaps, spotting


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    """A clip of the whole tiny board."""
    return tiny_cue.keep_one(tmp_path / "library")


def project_of(clip: Clip) -> Project:
    plan = clip.recipe.plan
    made = new_project(plan.storyboard)
    return with_clip(made, "1M1", clip.clip_id, plan.seed, plan.motif)


def test_cues_and_gaps_stand_in_the_boards_order(clip: Clip) -> None:
    project = project_of(clip)
    short = edit_cue(project, "1M1", CueEdit(in_frame=6, out_frame=12))
    more = add_cue(short, CueEdit(in_frame=18, out_frame=24))
    listed = [
        (s.cue.name if s.cue else "-", s.in_frame, s.out_frame, s.panels)
        for s in spotting(more, {})
    ]
    assert listed == [
        ("-", 0, 6, ("1", "1")),
        ("1M1", 6, 12, ("1", "1")),
        ("-", 12, 18, ("2B", "2B")),
        ("1M2", 18, 24, ("2B", "2B")),
    ]
    lapping = edit_cue(more, "1M2", CueEdit(in_frame=10))
    assert overlaps(lapping) == ("1M1 and 1M2 overlap by 2 frames",)
    omitted = edit_cue(more, "1M1", CueEdit(status=CueStatus.OMITTED))
    assert [s.cue.name for s in spotting(omitted, {}) if s.cue] == ["1M2", "1M1"]


def test_a_clip_is_up_to_date_until_something_heard_changes(clip: Clip) -> None:
    project = project_of(clip)
    cue = find_cue(project, "1M1")
    assert changes_since(project, cue, clip.recipe) == ()
    (spot,) = spotting(project, {clip.clip_id: clip})
    assert (spot.to_make, spot.base) == (False, clip)
    (lost,) = spotting(project, {})
    assert (lost.to_make, lost.base) == (True, None)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (CueEdit(out_frame=20), "the length"),
        (CueEdit(style="dark-drone"), "the style, now dark-drone"),
        (CueEdit(pins=Pins(bpm=100.0)), "what is pinned"),
        (CueEdit(fit=Fit.EXACT), "the fit, now exact"),
        (CueEdit(loop=True), "looping"),
        (CueEdit(tail_s=1.0), "the tail"),
        (CueEdit(dialogue=Dialogue.IGNORE), "dialogue"),
        (CueEdit(tacet=("b",)), "which panels are tacet"),
        (CueEdit(finish="film-mix"), "the finishing, now film-mix"),
        (CueEdit(engine="other"), "the engine, now other"),
    ],
)
def test_every_wish_that_changed_is_said(clip: Clip, edit: CueEdit, said: str) -> None:
    project = edit_cue(project_of(clip), "1M1", edit)
    assert changes_since(project, find_cue(project, "1M1"), clip.recipe) == (said,)


@pytest.mark.parametrize(
    "edit",
    [
        {"story": "rain stops"},
        {"weight": HitWeight.IGNORE},
        {"override": PanelOverride(energy=0.9)},
        {"picture_sha256": "1" * 64},
        {"dialogue": "Wait!"},
    ],
)
def test_a_changed_panel_is_named(clip: Clip, edit: dict[str, object]) -> None:
    project = project_of(clip)
    first, second = project.storyboard.panels
    board = replace(project.storyboard, panels=(replace(first, **edit), second))  # type: ignore[arg-type]
    changed = replace(project, storyboard=board)
    assert changes_since(changed, find_cue(changed, "1M1"), clip.recipe) == ("panel 1",)
    moved = replace(project.storyboard, panels=(second, first))
    turned = replace(project, storyboard=moved)
    said = changes_since(turned, find_cue(turned, "1M1"), clip.recipe)
    assert said == ("the order of the panels",)


def test_where_a_picture_lies_changes_no_note(clip: Clip) -> None:
    project = project_of(clip)
    panels = tuple(replace(p, picture=Path("/elsewhere.png")) for p in project.storyboard.panels)
    moved = replace(project, storyboard=replace(project.storyboard, panels=panels))
    assert changes_since(moved, find_cue(moved, "1M1"), clip.recipe) == ()


def test_sharing_the_theme_a_clip_gave_leaves_it_up_to_date(clip: Clip) -> None:
    project = project_of(clip)
    assert project.theme == clip.recipe.plan.motif
    assert clip.recipe.plan.pins.motif is None
    other = replace(project, theme=replace(clip.recipe.plan.motif, degrees=(0, 1, 5)))
    assert changes_since(other, find_cue(other, "1M1"), clip.recipe) == ("what is pinned",)
