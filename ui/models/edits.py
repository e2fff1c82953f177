"""Edits: the project's history with a name for every step; merging of drags and typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from musflow_studio.project import History, Project, do, everywhere, redo, undo


@dataclass(frozen=True)
class Edit:
    """One state of the project and what led to it.

    Attributes:
        project: the value.
        what: the change that made it, as menus name it ("Trim panel 3"); "" for the first.
        merge: consecutive edits with the same key become one step; "" never merges.
    """

    project: Project
    what: str = ""
    merge: str = ""


Edits = History[Edit]


def begun(project: Project) -> Edits:
    """A history that begins with this value."""
    return History(Edit(project))


def done(edits: Edits, what: str, project: Project, merge: str = "") -> Edits:
    """The history after one more edit; an equal project is none."""
    if project == edits.present.project:
        return edits
    if merge and merge == edits.present.merge and edits.past:
        return History(replace(edits.present, project=project), edits.past)
    return do(edits, Edit(project, what, merge))


def sealed(edits: Edits) -> Edits:
    """The history whose last step merges with nothing more: the drag is over."""
    return replace(edits, present=replace(edits.present, merge=""))


def undone(edits: Edits) -> Edits:
    """One step back."""
    return sealed(undo(edits))


def redone(edits: Edits) -> Edits:
    """One step forward."""
    return sealed(redo(edits))


def with_each(edits: Edits, change: Callable[[Project], Project]) -> Edits:
    """The history with every project in it changed: nothing that undo could take back."""
    return everywhere(edits, lambda edit: replace(edit, project=change(edit.project)))


def undo_text(edits: Edits) -> str:
    """What undo would take back; "" for nothing."""
    return edits.present.what if edits.past else ""


def redo_text(edits: Edits) -> str:
    """What redo would do again; "" for nothing."""
    return edits.future[0].what if edits.future else ""
