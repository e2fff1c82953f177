"""Exact fit: every hit within half a frame of a beat, eighth or sixteenth.

Between two hits lies a section of one tempo and a whole number of sixteenths. For each base tempo
dynamic programming over the hits finds the cheapest counts; its state is the sixteenth of the beat
a hit falls on and where in the half-frame window it lies. Sections over 3 s stay within 4 % of the
base, shorter ones within 10 %, unless one tempo would join them to more than 3 s. Hits that no
count reaches are left out, and reported as such.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.bar_lines import SIXTEENTH_TICKS
from musflow_studio.planning.fit.exact_limits import (
    WINDOW_FRAMES,
    Floats,
    deviation_costs,
    runs_too_far,
)
from musflow_studio.planning.fit.exact_smoothing import HitPath, smoothed
from musflow_studio.planning.fit.moments import FitRequest, microseconds_of

Ints = NDArray[np.int64]

_OFFSETS = np.array([-WINDOW_FRAMES, 0.0, WINDOW_FRAMES])
_COUNTS = np.arange(-5, 6)
_BASE_STEP_BPM = 0.5
_MOOD = 3.5  # cost of a base tempo 25 % away from the mood's
_ON_EIGHTH = 1.5
_ON_SIXTEENTH = 3.5
_SKIPPED = {HitWeight.MUST: 14.0, HitWeight.SHOULD: 9.0}
_NEW_BAR_S = 1.5
_MOST_REPAIRS = 8


@dataclass(frozen=True)
class ExactBeats:
    """What an exact fit decides.

    Attributes:
        base_micros: base tempo, microseconds per quarter.
        frames: picture frame where each section starts, and last where the final one ends.
        ticks: grid tick of each of these.
        micros: microseconds per quarter of each section (one fewer than `ticks`).
        cost: lower is better; comparable within one request.
    """

    base_micros: int
    frames: tuple[int, ...]
    ticks: tuple[int, ...]
    micros: tuple[int, ...]
    cost: float


@dataclass(frozen=True)
class _Nodes:
    """Hits that steer, one per frame.

    Attributes:
        frames, seconds: where they are in the picture.
        weights: must or should; must at both ends.
        new_bar: True where a bar starts anew.
        frame_seconds: length of a frame.
        strict: sections (node, later node) that keep the limit of long ones.
    """

    frames: tuple[int, ...]
    seconds: Floats
    weights: tuple[HitWeight, ...]
    new_bar: tuple[bool, ...]
    frame_seconds: float
    strict: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, request: FitRequest) -> _Nodes:
        strongest: dict[int, HitWeight] = {}
        for moment in request.moments:
            if moment.weight is HitWeight.MUST or moment.frame in (0, request.length_frames):
                strongest[moment.frame] = HitWeight.MUST
            elif moment.weight is HitWeight.SHOULD:
                strongest.setdefault(moment.frame, HitWeight.SHOULD)
        frames = tuple(sorted(strongest))
        seconds = np.array([float(request.rate.seconds(frame)) for frame in frames])
        weights = tuple(strongest[frame] for frame in frames)
        new_bar, last = [], 0.0
        for time, weight in zip(seconds.tolist(), weights, strict=True):
            new_bar.append(weight is HitWeight.MUST and time - last >= _NEW_BAR_S)
            last = time if new_bar[-1] else last
        return cls(frames, seconds, weights, tuple(new_bar), 1 / float(request.rate.fps))

    def offsets(self, node: int) -> Floats:
        """Seconds a hit may lie beside the picture; none at the start, none early at the end."""
        if node == 0:
            return np.zeros(1)
        offsets = _OFFSETS if node < len(self.frames) - 1 else _OFFSETS[1:]
        return offsets * self.frame_seconds


@dataclass(frozen=True)
class _Reached:
    """Cheapest ways to a node. Shapes (bases, phases, offsets).

    Attributes:
        cost: total so far.
        before: node it comes from.
        phase, offset: that node's state.
        sixteenths: length of the section between.
    """

    cost: Floats
    before: Ints
    phase: Ints
    offset: Ints
    sixteenths: Ints


def fit_exact(request: FitRequest, pulse_sixteenths: int) -> ExactBeats | None:
    """The cheapest exact beats over all base tempi; None if even the picture's end is out of reach.

    Args:
        request: picture mode.
        pulse_sixteenths: sixteenths per felt beat (4, or 6 in 6/8).
    """
    nodes = _Nodes.of(request)
    beats = None
    for _ in range(_MOST_REPAIRS):
        beats, too_far = _fitted(request, nodes, pulse_sixteenths)
        if not too_far:
            break
        nodes = replace(nodes, strict=nodes.strict | too_far)
    return beats


def _fitted(
    request: FitRequest, nodes: _Nodes, phases: int
) -> tuple[ExactBeats | None, frozenset[tuple[int, int]]]:
    """The cheapest beats, and the sections that make a run too far from the base."""
    bases = _bases(request)
    mood = _MOOD * (np.log(bases / request.wanted_bpm) / math.log(1.25)) ** 2
    for skips in (0, 3, len(nodes.frames)):
        reached = _all_reached(nodes, bases, phases, skips)
        totals = reached[-1].cost.min(axis=(1, 2)) + mood
        best = int(np.argmin(totals))
        if np.isfinite(totals[best]):
            path, lengths = _path(reached, best)
            return _finished(nodes, path, lengths, float(bases[best]), phases, float(totals[best]))
    return None, frozenset()


def _bases(request: FitRequest) -> Floats:
    low, high = request.tempo_range_bpm
    first = math.ceil(low / _BASE_STEP_BPM)
    count = math.floor(high / _BASE_STEP_BPM) - first + 1
    if low == high or count < 1:
        return np.array([request.wanted_bpm])
    return np.asarray((first + np.arange(count)) * _BASE_STEP_BPM, np.float64)


def _all_reached(nodes: _Nodes, bases: Floats, phases: int, skips: int) -> list[_Reached]:
    shape = (bases.size, phases, 1)
    start = np.full(shape, np.inf)
    start[:, 0, 0] = 0.0
    nothing = np.full(shape, -1)
    reached = [_Reached(start, nothing, nothing, nothing, nothing)]
    for node in range(1, len(nodes.frames)):
        ways = [
            _section(nodes, bases, reached[before], before, node)
            for before in range(max(0, node - 1 - skips), node)
        ]
        reached.append(_cheaper(ways))
    return reached


def _section(nodes: _Nodes, bases: Floats, start: _Reached, before: int, node: int) -> _Reached:
    """Cheapest ways to `node` by one section from `before`."""
    phases = start.cost.shape[1]
    sixteenths, own = _section_costs(nodes, bases, before, node)
    own = own + sum(_SKIPPED[weight] for weight in nodes.weights[before + 1 : node])
    # axes: base, phase, offset before, offset at the node, count
    total = start.cost[:, :, :, None, None] + own[:, None]
    after = (np.arange(phases)[None, :, None, None, None] + sixteenths[:, None]) % phases
    total = total + _off_beat_cost(after, phases, nodes.weights[node])
    found = after * (not nodes.new_bar[node])
    return _gathered(total, found, sixteenths, before)


def _section_costs(nodes: _Nodes, bases: Floats, before: int, node: int) -> tuple[Ints, Floats]:
    """Counts of sixteenths and their costs. Shapes (bases, offsets before, offsets, counts)."""
    seconds = (
        nodes.seconds[node]
        - nodes.seconds[before]
        + nodes.offsets(node)[None, :]
        - nodes.offsets(before)[:, None]
    )
    ideal = np.maximum(seconds, 1e-9)[None] * bases[:, None, None] / 15
    counts = np.round(ideal)[..., None] + _COUNTS
    strict = (before, node) in nodes.strict
    costs = deviation_costs(counts / ideal[..., None] - 1, seconds[None, ..., None], strict)
    return counts.astype(np.int64), np.where(counts >= 1, costs, np.inf)


def _off_beat_cost(phase: Ints, phases: int, weight: HitWeight) -> Floats:
    cost = np.where(phase % phases == 0, 0.0, np.where(phase % 2 == 0, _ON_EIGHTH, _ON_SIXTEENTH))
    result: Floats = cost * (1.5 if weight is HitWeight.MUST else 1.0)
    return result


def _gathered(total: Floats, found: Ints, sixteenths: Ints, before: int) -> _Reached:
    """The cheapest way into each (base, phase, offset) state of the node."""
    bases, phases, offsets_before, offsets, counts = total.shape
    ways = phases * offsets_before * counts
    flat = np.moveaxis(total, 3, 1).reshape(bases, offsets, ways)
    into = np.moveaxis(np.broadcast_to(found, total.shape), 3, 1).reshape(bases, offsets, ways)
    cost = np.empty((bases, phases, offsets))
    way = np.empty((bases, phases, offsets), dtype=np.int64)
    for phase in range(phases):
        masked = np.where(into == phase, flat, np.inf)
        way[:, phase] = masked.argmin(axis=2)
        cost[:, phase] = masked.min(axis=2)
    from_phase, rest = np.divmod(way, offsets_before * counts)
    from_offset, count = np.divmod(rest, counts)
    base = np.arange(bases)[:, None, None]
    length = sixteenths[base, from_offset, np.arange(offsets)[None, None, :], count]
    return _Reached(cost, np.full(cost.shape, before), from_phase, from_offset, length)


def _cheaper(ways: list[_Reached]) -> _Reached:
    best = ways[0]
    for way in ways[1:]:
        better = way.cost < best.cost
        best = _Reached(
            np.where(better, way.cost, best.cost),
            np.where(better, way.before, best.before),
            np.where(better, way.phase, best.phase),
            np.where(better, way.offset, best.offset),
            np.where(better, way.sixteenths, best.sixteenths),
        )
    return best


def _path(reached: list[_Reached], base: int) -> tuple[list[int], list[int]]:
    """Nodes used and the sixteenths between them."""
    node = len(reached) - 1
    ends = reached[node].cost[base]
    phase, offset = (int(i) for i in np.unravel_index(int(ends.argmin()), ends.shape))
    path, lengths = [node], []
    while node > 0:
        here, state = reached[node], (base, phase, offset)
        lengths.append(int(here.sixteenths[state]))
        phase, offset = int(here.phase[state]), int(here.offset[state])
        node = int(here.before[state])
        path.append(node)
    return path[::-1], lengths[::-1]


def _finished(
    nodes: _Nodes, path: list[int], lengths: list[int], base_bpm: float, phases: int, cost: float
) -> tuple[ExactBeats, frozenset[tuple[int, int]]]:
    times = nodes.seconds[path]
    sections = list(pairwise(path))
    strict = tuple(section in nodes.strict for section in sections)
    smooth, moved = smoothed(
        HitPath(times, tuple(lengths), strict, base_bpm, nodes.frame_seconds, phases)
    )
    micros = _whole_micros((times + moved)[1:].tolist(), smooth)
    ticks = tuple(accumulate((n * SIXTEENTH_TICKS for n in smooth), initial=0))
    frames = tuple(nodes.frames[node] for node in path)
    base_micros = microseconds_of(base_bpm)
    far = runs_too_far(
        np.diff(times + moved).tolist(), [base_micros / micro - 1 for micro in micros]
    )
    beats = ExactBeats(base_micros, frames, ticks, tuple(micros), cost)
    return beats, frozenset(sections[i] for i in far)


def _whole_micros(ends: Sequence[float], lengths: Sequence[int]) -> list[int]:
    """Whole microseconds per quarter, each section making up for the rounding of those before.

    The last is rounded up, so that the grid covers the picture.
    """
    micros: list[int] = []
    reached_us = 0.0
    for end, length in zip(ends, lengths, strict=True):
        exact = (end * 1e6 - reached_us) / (length / 4)
        last = len(micros) == len(lengths) - 1
        micros.append(math.ceil(exact - 1e-6) if last else round(exact))
        reached_us += micros[-1] * length / 4
    return micros
