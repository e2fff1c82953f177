"""Panels and pictures taken over from a board that was read beside the project."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project.panel_names import free_numbers, free_uids
from musflow_studio.project.panels import panel_of_uid, with_panel, with_panels


def add_panels(project: Project, board: Storyboard, at: int) -> Project:
    """The project with another board's panels put in at place `at`, 0 to the number of panels.

    A place beyond is the end. Lengths are taken over in seconds, cuts rounded where they fall. The
    panels get free numbers (and identities, where the same picture is there already). A board that
    is added does not begin the film, so its first cut is a should-hit unless it opens the board.

    Raises StudioError for more panels than a board holds, or a board that gets too long.
    """
    here = project.storyboard
    at = max(0, min(at, len(here.panels)))
    lengths = _lengths(board, here.rate)
    uids = free_uids(project, [panel.uid for panel in board.panels])
    numbers = free_numbers(project, at, len(board.panels))
    added = [
        replace(_resized(panel, length), uid=uid, number=number)
        for panel, length, uid, number in zip(board.panels, lengths, uids, numbers, strict=True)
    ]
    if at > 0:
        added[0] = replace(added[0], weight=HitWeight.SHOULD)
    return with_panels(project, [*here.panels[:at], *added, *here.panels[at:]])


def with_picture_of(project: Project, uid: str, board: Storyboard) -> Project:
    """The panel showing what the first panel of another board shows; its words and length stay.

    A board that is reloaded from its source later brings the source's pictures back, and says so.
    Raises StudioError if the panel is gone, or there is no picture to show.
    """
    panel, other = panel_of_uid(project, uid), board.panels[0]
    if other.picture is None and not other.layers:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "there is no picture in it",
            value=board.title,
            hint="choose another",
        )
    shown = replace(
        panel,
        picture=other.picture,
        picture_sha256=other.picture_sha256,
        page=other.page,
        region=other.region,
        layers=other.layers,
    )
    return with_panel(project, shown)


def _lengths(board: Storyboard, rate: FrameRate) -> list[int]:
    """Lengths in frames of the project's rate, each at least 1."""
    if board.rate.fps == rate.fps:
        return [panel.length_frames for panel in board.panels]
    cuts = [rate.nearest_frame(board.rate.seconds(frame)) for frame in board.start_frames]
    return [max(1, end - start) for start, end in pairwise(cuts)]


def _resized(panel: Panel, length_frames: int) -> Panel:
    """The panel with this length; hits inside it keep their share of it."""
    if panel.length_frames == length_frames:
        return panel
    share = Fraction(length_frames, panel.length_frames)
    moved = (
        InnerHit(math.floor(hit.frame * share + Fraction(1, 2)), hit.weight, hit.name)
        for hit in panel.inner_hits
    )
    inner = tuple(hit for hit in moved if 1 <= hit.frame < length_frames)
    return replace(panel, length_frames=length_frames, inner_hits=inner)
