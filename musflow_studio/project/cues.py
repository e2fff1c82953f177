"""Cues: added, edited, removed and found in a project; clips noted for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Dialogue, Fit, Motif, Pins
from musflow_studio.domain.project import CueStatus, Project, ProjectCue
from musflow_studio.domain.reference import Like
from musflow_studio.domain.storyboard import Storyboard

LONGEST_NAME = 60
_NUMBERED = re.compile(r"(.*?)([0-9]+)")


@dataclass(frozen=True)
class CueEdit:
    """What to change about a cue; None leaves it as it is.

    Attributes:
        name, status, style, finish, engine, fit, loop, tail_s, remarks, dialogue, tacet, like:
            see ProjectCue.
        unlike: forget the reference.
        in_frame, out_frame: board frames, out exclusive.
        pins: set over the cue's own, pin by pin; chords go with their key.
        unpin: names of pins to set free ("bpm", "key" …).
        chosen_clip_id: one of the cue's clips, or the beginning of its id.
    """

    name: str | None = None
    in_frame: int | None = None
    out_frame: int | None = None
    status: CueStatus | None = None
    style: str | None = None
    finish: str | None = None
    engine: str | None = None
    pins: Pins | None = None
    unpin: tuple[str, ...] = ()
    fit: Fit | None = None
    loop: bool | None = None
    tail_s: float | None = None
    remarks: str | None = None
    dialogue: Dialogue | None = None
    tacet: tuple[str, ...] | None = None
    chosen_clip_id: str | None = None
    like: Like | None = None
    unlike: bool = False


def find_cue(project: Project, name: str) -> ProjectCue:
    """The cue of this name in any case. Raises StudioError naming those that are there."""
    for cue in project.cues:
        if cue.name.casefold() == name.strip().casefold():
            return cue
    raise StudioError(
        ErrorCode.UNKNOWN_NAME,
        "the project has no such cue",
        value=name,
        legal=", ".join(cue.name for cue in project.cues) or "none yet: add one",
    )


def cue_of_uid(project: Project, uid: str) -> ProjectCue | None:
    """The cue with this identity; None if it was removed."""
    return next((cue for cue in project.cues if cue.uid == uid), None)


def next_name(project: Project) -> str:
    """The last added cue's name counted up to one that is free; "1M1" for the first."""
    if not project.cues:
        return "1M1"
    match = _NUMBERED.fullmatch(project.cues[-1].name)
    head, number = (match[1], int(match[2])) if match else (f"{project.cues[-1].name} ", 1)
    taken = {cue.name.casefold() for cue in project.cues}
    while f"{head}{number}".casefold() in taken:
        number += 1
    return f"{head}{number}"


def add_cue(project: Project, edit: CueEdit) -> Project:
    """The project with one more cue; without in or out it fills the first gap between cues.

    Raises StudioError for a name that is taken, a range that is none, or where no gap is left.
    """
    name = next_name(project) if edit.name is None else edit.name
    start, end = _new_range(project, edit)
    blank = ProjectCue(_free_uid(project, name.strip()), "", start, end)
    cue = _edited(project, blank, replace(edit, name=name, in_frame=start, out_frame=end))
    return replace(project, cues=(*project.cues, cue))


def edit_cue(project: Project, name: str, edit: CueEdit) -> Project:
    """The project with a cue changed. Raises StudioError."""
    cue = find_cue(project, name)
    return with_cue(project, _edited(project, cue, edit))


def remove_cue(project: Project, name: str) -> Project:
    """The project without a cue; its clips stay in the library. Raises StudioError."""
    cue = find_cue(project, name)
    return replace(project, cues=tuple(c for c in project.cues if c is not cue))


def with_cue(project: Project, changed: ProjectCue) -> Project:
    """The project with the cue of the same uid replaced."""
    cues = tuple(changed if cue.uid == changed.uid else cue for cue in project.cues)
    return replace(project, cues=cues)


def with_clip(project: Project, uid: str, clip_id: str, seed: int, motif: Motif) -> Project:
    """The project after a clip was made for a cue; the same if the cue is gone.

    The first clip's seed stays with the cue, and the first motif of the project becomes its theme.
    """
    cue = cue_of_uid(project, uid)
    if cue is None or clip_id in cue.clip_ids:
        return project
    status = CueStatus.SKETCH if cue.status is CueStatus.TO_DO else cue.status
    noted = replace(
        cue,
        clip_ids=(*cue.clip_ids, clip_id),
        status=status,
        seed=seed if cue.seed is None else cue.seed,
    )
    theme = project.theme or (motif if project.shares_theme else None)
    return replace(with_cue(project, noted), theme=theme)


def with_clips_of(project: Project, noted: Project) -> Project:
    """The project with the clips another version of it knows, and what came with them.

    Cues are told by their uids; one that is gone here stays gone. The seed and the theme that
    first clips brought are taken over where there is none yet.
    """
    theme = project.theme or (noted.theme if project.shares_theme else None)
    known = {cue.uid: cue for cue in noted.cues}
    cues = tuple(_with_clips_of(cue, known.get(cue.uid)) for cue in project.cues)
    return replace(project, cues=cues, theme=theme)


def _with_clips_of(cue: ProjectCue, noted: ProjectCue | None) -> ProjectCue:
    if noted is None or noted.clip_ids == cue.clip_ids:
        return cue
    known = set(cue.clip_ids)
    new = [clip_id for clip_id in noted.clip_ids if clip_id not in known]
    if not new:
        return cue
    status = CueStatus.SKETCH if cue.status is CueStatus.TO_DO else cue.status
    seed = noted.seed if cue.seed is None else cue.seed
    return replace(cue, clip_ids=(*cue.clip_ids, *new), status=status, seed=seed)


def _edited(project: Project, cue: ProjectCue, edit: CueEdit) -> ProjectCue:
    plain: Mapping[str, object] = {
        field: value
        for field in (
            "status", "style", "finish", "engine", "fit", "loop", "tail_s", "remarks", "dialogue",
            "tacet", "in_frame", "out_frame", "like",
        )
        if (value := getattr(edit, field)) is not None
    }  # fmt: skip
    changed: ProjectCue = replace(cue, **plain)  # type: ignore[arg-type] # fields of the same type
    if edit.unlike:
        changed = replace(changed, like=None)
    if edit.name is not None:
        changed = replace(changed, name=_checked_name(project, cue, edit.name))
    if edit.chosen_clip_id is not None:
        changed = replace(changed, chosen_clip_id=_clip_of(cue, edit.chosen_clip_id))
    _check_range(project.storyboard, changed)
    return replace(changed, pins=_pins(cue.pins, edit))


def _pins(kept: Pins, edit: CueEdit) -> Pins:
    legal = ("bpm", "key", "chords", "meter", "bars", "ending", "motif")
    for name in edit.unpin:
        if name not in legal:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME, "there is no such pin", value=name, legal=", ".join(legal)
            )
    loose = replace(kept, **dict.fromkeys(edit.unpin))
    return edit.pins.over(loose) if edit.pins else loose


def _checked_name(project: Project, cue: ProjectCue, name: str) -> str:
    tidy = " ".join(name.split())
    others = {other.name.casefold() for other in project.cues if other.uid != cue.uid}
    if not 1 <= len(tidy) <= LONGEST_NAME:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "this is no name for a cue",
            value=name,
            legal=f"1 to {LONGEST_NAME} characters",
        )
    if tidy.casefold() in others:
        raise StudioError(
            ErrorCode.CONTRADICTION, "the project has a cue of this name already", value=name
        )
    return tidy


def _clip_of(cue: ProjectCue, beginning: str) -> str:
    found = [clip_id for clip_id in cue.clip_ids if clip_id.startswith(beginning.strip().lower())]
    if len(found) == 1 and beginning.strip():
        return found[0]
    raise StudioError(
        ErrorCode.UNKNOWN_NAME,
        f"{cue.name} has no single clip whose id begins so",
        value=beginning,
        legal=", ".join(clip_id[:6] for clip_id in cue.clip_ids) or "none: make it first",
    )


def _check_range(board: Storyboard, cue: ProjectCue) -> None:
    if not 0 <= cue.in_frame < cue.out_frame <= board.length_frames:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the cue's range is empty or leaves the board",
            value=f"frame {cue.in_frame} to {cue.out_frame}",
            legal=f"0 to {board.length_frames}, in before out",
        )


def _new_range(project: Project, edit: CueEdit) -> tuple[int, int]:
    """The range asked for; what is left open is that of the first gap after the in point."""
    length = project.storyboard.length_frames
    if edit.in_frame is not None and edit.out_frame is not None:
        return edit.in_frame, edit.out_frame
    gaps = free_ranges(project.cues, length)
    if edit.in_frame is not None:
        ends = [end for start, end in gaps if start <= edit.in_frame < end]
        return edit.in_frame, ends[0] if ends else length
    gaps = [gap for gap in gaps if edit.out_frame is None or gap[0] < edit.out_frame]
    if not gaps:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "the cues cover the whole board already",
            hint="say where the cue begins and ends, or shorten another one",
        )
    start, end = gaps[0] if edit.out_frame is None else gaps[-1]
    return start, edit.out_frame or end


def free_ranges(cues: Sequence[ProjectCue], length: int) -> list[tuple[int, int]]:
    """The ranges of a board of this length, in frames, that no cue covers."""
    gaps, at = [], 0
    playing = [cue for cue in cues if cue.status is not CueStatus.OMITTED]
    for cue in sorted(playing, key=lambda cue: cue.in_frame):
        if cue.in_frame > at:
            gaps.append((at, cue.in_frame))
        at = max(at, cue.out_frame)
    return [*gaps, (at, length)] if at < length else gaps


def _free_uid(project: Project, name: str) -> str:
    """An identity no cue of this project has; a removed cue's may come again."""
    taken = {cue.uid for cue in project.cues}
    numbers = (f"{name}-{n}" for n in range(2, len(taken) + 3))
    return next(uid for uid in (name, *numbers) if uid not in taken)
