"""Recipe: a project brought back to what one of its clips was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.plan import CuePlan, LengthMode
from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.project.anchoring import anchored
from musflow_studio.project.cues import with_cue


def with_recipe(project: Project, cue: ProjectCue, clip: Clip) -> Project:
    """The project in which the cue asks for exactly this clip again.

    The cue takes the clip's pins, style, fit, seed, finishing and range; its panels are as they
    were, in their order: those taken out since are back, those added in between are gone. Other
    cues stay with their panels. The clip becomes the one that is chosen, if it is the cue's.
    """
    plan = clip.recipe.plan
    board, in_frame = _board(project.storyboard, cue, plan)
    others = tuple(anchored(other, project.storyboard, board) for other in project.cues)
    told = replace(
        cue,
        in_frame=in_frame,
        out_frame=in_frame + plan.out_frame - plan.in_frame,
        pins=replace(plan.pins, motif=cue.pins.motif),
        style=plan.style,
        finish=clip.recipe.preset.name,
        engine=clip.recipe.take.engine,
        fit=plan.fit,
        loop=plan.length_mode is LengthMode.LOOP,
        tail_s=plan.tail_s,
        seed=plan.seed,
        dialogue=plan.dialogue,
        tacet=plan.tacet,
        chosen_clip_id=clip.clip_id if clip.clip_id in cue.clip_ids else cue.chosen_clip_id,
    )
    return with_cue(replace(project, storyboard=board, cues=others), told)


def _board(now: Storyboard, cue: ProjectCue, plan: CuePlan) -> tuple[Storyboard, int]:
    """The board with the cue's panels as the plan had them, and where the cue begins in it."""
    then = list(_inside(plan.storyboard, plan.in_frame, plan.out_frame))
    back = {panel.uid for panel, _ in then}
    replaced = {panel.uid for panel, _ in _inside(now, cue.in_frame, cue.out_frame)}
    before: list[Panel] = []
    after: list[Panel] = []
    at_cue = False
    for panel in now.panels:
        at_cue = at_cue or panel.uid in replaced
        if panel.uid not in back | replaced:
            (after if at_cue else before).append(panel)
    board = replace(now, panels=(*before, *(panel for panel, _ in then), *after))
    start = sum(panel.length_frames for panel in before)
    return board, start + plan.in_frame - then[0][1]


def _inside(board: Storyboard, in_frame: int, out_frame: int) -> Iterator[tuple[Panel, int]]:
    """The panels between two frames, and where each begins."""
    for panel, start in zip(board.panels, board.start_frames, strict=False):
        if start < out_frame and start + panel.length_frames > in_frame:
            yield panel, start
