"""A cue's tempo map as workstations can take it: metre changes on bar lines, whole signatures.

A bar that the picture cut short is written with the signature it can be counted in; where its
length is no whole number of sixty-fourths the tempo of that one bar gives way, so that every later
bar line stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass

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


def map_points(grid: Grid) -> tuple[MapPoint, ...]:
    """Where tempo or metre change, first at 0; the grid's last bar runs on."""
    points: list[MapPoint] = []
    counted = 0.0
    for bar in grid.bars:
        numerator, denominator = _signature(bar, last=bar is grid.bars[-1])
        real = (bar.end_tick - bar.start_tick) / TICKS_PER_QUARTER
        written = real if bar is grid.bars[-1] else numerator * 4 / denominator
        for tick in _changes(grid, bar):
            quarters = counted + (tick - bar.start_tick) / TICKS_PER_QUARTER * written / real
            bpm = grid.tempo_at(tick).bpm * written / real
            points.append(MapPoint(quarters, bpm, numerator, denominator))
        counted += written
    return tuple(_that_change(points))


def _changes(grid: Grid, bar: Bar) -> list[int]:
    """The bar's first tick, and those inside it where the tempo changes."""
    inside = [t.start_tick for t in grid.tempi if bar.start_tick < t.start_tick < bar.end_tick]
    return [bar.start_tick, *inside]


def _signature(bar: Bar, *, last: bool) -> tuple[int, int]:
    """The signature that holds the bar's ticks, or comes nearest; the last bar's is its metre's."""
    ticks = bar.end_tick - bar.start_tick
    if last or ticks == bar.meter.bar_ticks:
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
        if not (same and abs(point.bpm - before.bpm) < 1e-9):
            kept.append(point)
    return kept
