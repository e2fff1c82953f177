"""Tempo map of a steady fit: sections between must-hits, adjacent ones at most 3 % apart.

A section runs from one must-hit to a later one in a whole number of eighths and keeps one tempo;
must-hits inside it may be met by the same tempo. The cheapest path of sections from the start
to the end is found by dynamic programming (Viterbi): the state at a must-hit is the tempo it is
reached in and the eighth of the beat it falls on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from musflow_studio.planning.fit.hit_costs import EIGHTH_QUARTERS, MUST_ON_EIGHTH, Floats, HitCosts
from musflow_studio.planning.fit.moments import FitRequest

Ints = NDArray[np.int64]

LARGEST_STEP = 0.03
_STEP_MARGIN = 0.0005  # for rounding to whole microseconds
_CHANGE = 0.7
_STEP_PER_PERCENT = 0.35
_MOOD_PER_QUARTER = 0.02
_LONGEST_REACH = 8
_BEST_PER_PAIR = 24


@dataclass(frozen=True)
class Beats:
    """What a steady fit decides.

    Attributes:
        sections: (quarters, microseconds per quarter) in order; the last may be endless.
        phase: eighths past a beat at the cue's start; above 0 the cue starts with an upbeat.
        cost: lower is better; comparable within one request.
    """

    sections: tuple[tuple[float, int], ...]
    phase: int
    cost: float


@dataclass(frozen=True)
class _Sections:
    """Candidate sections that leave one must-hit, as parallel arrays.

    Attributes:
        stop: node where each ends (0 = the start, then the must-hits in order).
        eighths: its length.
        micros: microseconds per quarter.
        costs: shape (phases, n): cost for each phase it may start in.
    """

    stop: Ints
    eighths: Ints
    micros: Floats
    costs: Floats


@dataclass
class _Trellis:
    """Sections that reach each node, with the cheapest total cost and the way back."""

    micros: list[float] = field(default_factory=list)
    phase: list[int] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    step: list[tuple[int, int]] = field(default_factory=list)  # stop node, eighths
    at: dict[int, list[int]] = field(default_factory=dict)

    def add(
        self, stop: int, phase: int, cost: float, micros: float, back: int, eighths: int
    ) -> None:
        self.at.setdefault(stop, []).append(len(self.cost))
        self.micros.append(micros)
        self.phase.append(phase)
        self.cost.append(cost)
        self.back.append(back)
        self.step.append((stop, eighths))


def fit_tempo_map(request: FitRequest, marks: HitCosts, upbeat_cost: float) -> Beats | None:
    """Cheapest sections from the start to the end, or None if no path keeps the rules."""
    nodes = [-1, *np.flatnonzero(marks.must).tolist()]
    times = np.array([0.0, *marks.seconds[marks.must]])
    if times.size < 3 or np.any(np.diff(times) <= 0):
        return None
    trellis = _Trellis()
    trellis.add(0, 0, 0.0, math.nan, -1, 0)
    trellis.add(0, marks.phases - 1, upbeat_cost, math.nan, -1, 0)
    for start in range(times.size - 1):
        if start in trellis.at:
            _extend(trellis, start, _leaving(request, marks, nodes, times, start))
    return _traced(trellis, times)


def _leaving(
    request: FitRequest, marks: HitCosts, nodes: list[int], times: Floats, start: int
) -> _Sections:
    stops = range(start + 1, min(start + _LONGEST_REACH, times.size - 1) + 1)
    parts = [_between(request, marks, nodes, times, start, stop) for stop in stops]
    return _Sections(
        np.concatenate([part.stop for part in parts]),
        np.concatenate([part.eighths for part in parts]),
        np.concatenate([part.micros for part in parts]),
        np.concatenate([part.costs for part in parts], axis=1),
    )


def _between(
    request: FitRequest, marks: HitCosts, nodes: list[int], times: Floats, start: int, stop: int
) -> _Sections:
    """Sections from one must-hit to another: every count of eighths inside the tempo range."""
    seconds = float(times[stop] - times[start])
    low, high = request.tempo_range_bpm
    per_bpm = seconds / 60 / EIGHTH_QUARTERS
    eighths = np.arange(max(1, math.ceil(low * per_bpm)), math.floor(high * per_bpm) + 1)
    micros = np.round(seconds * 1e6 / (eighths * EIGHTH_QUARTERS))
    quarter = micros[:, None] / 1e6
    inner = marks.part(nodes[start] + 1, nodes[stop])
    quarters = (inner.seconds - times[start]) / quarter
    away = np.log(60e6 / micros / request.wanted_bpm) / math.log(1.25)
    costs = np.empty((marks.phases, eighths.size))
    for phase in range(marks.phases):
        hits = inner.costs(quarters + phase * EIGHTH_QUARTERS, quarter).sum(axis=1)
        off_beat = (eighths + phase) % marks.phases > 0
        costs[phase] = hits + MUST_ON_EIGHTH * off_beat + away**2 * seconds * _MOOD_PER_QUARTER
    best = np.argsort(costs.min(axis=0), kind="stable")[:_BEST_PER_PAIR]
    return _Sections(np.full(best.size, stop), eighths[best], micros[best], costs[:, best])


def _extend(trellis: _Trellis, start: int, sections: _Sections) -> None:
    """Adds every section that leaves `start` with its cheapest way to get there."""
    arrivals = np.array(trellis.at[start])
    phases = np.array([trellis.phase[i] for i in arrivals])
    for phase in sorted(set(phases.tolist())):
        here = arrivals[phases == phase]
        before = np.array([trellis.micros[i] for i in here])
        totals = np.array([trellis.cost[i] for i in here])[:, None] + _change_costs(
            before[:, None], sections.micros[None, :]
        )
        best = totals.argmin(axis=0)
        cost = totals.min(axis=0) + sections.costs[phase]
        for k in np.flatnonzero(np.isfinite(cost)).tolist():
            eighths = int(sections.eighths[k])
            after = (phase + eighths) % sections.costs.shape[0]
            micros = float(sections.micros[k])
            trellis.add(
                int(sections.stop[k]), after, float(cost[k]), micros, int(here[best[k]]), eighths
            )


def _change_costs(before: Floats, after: Floats) -> Floats:
    """Cost of going from one tempo to the next; infinite beyond 3 %, nothing at the start."""
    step = np.maximum(before, after) / np.minimum(before, after) - 1
    cost = _CHANGE + _STEP_PER_PERCENT * 100 * step
    cost = np.where(step > LARGEST_STEP - _STEP_MARGIN, np.inf, cost)
    result: Floats = np.where(np.isnan(before), 0.0, np.where(step < 1e-5, 0.0, cost))
    return result


def _traced(trellis: _Trellis, times: Floats) -> Beats | None:
    last = times.size - 1
    if last not in trellis.at:
        return None
    i = min(trellis.at[last], key=lambda k: trellis.cost[k])
    cost = trellis.cost[i]
    steps: list[tuple[int, int]] = []
    while trellis.back[i] >= 0:
        steps.append(trellis.step[i])
        i = trellis.back[i]
    return Beats(_rounded(steps[::-1], times), trellis.phase[i], cost)


def _rounded(steps: list[tuple[int, int]], times: Floats) -> tuple[tuple[float, int], ...]:
    """Whole microseconds per quarter, each section making up for the rounding of those before."""
    sections: list[tuple[float, int]] = []
    reached = 0.0
    for stop, eighths in steps:
        quarters = eighths * EIGHTH_QUARTERS
        micros = round((float(times[stop]) * 1e6 - reached) / quarters)
        reached += micros * quarters
        sections.append((quarters, micros))
    return tuple(sections)
