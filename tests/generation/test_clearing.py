"""Clearing: the accompaniment dips around 2 kHz while the melody sings, and only then."""

from __future__ import annotations

import numpy as np
import pytest
from small_plans import note, part, plan_of

from musflow_studio.domain.score import Role
from musflow_studio.generation.clearing import DIP_DB, Clearing, Singing

RATE = 44100
PLAN = plan_of([part([note(1920, 72, 90, 960)])], 96)  # sings from 1.0 s to 1.5 s


def test_the_dip_is_there_while_the_melody_sings_and_gone_before_and_after() -> None:
    tone = np.sin(np.arange(4 * RATE) * 2 * np.pi * 2000 / RATE, dtype=np.float64)
    stereo = np.stack((tone, tone)).astype(np.float32)
    clearing = Clearing(Singing(PLAN, RATE), RATE)
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
    out = Clearing(Singing(PLAN, RATE), RATE).process(np.stack((tone, tone)), 0)
    assert 20 * np.log10(np.std(out[:, RATE:]) / np.std(tone[RATE:])) > -0.5


def test_without_a_melody_nothing_is_touched() -> None:
    plan = plan_of([part([note(0)], Role.PAD)])
    noise = np.random.default_rng(1).standard_normal((2, 4096)).astype(np.float32)
    assert np.array_equal(Clearing(Singing(plan, RATE), RATE).process(noise, 0), noise)


def test_notes_near_one_another_are_one_stretch() -> None:
    plan = plan_of([part([note(0), note(1200, 64)])], 96)
    assert Singing(plan, RATE).curve(0, round(0.9 * RATE)).min() == 1.0
