"""fit_to_plan: found music onto a plan's grid, exactly as long as the plan wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.grid_fit import GridFit
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.generation.fitting.alignment import (
    MOST_STRETCH,
    Relation,
    even,
    first_beat,
    relation,
)
from musflow_studio.generation.fitting.pulses import Run, pulse_choices, runs
from musflow_studio.generation.fitting.warping import Audio, Real, TimeMap, warped
from musflow_studio.hearing import Heard, listen
from musflow_studio.hearing.mel import FRAMES_PER_SECOND

_FEWEST_BEATS = 4
_LEAST_SURE = 0.15
_ON_GRID_S = 0.003
_JOIN_S = 0.02
_WRONG = 0.25
"""A beat that lies so far, in beats, from where its neighbours put it is not moved by itself."""


@dataclass(frozen=True)
class Fitted:
    """The music as it lies on the grid.

    Attributes:
        audio: (2, frames).
        fit: how it got there.
        lacks_s: seconds of music that were missing at its end; silence stands there.
    """

    audio: Audio
    fit: GridFit
    lacks_s: float = 0.0


def fit_to_plan(
    audio: Audio,
    rate_hz: int,
    plan: CuePlan,
    frames: int,
    check: Callable[[], None] = lambda: None,
) -> Fitted:
    """Lay music on the grid of a plan: beats are heard, related to the grid's, and moved onto them.

    Music at half or double the tempo (or in threes) goes with every second beat, or two of its
    beats with one. Where a bar is cut short the music is cut as well. What would have to be
    stretched by more than 20 % (`MOST_STRETCH`), and what has no beat, is left unstretched and
    begins where must-hits come nearest to beats.

    Args:
        audio: (2, n), the same rate; better longer than needed by a bar.
        rate_hz: of both.
        plan: its grid and hits.
        frames: how long the result shall be, always exactly.
        check: called now and then; may raise to stop.
    """
    check()
    heard = listen(audio, rate_hz)
    check()
    found = _related(heard, plan)
    if isinstance(found, GridFit):
        lacks_s = max(0.0, frames / rate_hz - heard.seconds)
        return Fitted(_plain_cut(audio, rate_hz, plan, frames, heard), found, lacks_s)
    beats = even(heard.pulse.beats_s, found.divided, heard.seconds)
    laid = runs(plan, found.pulse_ticks, frames / rate_hz)
    spare_s = heard.seconds - frames / rate_hz / found.stretch
    first = first_beat(beats, _accents(heard, beats), laid[0], max(0.0, spare_s))
    maps = _maps(beats, first, laid)
    result = _joined(audio, rate_hz, maps, laid, frames, check)
    lacks_s = max(0.0, float(maps[-1].back(frames / rate_hz)) - heard.seconds)
    return Fitted(result, _told(maps, heard.pulse.bpm, found, plan, frames / rate_hz), lacks_s)


def _related(heard: Heard, plan: CuePlan) -> Relation | GridFit:
    """How the music goes with the grid; why it does not, where it cannot."""
    pulse, asked = heard.pulse, plan.bpm
    if len(pulse.beats_s) < _FEWEST_BEATS or pulse.sure < _LEAST_SURE:
        return GridFit(0.0, asked, why_not="no clear beat was heard")
    beat_s = float(np.median(np.diff(pulse.beats_s)))
    found = relation(beat_s, 60e6 / asked, pulse_choices(plan.grid))
    if found.in_reach:
        return found
    needed, most = abs(found.stretch - 1) * 100, MOST_STRETCH * 100
    return GridFit(
        60 / beat_s,
        asked,
        why_not=f"heard at {60 / beat_s:.1f} bpm, it would have to be stretched by {needed:.0f} %"
        f" (at most {most:.0f} %)",
    )


def _accents(heard: Heard, beats: Real) -> Real:
    """How strongly each beat is struck: the loudest onset within 25 ms."""
    at = np.round(beats * FRAMES_PER_SECOND).astype(int)
    around = at[:, None] + np.arange(-2, 3)
    envelope = np.maximum(heard.onsets, 0)
    accents: Real = envelope[np.clip(around, 0, len(envelope) - 1)].max(axis=1)
    return accents


def _maps(beats: Real, first: int, laid: tuple[Run, ...]) -> list[TimeMap]:
    """For each run where the music's moments go."""
    maps = []
    for run in laid:
        source = beats[first : first + len(run.ticks)]
        target = run.times_s[: len(source)]
        first += len(run.ticks)
        if len(source):
            maps.append(_map(source, target))
    return maps


def _map(source: Real, target: Real) -> TimeMap:
    moved = target - source
    if np.ptp(moved) < 2 * _ON_GRID_S:
        return TimeMap(source[:1], source[:1] + float(np.mean([moved.min(), moved.max()])))
    keep = np.ones(len(source), bool)
    for k in range(1, len(source) - 1):
        between = np.interp(source[k], source[k - 1 : k + 2 : 2], target[k - 1 : k + 2 : 2])
        keep[k] = abs(target[k] - between) < _WRONG * (target[k + 1] - target[k - 1]) / 2
    return TimeMap(_with_middles(source[keep]), _with_middles(target[keep]))


def _with_middles(times: Real) -> Real:
    """Beats and what lies half-way between them: struck there often enough to be kept sharp."""
    between = np.diff(times) / 2 + times[:-1]
    return np.sort(np.concatenate((times, between)))


def _joined(
    audio: Audio,
    rate_hz: int,
    maps: list[TimeMap],
    laid: tuple[Run, ...],
    frames: int,
    check: Callable[[], None],
) -> Audio:
    """All runs, each brought in over 20 ms that end at its first pulse."""
    result = np.zeros((2, frames), np.float32)
    join = round(_JOIN_S * rate_hz)
    starts = [0, *(round(float(run.times_s[0]) * rate_hz) for run in laid[1 : len(maps)])]
    for times, start, end in zip(maps, starts, [*starts[1:], frames], strict=True):
        begin = max(0, start - join)
        if begin >= frames:
            break
        count = min(end, frames) - begin
        piece = warped(audio, rate_hz, times, begin / rate_hz, count, check)
        rising = (
            np.clip(np.arange(count) / max(1, start - begin), 0, 1) if start else np.ones(count)
        )
        part = result[:, begin : begin + count]
        part[:] = part * (1 - rising) + piece * rising
    return result


def _told(
    maps: list[TimeMap], found_bpm: float, found: Relation, plan: CuePlan, until_s: float
) -> GridFit:
    asked = plan.bpm * 960 / (found.pulse_ticks * found.divided)
    each = [_moved_s(times, until_s) * 1000 for times in maps]
    moved = np.concatenate(each)
    longer = np.concatenate([_stretches(times) for times in maps])
    whole = (
        sum(float(t.target_s[-1] - t.target_s[0]) for t in maps)
        / max(1e-9, sum(float(t.source_s[-1] - t.source_s[0]) for t in maps))
        if len(longer)
        else 1.0
    )
    most = longer[np.argmax(np.abs(longer - 1))] if len(longer) else 1.0
    return GridFit(
        found_bpm=round(found_bpm, 2),
        asked_bpm=round(asked, 2),
        beats=sum((len(own) + 1) // 2 for own in each),
        stretch_percent=round((whole - 1) * 100, 2),
        most_stretch_percent=round(float(most - 1) * 100, 2),
        moved_ms=round(float(np.median(np.abs(moved))), 1),
        most_moved_ms=round(float(np.max(np.abs(moved))), 1),
    )


def _moved_s(times: TimeMap, until_s: float) -> Real:
    """How far beats and the middles between moved, against a cut that sets the first right."""
    heard = times.target_s <= max(until_s, float(times.target_s[0]))
    moved: Real = ((times.target_s - times.target_s[0]) - (times.source_s - times.source_s[0]))[
        heard
    ]
    return moved


def _stretches(times: TimeMap) -> Real:
    longer: Real = np.diff(times.target_s) / np.diff(times.source_s)
    return longer


def _plain_cut(audio: Audio, rate_hz: int, plan: CuePlan, frames: int, heard: Heard) -> Audio:
    """The music as it is, from where must-hits come nearest to beats."""
    latest_s = max(0.0, heard.seconds - frames / rate_hz)
    starts = np.arange(0.0, latest_s + 1e-9, 0.005)
    rate = plan.storyboard.rate
    hits = [float(rate.seconds(h.frame)) for h in plan.hits if h.weight is HitWeight.MUST]
    beats = heard.pulse.beats_s
    start_s = float(starts[np.argmin(_distance(starts, hits, beats))]) if len(starts) else 0.0
    nothing = TimeMap(np.zeros(1), np.array([-start_s]))
    return warped(audio, rate_hz, nothing, 0.0, frames)


def _distance(starts: Real, hits: list[float], beats: Real) -> NDArray[np.float64]:
    """For each start the mean seconds from a must-hit to the nearest beat."""
    total = np.zeros(len(starts))
    for hit in hits if len(beats) else ():
        at = starts + hit
        after = np.clip(np.searchsorted(beats, at), 1, max(1, len(beats) - 1))
        total += np.minimum(np.abs(at - beats[after - 1]), np.abs(at - beats[after % len(beats)]))
    return total
