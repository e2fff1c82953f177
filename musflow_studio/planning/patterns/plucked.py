"""Plucked: harp and pizzicato."""

from __future__ import annotations

from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.figure import EIGHTH, SIXTEENTH, fill, on_pulse
from musflow_studio.planning.piece import draw
from musflow_studio.planning.stroke import Stroke, ladder

CLIMBING = ((0, 1, 2, 3, 4, 3, 2, 1), (0, 1, 2, 3, 1, 2, 3, 4), (0, 2, 1, 3, 2, 4, 3, 1))


def harp(desk: Desk) -> list[Stroke]:
    """Sixteenths climbing and falling through the chord."""
    order = desk.draw("pattern").choice(CLIMBING)
    return fill(desk.moving, desk.low, desk.high, order, SIXTEENTH, hold=2, stress=-0.2)


def pizzicato(desk: Desk) -> list[Stroke]:
    """A nervous ostinato in eighths, in threes against the bar (3+3+2), rests between."""
    groups = draw(desk.cue, desk.piece, "pattern", "pizzicato").choice(
        ((0, 3, 6), (0, 2, 3, 6), (0, 3, 5, 6))
    )
    strokes = []
    for span in desk.moving:
        rungs = ladder(span.chord, desk.low, desk.high)
        for start in range(on_pulse(span.start, EIGHTH), span.end, EIGHTH):
            place = desk.piece.tick_in_bar(start) // EIGHTH % 8
            if place in groups:
                rung = rungs[min(groups.index(place), len(rungs) - 1)]
                strokes.append(Stroke(start, EIGHTH // 2, rung, 0.5 if place == 0 else 0.1))
    return strokes
