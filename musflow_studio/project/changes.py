"""Changes: what is different since a clip was made for a cue, in words; none: up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from musflow_studio.domain.clip import Recipe
from musflow_studio.domain.plan import CuePlan, Dialogue, LengthMode, Pins
from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.domain.reference import Reference
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.project.cue_order import cue_pins


def changes_since(project: Project, cue: ProjectCue, recipe: Recipe) -> tuple[str, ...]:
    """Why a clip made by this recipe is no longer what the cue asks for; empty if it still is."""
    plan = recipe.plan
    board = project.storyboard
    return (
        *_range_changes(cue, plan, board),
        *_panel_changes(cue, plan, board),
        *_wish_changes(project, cue, plan),
        *_delivery_changes(cue, recipe),
    )


def stale_panels(project: Project, cue: ProjectCue, plan: CuePlan) -> frozenset[str]:
    """Uids of the plan's panels that the cue has otherwise now: elsewhere, changed or gone."""
    now = _placed(project.storyboard, cue.in_frame, cue.out_frame)
    before = _placed(plan.storyboard, plan.in_frame, plan.out_frame)
    return frozenset(uid for uid, place in before.items() if now.get(uid) != place)


def _placed(board: Storyboard, in_frame: int, out_frame: int) -> dict[str, tuple[int, int, Panel]]:
    """The panels of a range by uid: start and end from its in point, and what is heard of them."""
    spans = zip(board.panels, board.start_frames, board.start_frames[1:], strict=False)
    return {
        panel.uid: (max(start, in_frame) - in_frame, min(end, out_frame) - in_frame, _heard(panel))
        for panel, start, end in spans
        if start < out_frame and end > in_frame
    }


def _range_changes(cue: ProjectCue, plan: CuePlan, board: Storyboard) -> Iterator[str]:
    if board.rate != plan.storyboard.rate:
        yield "the frame rate"
    if cue.out_frame - cue.in_frame != plan.out_frame - plan.in_frame:
        yield "the length"
    elif _start(board, cue.in_frame) != _start(plan.storyboard, plan.in_frame):
        yield "the place on the timeline"


def _start(board: Storyboard, frame: int) -> int:
    return board.start_timecode_frames + frame


def _panel_changes(cue: ProjectCue, plan: CuePlan, board: Storyboard) -> Iterator[str]:
    before = _inside(plan.storyboard, plan.in_frame, plan.out_frame)
    now = _inside(board, cue.in_frame, cue.out_frame)
    known = {panel.uid: panel for panel in before}
    for panel in now:
        if panel.uid not in known:
            yield f"panel {panel.number} is new"
        elif _heard(panel) != _heard(known[panel.uid]):
            yield f"panel {panel.number}"
    left = {panel.uid for panel in now}
    gone = [panel.number for panel in before if panel.uid not in left]
    if gone:
        yield f"panel {', '.join(gone)} is gone" if len(gone) == 1 else f"{len(gone)} panels gone"
    staying = [panel.uid for panel in before if panel.uid in left]
    if staying != [panel.uid for panel in now if panel.uid in known]:
        yield "the order of the panels"


def _inside(board: Storyboard, in_frame: int, out_frame: int) -> list[Panel]:
    spans = zip(board.panels, board.start_frames, board.start_frames[1:], strict=False)
    return [panel for panel, start, end in spans if start < out_frame and end > in_frame]


def _heard(panel: Panel) -> Panel:
    """The panel without what changes no note: where its files lie, and names."""
    hits = tuple(replace(hit, name="") for hit in panel.inner_hits)
    return replace(panel, picture=None, layers=(), number="", inner_hits=hits)


def _wish_changes(project: Project, cue: ProjectCue, plan: CuePlan) -> Iterator[str]:
    if cue.style and cue.style != plan.style:
        yield f"the style, now {cue.style}"
    if not _pins_met(cue_pins(project, cue), plan):
        yield "what is pinned"
    if cue.fit is not plan.fit:
        yield f"the fit, now {cue.fit}"
    if cue.loop != (plan.length_mode is LengthMode.LOOP):
        yield "looping"
    if cue.tail_s != plan.tail_s:
        yield "the tail"
    if (cue.dialogue or Dialogue.UNDER) is not plan.dialogue:
        yield "dialogue"
    if (cue.like is None) is not (plan.reference is None) or (
        cue.like and plan.reference and cue.like.path not in _places(plan.reference)
    ):
        yield "the reference"
    playing = {panel.panel_uid for panel in plan.panels}
    if {uid for uid in cue.tacet if uid in playing} != set(plan.tacet):
        yield "which panels are tacet"


def _places(reference: Reference) -> tuple[Path, Path]:
    """The file that was heard, and the package it may lie in."""
    return reference.path, reference.path.parent


def _pins_met(wanted: Pins, plan: CuePlan) -> bool:
    """Whether the plan obeys these pins; a theme also where it came from this very plan."""
    motif = plan.pins.motif if wanted.motif == plan.motif else wanted.motif
    return replace(wanted, motif=motif).over(plan.pins) == plan.pins


def _delivery_changes(cue: ProjectCue, recipe: Recipe) -> Iterator[str]:
    if cue.finish and cue.finish != recipe.preset.name:
        yield f"the finishing, now {cue.finish}"
    if cue.engine and cue.engine != recipe.take.engine:
        yield f"the engine, now {cue.engine}"
