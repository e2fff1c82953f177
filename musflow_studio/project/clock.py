"""The project's clock: where its timecode starts, and how many frames a second has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.domain.storyboard import InnerHit, Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate


def set_start(project: Project, timecode: str) -> Project:
    """The project with its first frame at a timecode ("01:00:00:00"). Raises StudioError."""
    board = project.storyboard
    frames = board.rate.frames_of(timecode)
    return replace(project, storyboard=replace(board, start_timecode_frames=frames))


def set_rate(project: Project, fps: str) -> Project:
    """The project at another frame rate ("25", "29.97df"); everything stays where it is in time.

    Cuts, cues and hits are rounded where they fall, a panel keeps one frame at least, and the
    start timecode its hours, minutes and seconds. Raises StudioError for no frame rate.
    """
    rate, board = FrameRate.parse(fps), project.storyboard
    if rate == board.rate:
        return project
    panels = _at_rate(board.panels, board.rate, rate)
    start = _same_timecode(board.rate, rate, board.start_timecode_frames)
    after = replace(board, rate=rate, panels=panels, start_timecode_frames=start)
    cues = tuple(_cue_at_rate(cue, board, after) for cue in project.cues)
    as_read = _at_rate(project.as_read, board.rate, rate)
    return replace(project, storyboard=after, cues=cues, as_read=as_read)


def _at_rate(panels: Sequence[Panel], old: FrameRate, new: FrameRate) -> tuple[Panel, ...]:
    cuts = list(accumulate((panel.length_frames for panel in panels), initial=0))
    moved = [0]
    for cut in cuts[1:]:
        moved.append(max(moved[-1] + 1, new.nearest_frame(old.seconds(cut))))
    return tuple(
        _panel_at_rate(panel, end - start, old, new)
        for panel, (start, end) in zip(panels, pairwise(moved), strict=True)
    )


def _panel_at_rate(panel: Panel, length_frames: int, old: FrameRate, new: FrameRate) -> Panel:
    inner: dict[int, InnerHit] = {}
    for hit in panel.inner_hits:
        frame = new.nearest_frame(old.seconds(hit.frame))
        if 1 <= frame < length_frames:
            inner.setdefault(frame, replace(hit, frame=frame))
    return replace(panel, length_frames=length_frames, inner_hits=tuple(inner.values()))


def _cue_at_rate(cue: ProjectCue, before: Storyboard, after: Storyboard) -> ProjectCue:
    """The cue where it was, on its cuts where it was on cuts, one frame long at least."""
    cuts = dict(zip(before.start_frames, after.start_frames, strict=True))

    def moved(frame: int) -> int:
        return cuts.get(frame, after.rate.nearest_frame(before.rate.seconds(frame)))

    start = min(moved(cue.in_frame), after.length_frames - 1)
    end = min(max(moved(cue.out_frame), start + 1), after.length_frames)
    return replace(cue, in_frame=start, out_frame=end)


def _same_timecode(old: FrameRate, new: FrameRate, frames: int) -> int:
    """Frames since midnight of the same hours, minutes and seconds, and the frame by its share."""
    *clock, frame = old.timecode(frames).replace(";", ":").split(":")
    share = Fraction(int(frame), old.timecode_base) * new.timecode_base
    wanted = min(math.floor(share + Fraction(1, 2)), new.timecode_base - 1)
    separator = ";" if new.drop_frame else ":"
    try:
        return new.frames_of(":".join(clock) + f"{separator}{wanted:02d}")
    except StudioError:  # a number that drop-frame leaves out: the next one that is there
        return new.frames_of(":".join(clock) + f";{new.timecode_base // 15:02d}")
