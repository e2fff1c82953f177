"""Pulses: the even moments of a plan's grid that music found elsewhere can be laid on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Bar, Grid
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import HitWeight

Real = NDArray[np.float64]

HIT_FRAMES = 2.5
"""A must-hit at most so far from its pulse takes the pulse along."""


@dataclass(frozen=True)
class Run:
    """Pulses evenly spaced in ticks; the next run begins where a bar was cut short.

    Attributes:
        ticks: ascending.
        times_s: seconds from the cue's start, as many.
        downbeat: which of them begin a bar.
    """

    ticks: NDArray[np.int64]
    times_s: Real
    downbeat: NDArray[np.bool_]


def pulse_choices(grid: Grid) -> tuple[int, ...]:
    """Ticks between pulses that music may go on in most of the grid's bars, shortest first.

    Eighths, beats (dotted quarters in 6/8), two beats, whole bars: where they fill the bars.
    """
    whole = [bar for bar in grid.bars if _length(bar) == bar.meter.bar_ticks] or list(grid.bars)
    meter = Counter(bar.meter for bar in whole).most_common(1)[0][0]
    compound = meter.denominator == 8 and meter.numerator % 3 == 0
    beat = meter.beat_ticks * (3 if compound else 1)
    every = {TICKS_PER_QUARTER // 2, beat, 2 * beat, meter.bar_ticks}
    return tuple(sorted(ticks for ticks in every if meter.bar_ticks % ticks == 0))


def _length(bar: Bar) -> int:
    return bar.end_tick - bar.start_tick


def runs(plan: CuePlan, pulse_ticks: int, until_s: float) -> tuple[Run, ...]:
    """The pulses of a plan from its start to `until_s`, on must-hits where those are near.

    Beyond the grid's end they go on as before.
    """
    grid = plan.grid
    end = int(grid.tick_at(Fraction(until_s))) + pulse_ticks
    starts = {bar.start_tick for bar in grid.bars}
    ticks = [tick for bar in grid.bars for tick in _in_bar(bar, pulse_ticks, grid)]
    bar_ticks = grid.bars[-1].meter.bar_ticks
    last_bar = grid.bars[-1].start_tick
    while ticks[-1] + pulse_ticks <= end:
        ticks.append(ticks[-1] + pulse_ticks)
    downbeats = [t in starts or (t > last_bar and (t - last_bar) % bar_ticks == 0) for t in ticks]
    line, is_start = np.array(ticks, np.int64), np.array(downbeats)
    breaks = np.flatnonzero(np.diff(line) != pulse_ticks) + 1
    times = _times(plan, line)
    return tuple(
        Run(*parts)
        for parts in zip(*(np.split(a, breaks) for a in (line, times, is_start)), strict=True)
    )


def _in_bar(bar: Bar, pulse_ticks: int, grid: Grid) -> range:
    """A bar's pulses; those of a pick-up are counted from its end."""
    is_pickup = grid.pickup and bar.start_tick == 0
    first = _length(bar) % pulse_ticks if is_pickup else 0
    return range(bar.start_tick + first, bar.end_tick, pulse_ticks)


def _times(plan: CuePlan, ticks: NDArray[np.int64]) -> Real:
    times = np.array([float(plan.grid.seconds_at(int(tick))) for tick in ticks])
    rate = plan.storyboard.rate
    for hit in plan.hits:
        if hit.weight is not HitWeight.MUST or abs(hit.error_frames) > HIT_FRAMES:
            continue
        at = np.flatnonzero(ticks == hit.tick)
        if len(at) and hit.frame > 0:
            times[at[0]] = float(rate.seconds(hit.frame))
    return times
