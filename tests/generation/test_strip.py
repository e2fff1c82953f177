"""The strip: pan keeps power and mono, level and high-pass do what they say, in any block size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_plans import part

from musflow_studio.generation.strip import MonoBass, Strip, pan_matrix

RATE = 44100


@pytest.mark.parametrize("pan", [-1.0, -0.4, 0.0, 0.25, 1.0])
def test_pan_keeps_the_power_of_the_middle_and_the_sides_cancel_in_mono(pan: float) -> None:
    matrix = pan_matrix(pan)
    middle = matrix @ np.array([1.0, 1.0])
    side = matrix @ np.array([1.0, -1.0])
    assert np.sum(middle**2) == pytest.approx(2.0, rel=1e-6)
    assert side.sum() == pytest.approx(0.0, abs=1e-6)


def test_the_centre_leaves_stereo_alone_and_the_ends_are_the_ends() -> None:
    assert pan_matrix(0.0) == pytest.approx(np.eye(2), abs=1e-7)
    assert (pan_matrix(1.0) @ np.array([1.0, 1.0]))[0] == pytest.approx(0.0, abs=1e-6)
    assert (pan_matrix(-1.0) @ np.array([1.0, 1.0]))[1] == pytest.approx(0.0, abs=1e-6)


def test_gain_is_in_decibels_and_the_send_is_a_share_of_the_dry_sound() -> None:
    sound = np.ones((2, 64), np.float32)
    loud = replace(part([]), gain_db=-6.0206, reverb_send=0.5)
    plain = Strip(part([]), RATE).process(sound)[0]
    dry, send = Strip(loud, RATE).process(sound)
    assert dry == pytest.approx(plain / 2, rel=1e-4)
    assert send == pytest.approx(dry[0] / 2, rel=1e-4)


def test_the_high_pass_takes_12_db_an_octave_and_does_not_mind_blocks() -> None:
    line = np.arange(RATE) / RATE
    low = np.tile(np.sin(2 * np.pi * 50 * line), (2, 1)).astype(np.float32)
    cut = replace(part([]), high_pass_hz=200.0)
    whole = Strip(cut, RATE).process(low)[0]
    plain = Strip(part([]), RATE).process(low)[0]
    drop = 20 * np.log10(np.std(whole[:, 8000:]) / np.std(plain[:, 8000:]))
    assert -26 < drop < -22
    strip = Strip(cut, RATE)
    blocks = [
        strip.process(np.ascontiguousarray(low[:, i : i + 4410]))[0] for i in range(0, RATE, 4410)
    ]
    assert np.max(np.abs(np.concatenate(blocks, axis=1) - whole)) < 1e-7


def test_bass_is_mono_and_treble_keeps_its_width() -> None:
    moments = np.arange(RATE) / RATE
    for hertz, left in ((50.0, -22.0), (2000.0, -0.1)):
        tone = np.sin(2 * np.pi * hertz * moments).astype(np.float32)
        out = MonoBass(RATE).process(np.stack((tone, -tone)))[:, RATE // 2 :]
        side_db = 20 * np.log10(np.std(out[0] - out[1]) / np.std(2 * tone))
        assert side_db < left if hertz < 120 else side_db > left


def test_mono_bass_keeps_what_is_mono_and_does_not_depend_on_blocks() -> None:
    noise = np.random.default_rng(1).standard_normal(4096).astype(np.float32)
    same = MonoBass(RATE).process(np.stack((noise, noise)))
    assert np.array_equal(same[0], noise)
    stereo = np.random.default_rng(2).standard_normal((2, 4096)).astype(np.float32)
    folded = MonoBass(RATE)
    blocks = [folded.process(stereo[:, at : at + 512]) for at in range(0, 4096, 512)]
    whole = MonoBass(RATE).process(stereo)
    np.testing.assert_allclose(np.concatenate(blocks, axis=1), whole, atol=1e-6)
