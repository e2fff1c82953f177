"""Panels: moved, trimmed, split, joined and removed; the cues go with them.

Everything here takes a project and gives the changed one, or raises StudioError and leaves it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import (
    LONGEST_BOARD_S,
    LONGEST_PANEL_S,
    MOST_PANELS,
    HitWeight,
    InnerHit,
    Panel,
)
from musflow_studio.project.anchoring import anchored
from musflow_studio.project.panel_names import free_numbers, free_uids

_KEPT_AS_INNER = (HitWeight.MUST, HitWeight.AVOID)


def panel_of_uid(project: Project, uid: str) -> Panel:
    """The panel with this identity. Raises StudioError if it is gone."""
    for panel in project.storyboard.panels:
        if panel.uid == uid:
            return panel
    raise StudioError(ErrorCode.UNKNOWN_NAME, "the board has no such panel any more", value=uid)


def move_panels(project: Project, uids: Collection[str], before: int) -> Project:
    """The panels, in their order on the board, moved in front of the one at place `before`.

    Args:
        project: to change.
        uids: which panels.
        before: place on the board as it is, 0 to the number of panels; the latter is the end.
    """
    panels = project.storyboard.panels
    moving = _panels_of(project, uids)
    staying_ahead = [p for p in panels[:before] if p.uid not in uids]
    staying_behind = [p for p in panels[before:] if p.uid not in uids]
    return with_panels(project, [*staying_ahead, *moving, *staying_behind])


def remove_panels(project: Project, uids: Collection[str]) -> Project:
    """The project without these panels. Raises StudioError if none would be left."""
    _panels_of(project, uids)
    left = [panel for panel in project.storyboard.panels if panel.uid not in uids]
    if not left:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a board needs at least one panel",
            hint="add the new panels first, then remove the old ones",
        )
    return with_panels(project, left)


def set_length(project: Project, uid: str, length_frames: int) -> Project:
    """A panel with another length; what follows moves along.

    Hits inside it that lie beyond its new end go. Raises StudioError under a frame, over an hour.
    """
    panel = panel_of_uid(project, uid)
    _check_length(project, length_frames)
    inner = tuple(hit for hit in panel.inner_hits if hit.frame < length_frames)
    return with_panel(project, replace(panel, length_frames=length_frames, inner_hits=inner))


def roll_cut(project: Project, uid: str, frames: int) -> Project:
    """The cut into a panel moved by `frames` (later is positive); nothing else moves.

    Hits keep their places on the board; those the cut moves past go. Raises StudioError for the
    first panel, and where one of the two panels would vanish.
    """
    at = place_of(project, uid)
    if at == 0:
        raise StudioError(ErrorCode.CONTRADICTION, "the board begins with this panel")
    ahead, panel = project.storyboard.panels[at - 1 : at + 1]
    shorter = ahead.length_frames + frames
    longer = panel.length_frames - frames
    if shorter < 1 or longer < 1:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the cut cannot move past a whole panel",
            value=f"{frames:+d} frames",
            legal=f"{1 - ahead.length_frames:+d} to {panel.length_frames - 1:+d} frames",
        )
    ahead_hits = tuple(hit for hit in ahead.inner_hits if hit.frame < shorter)
    hits = _shifted(panel.inner_hits, -frames, longer)
    changed = replace(ahead, length_frames=shorter, inner_hits=ahead_hits)
    rolled = replace(panel, length_frames=longer, inner_hits=hits)
    return with_panels(project, _replaced(project, {changed.uid: [changed], uid: [rolled]}))


def split_panel(project: Project, uid: str, frame: int) -> Project:
    """A panel cut in two, `frame` frames after its start; both halves show and say what it did.

    A hit inside it that lies on the cut becomes the cut's weight. No cue moves.
    """
    panel = panel_of_uid(project, uid)
    if not 1 <= frame <= panel.length_frames - 1:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"panel {panel.number} cannot be split there",
            value=f"frame {frame}",
            legal=f"frame 1 to {panel.length_frames - 1} of the panel"
            if panel.length_frames > 1
            else "a panel of at least 2 frames",
        )
    _check_count(len(project.storyboard.panels) + 1)
    there = [hit.weight for hit in panel.inner_hits if hit.frame == frame]
    rest = panel.length_frames - frame
    first = replace(
        panel,
        length_frames=frame,
        inner_hits=tuple(hit for hit in panel.inner_hits if hit.frame < frame),
    )
    second = replace(
        panel,
        uid=free_uids(project, [f"{uid}-cut"])[0],
        number=free_numbers(project, place_of(project, uid) + 1, 1)[0],
        length_frames=rest,
        inner_hits=_shifted(panel.inner_hits, -frame, rest),
        weight=there[0] if there else HitWeight.SHOULD,
    )
    return _unmoved(project, _replaced(project, {uid: [first, second]}))


def join_panels(project: Project, uids: Collection[str]) -> Project:
    """Neighbouring panels made one, which shows the first one's picture and says what all said.

    Must-hits and moments to avoid at the cuts between them become hits inside it; no cue moves.
    Raises StudioError for fewer than two panels, and for panels that are not neighbours.
    """
    joining = _panels_of(project, uids)
    at = place_of(project, joining[0].uid) if joining else 0
    if len(joining) < 2 or list(project.storyboard.panels[at : at + len(joining)]) != joining:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "only neighbouring panels can be joined",
            value=", ".join(panel.number for panel in joining) or "none",
            hint="select two or more panels side by side",
        )
    length = sum(panel.length_frames for panel in joining)
    _check_length(project, length)
    one = replace(
        joining[0],
        length_frames=length,
        story=_together(panel.story for panel in joining),
        dialogue=_together(panel.dialogue for panel in joining),
        notes=_together(panel.notes for panel in joining),
        inner_hits=_hits_together(joining),
    )
    gone: dict[str, list[Panel]] = {panel.uid: [] for panel in joining[1:]}
    return _unmoved(project, _replaced(project, {one.uid: [one], **gone}))


def renumber(project: Project) -> Project:
    """The panels numbered from 1 in their order."""
    panels = project.storyboard.panels
    return _unmoved(project, [replace(p, number=str(i)) for i, p in enumerate(panels, start=1)])


def place_of(project: Project, uid: str) -> int:
    """Where a panel stands, from 0. Raises StudioError if it is gone."""
    return project.storyboard.panels.index(panel_of_uid(project, uid))


def with_panel(project: Project, changed: Panel) -> Project:
    """The project with the panel of the same uid replaced; the cues stay with their panels."""
    return with_panels(project, _replaced(project, {changed.uid: [changed]}))


def with_panels(project: Project, panels: Sequence[Panel]) -> Project:
    """The project with these panels; the cues stay with theirs.

    Raises StudioError for more panels than a board holds, or a board that is too long.
    """
    _check_count(len(panels))
    before = project.storyboard
    after = replace(before, panels=tuple(panels))
    seconds = float(after.rate.seconds(after.length_frames))
    if seconds > LONGEST_BOARD_S:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the board would become too long",
            value=f"{seconds:g} s",
            legal=f"up to {LONGEST_BOARD_S} s",
        )
    cues = tuple(anchored(cue, before, after) for cue in project.cues)
    return replace(project, storyboard=after, cues=cues)


def _unmoved(project: Project, panels: Sequence[Panel]) -> Project:
    """The project with panels that cover the same frames, so that cues stay where they are."""
    return replace(project, storyboard=replace(project.storyboard, panels=tuple(panels)))


def _panels_of(project: Project, uids: Collection[str]) -> list[Panel]:
    for uid in uids:
        panel_of_uid(project, uid)
    return [panel for panel in project.storyboard.panels if panel.uid in uids]


def _replaced(project: Project, by_uid: dict[str, list[Panel]]) -> list[Panel]:
    return [new for panel in project.storyboard.panels for new in by_uid.get(panel.uid, [panel])]


def _shifted(hits: Sequence[InnerHit], by: int, length_frames: int) -> tuple[InnerHit, ...]:
    moved = (replace(hit, frame=hit.frame + by) for hit in hits)
    return tuple(hit for hit in moved if 1 <= hit.frame < length_frames)


def _hits_together(joining: Sequence[Panel]) -> tuple[InnerHit, ...]:
    hits: list[InnerHit] = []
    start = 0
    for panel in joining:
        if start and panel.weight in _KEPT_AS_INNER:
            hits.append(InnerHit(start, panel.weight))
        hits += [replace(hit, frame=hit.frame + start) for hit in panel.inner_hits]
        start += panel.length_frames
    return tuple(hits)


def _together(texts: Iterable[str]) -> str:
    """Different texts in order, each once."""
    return " ".join(dict.fromkeys(text for text in texts if text))


def _check_count(count: int) -> None:
    if count > MOST_PANELS:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the board would have too many panels",
            value=count,
            legal=f"1 to {MOST_PANELS}",
        )


def _check_length(project: Project, length_frames: int) -> None:
    longest = project.storyboard.rate.nearest_frame(LONGEST_PANEL_S)
    if not 1 <= length_frames <= longest:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "a panel cannot have this length",
            value=f"{length_frames} frames",
            legal=f"1 to {longest} frames",
        )
