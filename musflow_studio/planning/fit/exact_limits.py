"""Exact limits: how far the tempo of a section may lie from the base tempo."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONG_SECTION_S = 3.0
LONG_LIMIT = 0.04
SHORT_LIMIT = 0.10
WINDOW_FRAMES = 0.48  # of the half frame a hit may be off; the rest is for rounding
DEVIATION_COST = 1.8  # of a section 4 % away from the base
_LIMIT_MARGIN = 0.0002
_LENGTH_MARGIN_S = 0.001
_SAME_TEMPO = 0.002


def limit_of(seconds: Floats, strict: bool) -> Floats:
    """Largest deviation from the base tempo for sections of these lengths.

    A strict section keeps the limit of a long one, for it is part of a longer run.
    """
    long = np.logical_or(seconds > LONG_SECTION_S - _LENGTH_MARGIN_S, strict)
    return np.asarray(np.where(long, LONG_LIMIT, SHORT_LIMIT) - _LIMIT_MARGIN, np.float64)


def deviation_costs(deviation: Floats, seconds: Floats, strict: bool) -> Floats:
    """Cost of sections by their relative deviation from the base; infinite beyond the limit."""
    cost = DEVIATION_COST * (deviation / LONG_LIMIT) ** 2
    allowed = np.abs(deviation) <= limit_of(seconds, strict)
    return np.asarray(np.where(allowed, cost, np.inf), np.float64)


def runs_too_far(seconds: Sequence[float], deviations: Sequence[float]) -> list[int]:
    """Indexes of short sections over the long limit that one tempo joins to a run over 3 s."""
    runs: list[list[int]] = [[0]]
    for i, (one, following) in enumerate(pairwise(deviations), start=1):
        if abs(following - one) < _SAME_TEMPO:
            runs[-1].append(i)
        else:
            runs.append([i])
    return [
        i
        for run in runs
        if sum(seconds[k] for k in run) > LONG_SECTION_S
        for i in run
        if abs(deviations[i]) > LONG_LIMIT
    ]
