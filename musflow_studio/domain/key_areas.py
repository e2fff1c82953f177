"""Key areas: where the key signature of a cue changes, for everything that writes it down."""

from __future__ import annotations

from musflow_studio.domain.plan import CuePlan, Key
from musflow_studio.domain.storyboard import HitWeight


def key_areas(plan: CuePlan) -> tuple[tuple[int, Key], ...]:
    """(tick, key) for every change of key signature, ascending, the first at tick 0.

    A climax may be lifted to another key (`Arrival.home`); the cue's key holds elsewhere.
    """
    areas = [(0, plan.key)]
    for panel in plan.panels:
        for place, tick in enumerate(_stretches(plan, panel.panel_uid, panel.start_tick)):
            arrival = plan.arrivals.get(f"{panel.panel_uid}/{place}")
            home = (arrival and arrival.home) or plan.key
            if home != areas[-1][1]:
                areas = [area for area in areas if area[0] < tick] + [(tick, home)]
    return tuple(areas)


def _stretches(plan: CuePlan, panel_uid: str, start_tick: int) -> list[int]:
    """Where the stretches of a panel begin: with it, and at must-hits inside."""
    inside = {
        hit.tick
        for hit in plan.hits
        if hit.panel_uid == panel_uid and hit.weight is HitWeight.MUST and hit.tick > start_tick
    }
    return [start_tick, *sorted(inside)]
