"""Tempo fit: the grid whose beats meet the picture's moments.

`fit_grid` chooses tempo, metre and pick-up, writes the exact grid and reports every hit.
`refit_grid`, for edits, lives in `refit`.

    moments        Moment, FitRequest, FittedGrid
    steady_fit     one tempo (hit_costs: what a miss costs); tempo_map where one tempo fails
    exact_fit      every hit on the grid
    loop_fit       the bars decide
    host_bars      bar lines where the workstation has them
    metre_choice   metre and pick-up; bar_lines: metres with honest signatures
    hit_report     where each moment's music begins, and how far off that is
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Grid, MeterSection, TempoSection, bpm_text
from musflow_studio.domain.plan import Fit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.bar_lines import (
    EIGHTH_TICKS,
    SHORTEST_BAR_BEATS,
    SIXTEENTH_TICKS,
    bar_ticks_of,
    meter_parts,
    meter_sections,
    pulse_ticks,
    signature_of,
    spaced,
)
from musflow_studio.planning.fit.exact_fit import ExactBeats, fit_exact
from musflow_studio.planning.fit.hit_report import end_tick_for, hits_at, snap_moments, told
from musflow_studio.planning.fit.host_bars import host_bars
from musflow_studio.planning.fit.loop_fit import fit_loop
from musflow_studio.planning.fit.metre_choice import metre_cost, odd_bars_cost, pickup_options
from musflow_studio.planning.fit.moments import FitRequest, FittedGrid, Moment, microseconds_of
from musflow_studio.planning.fit.steady_fit import fit_steady
from musflow_studio.planning.fit.tempo_map import Beats

__all__ = ["FitRequest", "FittedGrid", "Moment", "fit_grid"]

_Option = tuple[float, str, Grid]  # cost, metre, grid


def fit_grid(request: FitRequest) -> FittedGrid:
    """The grid that meets the request's moments best.

    Tempi are whole microseconds per quarter. In picture mode the grid's end covers the picture's,
    but for the fit's tolerance (a frame in `steady`, nothing in `exact`). In an exact fit each
    section makes up for the rounding of those before: a hit's place is off by half a microsecond
    per quarter of its own section at most.
    """
    if request.is_loop:
        return _looped(request)
    if request.into_bar is not None:
        return _on_host_bars(request, request.into_bar)
    options = [option for pulse in _pulses(request) for option in _options(request, pulse)]
    _, meter, grid = min(options, key=lambda option: option[0])
    return fitted(request, grid, snap_moments(grid, request, meter), meter)


def fitted(
    request: FitRequest, grid: Grid, moment_ticks: tuple[int, ...], meter: str
) -> FittedGrid:
    """A grid with its report."""
    hits = hits_at(grid, request, moment_ticks, meter)
    return FittedGrid(grid, moment_ticks, hits, meter, told(hits, grid, request.fit))


def _pulses(request: FitRequest) -> list[int]:
    """Ticks of the felt beats among the allowed metres, first preferred first."""
    return list(dict.fromkeys(pulse_ticks(meter) for meter in request.allowed_meters))


def _options(request: FitRequest, pulse: int) -> Iterator[_Option]:
    meters = [meter for meter in request.allowed_meters if pulse_ticks(meter) == pulse]
    exact = fit_exact(request, pulse // SIXTEENTH_TICKS) if request.fit is Fit.EXACT else None
    if exact is not None:
        yield from _exact_options(request, exact, meters)
    else:
        beats = fit_steady(request, pulse / TICKS_PER_QUARTER)
        yield from _steady_options(request, beats, meters)


def _exact_options(
    request: FitRequest, exact: ExactBeats, meters: Iterable[str]
) -> Iterator[_Option]:
    """One grid per metre, with a bar line at every must-hit two beats after the last."""
    must = {0} | {moment.frame for moment in request.moments if moment.weight is HitWeight.MUST}
    lines = [tick for frame, tick in zip(exact.frames, exact.ticks, strict=True) if frame in must]
    tempi = _sections(zip(exact.ticks[:-1], exact.micros, strict=True))
    for meter in meters:
        end = exact.ticks[-1]
        inner = [line for line in lines if line < end]
        kept = spaced(inner, SHORTEST_BAR_BEATS * pulse_ticks(meter))
        grid = Grid(
            tempi,
            meter_sections(kept, end, meter),
            end,
            base_microseconds_per_quarter=exact.base_micros,
        )
        yield exact.cost + odd_bars_cost(request, grid, meter), meter, grid


def _steady_options(request: FitRequest, beats: Beats, meters: Iterable[str]) -> Iterator[_Option]:
    """One grid per metre and pick-up."""
    tempi = _steady_tempi(beats)
    for meter in meters:
        pulse = pulse_ticks(meter)
        upbeat = (pulse - beats.phase * EIGHTH_TICKS) % pulse
        ticks: tuple[int, ...] = ()
        for pickup in pickup_options(meter, upbeat):
            grid = _barred(request, tempi, meter, pickup)
            ticks = ticks or snap_moments(grid, request, meter)
            yield beats.cost + metre_cost(request, ticks, meter, pickup), meter, grid


def _steady_tempi(beats: Beats) -> tuple[TempoSection, ...]:
    placed, tick = [], 0
    for quarters, micros in beats.sections:
        placed.append((tick, micros))
        tick += 0 if quarters == float("inf") else round(quarters * TICKS_PER_QUARTER)
    return _sections(placed)


def _sections(placed: Iterable[tuple[int, int]]) -> tuple[TempoSection, ...]:
    """Tempo sections from (start tick, microseconds per quarter), equal neighbours joined."""
    sections: list[TempoSection] = []
    for tick, micros in placed:
        if not sections or sections[-1].microseconds_per_quarter != micros:
            sections.append(TempoSection(tick, micros))
    return tuple(sections)


def _barred(
    request: FitRequest, tempi: tuple[TempoSection, ...], meter: str, pickup_ticks: int
) -> Grid:
    """A grid in one metre after the pick-up, ended where the picture does."""
    meters: tuple[MeterSection, ...] = (MeterSection(pickup_ticks, *meter_parts(meter)),)
    if pickup_ticks:
        meters = (MeterSection(0, *signature_of(pickup_ticks, meter)), *meters)
    endless = Grid(tempi, meters, 1, pickup=pickup_ticks > 0)
    end = end_tick_for(endless, request)
    return Grid(tempi, meters, end, pickup=0 < pickup_ticks < end)


def _on_host_bars(request: FitRequest, into_bar: Fraction) -> FittedGrid:
    """One tempo, bar lines where the workstation has them."""
    meter, micros = request.allowed_meters[0], microseconds_of(request.wanted_bpm)
    bars = host_bars(into_bar, micros, meter)
    endless = Grid(bars.tempi, bars.meters, 1, base_microseconds_per_quarter=micros)
    end = end_tick_for(endless, request)
    grid = Grid(
        tuple(tempo for tempo in bars.tempi if tempo.start_tick < end),
        tuple(section for section in bars.meters if section.start_tick < end),
        end,
        pickup=0 < bars.pickup_ticks < end,
        base_microseconds_per_quarter=micros,
    )
    ticks = snap_moments(grid, request, meter)
    hits = hits_at(grid, request, ticks, meter)
    first, *more = told(hits, replace(grid, tempi=grid.tempi[-1:]), request.fit)
    place = f"bar lines are the workstation's: the cue starts {float(into_bar):g} quarters into one"
    return FittedGrid(grid, ticks, hits, meter, (first, place, *more))


def _looped(request: FitRequest) -> FittedGrid:
    """Full bars at one tempo; the panels share them in proportion to their lengths.

    A loop has no picture running beside it, so it reports no hits.
    """
    meter = request.allowed_meters[0]
    bars, micros = fit_loop(request, meter)
    end = bars * bar_ticks_of(meter)
    grid = Grid((TempoSection(0, micros),), (MeterSection(0, *meter_parts(meter)),), end)
    stretch = grid.seconds_at(end) / request.rate.seconds(request.length_frames)
    ticks = snap_moments(grid, request, meter, Fraction(stretch))
    seconds = float(grid.seconds_at(end))
    why = f"{bpm_text(grid.base_bpm)} bpm: {bars} bars of {meter} last {seconds:.2f} s"
    return FittedGrid(grid, ticks, (), meter, (why,))
