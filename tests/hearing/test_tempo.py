"""Tempo and beats of clicks, with a tempo that stays or wanders."""

from __future__ import annotations

import numpy as np
import pytest
from hearing.plain_sounds import clicks

from musflow_studio.hearing import listen

RATE_HZ = 44100


@pytest.mark.parametrize("bpm", [66.0, 83.5, 120.0, 151.0])
def test_tempo_and_beats_of_clicks(bpm: float) -> None:
    pulse = listen(clicks(bpm, 12, RATE_HZ), RATE_HZ).pulse
    assert pulse.bpm == pytest.approx(bpm, rel=0.002)
    true = 0.25 + np.arange(40) * 60 / bpm
    away = [np.abs(true - beat).min() for beat in pulse.beats_s]
    assert len(away) >= int(11 * bpm / 60) - 1
    assert max(away) < 0.003


def test_a_known_tempo_is_taken() -> None:
    found = listen(clicks(80, 12, RATE_HZ), RATE_HZ, bpm=160).pulse.beats_s
    assert np.median(np.diff(found)) == pytest.approx(60 / 160, abs=0.003)


def test_bounds_decide_between_a_tempo_and_its_double() -> None:
    sound = clicks(75, 12, RATE_HZ)
    assert listen(sound, RATE_HZ, low_bpm=60, high_bpm=100).pulse.bpm == pytest.approx(75, rel=0.01)
    assert listen(sound, RATE_HZ, low_bpm=110).pulse.bpm == pytest.approx(150, rel=0.01)


def test_beats_follow_a_tempo_that_drifts() -> None:
    """From 100 to 108 bpm over 16 s."""
    true = np.cumsum(60 / np.linspace(100, 108, 28))
    sound = np.zeros((1, 17 * RATE_HZ), np.float32)
    noise = np.random.default_rng(2).standard_normal(2000) * np.exp(-np.arange(2000) / 300)
    for time in true:
        start = round(time * RATE_HZ)
        sound[0, start : start + 2000] += (0.3 * noise).astype(np.float32)
    found = listen(sound, RATE_HZ).pulse.beats_s
    away = [np.abs(found - time).min() for time in true]
    assert np.max(away) < 0.003
