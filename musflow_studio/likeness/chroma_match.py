"""Chroma match: how long two pieces run side by side in melody and harmony, in any key.

Qmax (Serrà, Serra and Andrzejak, "Cross recurrence quantification for cover song identification",
New Journal of Physics 11, 2009, 093017): both as paths through chroma space, embedded in time;
the longest run of moments near to one another, gaps and slight tempo changes allowed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.chroma import Chroma

Real = NDArray[np.float64]

FRAMES_PER_SECOND = 4.0
EMBEDDED = 8
"""Frames side by side that are compared: two seconds."""
NEAR = 0.1
"""The share of each row and column that counts as near (kappa)."""
GAP_OPENS, GAP_GOES_ON = 5.0, 0.5


def matched_share(one: Chroma, other: Chroma) -> float:
    """The longest run in common as a share of what the shorter piece could give, about 0 to 1."""
    first, second = sequence(one), sequence(other)
    possible = min(len(first), len(second)) - EMBEDDED + 1
    if possible < 2:
        return 0.0
    second = np.roll(second, best_shift(first, second), axis=1)
    return qmax(embedded(first), embedded(second)) / possible


def sequence(chroma: Chroma) -> Real:
    """Chroma at FRAMES_PER_SECOND, (n, 12), each row's largest value 1; silence is zeros."""
    seconds = chroma.values.shape[1] / chroma.frames_per_second
    times_s = np.arange(0.0, seconds + 1e-9, 1 / FRAMES_PER_SECOND)
    if times_s.size < 2:
        return np.zeros((0, 12))
    rows = np.asarray(chroma.between(times_s), float).T
    return np.asarray(rows / np.maximum(rows.max(axis=1, keepdims=True), 1e-9))


def best_shift(first: Real, second: Real) -> int:
    """By how many semitones the second is raised so that their mean chroma agree best."""
    means = first.mean(axis=0), second.mean(axis=0)
    agreement = [float(means[0] @ np.roll(means[1], shift)) for shift in range(12)]
    return int(np.argmax(agreement))


def embedded(rows: Real) -> Real:
    """EMBEDDED rows side by side at every place, (n - EMBEDDED + 1, 12 x EMBEDDED)."""
    count = len(rows) - EMBEDDED + 1
    return np.concatenate([rows[i : i + count] for i in range(EMBEDDED)], axis=1)


def qmax(first: Real, second: Real) -> float:
    """The length of the longest run of near moments, in frames (the paper's equation 7)."""
    near = _recurrence(first, second)
    runs = np.zeros((near.shape[0] + 2, near.shape[1] + 2))
    known = np.pad(near, ((2, 0), (2, 0)))
    costs = np.where(known, GAP_OPENS, GAP_GOES_ON)
    for i, row in enumerate(near, 2):
        before = (runs[i - 1, 1:-1], runs[i - 2, 1:-1], runs[i - 1, :-2])
        gaps = (costs[i - 1, 1:-1], costs[i - 2, 1:-1], costs[i - 1, :-2])
        onward = np.max(before, axis=0) + 1
        broken = np.max(np.array(before) - np.array(gaps), axis=0)
        runs[i, 2:] = np.where(row, onward, np.maximum(0.0, broken))
    return float(runs.max(initial=0.0))


def _recurrence(first: Real, second: Real) -> NDArray[np.bool_]:
    """Where moments are among the nearest of each other, both ways."""
    squares = (first**2).sum(axis=1)[:, None] + (second**2).sum(axis=1)[None]
    away = squares - 2 * first @ second.T
    rows, columns = (np.quantile(away, NEAR, axis=axis, keepdims=True) for axis in (1, 0))
    return np.asarray((away <= rows) & (away <= columns))
