"""The lead line of each panel, read from the notes: who sings, in what phrases.

The lead is the first melody part of the score that plays in a panel; parts that double it are
not heard as lines of their own. Detached notes no more than a quarter apart are one line, so that
a staccato melody is neither called silent nor short of breath.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan, PanelPlan
from musflow_studio.domain.score import Note, Role

EIGHTH = TICKS_PER_QUARTER // 2
GRACE = TICKS_PER_QUARTER // 16
"""Touch and swing may take this much off a written value."""


@dataclass(frozen=True)
class LeadLine:
    """What the lead sings in one panel: one note at a time, ascending."""

    panel: PanelPlan
    instrument: str
    notes: tuple[Note, ...]

    @property
    def sung_ticks(self) -> int:
        """Ticks that sound: notes, and the gaps that are touch and not rest."""
        lengths = [n.duration_ticks for n in self.notes]
        for i, (note, after) in enumerate(pairwise(self.notes)):
            apart = after.start_tick - note.start_tick
            lengths[i] = min(lengths[i], apart) if _rests(note, after) else apart
        return sum(lengths)


def lead_lines(plan: CuePlan) -> tuple[LeadLine, ...]:
    """The lead of every panel in which a melody plays, in the order of the panels."""
    lines = []
    for panel in plan.panels:
        for part in plan.score.parts:
            notes = [n for n in part.notes if n.panel_uid == panel.panel_uid]
            if part.role is Role.MELODY and notes:
                lines.append(LeadLine(panel, part.instrument, _top(notes)))
                break
    return tuple(lines)


def runs(notes: Sequence[Note]) -> tuple[tuple[Note, ...], ...]:
    """The notes cut at every rest of an eighth or more."""
    if not notes:
        return ()
    found = [[notes[0]]]
    for note, after in pairwise(notes):
        if _rests(note, after):
            found.append([])
        found[-1].append(after)
    return tuple(tuple(run) for run in found)


def silence(note: Note, after: Note) -> int:
    """Ticks from the end of a note to the next one."""
    return after.start_tick - note.start_tick - note.duration_ticks


def _rests(note: Note, after: Note) -> bool:
    apart = after.start_tick - note.start_tick
    return apart > TICKS_PER_QUARTER + GRACE and silence(note, after) >= EIGHTH - GRACE


def _top(notes: Sequence[Note]) -> tuple[Note, ...]:
    highest: dict[int, Note] = {}
    for note in sorted(notes, key=lambda n: (n.start_tick, n.pitch)):
        highest[note.start_tick] = note
    return tuple(highest.values())
