"""Strings: sustained voices that move little, and a cello that answers the melody."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.melody import Register, sing
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.phrase import Cell
from musflow_studio.planning.stroke import Stroke
from musflow_studio.planning.voicing import lead


def pad(desk: Desk) -> list[Stroke]:
    """The harmony, held: three voices, four from energy 0.4; tones that stay are tied.

    Its place is the same in all panels, so that voices connect across cuts.
    """
    voices = 3 if desk.piece.energy < 0.4 else 4
    low, high = desk.low, desk.high
    chords = [span.chord for span in desk.spans]
    line = lead(chords, low=low, high=high, voices=voices, centre=(low + high) / 2, outer=True)
    strokes: list[Stroke] = []
    open_at: dict[int, int] = {}
    for span, voicing in zip(desk.spans, line, strict=True):
        tied = {}
        for pitch in voicing:
            at = open_at.get(pitch)
            if at is None:
                at = len(strokes)
                strokes.append(Stroke(span.start, span.length, pitch))
            else:
                strokes[at] = replace(strokes[at], length=span.end - strokes[at].start)
            tied[pitch] = at
        open_at = tied
    return strokes


def counter(desk: Desk) -> list[Stroke]:
    """A slow tenor line under the melody: two notes a chord, the second often a passing tone."""
    cells: list[Cell] = []
    for span in desk.spans:
        closing = desk.closing and span is desk.spans[-1]
        half = span.start + span.length // 2 // TICKS_PER_QUARTER * TICKS_PER_QUARTER
        if closing or half - span.start < TICKS_PER_QUARTER or span.end - half < TICKS_PER_QUARTER:
            cells.append(Cell(span.start, span.length))
            continue
        cells.append(Cell(span.start, half - span.start))
        cells.append(Cell(half, span.end - half))
    centre = (desk.low + desk.high) / 2
    register = Register(desk.low, desk.high, centre, centre)
    return sing(desk.cue, desk.piece, desk.spans, cells, register, "counter")
