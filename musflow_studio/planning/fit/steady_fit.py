"""Steady fit: one tempo whose beats fall on the cuts; a gentle tempo map only where that fails.

Tempi are tried so finely that from one to the next the last beat moves by a sixteenth of a beat.
"""

from __future__ import annotations

import math

import numpy as np

from musflow_studio.domain.plan import Fit
from musflow_studio.planning.fit.hit_costs import (
    EIGHTH_QUARTERS,
    MUST_ON_EIGHTH,
    Floats,
    HitCosts,
)
from musflow_studio.planning.fit.moments import FitRequest, microseconds_of
from musflow_studio.planning.fit.tempo_map import Beats, fit_tempo_map

_UPBEAT_START = 2.5
_MOOD = 2.0  # cost of a tempo 25 % away from the mood's
_ROUND_TEMPO = 0.1
_MOST_TEMPI = 20_000
_MOST_DISTANCES = 2_000_000  # tempi x moments, bounds memory on very long boards


def fit_steady(request: FitRequest, pulse_quarters: float) -> Beats:
    """The cheapest steady beats; one tempo unless a must-hit then misses its beat.

    Args:
        request: picture mode; a pinned tempo is kept alone, and so is the mood's in a free fit.
        pulse_quarters: quarters per felt beat (1, or 1.5 in 6/8).
    """
    marks = HitCosts.of(request, pulse_quarters)
    single = _one_tempo(request, marks)
    if request.fit is Fit.FREE or request.bpm is not None or _meets_musts(marks, single):
        return single
    mapped = fit_tempo_map(request, marks, _UPBEAT_START)
    return mapped if mapped is not None and mapped.cost < single.cost else single


def _one_tempo(request: FitRequest, marks: HitCosts) -> Beats:
    micros = _tempi(request)
    starts = (0,) if request.fit is Fit.FREE else (0, marks.phases - 1)
    mood = _tempo_costs(request, micros)
    costs = [
        mood + _hit_costs(marks, micros, phase) + _UPBEAT_START * (phase > 0) for phase in starts
    ]
    which, i = divmod(int(np.argmin(np.concatenate(costs))), micros.size)
    return Beats(((math.inf, int(micros[i])),), starts[which], float(costs[which][i]))


def _hit_costs(marks: HitCosts, micros: Floats, phase: int) -> Floats:
    quarter = micros[:, None] / 1e6
    total: Floats = marks.costs(marks.seconds / quarter + phase * EIGHTH_QUARTERS, quarter).sum(
        axis=1
    )
    return total


def _tempi(request: FitRequest) -> Floats:
    """Candidate tempi in whole microseconds per quarter, round ones among them."""
    low, high = request.tempo_range_bpm
    if low == high or request.fit is Fit.FREE:
        return np.array([float(microseconds_of(request.wanted_bpm))])
    seconds = float(request.rate.seconds(request.length_frames))
    most = min(_MOST_TEMPI, _MOST_DISTANCES // len(request.moments))
    count = min(most, math.ceil((high - low) * seconds / 60 * 16) + 2)
    fine = np.linspace(low, high, count)
    whole = np.arange(math.ceil(low), math.floor(high) + 1)
    return np.unique(np.round(60e6 / np.concatenate([fine, whole])))


def _tempo_costs(request: FitRequest, micros: Floats) -> Floats:
    """Distance from the mood's tempo, and a small bonus for whole numbers."""
    bpm = 60e6 / micros
    away = np.log(bpm / request.wanted_bpm) / math.log(1.25)
    whole = np.abs(bpm - np.round(bpm)) < 1e-4
    costs: Floats = _MOOD * away**2 - _ROUND_TEMPO * whole
    return costs


def _meets_musts(marks: HitCosts, beats: Beats) -> bool:
    quarter = np.array(beats.sections[0][1] / 1e6)
    costs = marks.costs(marks.seconds / quarter + beats.phase * EIGHTH_QUARTERS, quarter)
    return bool(np.all(costs[marks.must] < MUST_ON_EIGHTH))
