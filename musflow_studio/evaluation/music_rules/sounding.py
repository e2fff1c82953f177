"""Sounding: which pitched notes sound at a tick of a plan, and places and pitches in words."""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Part
from musflow_studio.evaluation.instrument_ranges import is_pitched

_SHORTEST_S = 0.06
_NOTE_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


def pitched(plan: CuePlan) -> list[Part]:
    """The parts that play pitches."""
    return [part for part in plan.score.parts if is_pitched(part.program, part.bank)]


def sounds(note: Note, tick: int) -> bool:
    """True when a note is held at a tick."""
    return note.start_tick <= tick < note.start_tick + note.duration_ticks


def shortest_ticks(plan: CuePlan, tick: int) -> int:
    """Ticks of a 32nd, or of 60 ms where that is more."""
    per_quarter = plan.grid.tempo_at(tick).microseconds_per_quarter
    return max(TICKS_PER_QUARTER // 8, round(_SHORTEST_S * 1e6 * TICKS_PER_QUARTER / per_quarter))


def place(plan: CuePlan, tick: int) -> str:
    """Board, panel and bar of a tick."""
    bar = plan.grid.bar_at(min(tick, plan.grid.end_tick - 1))
    panel = next((p.panel_uid for p in plan.panels if p.start_tick <= tick < p.end_tick), "end")
    return f"{plan.storyboard.title}, {panel}, bar {bar.number}"


def pitch_name(pitch: int) -> str:
    """A pitch with its octave, 58 as "Bb3"."""
    return f"{_NOTE_NAMES[pitch % 12]}{pitch // 12 - 1}"
