"""Rule 7, cuts (the plan's part): a cut where energy or mode change is led over, and let go.

Counted are cuts between two sounding panels whose energies differ by 0.3 or more, or whose keys
differ in mode. The plan names what leads over each; the notes must show it:

pickup  two notes of one player in the last beat, the second a step from the next chord's bass
swell   a held part whose expression rises by 4 dB over its last two beats before the cut, or before
        the silence that sets off a must-hit
fill    three drum strokes or more in the last beat that is struck (four in the last two), growing,
        denser than before or on other drums
breath  a written rest of an eighth, or of 120 ms where a must-hit follows
colour  two instruments or more enter or leave

Exempt is a cut after less than a beat of music: nothing fits in there. Of the old harmony no tone
may be held on over the cut for more than 200 ms (its ring has then gone by 400 ms), unless it
belongs to the new chord.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import ChordSpan, CuePlan, PanelPlan, Transition
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.tally import Tally
from musflow_studio.planning import parse_meter

ENERGY_STEP = 0.3
SWELL_DB = 4.0
BREATH_AT_HIT_S = 0.12
HELD_OVER_S = 0.2
_MINOR_MODES = ("minor", "dorian", "phrygian")
_EIGHTH = TICKS_PER_QUARTER // 2


@dataclass(frozen=True)
class Cut:
    """A cut between two sounding panels, and the tick it falls on."""

    plan: CuePlan
    before: PanelPlan
    after: PanelPlan

    @property
    def tick(self) -> int:
        """Where the next panel's music starts."""
        return self.after.start_tick

    @property
    def beat_ticks(self) -> int:
        """A beat of the cue's metre."""
        return parse_meter(self.plan.meter).pulse_ticks

    @property
    def must(self) -> bool:
        """True where the cut is a must-hit."""
        uid, plan = self.after.panel_uid, self.plan
        return any(p.uid == uid and p.weight is HitWeight.MUST for p in plan.storyboard.panels)

    @property
    def chord(self) -> ChordSpan:
        """The first chord after the cut."""
        return next(c for c in self.plan.chords if c.start_tick == self.tick)

    @property
    def named(self) -> Transition:
        """What the plan says leads over it."""
        passages = self.plan.passages
        last = max(_pieces(self.plan, self.before), key=lambda name: int(name.rpartition("/")[2]))
        return passages[last].leads_out or passages[f"{self.after.panel_uid}/0"].comes_in

    def old_notes(self, part: Part) -> list[Note]:
        """A part's notes of the panel before."""
        return [n for n in part.notes if n.panel_uid == self.before.panel_uid]


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count the cuts that are led over, and those that leave no old tone behind."""
    cuts = list(_cuts(plan))
    turns = [cut for cut in cuts if _needs(cut)]
    rough = [said for cut in turns for said in _rough(cut)]
    hanging = [said for cut in cuts for said in _hanging(cut)]
    return (
        Tally(7, "a transition where energy or mode change", len(turns) - len(rough), len(turns),
              broken=tuple(rough)),
        Tally(7, "the old harmony is let go at cuts", len(cuts) - len(hanging), len(cuts),
              broken=tuple(hanging)),
    )  # fmt: skip


def _cuts(plan: CuePlan) -> Iterator[Cut]:
    played = [p for p in plan.panels if p.end_tick > p.start_tick]
    for before, after in pairwise(played):
        if not {before.panel_uid, after.panel_uid} & set(plan.tacet):
            yield Cut(plan, before, after)


def _pieces(plan: CuePlan, panel: PanelPlan) -> list[str]:
    return [name for name in plan.passages if name.rpartition("/")[0] == panel.panel_uid]


def _needs(cut: Cut) -> bool:
    if cut.before.end_tick - cut.before.start_tick < cut.beat_ticks:
        return False
    steps = abs(cut.before.energy - cut.after.energy) >= ENERGY_STEP
    return steps or _minor(cut.before) != _minor(cut.after)


def _minor(panel: PanelPlan) -> bool:
    return panel.key.split()[-1] in _MINOR_MODES


def _rough(cut: Cut) -> Iterator[str]:
    kind = cut.named
    if kind is Transition.NONE or not _SHOWN[kind](cut):
        what = f"no {kind.value} heard" if kind else "nothing leads over"
        yield f"{cut.before.panel_uid} to {cut.after.panel_uid}: {what}"


def _pickup(cut: Cut) -> bool:
    since = cut.tick - cut.beat_ticks
    for part in cut.plan.score.parts:
        if part.role in (Role.PERCUSSION, Role.ACCENT):
            continue
        late = [n for n in cut.old_notes(part) if n.start_tick >= since]
        starts = sorted({n.start_tick for n in late})
        if len(starts) >= 2 and len(starts) == len(late):
            first, last = (n.pitch for n in sorted(late, key=lambda n: n.start_tick)[-2:])
            away = abs((last - cut.chord.bass + 6) % 12 - 6)
            if 1 <= abs(last - first) <= 4 and 1 <= away <= 2:
                return True
    return False


def _swell(cut: Cut) -> bool:
    longest_rest = 3 * cut.beat_ticks if cut.must else 0
    for part in cut.plan.score.parts:
        points = [p for p in part.expression if p.tick < cut.tick]
        end = max((n.start_tick + n.duration_ticks for n in cut.old_notes(part)), default=0)
        if not points or end < cut.tick - longest_rest:
            continue
        window = np.arange(end - 5 * cut.beat_ticks // 2, end, 40)
        values = np.interp(window, [p.tick for p in points], [p.value for p in points])
        level = 40 * np.log10(values / 127)
        if np.max(level - np.minimum.accumulate(level)) >= SWELL_DB:
            return True
    return False


def _fill(cut: Cut) -> bool:
    drums = [p for p in cut.plan.score.parts if p.role is Role.PERCUSSION]
    return any(_fills(cut, cut.old_notes(part), beats) for part in drums for beats in (1, 2))


def _fills(cut: Cut, notes: list[Note], beats: int) -> bool:
    """True when the last beats that one player strikes are a fill."""
    end = max((n.start_tick + 1 for n in notes), default=0)
    late = [n for n in notes if n.start_tick >= end - beats * cut.beat_ticks]
    early = notes[: len(notes) - len(late)]
    if len(late) < 2 + beats or late[0].start_tick < cut.tick - 4 * cut.beat_ticks:
        return False
    before = max(1.0, (late[0].start_tick - cut.before.start_tick) / cut.beat_ticks)
    denser = len(late) / beats > len(early) / before
    others = not {n.pitch for n in late} <= {n.pitch for n in early}
    return (denser or others) and late[-1].velocity > late[0].velocity


def _breath(cut: Cut) -> bool:
    ends = [
        n.start_tick + n.duration_ticks
        for part in cut.plan.score.parts
        for n in cut.old_notes(part)
    ]
    rest = cut.tick - max(ends, default=0)
    if not cut.must:
        return rest >= _EIGHTH
    grid = cut.plan.grid
    return float(grid.seconds_at(cut.tick) - grid.seconds_at(cut.tick - rest)) >= BREATH_AT_HIT_S


def _colour(cut: Cut) -> bool:
    sides = []
    for panel in (cut.before, cut.after):
        uid = panel.panel_uid
        sides.append({
            part.instrument
            for part in cut.plan.score.parts
            if any(n.panel_uid == uid for n in part.notes)
        })  # fmt: skip
    return len(sides[0] ^ sides[1]) >= 2


_SHOWN: dict[Transition, Callable[[Cut], bool]] = {
    Transition.PICKUP: _pickup,
    Transition.SWELL: _swell,
    Transition.FILL: _fill,
    Transition.BREATH: _breath,
    Transition.COLOUR: _colour,
}


def _hanging(cut: Cut) -> Iterator[str]:
    grid = cut.plan.grid
    edge = grid.seconds_at(cut.tick)
    for part in cut.plan.score.parts:
        for note in cut.old_notes(part):
            over = grid.seconds_at(note.start_tick + note.duration_ticks) - edge
            if over > HELD_OVER_S and note.pitch % 12 not in cut.chord.pitch_classes:
                yield f"{cut.before.panel_uid}: {part.instrument} holds on for {float(over):.2f} s"
                return
