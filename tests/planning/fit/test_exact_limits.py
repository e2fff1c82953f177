"""Exact limits: 4 % over 3 s, 10 % below, and runs of short sections count as long ones."""

from __future__ import annotations

import numpy as np

from musflow_studio.planning.fit.exact_limits import deviation_costs, runs_too_far


def test_the_limit_depends_on_the_length() -> None:
    seconds = np.array([2.9, 2.9, 3.1, 3.1])
    allowed = np.isfinite(deviation_costs(np.array([0.09, 0.101, 0.039, 0.041]), seconds, False))
    assert allowed.tolist() == [True, False, True, False]
    assert not np.isfinite(deviation_costs(np.array([0.05]), np.array([1.0]), True)).any()


def test_a_run_at_one_tempo_is_as_long_as_its_sections_together() -> None:
    assert runs_too_far([2.0, 1.5, 2.0], [0.06, 0.0605, -0.05]) == [0, 1]
    assert runs_too_far([2.0, 0.9, 2.0], [0.06, 0.0605, -0.05]) == []
    assert runs_too_far([2.0, 1.5], [0.03, 0.0305]) == []
