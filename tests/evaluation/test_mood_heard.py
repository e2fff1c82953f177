"""The measures of mood, against sounds whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from musflow_studio.evaluation import mood_heard
from musflow_studio.evaluation.rendered import RATE_HZ

SECONDS = np.arange(12 * RATE_HZ) / RATE_HZ


def test_brightness_is_the_frequency_of_a_sine() -> None:
    power = mood_heard._spectra(np.sin(2 * np.pi * 1000 * SECONDS), 8192, 4096)  # noqa: SLF001
    assert mood_heard.centroid_hz(power) == pytest.approx(1000, rel=0.02)


def test_ranks() -> None:
    assert mood_heard.rank_correlation([1, 2, 3], [10, 20, 25]) == pytest.approx(1)
    assert mood_heard.rank_correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert mood_heard.rank_correlation([1, 2, 3, 4], [1, 1, 2, 2]) == pytest.approx(0.894, abs=1e-3)
