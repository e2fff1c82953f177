"""Edits: a history of any value with a name for every step; merging of drags, knobs and typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from musflow_studio.project import History, do, everywhere, redo, undo

T = TypeVar("T")


@dataclass(frozen=True)
class Edit(Generic[T]):
    """One state of a value and what led to it.

    Attributes:
        value: the project, the preset.
        what: the change that made it, as menus name it ("Trim panel 3"); "" for the first.
        merge: consecutive edits with the same key become one step; "" never merges.
    """

    value: T
    what: str = ""
    merge: str = ""


Edits = History[Edit[T]]


def begun(value: T) -> Edits[T]:
    """A history that begins with this value."""
    return History(Edit(value))


def done(edits: Edits[T], what: str, value: T, merge: str = "") -> Edits[T]:
    """The history after one more edit; an equal value is none."""
    if value == edits.present.value:
        return edits
    if merge and merge == edits.present.merge and edits.past:
        return History(replace(edits.present, value=value), edits.past)
    return do(edits, Edit(value, what, merge))


def sealed(edits: Edits[T]) -> Edits[T]:
    """The history whose last step merges with nothing more: the drag is over, the knob let go."""
    return replace(edits, present=replace(edits.present, merge=""))


def undone(edits: Edits[T]) -> Edits[T]:
    """One step back."""
    return sealed(undo(edits))


def redone(edits: Edits[T]) -> Edits[T]:
    """One step forward."""
    return sealed(redo(edits))


def with_each(edits: Edits[T], change: Callable[[T], T]) -> Edits[T]:
    """The history with every value in it changed: nothing that undo could take back."""
    return everywhere(edits, lambda edit: replace(edit, value=change(edit.value)))


def undo_text(edits: Edits[T]) -> str:
    """What undo would take back; "" for nothing."""
    return edits.present.what if edits.past else ""


def redo_text(edits: Edits[T]) -> str:
    """What redo would do again; "" for nothing."""
    return edits.future[0].what if edits.future else ""
