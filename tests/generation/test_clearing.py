"""Clearing: the music dips around 2 kHz while the melody sings or somebody speaks, only then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_plans import note, part, plan_of

from musflow_studio.domain.plan import CuePlan, LengthMode
from musflow_studio.domain.score import Role
from musflow_studio.generation.clearing import DIP_DB, Clearing, singing, speaking
from musflow_studio.generation.looping import written_out

RATE = 44100
PLAN = plan_of([part([note(1920, 72, 90, 960)])], 96)  # sings from 1.0 s to 1.5 s


def test_the_dip_is_there_while_the_melody_sings_and_gone_before_and_after() -> None:
    tone = np.sin(np.arange(4 * RATE) * 2 * np.pi * 2000 / RATE, dtype=np.float64)
    stereo = np.stack((tone, tone)).astype(np.float32)
    clearing = Clearing(singing(PLAN, RATE), RATE)
    out = np.concatenate(
        [clearing.process(stereo[:, at : at + 8192], at) for at in range(0, 4 * RATE, 8192)], axis=1
    )

    def gain_db(start_s: float) -> float:
        span = slice(round(start_s * RATE), round((start_s + 0.2) * RATE))
        return float(20 * np.log10(np.std(out[:, span]) / np.std(stereo[:, span])))

    assert gain_db(1.2) == pytest.approx(DIP_DB, abs=0.1)
    assert gain_db(0.3) == pytest.approx(0, abs=0.01)
    assert gain_db(3.0) == pytest.approx(0, abs=0.01)


def test_low_tones_are_left_alone() -> None:
    tone = np.sin(np.arange(2 * RATE) * 2 * np.pi * 100 / RATE).astype(np.float32)
    out = Clearing(singing(PLAN, RATE), RATE).process(np.stack((tone, tone)), 0)
    assert 20 * np.log10(np.std(out[:, RATE:]) / np.std(tone[RATE:])) > -0.5


def test_without_a_melody_nothing_is_touched() -> None:
    plan = plan_of([part([note(0)], Role.PAD)])
    noise = np.random.default_rng(1).standard_normal((2, 4096)).astype(np.float32)
    assert np.array_equal(Clearing(singing(plan, RATE), RATE).process(noise, 0), noise)


def test_notes_near_one_another_are_one_stretch() -> None:
    plan = plan_of([part([note(0), note(1200, 64)])], 96)
    assert singing(plan, RATE).curve(0, round(0.9 * RATE)).min() == 1.0


def three_panels(spoken: tuple[str, ...]) -> CuePlan:
    """Three panels of 2 s."""
    plan = plan_of([part([note(0)], Role.PAD)], 144)
    whole = plan.panels[0]
    panels = tuple(
        replace(whole, panel_uid=f"p{i}", start_frame=48 * i, end_frame=48 * (i + 1))
        for i in range(3)
    )
    return replace(plan, panels=panels, under_words=spoken)


def test_words_have_room_from_cut_to_cut_and_the_last_ring_stays_dipped() -> None:
    curve = speaking(three_panels(("p1",)), RATE).curve(0, 6 * RATE)
    assert not curve[: 2 * RATE].any()
    assert (curve[round(2.1 * RATE) : round(3.9 * RATE)] == 1).all()
    assert not curve[4 * RATE :].any()
    last = speaking(three_panels(("p1", "p2")), RATE).curve(0, 9 * RATE)
    assert (last[round(2.1 * RATE) :] == 1).all()
    assert not speaking(three_panels(()), RATE).any


def test_in_a_loop_every_pass_makes_room_where_the_bars_are() -> None:
    plan = three_panels(())
    ends = plan.grid.end_tick
    panels = tuple(
        replace(p, start_tick=ends * i // 3, end_tick=ends * (i + 1) // 3)
        for i, p in enumerate(plan.panels)
    )
    loop = replace(plan, panels=panels, under_words=("p2",), length_mode=LengthMode.LOOP)
    curve = speaking(written_out(loop, 2), RATE).curve(0, 12 * RATE)
    for at_s, full in ((3, 0), (5, 1), (7, 0), (11, 1)):
        assert curve[at_s * RATE] == full
