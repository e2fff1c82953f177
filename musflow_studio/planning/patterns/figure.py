"""Figures: filling chords with an order of their tones that turns every second bar.

Orders are written for a bar of eighths (8 in 4/4, 6 in 3/4 and 6/8, 10 in 5/4) as pairs: the even
bars play the first, the odd bars the second, and the last group of every fourth bar turns over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.harmony.voicing import spread
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.steps import Step, steps
from musflow_studio.planning.stroke import Stroke, ladder

EIGHTH = TICKS_PER_QUARTER // 2
SIXTEENTH = TICKS_PER_QUARTER // 4

Order = tuple[int, ...]
Pair = tuple[Order, Order]
Table = Mapping[str, Sequence[Pair]]
"""Pairs of orders by the name of a metre."""


def fill(
    desk: Desk, low: int, high: int, pair: Pair, unit: int, *, hold: int, stress: float = 0.0
) -> list[Stroke]:
    """One ladder rung per unit, each ringing `hold` units; a chord begins on its bass."""
    strokes = []
    for span in desk.moving:
        rungs = ladder(span.chord, low, high)
        for step in places(desk, span, unit):
            opens = step.tick == span.start
            pitch = rungs[0 if opens else _folded(_rung(desk, pair, step), len(rungs))]
            units = max(hold, 4) if opens and unit == EIGHTH else hold
            own = stress + (0.15 if opens else -0.25)
            strokes.append(Stroke(step.tick, min(units * unit, span.end - step.tick), pitch, own))
    return strokes


def places(desk: Desk, span: Span, unit: int) -> list[Step]:
    """The steps of a span, its start always among them, also where it lies between two."""
    found = list(steps(desk.piece, unit, span.start, span.end))
    if not found or found[0].tick > span.start:
        inside = desk.piece.tick_in_bar(span.start)
        bar = found[0].bar if found else 0
        found.insert(0, Step(span.start, inside // unit, bar, inside))
    return found


def _rung(desk: Desk, pair: Pair, step: Step) -> int:
    order = pair[step.bar % 2]
    place = step.place % len(order)
    if step.bar % 4 == 3 and step.inside >= desk.cue.meter.bar_ticks * 3 // 5:
        place = len(order) - 1 - (place - len(order) * 3 // 5) % len(order)
    return order[place]


def strums(desk: Desk, spans: Sequence[Span], low: int, high: int, most: int) -> list[Stroke]:
    """Each chord once, its tones a little apart from the bass up, `most` of them at most."""
    strokes = []
    chords = [span.chord for span in spans]
    line = spread(chords, low=low, high=high, voices=max(1, most - 1))
    for span, voicing in zip(spans, line, strict=True):
        strokes += [
            Stroke(span.start, span.length, pitch, -0.1 * (i > 0), 14_000 * i)
            for i, pitch in enumerate(voicing)
        ]
    return strokes


def on_pulse(tick: int, unit: int) -> int:
    """The first multiple of a unit from a tick on."""
    return -(-tick // unit) * unit


def _folded(rung: int, count: int) -> int:
    """A rung beyond the top of a short ladder turns back instead of hammering the top."""
    return rung if rung < count else max(0, 2 * (count - 1) - rung)
