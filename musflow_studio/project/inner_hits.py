"""Inner hits: moments inside a panel that the music should meet or avoid; added, moved, removed.

They are known by their place: the board frame they lie on. Everything here takes a project and
gives the changed one, or raises StudioError and leaves it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel

LONGEST_NAME = 60


def add_inner_hit(
    project: Project, board_frame: int, weight: HitWeight = HitWeight.SHOULD, name: str = ""
) -> Project:
    """A moment on a board frame. Raises StudioError on a cut, outside, or where one is already."""
    at = _panel_at(project, board_frame)
    panel = project.storyboard.panels[at]
    frame = board_frame - project.storyboard.start_frames[at]
    if frame == 0:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"the cut into panel {panel.number} is here, and a hit by itself",
            hint="set the cut's own weight, or go a frame on",
        )
    if any(hit.frame == frame for hit in panel.inner_hits):
        raise StudioError(
            ErrorCode.CONTRADICTION, "there is a hit on this frame already", value=board_frame
        )
    return _with_hits(project, at, [*panel.inner_hits, InnerHit(frame, weight, _tidy(name))])


def change_inner_hit(
    project: Project, board_frame: int, *, weight: HitWeight | None = None, name: str | None = None
) -> Project:
    """The moment on a board frame with another weight or name; None leaves it."""
    at, hit = _found(project, board_frame)
    changed = replace(
        hit,
        weight=hit.weight if weight is None else weight,
        name=hit.name if name is None else _tidy(name),
    )
    others = (h for h in project.storyboard.panels[at].inner_hits if h is not hit)
    return _with_hits(project, at, [*others, changed])


def move_inner_hit(project: Project, board_frame: int, to_frame: int) -> Project:
    """The moment on a board frame moved to another, into another panel if it lies there.

    Raises StudioError as `add_inner_hit` does.
    """
    _, hit = _found(project, board_frame)
    if to_frame == board_frame:
        return project
    return add_inner_hit(remove_inner_hit(project, board_frame), to_frame, hit.weight, hit.name)


def remove_inner_hit(project: Project, board_frame: int) -> Project:
    """The project without the moment on a board frame."""
    at, gone = _found(project, board_frame)
    panel = project.storyboard.panels[at]
    return _with_hits(project, at, (hit for hit in panel.inner_hits if hit is not gone))


def _panel_at(project: Project, board_frame: int) -> int:
    board = project.storyboard
    if not 0 <= board_frame < board.length_frames:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "this frame lies outside the board",
            value=board_frame,
            legal=f"0 to {board.length_frames - 1}",
        )
    return bisect_right(board.start_frames, board_frame) - 1


def _found(project: Project, board_frame: int) -> tuple[int, InnerHit]:
    at = _panel_at(project, board_frame)
    frame = board_frame - project.storyboard.start_frames[at]
    for hit in project.storyboard.panels[at].inner_hits:
        if hit.frame == frame:
            return at, hit
    raise StudioError(
        ErrorCode.UNKNOWN_NAME, "there is no hit on this frame any more", value=board_frame
    )


def _tidy(name: str) -> str:
    tidy = " ".join(name.split())
    if len(tidy) > LONGEST_NAME:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "this name of a hit is too long",
            value=name,
            legal=f"up to {LONGEST_NAME} characters",
        )
    return tidy


def _with_hits(project: Project, at: int, hits: Iterable[InnerHit]) -> Project:
    board = project.storyboard
    ordered = tuple(sorted(hits, key=lambda hit: hit.frame))
    panels: list[Panel] = list(board.panels)
    panels[at] = replace(panels[at], inner_hits=ordered)
    return replace(project, storyboard=replace(board, panels=tuple(panels)))
