"""Figure: filling chords with a repeated order of their tones."""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony import Span
from musflow_studio.planning.stroke import Stroke, ladder

EIGHTH = TICKS_PER_QUARTER // 2
SIXTEENTH = TICKS_PER_QUARTER // 4


def fill(
    spans: Sequence[Span],
    low: int,
    high: int,
    order: Sequence[int],
    unit: int,
    *,
    hold: int,
    stress: float = 0.0,
) -> list[Stroke]:
    """One ladder rung per unit, each ringing `hold` units; a chord always begins on its bass."""
    strokes = []
    for span in spans:
        rungs = ladder(span.chord, low, high)
        for start in range(span.start, span.end, unit):
            place = (start - span.start) // unit % len(order)
            pitch = rungs[_folded(order[place], len(rungs))]
            length = min((4 if place == 0 and unit == EIGHTH else hold) * unit, span.end - start)
            own = stress + (0.15 if place == 0 else -0.25)
            strokes.append(Stroke(start, length, pitch, own))
    return strokes


def on_pulse(tick: int, unit: int) -> int:
    """The first multiple of a unit from a tick on."""
    return -(-tick // unit) * unit


def _folded(rung: int, count: int) -> int:
    """A rung beyond the top of a short ladder turns back instead of hammering the top."""
    return rung if rung < count else max(0, 2 * (count - 1) - rung)
