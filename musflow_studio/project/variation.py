"""Variation: single panels asked to be composed anew, with all the others kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.project import Project
from musflow_studio.domain.selection import panel_uids


def composed_anew(project: Project, names: Sequence[str]) -> Project:
    """The project whose next takes compose these panels anew (numbers or 1-based positions).

    Tempo, key and motif stay, and so do the notes of every other panel. Raises StudioError for a
    panel that is not there.
    """
    board = project.storyboard
    return replace(project, storyboard=board.varied(panel_uids(board, names)))
