"""Anchoring: a cue stays with the panels it began and ended with when the board changes."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio.domain.project import CueStatus, ProjectCue
from musflow_studio.domain.storyboard import Storyboard

Span = tuple[int, int]


def anchored(cue: ProjectCue, before: Storyboard, after: Storyboard) -> ProjectCue:
    """The cue on the changed board.

    A cue over the whole board stays over the whole. Any other begins and ends in the panels it
    began and ended in, as many frames into them, and on their cuts where it was on a cut; where
    one of those is gone, at the nearest of its panels that is left. With none left it is omitted,
    and waits where they were.
    """
    if (cue.in_frame, cue.out_frame) == (0, before.length_frames):
        return replace(cue, out_frame=after.length_frames)
    spans, new = _spans(before), _spans(after)
    covered = [u for u, (a, b) in spans.items() if a < cue.out_frame and b > cue.in_frame]
    left = [uid for uid in covered if uid in new]
    if not left or cue.status is CueStatus.OMITTED:
        return _waiting(cue, before, after, covered[0])
    start = new[left[0]][0]
    if left[0] == covered[0]:
        start = _inside(cue.in_frame, spans[left[0]], new[left[0]])
    end = new[left[-1]][1]
    if left[-1] == covered[-1] and cue.out_frame != spans[left[-1]][1]:
        end = _inside(cue.out_frame, spans[left[-1]], new[left[-1]])
    if start >= end:  # its panels changed order
        start, end = min(new[uid][0] for uid in left), max(new[uid][1] for uid in left)
    return replace(cue, in_frame=start, out_frame=end)


def _spans(board: Storyboard) -> dict[str, Span]:
    """First frame and end of each panel, by uid."""
    ends = zip(board.panels, board.start_frames, board.start_frames[1:], strict=False)
    return {panel.uid: (start, end) for panel, start, end in ends}


def _inside(frame: int, old: Span, new: Span) -> int:
    """The frame as far into the panel as it was, or the panel's last."""
    return min(new[0] + frame - old[0], new[1] - 1)


def _waiting(cue: ProjectCue, before: Storyboard, after: Storyboard, first: str) -> ProjectCue:
    """The cue omitted, where the panel before its first one ends."""
    new = _spans(after)
    uids = [panel.uid for panel in before.panels]
    earlier = [new[uid][1] for uid in uids[: uids.index(first)] if uid in new]
    start = min(max(earlier, default=0), after.length_frames - 1)
    end = min(start + cue.out_frame - cue.in_frame, after.length_frames)
    return replace(cue, in_frame=start, out_frame=end, status=CueStatus.OMITTED)
