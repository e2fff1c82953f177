"""The measures of mood, against sounds whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from musflow_studio.evaluation import mood_heard
from musflow_studio.evaluation.rendered import RATE_HZ

SECONDS = np.arange(12 * RATE_HZ) / RATE_HZ


def clicks(bpm: float) -> NDArray[np.float64]:
    """A short noise on every beat, a softer one between."""
    noise = np.random.default_rng(1).standard_normal(SECONDS.size)
    phase = SECONDS * bpm / 60 % 1
    return noise * (np.exp(-phase * 60) + 0.15 * np.exp(-((phase - 0.5) % 1) * 60))


def chords(*triads: tuple[int, ...]) -> NDArray[np.float64]:
    """Triads of MIDI pitches, one after the other, as sines."""
    span = SECONDS.size // len(triads)
    out = np.zeros(SECONDS.size)
    for i, triad in enumerate(triads):
        piece = slice(i * span, (i + 1) * span)
        for pitch in triad:
            out[piece] += np.sin(2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * SECONDS[piece])
    return out


@pytest.mark.parametrize("bpm", [72, 96, 120])
def test_the_pulse_of_clicks(bpm: float) -> None:
    assert mood_heard.pulse_bpm(clicks(bpm), 58, 138) == pytest.approx(bpm, rel=0.02)


def test_major_and_minor_on_the_same_tonic() -> None:
    major = chords((60, 64, 67), (65, 69, 72), (67, 71, 74), (60, 64, 67))
    minor = chords((60, 63, 67), (65, 68, 72), (67, 70, 74), (60, 63, 67))
    for sound, told in ((major, True), (minor, False)):
        power = mood_heard._spectra(sound, 8192, 4096)  # noqa: SLF001
        assert mood_heard.is_major(power, 0) is told


def test_brightness_is_the_frequency_of_a_sine() -> None:
    power = mood_heard._spectra(np.sin(2 * np.pi * 1000 * SECONDS), 8192, 4096)  # noqa: SLF001
    assert mood_heard.centroid_hz(power) == pytest.approx(1000, rel=0.02)


def test_ranks() -> None:
    assert mood_heard.rank_correlation([1, 2, 3], [10, 20, 25]) == pytest.approx(1)
    assert mood_heard.rank_correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert mood_heard.rank_correlation([1, 2, 3, 4], [1, 1, 2, 2]) == pytest.approx(0.894, abs=1e-3)
