"""Where edges and marks of the timeline may go, and what they cling to. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from musflow_studio.domain.project import CueStatus, Project, ProjectCue

CLING_PX = 7.0


def snapped(frame: int, places: Iterable[int], within: float) -> int:
    """The nearest of the places that lies at most `within` frames away; else the frame itself."""
    near = min(places, key=lambda place: abs(place - frame), default=frame)
    return near if abs(near - frame) <= within else frame


def cut_frames(project: Project) -> tuple[int, ...]:
    """Every cut of the board, its beginning and end, and the hits inside panels."""
    board = project.storyboard
    inner = (
        start + hit.frame
        for panel, start in zip(board.panels, board.start_frames, strict=False)
        for hit in panel.inner_hits
    )
    return tuple(sorted(chain(board.start_frames, inner)))


def cue_room(project: Project, cue: ProjectCue) -> tuple[int, int]:
    """The frames between a cue's neighbours, where it can grow and move without overlapping."""
    others = [
        other
        for other in project.cues
        if other.uid != cue.uid and other.status is not CueStatus.OMITTED
    ]
    low = max((o.out_frame for o in others if o.out_frame <= cue.in_frame), default=0)
    end = project.storyboard.length_frames
    high = min((o.in_frame for o in others if o.in_frame >= cue.out_frame), default=end)
    return low, high


def moved_range(room: tuple[int, int], length: int, start: int) -> tuple[int, int]:
    """A range of this length that begins at `start`, or as near to it as the room allows."""
    low, high = room
    start = max(low, min(start, high - length))
    return start, start + length
