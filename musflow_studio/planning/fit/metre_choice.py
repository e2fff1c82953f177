"""Metre choice: the metre and pick-up that put the strongest hits on downbeats."""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.grid import Grid
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.bar_lines import bar_ticks_of, pulse_ticks
from musflow_studio.planning.fit.moments import FitRequest

_OFF_DOWNBEAT = {HitWeight.MUST: 0.5, HitWeight.SHOULD: 0.1}
_PICKUP = 0.6
_LATER_METRE = 1.0
_ODD_BAR = 0.3


def pickup_options(meter: str, upbeat_ticks: int) -> list[int]:
    """Lengths of a first short bar to try: none and whole beats, or the upbeat alone."""
    if upbeat_ticks:
        return [upbeat_ticks]
    return list(range(0, bar_ticks_of(meter), pulse_ticks(meter)))


def metre_cost(request: FitRequest, ticks: Sequence[int], meter: str, pickup_ticks: int) -> float:
    """Cost of hits that miss the downbeat, of a pick-up, and of a metre that is not the first."""
    bar = bar_ticks_of(meter)
    missed = sum(
        _OFF_DOWNBEAT.get(moment.weight, 0.0)
        for moment, tick in zip(request.moments[:-1], ticks, strict=False)
        if (tick - pickup_ticks) % bar
    )
    return missed + _PICKUP * (pickup_ticks > 0) + _preference(request, meter)


def odd_bars_cost(request: FitRequest, grid: Grid, meter: str) -> float:
    """Cost of bars that differ from the metre, and of a metre that is not the first."""
    odd = sum(bar.meter.bar_ticks != bar_ticks_of(meter) for bar in grid.bars)
    return _ODD_BAR * odd + _preference(request, meter)


def _preference(request: FitRequest, meter: str) -> float:
    return _LATER_METRE * request.allowed_meters.index(meter)
