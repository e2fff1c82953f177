"""Rule 9, air: a long cue thins out, the biggest hit comes out of silence, tacet means silence.

Cues over 45 s have at least two whole bars in which two roles or fewer sound (accents at hits are
not counted; tones that ring on from the bar before for under 150 ms are not heard as playing).
Where the loudest panel that opens with a must-hit has an energy over 0.6, nothing is struck in the
beat before its cut, and nothing held sounds there for more than 150 ms. Exempt is a hit with less
than two beats of music, or none, before it, and the cue's first.
"""

from __future__ import annotations

from itertools import pairwise

from musflow_studio.domain.grid import Bar
from musflow_studio.domain.plan import CuePlan, Hit, PanelPlan
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.tally import Tally
from musflow_studio.planning import parse_meter

LONG_CUE_S = 45.0
THIN_BARS, THIN_ROLES = 2, 2
LOUD_ENERGY = 0.6
RING_S = 0.15


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count the long cue that breathes, the biggest hit, and the tacet panels."""
    return (_breathes(plan), _hushes(plan), _stays_silent(plan))


def _breathes(plan: CuePlan) -> Tally:
    name = "a long cue has two bars of two roles or fewer"
    if float(plan.grid.seconds_at(plan.panels[-1].end_tick)) <= LONG_CUE_S:
        return Tally(9, name, 0, 0)
    whole = [b for b in plan.grid.bars if b.end_tick - b.start_tick == b.meter.bar_ticks]
    thin = sum(len(_roles(plan, bar)) <= THIN_ROLES for bar in whole)
    broken = () if thin >= THIN_BARS else (f"seed {plan.seed}: {thin} bars",)
    return Tally(9, name, int(not broken), 1, broken=broken)


def _roles(plan: CuePlan, bar: Bar) -> set[Role]:
    return {
        part.role
        for part in plan.score.parts
        if part.role is not Role.ACCENT
        and any(_sounds(plan, n, bar.start_tick, bar.end_tick) for n in part.notes)
    }


def _sounds(plan: CuePlan, note: Note, start: int, end: int) -> bool:
    stop = note.start_tick + note.duration_ticks
    if note.start_tick >= end or stop <= start:
        return False
    ring = float(plan.grid.seconds_at(stop) - plan.grid.seconds_at(start))
    return note.start_tick >= start or ring > RING_S


def _hushes(plan: CuePlan) -> Tally:
    name = "a beat of silence before the biggest hit"
    places = [p for p in map(lambda hit: _place(plan, hit), plan.hits) if p]
    if not places:
        return Tally(9, name, 0, 0)
    most = max(energy for energy, _, _ in places)
    biggest = [(tick, before) for energy, tick, before in places if energy == most]
    beat = parse_meter(plan.meter).pulse_ticks
    ready = [tick for tick, before in biggest if before >= 2 * beat]
    if len(ready) < len(biggest):
        return Tally(9, name, 0, 0)
    quiet = any(
        not any(
            _sounds(plan, n, tick - beat, tick) for part in plan.score.parts for n in part.notes
        )
        for tick in ready
    )
    where = f"seed {plan.seed}, bar {plan.grid.bar_at(ready[0]).number}"
    return Tally(9, name, int(quiet), 1, broken=() if quiet else (where,))


def _place(plan: CuePlan, hit: Hit) -> tuple[float, int, int] | None:
    """Energy, tick and ticks of music before a loud must-hit; None for any other hit."""
    if hit.weight is not HitWeight.MUST or not hit.panel_uid or not hit.tick:
        return None
    panels = [p for p in plan.panels if p.end_tick > p.start_tick]
    after = next(p for p in panels if p.panel_uid == hit.panel_uid)
    before = next((a for a, b in pairwise(panels) if b is after), after)
    if hit.tick > after.start_tick:
        before = after
    if after.energy <= LOUD_ENERGY or after.panel_uid in plan.tacet:
        return None
    if before.panel_uid in plan.tacet:
        return after.energy, hit.tick, 0
    return after.energy, hit.tick, hit.tick - _last_cut(plan, before, hit.tick)


def _last_cut(plan: CuePlan, before: PanelPlan, tick: int) -> int:
    """Where the stretch before a hit began: its panel, or the must-hit inside it."""
    inner = [h.tick for h in plan.hits if h.weight is HitWeight.MUST and h.tick < tick]
    return max([before.start_tick, *inner])


def _stays_silent(plan: CuePlan) -> Tally:
    broken = tuple(
        f"{uid}: {part.instrument}"
        for uid in plan.tacet
        for part in plan.score.parts
        if any(n.panel_uid == uid for n in part.notes)
    )
    count = len(plan.tacet)
    silent = count - len({said.partition(":")[0] for said in broken})
    return Tally(9, "tacet panels are silent", silent, count, broken=broken)
