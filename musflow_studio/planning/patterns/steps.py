"""Steps: the places of a bar, counted in a unit, as a drum machine or a sequencer counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.piece import Piece

EIGHTH = TICKS_PER_QUARTER // 2
SIXTEENTH = TICKS_PER_QUARTER // 4


@dataclass(frozen=True)
class Step:
    """One place of a bar.

    Attributes:
        tick: relative to the piece.
        place: units since the bar began, from 0.
        bar: number of the bar inside the piece, from 0.
        inside: ticks since the bar began.
    """

    tick: int
    place: int
    bar: int
    inside: int


def steps(piece: Piece, unit: int, start: int = 0, end: int | None = None) -> Iterator[Step]:
    """Every step of a piece from `start` to before `end`, aligned to its bars.

    A piece that begins between two steps begins with the next one.
    """
    stop = piece.length_ticks if end is None else end
    for bar, (first, after) in enumerate(piece.segments()):
        began = first - piece.tick_in_bar(first)
        for tick in range(first + (began - first) % unit, min(after, stop), unit):
            if tick >= start:
                yield Step(tick, (tick - began) // unit, bar, tick - began)
