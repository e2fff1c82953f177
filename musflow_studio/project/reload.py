"""Reload: a changed board taken over into a project, and what differs, told before it is done.

What was edited in the project stays; what was not follows the source. Which is which is known
from the panels as they were last read. Where both changed, the project's stays and it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.project.anchoring import anchored
from musflow_studio.project.matching import match_panels
from musflow_studio.project.panel_order import moved_panels, reordered

MERGED = ("length_frames", "story", "dialogue", "notes", "weight")
_SHOWN = 48


class ChangeKind(StrEnum):
    """What is different about a panel or a cue."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    LENGTH = "length"
    PICTURE = "picture"
    TEXT = "text"
    WEIGHT = "weight"
    KEPT = "kept"
    LOST = "lost"
    CUE = "cue"
    PLACE = "place"


@dataclass(frozen=True)
class BoardChange:
    """One difference, in words.

    Attributes:
        kind: see ChangeKind; "kept" where the source changed what the project changed too.
        about: number of the panel, name of the cue, or "the board".
        says: the sentence without its subject ("48 frames instead of 60").
    """

    kind: ChangeKind
    about: str
    says: str


@dataclass(frozen=True)
class Reload:
    """A changed board before it is taken over.

    Attributes:
        before: the project as it is.
        board: the source as it is now.
        after: the project as it would be.
        changes: the differences, panels in their new order, then those that go, then cues.
    """

    before: Project
    board: Storyboard
    after: Project
    changes: tuple[BoardChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether taking it over would change nothing."""
        told_once = replace(self.before.storyboard, remarks=())
        return replace(self.before, storyboard=told_once) == self.after


def reload(project: Project, board: Storyboard) -> Reload:
    """Take over a board that was read again at the project's frame rate."""
    assert board.rate == project.storyboard.rate, "read at the project's frame rate"
    sources = _known(project)
    matched = match_panels(sources, board.panels)
    read = [replace(panel, uid=matched.get(panel.uid, panel.uid)) for panel in board.panels]
    own = {panel.uid: panel for panel in project.storyboard.panels}
    was = {panel.uid: panel for panel in project.as_read}
    dropped = {panel.uid for panel in sources} - own.keys()
    merged = {p.uid: _merged(own.get(p.uid), was.get(p.uid), p) for p in read}
    uids = [panel.uid for panel in read if panel.uid not in dropped]
    added_here = own.keys() - was.keys() if project.as_read else set[str]()
    panels = [
        merged.get(uid) or own[uid]
        for uid in reordered(project, uids, [uid for uid in own if uid in added_here])
    ]
    after = _taken_over(project, board, panels, read)
    changes = (
        *_panel_changes(project, after, was),
        *_cue_changes(project, after),
        *_place_changes(project, after),
    )
    return Reload(project, board, after, changes)


def _known(project: Project) -> list[Panel]:
    """The project's panels, and those of its source that were taken out of the project."""
    here = {panel.uid for panel in project.storyboard.panels}
    gone = [panel for panel in project.as_read if panel.uid not in here]
    return [*project.storyboard.panels, *gone]


def _merged(own: Panel | None, was: Panel | None, now: Panel) -> Panel:
    """A panel as the source has it now, with what the project changed about it."""
    if own is None:
        return now
    base = was or replace(now, length_frames=own.length_frames)
    edited = {f: getattr(own, f) for f in MERGED if getattr(own, f) != getattr(base, f)}
    merged = replace(now, override=own.override, **edited)
    inner = tuple(hit for hit in own.inner_hits if hit.frame < merged.length_frames)
    return replace(merged, inner_hits=inner)


def _taken_over(
    project: Project, board: Storyboard, panels: Sequence[Panel], read: Sequence[Panel]
) -> Project:
    here = replace(
        project.storyboard,
        panels=tuple(panels),
        remarks=(),
        source=board.source or project.storyboard.source,
    )
    cues = tuple(anchored(cue, project.storyboard, here) for cue in project.cues)
    return replace(project, storyboard=here, cues=cues, as_read=tuple(read))


def _panel_changes(before: Project, after: Project, was: dict[str, Panel]) -> Iterator[BoardChange]:
    old = {panel.uid: panel for panel in before.storyboard.panels}
    now = {panel.uid: panel for panel in after.as_read}
    moved = moved_panels([*old], [panel.uid for panel in after.storyboard.panels])
    for panel in after.storyboard.panels:
        if panel.uid not in old:
            seconds = float(after.storyboard.rate.seconds(panel.length_frames))
            says = f"is new: {seconds:.2f} s{_quoted(panel.story)}"
            yield BoardChange(ChangeKind.ADDED, panel.number, says)
            continue
        if panel.uid in moved:
            place = _place(after.storyboard, panel)
            says = f"moved from place {_place(before.storyboard, old[panel.uid])} to {place}"
            yield BoardChange(ChangeKind.MOVED, panel.number, says)
        yield from _differences(old[panel.uid], panel)
        yield from _kept(panel, was.get(panel.uid), now.get(panel.uid))
    left = {panel.uid for panel in after.storyboard.panels}
    for panel in before.storyboard.panels:
        if panel.uid not in left:
            yield BoardChange(ChangeKind.REMOVED, panel.number, f"is gone{_quoted(panel.story)}")


def _differences(old: Panel, new: Panel) -> Iterator[BoardChange]:
    if old.length_frames != new.length_frames:
        says = f"lasts {new.length_frames} frames instead of {old.length_frames}"
        yield BoardChange(ChangeKind.LENGTH, new.number, says)
    if (old.picture_sha256, old.page) != (new.picture_sha256, new.page):
        yield BoardChange(ChangeKind.PICTURE, new.number, "has a new picture")
    for field in ("story", "dialogue", "notes"):
        if getattr(old, field) != getattr(new, field):
            says = f"{field}: {_short(getattr(old, field))} becomes {_short(getattr(new, field))}"
            yield BoardChange(ChangeKind.TEXT, new.number, says)
    if old.weight is not new.weight:
        says = f"is a {new.weight} hit instead of {old.weight}"
        yield BoardChange(ChangeKind.WEIGHT, new.number, says)
    lost = len(old.inner_hits) - len(new.inner_hits)
    if lost:
        hits = "1 hit" if lost == 1 else f"{lost} hits"
        yield BoardChange(ChangeKind.LOST, new.number, f"loses {hits} after its new end")


def _kept(panel: Panel, was: Panel | None, now: Panel | None) -> Iterator[BoardChange]:
    """Where source and project both changed something, differently: the project's stays."""
    if was is None or now is None:
        return
    for field in MERGED:
        there, here = getattr(now, field), getattr(panel, field)
        if there not in (getattr(was, field), here):
            name = "length" if field == "length_frames" else field
            says = f"{name} changed in the board too; yours stays"
            yield BoardChange(ChangeKind.KEPT, panel.number, says)


def _cue_changes(before: Project, after: Project) -> Iterator[BoardChange]:
    rate, start = after.storyboard.rate, after.storyboard.start_timecode_frames
    for old, new in zip(before.cues, after.cues, strict=True):
        if old.status is not new.status:
            yield BoardChange(ChangeKind.CUE, new.name, "is omitted: its panels are gone")
        elif (old.in_frame, old.out_frame) != (new.in_frame, new.out_frame):
            first, last = (rate.timecode(start + n) for n in (new.in_frame, new.out_frame))
            yield BoardChange(ChangeKind.CUE, new.name, f"plays from {first} to {last}")


def _place_changes(before: Project, after: Project) -> Iterator[BoardChange]:
    source = after.storyboard.source
    if source != before.storyboard.source:
        yield BoardChange(ChangeKind.PLACE, "the board", f"is now read from {source}")


def _place(board: Storyboard, panel: Panel) -> int:
    return [p.uid for p in board.panels].index(panel.uid) + 1


def _quoted(story: str) -> str:
    return f", {_short(story)}" if story else ""


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return f'"{one_line if len(one_line) <= _SHOWN else one_line[: _SHOWN - 1] + "…"}"'
