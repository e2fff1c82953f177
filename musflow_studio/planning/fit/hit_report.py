"""Hits: where on a grid the music of each moment begins, and how far that is from the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from musflow_studio.domain.grid import Bar, Grid, bpm_text
from musflow_studio.domain.plan import Fit, Hit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.bar_lines import EIGHTH_TICKS, SIXTEENTH_TICKS, pulse_ticks
from musflow_studio.planning.fit.moments import FitRequest, Moment

_SLOW_SIXTEENTH_US = 166_000  # a sixteenth at 90 bpm
_STEERS = (HitWeight.MUST, HitWeight.SHOULD)


def kind_at(grid: Grid, tick: int, meter: str) -> str:
    """What a tick is in its bar: "beat", "eighth", "sixteenth" or "off" (finer)."""
    past = tick - grid.bar_at(tick).start_tick
    if past % pulse_ticks(meter) == 0:
        return "beat"
    if past % EIGHTH_TICKS == 0:
        return "eighth"
    return "sixteenth" if past % SIXTEENTH_TICKS == 0 else "off"


def _nearest(grid: Grid, tick: Fraction, step: int) -> int:
    """The multiple of `step` after a bar line, or the next bar line, that is nearest to `tick`."""
    bar: Bar = grid.bar_at(tick)
    below = bar.start_tick + int((tick - bar.start_tick) // step) * step
    above = below + step
    if bar.end_tick < grid.end_tick:
        above = min(above, bar.end_tick)
    return below if tick - below <= above - tick else above


def _error_frames(grid: Grid, request: FitRequest, seconds: Fraction, tick: int) -> float:
    return float((grid.seconds_at(tick) - seconds) * request.rate.fps)


def _inside(request: FitRequest, error_frames: float) -> bool:
    early, late = request.tolerance_frames
    return -early <= error_frames <= late


def _steps(
    grid: Grid, request: FitRequest, weight: HitWeight, exact: Fraction, meter: str
) -> list[int]:
    """Ticks of the positions to try, coarsest first.

    Music that starts on an odd sixteenth limps. Outside an exact fit only a hit that need not be
    met may do so, and only where a sixteenth is slow; an ignored cut takes the nearest beat.
    """
    pulse = pulse_ticks(meter)
    if weight is HitWeight.IGNORE:
        return [pulse]
    slow = grid.tempo_at(exact).microseconds_per_quarter >= 4 * _SLOW_SIXTEENTH_US
    if request.fit is Fit.EXACT or (slow and weight is not HitWeight.MUST):
        return [pulse, EIGHTH_TICKS, SIXTEENTH_TICKS]
    return [pulse, EIGHTH_TICKS]


def _snapped(
    grid: Grid, request: FitRequest, weight: HitWeight, seconds: Fraction, meter: str
) -> int:
    """The coarsest position in tolerance, else the nearest of the finest."""
    exact = grid.tick_at(seconds)
    tick = 0
    for step in _steps(grid, request, weight, exact, meter):
        tick = _nearest(grid, exact, step)
        if _inside(request, _error_frames(grid, request, seconds, tick)):
            break
    return tick


def _apart(grid: Grid, exact: Fraction, tick: int, before: int) -> int:
    """`tick` if it lies after `before`; else the nearest sixteenth, else the exact place."""
    for candidate in (tick, _nearest(grid, exact, SIXTEENTH_TICKS), round(exact)):
        if candidate > before:
            return candidate
    return before + 1


def snap_moments(
    grid: Grid, request: FitRequest, meter: str, stretch: Fraction = Fraction(1)
) -> tuple[int, ...]:
    """The tick where the music of each moment begins; the last one's is the grid's end.

    `stretch` is grid seconds per picture second: a loop may be shorter or longer than the picture.
    """
    ticks = [0]
    for before, moment in pairwise(request.moments[:-1]):
        if moment.frame == before.frame:
            ticks.append(ticks[-1])
            continue
        seconds = request.rate.seconds(moment.frame) * stretch
        tick = _snapped(grid, request, moment.weight, seconds, meter)
        ticks.append(_apart(grid, grid.tick_at(seconds), tick, ticks[-1]))
    return (*_below(ticks, grid.end_tick), grid.end_tick)


def _below(ticks: list[int], end_tick: int) -> list[int]:
    """Ticks pushed back where needed so that they ascend to below the end."""
    limit = end_tick - 1
    for i in range(len(ticks) - 1, 0, -1):
        coincides = ticks[i] == ticks[i - 1]
        ticks[i] = min(ticks[i], limit)
        limit = ticks[i] if coincides else ticks[i] - 1
    return ticks


def end_tick_for(grid: Grid, request: FitRequest) -> int:
    """Where a grid ends: the first eighth at or after the picture's end.

    One that is early by no more than the tolerance counts.
    """
    early, _ = request.tolerance_frames
    seconds = request.rate.seconds(request.length_frames) - Fraction(early) / request.rate.fps
    return max(1, math.ceil(grid.tick_at(seconds) / EIGHTH_TICKS)) * EIGHTH_TICKS


def hits_at(grid: Grid, request: FitRequest, ticks: Sequence[int], meter: str) -> tuple[Hit, ...]:
    """One hit per moment whose music begins at `ticks`, with its error in frames."""
    return tuple(
        _hit(grid, request, moment, tick, meter)
        for moment, tick in zip(request.moments, ticks, strict=True)
    )


def _hit(grid: Grid, request: FitRequest, moment: Moment, tick: int, meter: str) -> Hit:
    error = _error_frames(grid, request, request.rate.seconds(moment.frame), tick)
    kind = kind_at(grid, tick, meter) if _inside(request, error) else "off"
    return Hit(
        panel_uid=moment.panel_uid,
        panel=moment.panel,
        frame=moment.frame,
        weight=moment.weight,
        tick=tick,
        beat=_spoken(grid, tick),
        error_frames=round(error, 6),
        kind=kind,
        reached=kind != "off",
    )


def _spoken(grid: Grid, tick: int) -> str:
    """Bar and beat as people write it; the end of a full last bar is the next bar's first beat."""
    last = grid.bars[-1]
    if tick == grid.end_tick and tick - last.start_tick == last.meter.bar_ticks:
        return f"{last.number + 1}.1"
    return grid.position(tick)


def told(hits: Sequence[Hit], grid: Grid, fit: Fit) -> tuple[str, ...]:
    """Sentences: how many hits fall on beats, which ones miss, how the tempo moves."""
    steering = [hit for hit in hits[1:] if hit.weight in _STEERS]
    on_beat = sum(hit.kind == "beat" for hit in steering)
    hits_told = "hit falls" if len(steering) == 1 else "hits fall"
    first = f"{bpm_text(grid.base_bpm)} bpm: {on_beat} of {len(steering)} {hits_told} on a beat"
    missed = [_miss(hit) for hit in steering if not hit.reached]
    avoided = [
        f"{_name(hit)} should pass unmarked but lies on a beat"
        for hit in hits
        if hit.weight is HitWeight.AVOID and hit.kind == "beat"
    ]
    return (first, *missed, *avoided, *_tempo_told(grid, fit))


def _name(hit: Hit) -> str:
    return "the picture's end" if not hit.panel_uid else f"panel {hit.panel}"


def _miss(hit: Hit) -> str:
    side = "late" if hit.error_frames > 0 else "early"
    return f"{_name(hit)}: the music is {abs(hit.error_frames):.1f} frames {side}"


def _tempo_told(grid: Grid, fit: Fit) -> tuple[str, ...]:
    tempi = [section.bpm for section in grid.tempi]
    if len(tempi) == 1:
        return ()
    low, high = min(tempi), max(tempi)
    reason = "a steady tempo would miss must-hits; " if fit is Fit.STEADY else ""
    return (f"{reason}the tempo moves between {bpm_text(low)} and {bpm_text(high)} bpm",)
