"""Looping: a loop played several times through, so that one pass sounds as all of them do.

Of a loop that goes on for ever every pass is alike: it begins under the ring of the one before, and
slow instruments begin the next one early. So the score is written out as often as it takes until
that is so, and one pass of it is kept.
"""

from __future__ import annotations

import math
from dataclasses import replace

from musflow_studio.domain.grid import Grid
from musflow_studio.domain.plan import CuePlan, LengthMode, PanelPlan
from musflow_studio.domain.score import Part

RING_S = 8.0
"""What rings longer than this is below hearing."""


def passes_before(plan: CuePlan) -> int:
    """How often a loop is played before the pass that is kept: until all that rings has rung."""
    return max(1, math.ceil(RING_S / float(plan.grid.seconds_at(plan.grid.end_tick))))


def played(plan: CuePlan, sample_rate_hz: int) -> tuple[int | None, CuePlan]:
    """What is played, and the sample where the take begins: a loop in its later pass."""
    if plan.length_mode is not LengthMode.LOOP:
        return None, plan
    before = passes_before(plan)
    first = plan.grid.sample_at(before * plan.grid.end_tick, sample_rate_hz)
    return first, written_out(plan, before + 2)  # the pass after it may begin early


def written_out(plan: CuePlan, passes: int) -> CuePlan:
    """A loop's music so many times through; every pass has panels of its own."""
    grid, end = plan.grid, plan.grid.end_tick
    rounds = range(passes)
    tempi = [replace(s, start_tick=s.start_tick + k * end) for k in rounds for s in grid.tempi]
    meters = [replace(s, start_tick=s.start_tick + k * end) for k in rounds for s in grid.meters]
    board = plan.storyboard
    return replace(
        plan,
        grid=Grid(
            tuple(tempi),
            tuple(meters),
            passes * end,
            base_microseconds_per_quarter=grid.base_microseconds_per_quarter,
        ),
        storyboard=replace(
            board,
            panels=tuple(replace(p, uid=_again(p.uid, k)) for k in rounds for p in board.panels),
        ),
        under_words=tuple(_again(uid, k) for k in rounds for uid in plan.under_words),
        panels=tuple(_panel(panel, k, end) for k in rounds for panel in plan.panels),
        passages={_again(n, k): passage for k in rounds for n, passage in plan.passages.items()},
        score=replace(
            plan.score, parts=tuple(_part(part, passes, end) for part in plan.score.parts)
        ),
    )


def _again(uid: str, number: int) -> str:
    """The name of a panel, or of a stretch of it, in one pass."""
    return f"{number} {uid}"


def _panel(panel: PanelPlan, number: int, period: int) -> PanelPlan:
    by = number * period
    return replace(
        panel,
        panel_uid=_again(panel.panel_uid, number),
        start_tick=panel.start_tick + by,
        end_tick=panel.end_tick + by,
    )


def _part(part: Part, passes: int, period: int) -> Part:
    notes = [
        replace(n, start_tick=n.start_tick + k * period, panel_uid=_again(n.panel_uid, k))
        for k in range(passes)
        for n in part.notes
    ]
    points = [replace(p, tick=p.tick + k * period) for k in range(passes) for p in part.expression]
    return replace(part, notes=tuple(notes), expression=tuple(points))
