"""A cue's tempo map as workstations can take it: metres on bar lines, tempi on beats.

A tempo that changes inside a beat is written as that beat's own tempo. A bar that the picture cut
short is written with the signature it can be counted in; where its length is no whole number of
sixty-fourths the tempo of that one bar gives way. Every beat of every bar stays where it is.

Ardour takes tempo and metre on whole quarters only. For it a bar of 11/8 is written as 11/4 at
twice the tempo, and tempi change on quarters.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Bar, Grid

_WHOLE_TICKS = 4 * TICKS_PER_QUARTER
_DENOMINATORS = (4, 8, 16, 32, 64)


@dataclass(frozen=True)
class MapPoint:
    """From here on: a tempo and a metre.

    Attributes:
        quarters: from the cue's start, as the workstation counts them.
        bpm: quarters per minute.
        numerator, denominator: of the metre; it changes only on bar lines.
    """

    quarters: float
    bpm: float
    numerator: int
    denominator: int


def map_points(grid: Grid, *, whole_quarters: bool = False) -> tuple[MapPoint, ...]:
    """Where tempo or metre change, first at 0; the grid's last bar runs on.

    Args:
        grid: the cue's.
        whole_quarters: every point lies on a whole quarter.
    """
    points: list[MapPoint] = []
    counted = Fraction(0)
    for bar in grid.bars:
        last = bar is grid.bars[-1]
        ticks = bar.meter.bar_ticks if last else bar.end_tick - bar.start_tick
        numerator, denominator = _signature(bar, ticks)
        if whole_quarters and numerator * 4 % denominator:
            denominator = 4
        quarters = Fraction(numerator * 4, denominator)
        beats = int(quarters) if whole_quarters else numerator
        for number in range(beats):
            from_s, to_s = (
                grid.seconds_at(bar.start_tick + Fraction(ticks * n, beats))
                for n in (number, number + 1)
            )
            bpm = float(60 * quarters / beats / (to_s - from_s))
            points.append(MapPoint(float(counted), bpm, numerator, denominator))
            counted += quarters / beats
    return tuple(_that_change(points))


def _signature(bar: Bar, ticks: int) -> tuple[int, int]:
    """The signature that holds a bar of this many ticks, or comes nearest."""
    if ticks == bar.meter.bar_ticks:
        return bar.meter.numerator, bar.meter.denominator
    for denominator in _DENOMINATORS:
        if ticks * denominator % _WHOLE_TICKS == 0:
            return ticks * denominator // _WHOLE_TICKS, denominator
    return max(1, round(ticks * 4 / _WHOLE_TICKS)), 4


def _that_change(points: list[MapPoint]) -> list[MapPoint]:
    kept = points[:1]
    for point in points[1:]:
        before = kept[-1]
        same = (point.numerator, point.denominator) == (before.numerator, before.denominator)
        if not (same and abs(point.bpm / before.bpm - 1) < 1e-9):
            kept.append(point)
    return kept
