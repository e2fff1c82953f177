"""RackHistory: what was done to a take's preset, step by step, with a name for every step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.project import History, do, redo, undo


@dataclass(frozen=True)
class RackEdit:
    """One state of a preset and what led to it.

    Attributes:
        preset: the value.
        what: the change that made it ("Turn Decay of Space"); "" for the first.
        merge: consecutive edits with the same key are one step; "" never merges.
    """

    preset: FinishingPreset
    what: str = ""
    merge: str = ""


RackHistory = History[RackEdit]


def begun(preset: FinishingPreset) -> RackHistory:
    """A history that begins with this preset."""
    return History(RackEdit(preset))


def done(history: RackHistory, what: str, preset: FinishingPreset, merge: str = "") -> RackHistory:
    """The history after one more edit; an equal preset is none."""
    if preset == history.present.preset:
        return history
    if merge and merge == history.present.merge and history.past:
        return replace(history, present=replace(history.present, preset=preset), future=())
    return do(history, RackEdit(preset, what, merge))


def sealed(history: RackHistory) -> RackHistory:
    """The history whose last step merges with nothing more: the knob was let go."""
    return replace(history, present=replace(history.present, merge=""))


def undone(history: RackHistory) -> RackHistory:
    """One step back."""
    return undo(sealed(history))


def redone(history: RackHistory) -> RackHistory:
    """One step forward."""
    return redo(sealed(history))
