"""Selection: which stretches of a cue stay in its cut-down.

At most three: the opening, something from the middle, and the ending, which is always kept. The
places are chosen together with the tempo and the length of the last chord, which make up for what
whole bars cannot give.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musflow_studio.planning.cutdown.joins import Joins
from musflow_studio.planning.cutdown.material import Material, Stretch

LEAST_RING_S = 1.2
MOST_EXTRA_RING_S = 1.5
MOST_TEMPO = 0.04
DESPERATE_TEMPO = 0.12
_PLACES = 24
"""Looked at in each third of a cue, so that long ones take no longer."""
_JOIN, _LATE_START, _NO_MOTIF, _NO_CADENCE = 0.6, 1.6, 8.0, 1.5
_CLIMAX, _MUST_HITS = 1.0, 0.8
_SHORT_STRETCH = (1.5, 0.5)
_TEMPO_UNIT, _RING_PER_S = 0.015, 0.4


@dataclass(frozen=True)
class Selection:
    """What stays.

    Attributes:
        stretches: ascending, apart; the last one runs to the last onset, whose notes it holds.
        speed: how much faster it is played; 1.02 is 2 % faster.
        ring_s: seconds from the last onset to the end.
        cost: the sum of its flaws; lower is better.
    """

    stretches: tuple[Stretch, ...]
    speed: float
    ring_s: float
    cost: float


def select(material: Material, length_s: float) -> Selection | None:
    """The best selection that lasts so long; None if there is none, however small the pieces."""
    tries = (
        (material.places, MOST_TEMPO),
        (material.beats, MOST_TEMPO),
        (material.beats, DESPERATE_TEMPO),
    )
    for places, tempo in tries:
        best = _Search(material, length_s, places, tempo).best()
        if best is not None and (best.cost < _NO_MOTIF or tempo == DESPERATE_TEMPO):
            return best
    return best


class _Search:
    """All selections of one length that cut at some of these places."""

    def __init__(
        self, material: Material, length_s: float, places: Sequence[int], tempo: float
    ) -> None:
        self._material = material
        self._length_s = length_s
        self._joins = Joins(material)
        self._places = self._chosen(places)
        self._times = [material.seconds(tick) for tick in self._places]
        self._last_s = material.seconds(material.last_onset)
        self._seconds = dict(zip(self._places, self._times, strict=True))
        self._seconds[material.last_onset] = self._last_s
        self._tempo = tempo
        least = LEAST_RING_S + material.lateness_s
        kept = 0.0 if tempo == DESPERATE_TEMPO else 0.6 * material.ring_s
        self._least_ring_s = max(least, kept)
        self._most_ring_s = max(least, material.ring_s) + MOST_EXTRA_RING_S

    def _chosen(self, places: Sequence[int]) -> list[int]:
        """The places best left and entered: of the opening, the ending and between; the start."""
        opening, ending, between = list[int](), list[int](), list[int]()
        last_s = self._material.seconds(self._material.last_onset)
        for tick in places:
            time = self._material.seconds(tick)
            group = between
            if last_s - time <= self._length_s:
                group = ending
            elif time <= self._length_s:
                group = opening
            group.append(tick)
        chosen = [t for group in (opening, ending, between) for t in self._best_of(group)]
        return sorted({places[0], *chosen})

    def _best_of(self, places: Sequence[int]) -> list[int]:
        joins = self._joins
        return sorted(places, key=lambda t: (joins.leaving(t) + joins.entering(t), t))[:_PLACES]

    def best(self) -> Selection | None:
        """The cheapest selection that can be made to last as long as asked; None without any."""
        best: Selection | None = None
        for options in (self._endings(), self._pairs(), self._triples()):
            for stretches, cost in options:
                if best is None or cost - _CLIMAX - _MUST_HITS < best.cost:
                    option = self._timed(stretches, cost)
                    if option is not None and (best is None or option.cost < best.cost):
                        best = option
        return best

    def _endings(self) -> Iterator[tuple[tuple[Stretch, ...], float]]:
        for enter in self._places:
            if self._fits(self._last_s - self._seconds[enter]):
                cost = _LATE_START + self._joins.entering(enter) if enter else 0.0
                yield ((enter, self._material.last_onset),), cost

    def _pairs(self) -> Iterator[tuple[tuple[Stretch, ...], float]]:
        """Opening and ending; in short cut-downs the opening may be dropped for a later one."""
        starts = self._places if self._length_s < 8 * self._material.bar_s else self._places[:1]
        for start in starts:
            begun = _LATE_START + self._joins.entering(start) if start else 0.0
            first = self._seconds[start]
            for leave in self._between(start, self._length_s):
                opening = self._seconds[leave] - first
                for enter in self._from(opening, leave):
                    cost = begun + _JOIN + self._joins.between(leave, enter)
                    yield ((start, leave), (enter, self._material.last_onset)), cost

    def _triples(self) -> Iterator[tuple[tuple[Stretch, ...], float]]:
        """Opening, middle and ending."""
        first = self._places[0]
        for leave in self._between(first, self._length_s):
            opening = self._seconds[leave]
            for enter in self._places[bisect_right(self._places, leave) :]:
                joined = 2 * _JOIN + self._joins.between(leave, enter)
                left = self._length_s - opening
                for out in self._between(enter, left):
                    kept = opening + self._seconds[out] - self._seconds[enter]
                    for back in self._from(kept, out):
                        cost = joined + self._joins.between(out, back)
                        last = (back, self._material.last_onset)
                        yield ((first, leave), (enter, out), last), cost

    def _between(self, start: int, seconds: float) -> list[int]:
        """Places after one, up to some seconds later."""
        at = self._seconds[start]
        first = bisect_right(self._places, start)
        return self._places[first : bisect_right(self._times, at + seconds * (1 + self._tempo))]

    def _from(self, kept_s: float, after: int) -> list[int]:
        """Places after one from which the ending fits behind what is kept."""
        low, high = self._reach
        earliest = self._last_s - (high - kept_s)
        latest = self._last_s - (low - kept_s)
        first = max(bisect_right(self._places, after), bisect_left(self._times, earliest))
        return self._places[first : bisect_right(self._times, latest)]

    @property
    def _reach(self) -> tuple[float, float]:
        """How many seconds of the original, up to the last onset, can be made to fit."""
        low = (self._length_s - self._most_ring_s) * (1 - self._tempo)
        return max(0.0, low), (self._length_s - self._least_ring_s) * (1 + self._tempo)

    def _fits(self, kept_s: float) -> bool:
        low, high = self._reach
        return low <= kept_s <= high

    def _timed(self, stretches: tuple[Stretch, ...], cost: float) -> Selection | None:
        """The selection with its tempo and ring; None if it cannot last so long."""
        kept = sum(self._seconds[b] - self._seconds[a] for a, b in stretches)
        best: tuple[float, float, float] | None = None
        for step in range(-8, 9):
            speed = math.exp(self._tempo * step / 8)
            ring = self._length_s - kept / speed
            if not self._least_ring_s <= ring <= self._most_ring_s:
                continue
            bent = (math.log(speed) / _TEMPO_UNIT) ** 2
            flaw = bent + _RING_PER_S * abs(ring - self._material.ring_s)
            if best is None or flaw < best[0]:
                best = flaw, speed, ring
        if best is None:
            return None
        whole = cost + best[0] + self._content(stretches)
        return Selection(stretches, best[1], best[2], whole)

    def _content(self, stretches: Sequence[Stretch]) -> float:
        """What is missing: the motif, the cadence, the climax, the hits; and scraps."""
        material = self._material
        cost = 0.0
        if material.statements and not any(_holds(stretches, s) for s in material.statements):
            cost += _NO_MOTIF
        closing = material.chord_at(material.last_onset)
        if closing and stretches[-1][0] >= closing.start_tick > 0:
            cost += _NO_CADENCE
        climax = max(material.plan.panels, key=lambda panel: panel.energy)
        kept = _shared(stretches, (climax.start_tick, climax.end_tick))
        cost -= _CLIMAX * min(1.0, kept / max(1, climax.end_tick - climax.start_tick) * 2)
        hits = material.must_hits
        held = sum(any(a <= hit < b for a, b in stretches) for hit in hits)
        cost -= _MUST_HITS * held / max(1, len(hits))
        return cost + sum(self._scrap(stretch) for stretch in stretches)

    def _scrap(self, stretch: Stretch) -> float:
        seconds = self._seconds[stretch[1]] - self._seconds[stretch[0]]
        bars = seconds / self._material.bar_s
        is_ending = stretch[1] == self._material.last_onset
        return 0.0 if is_ending or bars > 1.9 else _SHORT_STRETCH[bars > 0.9]


def _holds(stretches: Sequence[Stretch], part: Stretch) -> bool:
    return any(a <= part[0] and part[1] <= b for a, b in stretches)


def _shared(stretches: Sequence[Stretch], part: Stretch) -> int:
    """Ticks of a part that are kept."""
    return sum(max(0, min(b, part[1]) - max(a, part[0])) for a, b in stretches)
