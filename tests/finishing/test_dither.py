"""Dither: keyed, unbiased, of the right size, silent for silence."""

from __future__ import annotations

import numpy as np
from sounds import plucks

from musflow_studio.finishing.dither import FULL_SCALE, Quantiser


def test_same_key_same_bytes_other_key_other_bytes() -> None:
    sound = plucks(0.5, 44100, 0.3)
    first = Quantiser("bass").quantised(sound)
    np.testing.assert_array_equal(first, Quantiser("bass").quantised(sound))
    assert (first != Quantiser("pad").quantised(sound)).any()


def test_block_size_does_not_matter() -> None:
    sound = plucks(0.5, 44100, 0.3)
    parts = Quantiser("mix")
    many = [parts.quantised(sound[i : i + 500]) for i in range(0, len(sound), 500)]
    np.testing.assert_array_equal(np.concatenate(many), Quantiser("mix").quantised(sound))


def test_error_has_no_mean_and_the_variance_of_triangular_dither() -> None:
    # TPDF of 2 LSB and rounding: variance 1/6 + 1/12 = 1/4 LSB squared, whatever the signal.
    for steps in (1000.0, 1000.25, 3_000_000.5):
        sound = np.full((200_000, 2), steps / FULL_SCALE, np.float32)
        error = Quantiser("mix").quantised(sound) - sound.astype(np.float64) * FULL_SCALE
        assert abs(error.mean()) < 0.005
        assert abs(error.var() - 0.25) < 0.005


def test_silence_stays_silence() -> None:
    assert not Quantiser("mix").quantised(np.zeros((1000, 2), np.float32)).any()


def test_beyond_full_scale_is_held_and_counted() -> None:
    quantiser = Quantiser("mix")
    held = quantiser.quantised(np.array([[1.5, -1.5], [0.5, 0.0]], np.float32))
    assert held[0].tolist() == [FULL_SCALE - 1, -FULL_SCALE]
    assert quantiser.clipped == 2
