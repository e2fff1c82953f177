"""Alignment: which beat of a found music belongs to which pulse of the grid. Numbers alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musflow_studio.generation.fitting.pulses import Run

Real = NDArray[np.float64]

MOST_STRETCH = 0.2
"""Music is made at most this much longer or shorter: 20 %."""
_SUBDIVISIONS = (1, 2)
_UNEVEN = 0.25
_CLEARER = 1.15
_AROUND, _ASTRAY_S = 6, 0.02


@dataclass(frozen=True)
class Relation:
    """How the beats that were found relate to the grid.

    Attributes:
        pulse_ticks: ticks of the pulse on which they go.
        divided: into how many parts each found beat is divided first.
        stretch: length of the result over the length of the sound, about.
    """

    pulse_ticks: int
    divided: int
    stretch: float

    @property
    def in_reach(self) -> bool:
        """Whether so much stretching is still music."""
        return abs(math.log(self.stretch)) <= math.log(1 + MOST_STRETCH)


def relation(beat_s: float, microseconds_per_quarter: float, choices: tuple[int, ...]) -> Relation:
    """The relation that moves the music least: in time, at half or at double time and so on.

    Args:
        beat_s: between two beats that were found.
        microseconds_per_quarter: the grid's.
        choices: ticks between pulses of the grid, see `pulse_choices`.
    """
    tick_s = microseconds_per_quarter / 1e6 / 960
    options = [
        Relation(ticks, divided, ticks * tick_s * divided / beat_s)
        for ticks in choices
        for divided in _SUBDIVISIONS
    ]
    return min(options, key=lambda r: abs(math.log(r.stretch)) + 0.05 * (r.divided - 1))


def even(beats_s: Real, divided: int, seconds: float) -> Real:
    """The beats of a whole sound without gaps: missing ones put in, wrong ones left out.

    Args:
        beats_s: as they were found, at least two, ascending.
        divided: each is divided into so many parts.
        seconds: the sound's length; beats go on to both its ends, as far apart
            as on the whole.
    """
    numbers, kept = [0.0], [float(beats_s[0])]
    usual = float(np.median(np.diff(beats_s)))
    for time in beats_s[1:]:
        steps = (time - kept[-1]) / usual
        whole = round(steps)
        if whole >= 1 and abs(steps - whole) <= _UNEVEN * whole:
            numbers.append(numbers[-1] + whole)
            kept.append(float(time))
    usual = _usual(kept, numbers, usual)
    before = int(kept[0] / usual * divided) / divided
    after = int(max(0.0, seconds - kept[-1]) / usual * divided) / divided
    wanted = np.arange(-before, numbers[-1] + after + 0.5 / divided, 1 / divided)
    inside: Real = np.interp(wanted, numbers, kept)
    inside += (np.minimum(wanted, 0) + np.maximum(wanted - numbers[-1], 0)) * usual
    return _steadied(inside)


def _steadied(beats_s: Real) -> Real:
    """The beats; those no player would be off by so much lie where the others around expect them.

    Expected is what a parabola through the beats around says, outliers weighing little (as in
    Cleveland, "Robust locally weighted regression", J. American Statistical Association 74, 1979).
    """
    if len(beats_s) < 2 * _AROUND:
        return beats_s
    expected = np.array([_expected(beats_s, at) for at in range(len(beats_s))])
    return np.where(np.abs(beats_s - expected) > _ASTRAY_S, expected, beats_s)


def _expected(beats_s: Real, at: int) -> float:
    first = min(max(0, at - _AROUND), len(beats_s) - 2 * _AROUND)
    near = beats_s[first : first + 2 * _AROUND + 1]
    steps = np.arange(len(near), dtype=float) + first - at
    powers = np.column_stack((np.ones(len(near)), steps, steps**2))
    weight = np.ones(len(near))
    for _ in range(4):
        fit, *_rest = np.linalg.lstsq(powers * weight[:, None], near * weight, rcond=None)
        off = np.abs(near - powers @ fit)
        spread = max(6 * float(np.median(off)), 1e-4)
        weight = np.maximum(0.0, 1 - (off / spread) ** 2)
    return float(fit[0])


def _usual(times: list[float], numbers: list[float], otherwise: float) -> float:
    """Seconds from beat to beat over some of them."""
    passed = numbers[-1] - numbers[0]
    return (times[-1] - times[0]) / passed if passed else otherwise


def first_beat(beats_s: Real, accents: Real, run: Run, latest_s: float) -> int:
    """The beat to lay on the run's first pulse.

    The earliest one that leaves no silence before it, unless another one, a few beats later, is
    clearly where the music's own bars begin.

    Args:
        beats_s: see `even`.
        accents: how strongly each of them is struck, at least 0.
        run: the grid's first pulses.
        latest_s: where the music may begin at the latest.
    """
    lead_s = float(run.times_s[0])
    starts = np.flatnonzero((beats_s - lead_s >= -0.005) & (beats_s - lead_s <= latest_s))
    if not len(starts):
        return int(np.argmin(np.abs(beats_s - lead_s)))
    downbeats = np.flatnonzero(run.downbeat)
    every = int(np.diff(downbeats).min()) if len(downbeats) > 1 else len(run.ticks)
    tried = starts[:every]
    clear = np.array([_struck(accents, int(first), downbeats) for first in tried])
    best = int(np.argmax(clear))
    usual = float(np.mean(accents)) + 1e-12
    is_clearer = clear[best] > _CLEARER * max(float(clear[0]), usual)
    return int(tried[best if is_clearer else 0])


def _struck(accents: Real, first: int, downbeats: NDArray[np.intp]) -> float:
    there = downbeats + first
    there = there[there < len(accents)]
    return float(accents[there].mean()) if len(there) else 0.0
