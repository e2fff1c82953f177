"""Joins: what it costs to leave the music at one place and go on at another. 1 is a small flaw."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from musflow_studio.domain.plan import ChordSpan
from musflow_studio.planning.cutdown.material import Material
from musflow_studio.planning.fit.bar_lines import bar_ticks_of, pulse_ticks

THROUGH_A_PHRASE, DANGLING_PICKUP, LOST_PICKUP = 2.5, 1.0, 0.4
BROKEN_PROMISE, UNPREPARED_HIT = 0.8, 0.2
ODD_BAR, SCRAP_OF_A_BAR = 1.0, 3.0
ENERGY_LEAP = 0.8
# By semitones upwards between the roots: down a fifth is best, a tritone worst.
ROOT_MOTION = (0.6, 0.4, 0.2, 0.25, 0.25, 0.0, 1.0, 0.15, 0.2, 0.2, 0.2, 0.4)


class Joins:
    """The costs of one cue's joins, each reckoned once."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.leaving = cache(self._leaving)
        self.entering = cache(self._entering)
        self.between = cache(self._between)

    def _leaving(self, tick: int) -> float:
        """Stopping at a place: worse inside a phrase, after a pick-up, before a hit."""
        runs = self._material.runs
        pulse = pulse_ticks(self._material.plan.meter)
        before = bisect_left([start for start, _ in runs], tick) - 1
        cost = BROKEN_PROMISE if tick in self._material.must_hits else 0.0
        if before >= 0 and runs[before][1] > tick + pulse // 4:
            return cost + THROUGH_A_PHRASE
        if before >= 0 and tick - runs[before][0] <= 1.5 * pulse:
            return cost + DANGLING_PICKUP
        return cost

    def _entering(self, tick: int) -> float:
        """Beginning at a place: worse inside a phrase, or after its pick-up."""
        runs = self._material.runs
        pulse = pulse_ticks(self._material.plan.meter)
        before = bisect_left([start for start, _ in runs], tick) - 1
        if before < 0 or runs[before][1] <= tick + pulse // 4:
            return 0.0
        return LOST_PICKUP if tick - runs[before][0] <= 1.5 * pulse else THROUGH_A_PHRASE

    def _between(self, leave: int, enter: int) -> float:
        """Going on at `enter` after the music up to `leave`."""
        material = self._material
        promised = BROKEN_PROMISE if leave in material.must_hits else 0.0
        kept = promised if enter in material.must_hits else 0.0
        unprepared = 0.0 if promised or enter not in material.must_hits else UNPREPARED_HIT
        return (
            self.leaving(leave)
            - kept
            + self.entering(enter)
            + unprepared
            + self._metre(leave, enter)
            + _progression(
                material.chord_at(leave - 1), material.chord_at(leave), material.chord_at(enter)
            )
            + self._energy(leave, enter)
        )

    def _metre(self, leave: int, enter: int) -> float:
        """The bar that a join leaves: whole, odd, or a scrap."""
        material = self._material
        past, into = material.past_line(leave), material.past_line(enter)
        if past == into:
            return 0.0
        pulse = pulse_ticks(material.plan.meter)
        left = bar_ticks_of(material.plan.meter) - into if into else 2 * pulse
        shortest = min(past or 2 * pulse, left)
        return ODD_BAR if shortest >= 2 * pulse else SCRAP_OF_A_BAR

    def _energy(self, leave: int, enter: int) -> float:
        """A leap of energy, half as bad where a panel begins."""
        material = self._material
        leap = abs(material.panel_at(leave - 1).energy - material.panel_at(enter).energy)
        share = 0.5 if enter in material.panel_starts else 1.0
        return share * ENERGY_LEAP * max(0.0, leap - 0.25) / 0.25


def _progression(
    before: ChordSpan | None, followed: ChordSpan | None, after: ChordSpan | None
) -> float:
    """How one chord leads to another; to the one that followed anyway it costs nothing."""
    if before is None or followed is None or after is None:
        return 0.0
    if set(after.pitch_classes) == set(followed.pitch_classes) and after.bass == followed.bass:
        return 0.0
    return ROOT_MOTION[(after.pitch_classes[0] - before.pitch_classes[0]) % 12]
