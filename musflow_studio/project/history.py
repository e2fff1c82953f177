"""History: undo as a list of values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

STEPS_KEPT = 500


@dataclass(frozen=True)
class History(Generic[T]):
    """Undo as a list of values.

    Attributes:
        present: what is shown.
        past: what it was before, oldest first, at most 500 steps.
        future: what was undone, nearest first.
    """

    present: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()


def do(history: History[T], value: T) -> History[T]:
    """Make `value` the present; what was undone is forgotten. An equal value is no step."""
    if value == history.present:
        return history
    return History(value, (*history.past, history.present)[-STEPS_KEPT:])


def undo(history: History[T]) -> History[T]:
    """One step back; the same history at its beginning."""
    if not history.past:
        return history
    return History(history.past[-1], history.past[:-1], (history.present, *history.future))


def redo(history: History[T]) -> History[T]:
    """One step forward again; the same history if nothing was undone."""
    if not history.future:
        return history
    return History(history.future[0], (*history.past, history.present), history.future[1:])


def everywhere(history: History[T], change: Callable[[T], U]) -> History[U]:
    """The history with every value changed: for what no undo may take back."""
    return History(
        change(history.present),
        tuple(change(value) for value in history.past),
        tuple(change(value) for value in history.future),
    )
