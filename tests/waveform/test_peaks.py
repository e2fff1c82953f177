"""Outlines hold the extremes of the samples they cover, at every width."""

from __future__ import annotations

import numpy as np
import pytest

from musflow_studio.waveform.peaks import BLOCK_FRAMES, PeakBuilder


def built(sound, block=1000):
    builder = PeakBuilder(sound.shape[1])
    for start in range(0, len(sound), block):
        builder.feed(sound[start : start + block])
    return builder.peaks()


def noise(frames, channels=2):
    return np.random.default_rng(7).uniform(-1, 1, (frames, channels)).astype(np.float32)


@pytest.mark.parametrize("frames", [1, 255, 256, 257, 5000, 300_000])
@pytest.mark.parametrize("columns", [1, 7, 400])
def test_the_whole_outline_holds_the_extremes(frames, columns):
    sound = noise(frames)
    outline = built(sound).outline(0, frames, columns)
    assert np.array_equal(outline.low.min(axis=0), sound.min(axis=0))
    assert np.array_equal(outline.high.max(axis=0), sound.max(axis=0))
    assert (outline.rms <= np.maximum(-outline.low, outline.high) + 1e-6).all()


def test_any_block_size_gives_the_same():
    sound = noise(20_000)
    whole, pieces = built(sound, 20_000), built(sound, 77)
    for one, other in zip(whole.levels, pieces.levels, strict=True):
        for a, b in zip(one, other, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-6)


def test_a_click_is_seen_where_it_is_at_every_width():
    sound = np.zeros((400_000, 1), np.float32)
    sound[123_456] = 0.9
    peaks = built(sound)
    for columns in (10, 100, 800):
        high = peaks.outline(0, 400_000, columns).high[:, 0]
        loud = np.flatnonzero(high)
        middle = 123_456 / 400_000 * columns
        assert len(loud) <= 2
        assert abs(loud - middle).min() <= 1


def test_outside_the_sound_there_is_silence():
    outline = built(np.ones((2560, 1), np.float32)).outline(-2560, 5120, 3 * 10)
    assert outline.high[:10].max() == 0
    assert outline.high[10:20].min() == 1
    assert outline.high[20:].max() == 0


def test_the_level_of_a_tone_is_its_root_mean_square():
    tone = 0.5 * np.sin(np.arange(200 * BLOCK_FRAMES) * 2 * np.pi / 64)[:, None]
    outline = built(tone.astype(np.float32)).outline(0, len(tone), 10)
    np.testing.assert_allclose(outline.rms, 0.5 / np.sqrt(2), rtol=1e-3)


def test_an_empty_sound_is_silence():
    outline = built(np.empty((0, 2), np.float32)).outline(0, 100, 5)
    assert outline.high.shape == (5, 2)
    assert not outline.high.any()
