"""The join of a loop's end to its start: nothing is lost, whether the two are alike or not."""

from __future__ import annotations

import numpy as np

from musflow_studio.generation.rendering import Block, joined


def noise(seed: int) -> Block:
    return np.random.default_rng(seed).normal(0, 0.1, (2, 2, 20_000)).astype(np.float32)


def test_what_is_alike_stays_as_it_is() -> None:
    same = noise(1)
    np.testing.assert_allclose(joined(same, same), same, atol=1e-6)


def test_what_is_not_alike_keeps_its_power() -> None:
    end, before = noise(1), noise(2)
    middle = slice(8_000, 12_000)
    power = np.sqrt((joined(end, before)[:, :, middle] ** 2).mean())
    assert abs(20 * np.log10(power / 0.1)) < 0.3


def test_it_begins_with_the_one_and_ends_with_the_other() -> None:
    end, before = noise(1), noise(2)
    gone_over = joined(end, before)
    np.testing.assert_allclose(gone_over[:, :, 0], end[:, :, 0], atol=1e-4)
    np.testing.assert_allclose(gone_over[:, :, -1], before[:, :, -1], atol=1e-4)


def test_silence_joins_silence() -> None:
    nothing = np.zeros((1, 2, 100), np.float32)
    assert not joined(nothing, nothing).any()
    assert np.isfinite(joined(nothing, noise(1)[:1, :, :100])).all()
