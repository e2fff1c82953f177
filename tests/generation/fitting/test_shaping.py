"""Silence, words, the end and the seam of a found music."""

from dataclasses import replace

import numpy as np
import pytest
from clicked_music import RATE_HZ, gridded
from tiny_cue import plan as two_panels

from musflow_studio.domain.plan import Ending, LengthMode
from musflow_studio.generation.fitting.shaping import frames_beyond, shaped

NOISE = np.random.default_rng(2).normal(0, 0.1, (2, 6 * RATE_HZ)).astype(np.float32)


def level(audio, start_s, end_s):
    return float(np.std(audio[:, round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]))


def test_it_fades_over_the_tail_and_without_one_over_the_last_bar():
    plan = gridded([(0, 120)], [(0, 4, 4)], 5)
    with_tail = replace(plan, tail_s=1.0)
    assert frames_beyond(with_tail, RATE_HZ) == RATE_HZ
    made = shaped(NOISE, RATE_HZ, with_tail, 5 * RATE_HZ)
    assert made.shape == NOISE.shape
    assert level(made, 4.5, 5) == pytest.approx(0.1, rel=0.05)
    assert level(made, 5.95, 6) < 0.01
    short = shaped(NOISE[:, : 5 * RATE_HZ], RATE_HZ, plan, 5 * RATE_HZ)
    assert level(short, 4.95, 5) < 0.01 < level(short, 2.9, 3)


def test_a_cut_stays_a_cut():
    plan = replace(gridded([(0, 120)], [(0, 4, 4)], 5), ending=Ending.CUT)
    part = NOISE[:, : 5 * RATE_HZ]
    assert np.array_equal(shaped(part, RATE_HZ, plan, part.shape[1]), part)


def test_panels_without_music_are_silent():
    part = NOISE[:, :RATE_HZ]
    plan = replace(two_panels(), tacet=("a",), ending=Ending.CUT)
    made = shaped(part, RATE_HZ, plan, RATE_HZ)
    assert level(made, 0, 0.5) == 0
    assert level(made, 0.55, 1) == pytest.approx(0.1, rel=0.05)


def test_words_are_made_room_for():
    part = NOISE[:, :RATE_HZ]
    plan = replace(two_panels(), under_words=("b",), ending=Ending.CUT)
    made = shaped(part, RATE_HZ, plan, RATE_HZ)
    assert level(made, 0.6, 1) < 0.9 * level(made, 0, 0.4)


def test_a_loop_passes_into_its_beginning():
    plan = replace(gridded([(0, 120)], [(0, 4, 4)], 4), length_mode=LengthMode.LOOP)
    slow = np.sin(2 * np.pi * 1.37 * np.arange(6 * RATE_HZ) / RATE_HZ).astype(np.float32)
    sound = np.stack([slow, slow])[:, : 4 * RATE_HZ + frames_beyond(plan, RATE_HZ)]
    made = shaped(sound, RATE_HZ, plan, 4 * RATE_HZ)
    assert made.shape[1] == 4 * RATE_HZ
    assert abs(made[0, 0] - made[0, -1]) < 0.001
    assert abs(sound[0, 0] - sound[0, 4 * RATE_HZ - 1]) > 0.1
