"""Planting violations: a cue whose notes or expression were changed in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import ControlPoint, Note, Part


def with_part(cue: CuePlan, old: Part, new: Part) -> CuePlan:
    """The cue with one part exchanged."""
    parts = tuple(new if part is old else part for part in cue.score.parts)
    return replace(cue, score=replace(cue.score, parts=parts))


def with_note(cue: CuePlan, part: Part, old: Note, **changes: int) -> CuePlan:
    """The cue with one note of a part changed."""
    notes = tuple(replace(n, **changes) if n is old else n for n in part.notes)
    return with_part(cue, part, replace(part, notes=notes))


def with_expression(
    cue: CuePlan, part: Part, change: Callable[[ControlPoint], ControlPoint]
) -> CuePlan:
    """The cue with every expression point of a part changed."""
    points = tuple(change(point) for point in part.expression)
    return with_part(cue, part, replace(part, expression=points))
