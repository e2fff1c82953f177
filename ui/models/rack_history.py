"""RackHistory: what was done to a take's preset, step by step: the steps of `edits`."""

from __future__ import annotations

from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.project import redo, undo
from ui.models.edits import Edits, begun, done, redo_text, sealed, undo_text

RackHistory = Edits[FinishingPreset]


def undone(history: RackHistory) -> RackHistory:
    """One step back; sealed before it, so that a knob turned on merges with its earlier step."""
    return undo(sealed(history))


def redone(history: RackHistory) -> RackHistory:
    """One step forward, sealed before it."""
    return redo(sealed(history))


__all__ = ["RackHistory", "begun", "done", "redo_text", "redone", "sealed", "undo_text", "undone"]
