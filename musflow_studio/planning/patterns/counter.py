"""Counter: a second voice that answers the melody, holding while it sings and moving in its rests.

It goes the other way: low where the melody is high (contrary motion), on tones of the chord or
passing between them, and never a second from the harmony below middle C.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.melody.line import Register, sing
from musflow_studio.planning.melody.phrase import Cell
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.stroke import Stroke

REACH_SEMITONES = 5.0
RESTING, BUSY_ONSETS = 0.35, 3


def counter(desk: Desk) -> list[Stroke]:
    """Halves of a chord; quarters where the melody rests; one tone where it is busy."""
    cells = [cell for span in desk.spans for cell in _cells(desk, span)]
    centre = (desk.low + desk.high) / 2
    valley, peak = max(desk.low, centre - REACH_SEMITONES), min(desk.high, centre + REACH_SEMITONES)
    register = Register(desk.low, desk.high, valley, peak)
    shaped = [_against(desk.melody, cell) for cell in cells]
    return sing(desk.cue, desk.piece, desk.spans, shaped, register, "counter", beside=desk.placed)


def _cells(desk: Desk, span: Span) -> Iterator[Cell]:
    closing = desk.closing and span is desk.spans[-1]
    half = span.start + span.length // 2 // TICKS_PER_QUARTER * TICKS_PER_QUARTER
    short = min(half - span.start, span.end - half) < TICKS_PER_QUARTER
    if closing or short or _onsets(desk.melody, span.start, span.end) > 2 * BUSY_ONSETS:
        yield Cell(span.start, span.length)
        return
    for start, end in ((span.start, half), (half, span.end)):
        if _moves(desk, start, end):
            yield from _quarters(start, end)
        else:
            yield Cell(start, end - start)


def _moves(desk: Desk, start: int, end: int) -> bool:
    """True where there is room for quarters, the player can speak them, and the melody rests."""
    quarter_us = desk.piece.microseconds(start + TICKS_PER_QUARTER) - desk.piece.microseconds(start)
    speaks = quarter_us >= 1_500 * desk.voice.attack_ms
    room = end - start >= 2 * TICKS_PER_QUARTER and desk.piece.energy >= 0.45
    return speaks and room and _sounding(desk.melody, start, end) < RESTING * (end - start)


def _quarters(start: int, end: int) -> Iterator[Cell]:
    """Quarters, the last taking what is left over."""
    ticks = list(range(start, end - TICKS_PER_QUARTER + 1, TICKS_PER_QUARTER))
    for tick, after in zip(ticks, [*ticks[1:], end], strict=True):
        yield Cell(tick, after - tick)


def _against(melody: Sequence[Stroke], cell: Cell) -> Cell:
    """The cell, low where the melody over it is high for its phrase."""
    over = [s.pitch for s in melody if s.start < cell.end and cell.start < s.start + s.length]
    if not over:
        return cell
    low, high = min(s.pitch for s in melody), max(s.pitch for s in melody)
    lies = (sum(over) / len(over) - low) / max(1, high - low)
    return Cell(cell.start, cell.length, height=1.0 - lies)


def _onsets(melody: Sequence[Stroke], start: int, end: int) -> int:
    return sum(start <= s.start < end for s in melody)


def _sounding(melody: Sequence[Stroke], start: int, end: int) -> int:
    return sum(max(0, min(end, s.start + s.length) - max(start, s.start)) for s in melody)
