"""Damping: hands change at hard cuts, and what rang of the old music is gone soon after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from small_plans import note, part, plan_of

from musflow_studio.domain.plan import CuePlan, PanelPlan, Passage, Transition
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Part
from musflow_studio.domain.storyboard import HitWeight, Panel
from musflow_studio.generation import generate
from musflow_studio.generation.damping import FADE_S, FULL, Damp, hands_of
from musflow_studio.generation.timeline import part_events

RATE = 44100
HARP = 46


def two_panels(parts: list[Part], weight: HitWeight, energy: float = 0.4) -> CuePlan:
    """A cue of 4 s, cut in the middle; the second panel has this weight and energy."""
    plan = plan_of(parts, 96)
    panels = (Panel("p1", "1", 48), Panel("p2", "2", 48, weight=weight))
    board = replace(plan.storyboard, panels=panels)
    first = replace(plan.panels[0], end_frame=48, end_tick=3840)
    second = PanelPlan("p2", 48, 96, 3840, 7680, first.mood, energy, ())
    return replace(plan, storyboard=board, panels=(first, second))


def ring_db(plan: CuePlan, folder: Path) -> float:
    """Level of the 100 ms from 400 ms after the cut, over that of the 100 ms before it."""
    folder.mkdir()
    take = generate(GenerationRequest(plan, 1, Quality.STANDARD, folder))
    sound, _ = soundfile.read(take.mix.path)
    before, after = sound[2 * RATE - 4410 : 2 * RATE], sound[2 * RATE + 17640 : 2 * RATE + 22050]
    return float(20 * np.log10((np.std(after) + 1e-9) / np.std(before)))


def test_only_hard_cuts_change_hands() -> None:
    soft = two_panels([], HitWeight.SHOULD)
    assert hands_of(soft, RATE).cuts == ()
    assert hands_of(two_panels([], HitWeight.MUST), RATE).cuts == (2 * RATE,)
    assert hands_of(two_panels([], HitWeight.SHOULD, 0.75), RATE).cuts == (2 * RATE,)
    led = replace(soft, passages={"p1/0": Passage(leads_out=Transition.FILL), "p2/0": Passage()})
    assert hands_of(led, RATE).cuts == (2 * RATE,)


def test_the_ring_of_a_harp_goes_at_a_hard_cut_and_stays_at_a_soft_one(tmp_path: Path) -> None:
    harp = [part([note(2880, 48, 110, 960)], program=HARP)]
    stays = ring_db(two_panels(harp, HitWeight.SHOULD), tmp_path / "soft")
    goes = ring_db(two_panels(harp, HitWeight.MUST), tmp_path / "hard")
    assert stays > -20
    assert goes < -40


def test_the_new_hand_is_not_faded(tmp_path: Path) -> None:
    new = [part([replace(note(3840, 60, 100, 1920), panel_uid="p2")], program=HARP)]
    sounds = []
    for weight in (HitWeight.SHOULD, HitWeight.MUST):
        folder = tmp_path / weight.value
        folder.mkdir()
        plan = two_panels(new, weight)
        take = generate(GenerationRequest(plan, 1, Quality.STANDARD, folder))
        sounds.append(soundfile.read(take.mix.path)[0])
    assert np.array_equal(*sounds)


@pytest.mark.parametrize(("bank", "damped"), [(0, True), (128, False)])
def test_fades_end_in_silence_and_drums_ring_on(bank: int, damped: bool) -> None:
    plan = two_panels([], HitWeight.MUST)
    played = part([note(2880, 48), replace(note(3840, 48), panel_uid="p2")], bank=bank)
    events = part_events(played, plan.grid, RATE, 4 * RATE, hands_of(plan, RATE))
    fades = [event for event in events if isinstance(event, Damp)]
    assert bool(fades) is damped
    if damped:
        assert all(fade.hand == 0 and fade.level < FULL for fade in fades)
        assert fades[-1].level == 0
        assert fades[-1].frame == pytest.approx((2 + FADE_S) * RATE, abs=64)


def test_a_hand_begins_its_next_turn_at_full_level() -> None:
    plan = two_panels([], HitWeight.MUST)
    third = replace(plan.panels[1], panel_uid="p3", start_frame=72, start_tick=5760)
    board = plan.storyboard
    panels = (*board.panels[:1], Panel("p2", "2", 24, weight=HitWeight.MUST),
              Panel("p3", "3", 24, weight=HitWeight.MUST))  # fmt: skip
    plan = replace(plan, storyboard=replace(board, panels=panels), panels=(*plan.panels, third))
    notes = [replace(note(t, 48), panel_uid=u) for t, u in ((0, "p1"), (3840, "p2"), (5760, "p3"))]
    events = part_events(part(notes), plan.grid, RATE, 4 * RATE, hands_of(plan, RATE))
    again = [event for event in events if isinstance(event, Damp) and event.level == FULL]
    assert [(event.hand, event.frame) for event in again] == [(0, round(3 * RATE / 64) * 64)]
    assert events[events.index(again[0]) + 1].frame == again[0].frame
