"""Where the signature changes: at a climax lifted to another key, and home again."""

from __future__ import annotations

from dataclasses import replace

import tiny_cue

from musflow_studio.domain.key_areas import key_areas
from musflow_studio.domain.plan import Arrival, Key
from musflow_studio.domain.storyboard import HitWeight

LIFTED = Key(8, "minor", "G# minor")


def test_one_key_is_one_area() -> None:
    plan = tiny_cue.plan()
    assert key_areas(plan) == ((0, plan.key),)
    homes = {f"{panel.panel_uid}/0": Arrival(1) for panel in plan.panels}
    assert key_areas(replace(plan, arrivals=homes)) == ((0, plan.key),)


def test_a_lifted_panel_and_the_way_home() -> None:
    plan = tiny_cue.plan()
    first, second = plan.panels
    there = replace(plan, arrivals={f"{second.panel_uid}/0": Arrival(2, home=LIFTED)})
    assert key_areas(there) == ((0, plan.key), (second.start_tick, LIFTED))
    back = replace(plan, arrivals={f"{first.panel_uid}/0": Arrival(1, home=LIFTED)})
    assert key_areas(back) == ((0, LIFTED), (second.start_tick, plan.key))


def test_a_lift_at_a_must_hit_inside_a_panel() -> None:
    plan = tiny_cue.plan()
    first, second = plan.panels
    inner = replace(plan.hits[0], panel_uid=first.panel_uid, tick=480, weight=HitWeight.MUST)
    lifted = replace(
        plan, hits=(inner, *plan.hits), arrivals={f"{first.panel_uid}/1": Arrival(1, home=LIFTED)}
    )
    assert key_areas(lifted) == ((0, plan.key), (480, LIFTED), (second.start_tick, plan.key))
