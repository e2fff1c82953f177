"""Damping: at a hard cut what still rings of the old music is faded, as a hand on the strings.

A hard cut is a must-hit, a step of energy of 0.3 or more, or a cut that the plan leads over. Each
instrument plays with two hands (two channels of its synthesiser) that change at every hard cut, so
that the ring of one can be faded while the other already plays. Drums ring on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from musflow_studio.domain.plan import CuePlan, LengthMode, PanelPlan
from musflow_studio.domain.storyboard import HitWeight

ENERGY_STEP = 0.3
FADE_S = 0.22
FADE_STEPS = 40
FULL = 127


@dataclass(frozen=True)
class Damp:
    """A hand's level changes: MIDI expression (CC 11) of its channel.

    Attributes:
        frame: sample from the cue's start.
        hand: 0 or 1.
        level: 127 full (what still rang is cut off), 0 silent.
    """

    frame: int
    hand: int
    level: int


@dataclass(frozen=True)
class Hands:
    """Which hand plays what, and where it is damped.

    Attributes:
        cuts: samples of the hard cuts, ascending.
        turns: for each panel's uid, the number of hard cuts before it.
    """

    cuts: tuple[int, ...] = ()
    turns: dict[str, int] = field(default_factory=dict)

    def turn(self, panel_uid: str) -> int:
        """The turn a panel's notes belong to; the hand is the turn's parity."""
        return self.turns.get(panel_uid, 0)

    def damps(self, first_frames: dict[int, int], sample_rate_hz: int) -> list[Damp]:
        """The fades after every cut, and each hand full again where its next turn begins.

        Args:
            first_frames: for each turn, the sample where its first note begins, if it has any.
            sample_rate_hz: of the samples.
        """
        fade = round(FADE_S * sample_rate_hz)
        found = [Damp(frame, turn % 2, FULL) for turn, frame in first_frames.items() if turn > 1]
        for turn, cut in enumerate(self.cuts):
            again = first_frames.get(turn + 2)
            for step in range(1, FADE_STEPS + 1):
                at = cut + fade * step // FADE_STEPS
                if again is None or at < again:
                    found.append(Damp(at, turn % 2, FULL - FULL * step // FADE_STEPS))
        return found


def hands_of(plan: CuePlan, sample_rate_hz: int) -> Hands:
    """The hands of a cue: they change at every hard cut."""
    cuts: list[int] = []
    turns = {panel.panel_uid: 0 for panel in plan.panels[:1]}
    for before, after in pairwise(plan.panels):
        if is_hard(plan, before, after):
            cuts.append(_cut_frame(plan, after, sample_rate_hz))
        turns[after.panel_uid] = len(cuts)
    return Hands(tuple(cuts), turns)


def is_hard(plan: CuePlan, before: PanelPlan, after: PanelPlan) -> bool:
    """True where the old music has to make room for the new at once."""
    weights = {panel.uid: panel.weight for panel in plan.storyboard.panels}
    if weights.get(after.panel_uid) is HitWeight.MUST:
        return True
    return abs(before.energy - after.energy) >= ENERGY_STEP or _is_led_over(plan, before, after)


def _is_led_over(plan: CuePlan, before: PanelPlan, after: PanelPlan) -> bool:
    names = [name for name in plan.passages if name.rpartition("/")[0] == before.panel_uid]
    last = max(names, key=lambda name: int(name.rpartition("/")[2]), default="")
    out, into = plan.passages.get(last), plan.passages.get(f"{after.panel_uid}/0")
    return bool((out and out.leads_out) or (into and into.comes_in))


def _cut_frame(plan: CuePlan, panel: PanelPlan, rate_hz: int) -> int:
    if plan.length_mode is LengthMode.LOOP:
        return plan.grid.sample_at(panel.start_tick, rate_hz)
    return plan.storyboard.rate.samples(panel.start_frame, rate_hz)
