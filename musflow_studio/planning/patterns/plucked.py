"""Plucked: the harp, and pizzicato strings."""

from __future__ import annotations

from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.figure import (
    EIGHTH,
    SIXTEENTH,
    Table,
    fill,
    places,
    strums,
)
from musflow_studio.planning.piece import draw
from musflow_studio.planning.stroke import Stroke, ladder

STILL_ENERGY, FLOWING_ENERGY = 0.25, 0.6
FASTEST_US = 95_000
ARCHED: Table = {
    "4/4": (
        ((0, 2, 4, 5, 6, 5, 4, 2), (0, 2, 4, 5, 7, 6, 5, 4)),
        ((0, 1, 3, 4, 5, 4, 3, 4), (0, 2, 3, 5, 6, 5, 3, 2)),
    ),
    "3/4": (((0, 2, 4, 5, 4, 2), (0, 2, 4, 6, 5, 4)), ((0, 1, 3, 4, 5, 3), (0, 2, 3, 5, 4, 3))),
    "6/8": (((0, 2, 4, 5, 4, 2), (0, 2, 4, 6, 5, 4)), ((0, 1, 3, 5, 4, 3), (0, 2, 3, 5, 6, 4))),
    "5/4": (((0, 2, 4, 5, 4, 2, 1, 3, 4, 3), (0, 2, 4, 5, 6, 5, 1, 4, 3, 2)),),
}
CLIMBING: Table = {
    "4/4": (
        ((0, 1, 2, 3, 4, 3, 2, 1), (0, 1, 2, 3, 4, 5, 4, 2)),
        ((0, 1, 2, 3, 1, 2, 3, 4), (0, 2, 3, 4, 5, 4, 3, 2)),
        ((0, 2, 1, 3, 2, 4, 3, 1), (0, 2, 1, 3, 2, 4, 3, 5)),
    ),
    "3/4": (((0, 1, 2, 3, 4, 2), (0, 2, 3, 4, 3, 1)), ((0, 2, 1, 3, 2, 4), (0, 2, 3, 5, 4, 2))),
    "6/8": (((0, 1, 2, 3, 4, 2), (0, 2, 3, 4, 3, 1)), ((0, 2, 1, 3, 2, 1), (0, 2, 3, 5, 4, 3))),
    "5/4": (((0, 1, 2, 3, 4, 3, 1, 2, 3, 2), (0, 2, 3, 4, 5, 4, 1, 3, 4, 2)),),
}
NERVOUS = {
    "4/4": ((0, 3, 6), (0, 2, 3, 6), (0, 3, 5, 6)),
    "3/4": ((0, 3), (0, 2, 3), (0, 3, 4)),
    "6/8": ((0, 2, 3), (0, 3, 5), (0, 2, 5)),
    "5/4": ((0, 3, 6, 8), (0, 2, 3, 6), (0, 3, 5, 6, 8)),
}


def harp(desk: Desk) -> list[Stroke]:
    """Spread chords in still panels, arches in eighths, sixteenth waves where it flows."""
    if desk.piece.energy < STILL_ENERGY:
        return strums(desk, desk.spans, desk.low, desk.high, 5)
    flowing = desk.piece.energy >= FLOWING_ENERGY
    fast = flowing and desk.piece.microseconds(SIXTEENTH) >= FASTEST_US
    table = CLIMBING if fast else ARCHED
    pair = desk.draw("pattern").choice(table[desk.cue.meter.name])
    unit, hold = (SIXTEENTH, 2) if fast else (EIGHTH, 3)
    strokes = fill(desk, desk.low, desk.high, pair, unit, hold=hold, stress=-0.2)
    if desk.closing:
        strokes += strums(desk, desk.spans[-1:], desk.low, desk.high, 6)
    return strokes


def pizzicato(desk: Desk) -> list[Stroke]:
    """A nervous ostinato in eighths, in threes against the bar, rests between."""
    groups = draw(desk.cue, desk.piece, "pattern", "pizzicato").choice(NERVOUS[desk.cue.meter.name])
    strokes = []
    for span in desk.moving:
        rungs = ladder(span.chord, desk.low, desk.high)
        for step in places(desk, span, EIGHTH):
            opens = step.tick == span.start
            if step.place in groups or opens:
                at = (groups.index(step.place) + step.bar % 2) if step.place in groups else 0
                rung = rungs[0 if opens else min(at, len(rungs) - 1)]
                strokes.append(Stroke(step.tick, EIGHTH // 2, rung, 0.5 if opens else 0.1))
    if desk.closing:
        strokes += strums(desk, desk.spans[-1:], desk.low, desk.high, 3)
    return strokes
