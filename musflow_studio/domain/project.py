"""Project: a board and its cues, as one immutable value; what a `.musflow` file holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from musflow_studio.domain.plan import Dialogue, Fit, Motif, Pins
from musflow_studio.domain.reference import Like
from musflow_studio.domain.storyboard import Panel, Storyboard


class CueStatus(StrEnum):
    """How far a cue is."""

    TO_DO = "to do"
    SKETCH = "sketch"
    REVIEW = "review"
    APPROVED = "approved"
    OMITTED = "omitted"


@dataclass(frozen=True)
class ProjectCue:
    """One piece of music in the project.

    Attributes:
        uid: stable identity; the cue's draws are keyed by it.
        name: as cue sheets name it: reel, "M", number ("1M1").
        in_frame, out_frame: its part of the board, board frames, out exclusive.
        status: how far it is.
        clip_ids: clips made for it, oldest first.
        chosen_clip_id: the one to deliver, among `clip_ids`; "" while undecided.
        pins, style, finish, engine, fit, loop, tail_s: as in CueRequest; "" means the default.
        seed: 0 to 2**32-1; None until a first take drew one.
        remarks: free text for the director's notes.
        dialogue: as in CueRequest.
        tacet: uids of panels without music; those outside the cue are ignored.
        like: the reference it shall be like.
    """

    uid: str
    name: str
    in_frame: int
    out_frame: int
    status: CueStatus = CueStatus.TO_DO
    clip_ids: tuple[str, ...] = ()
    chosen_clip_id: str = ""
    pins: Pins = field(default_factory=Pins)
    style: str = ""
    finish: str = ""
    engine: str = ""
    fit: Fit = Fit.STEADY
    loop: bool = False
    tail_s: float = 0.0
    seed: int | None = None
    remarks: str = ""
    dialogue: Dialogue | None = None
    tacet: tuple[str, ...] = ()
    like: Like | None = None


@dataclass(frozen=True)
class Project:
    """A board and its cues. What the user set about single panels lives in `Panel.override`.

    Attributes:
        storyboard: the board, with what was edited since it was read.
        cues: in the order in which they were added.
        as_read: the panels as their source had them when it was last read, under their uids
            here; tells a text edited here from one changed there.
        theme: what every cue is remembered by; None until one is taken from a cue.
        shares_theme: whether the cues sing it.
    """

    storyboard: Storyboard
    cues: tuple[ProjectCue, ...]
    as_read: tuple[Panel, ...] = ()
    theme: Motif | None = None
    shares_theme: bool = True
