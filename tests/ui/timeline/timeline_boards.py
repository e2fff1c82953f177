"""Boards and plans for the timeline's tests: real values, no files."""

from __future__ import annotations

from dataclasses import replace

import tiny_cue

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Storyboard
from musflow_studio.project import new_project
from musflow_studio.project.cues import CueEdit, add_cue, edit_cue
from ui.timeline.axis import TimeAxis
from ui.timeline.contents import board_contents
from ui.timeline.lanes import lane_bands
from ui.timeline.music import music_contents
from ui.timeline.scene import Scene


def film() -> Project:
    """Four panels of a second at 24 fps; 1M1 over the second one, 1M2 over the last."""
    panels = tuple(
        Panel(f"u{n}", str(n), 24, inner_hits=(InnerHit(12, HitWeight.SHOULD, "door"),) * (n == 2))
        for n in (1, 2, 3, 4)
    )
    project = new_project(Storyboard("Film", tiny_cue.board().rate, panels))
    project = edit_cue(project, "1M1", CueEdit(in_frame=24, out_frame=48))
    return add_cue(project, CueEdit(in_frame=72, out_frame=96))


def plan_of(project: Project) -> CuePlan:
    """A second at 120 bpm over panel 2: bars at 1 s, two beats, F sharp minor."""
    return replace(
        tiny_cue.plan(), storyboard=project.storyboard, in_frame=24, out_frame=48,
        panels=tuple(replace(p, panel_uid="u2") for p in tiny_cue.plan().panels),
        hits=(replace(tiny_cue.plan().hits[0], panel_uid="u2", frame=12, error_frames=1.5,
                      reached=False),),
    )  # fmt: skip


def scene_of(project: Project, *, width_px: int = 1000, sound_s: float | None = None) -> Scene:
    """All of the film in a view of 1000 by 300 pixels, 1M1 chosen."""
    board = board_contents(project, lambda _: None)
    cue = project.cues[0]
    return Scene(
        TimeAxis(width_px, board.length_s, width_px / board.length_s),
        lane_bands(300),
        project.storyboard.rate,
        0,
        board,
        cue,
        music_contents(project, cue, plan_of(project), sound_s),
    )
