"""Distances against closed forms."""

import numpy as np
import pytest

from musflow_studio.evaluation.model.distances import bandwidth_of, fad, kad, recognition_kl

RNG = np.random.default_rng(5)


def with_moments(mean, covariance, count=400):
    """Rows whose own mean and covariance are exactly these."""
    rows = RNG.normal(size=(count, len(mean)))
    rows -= rows.mean(0)
    own = np.linalg.cholesky(rows.T @ rows / (count - 1))
    return rows @ np.linalg.inv(own).T @ np.linalg.cholesky(covariance).T + mean


def test_fad_of_gaussians_in_closed_form():
    one = with_moments(np.zeros(3), np.diag([1.0, 4.0, 9.0]))
    other = with_moments(np.array([1.0, 2.0, 0.0]), np.diag([4.0, 1.0, 9.0]))
    assert fad(one, other) == pytest.approx(1 + 4 + (1 - 2) ** 2 + (2 - 1) ** 2, abs=1e-6)
    assert fad(one, one) == pytest.approx(0, abs=1e-6)


def test_fad_knows_correlation():
    turned = np.array([[2.0, 1.0], [1.0, 2.0]])
    straight = np.diag([2.0, 2.0])
    roots = np.sqrt(np.linalg.eigvals(turned @ straight)).sum()
    expected = np.trace(turned) + np.trace(straight) - 2 * roots
    made = fad(with_moments(np.zeros(2), turned), with_moments(np.zeros(2), straight))
    assert made == pytest.approx(float(expected.real), abs=1e-6)


def test_kad_is_unbiased_about_nought_for_one_distribution_and_not_for_two():
    same, other = [], []
    for _ in range(200):
        one, two, moved = RNG.normal(size=(3, 30, 4))
        width = bandwidth_of(one)
        same.append(kad(one, two, width))
        other.append(kad(one, moved + 1, width))
    assert abs(np.mean(same)) < 3 * np.std(same) / np.sqrt(len(same))
    assert min(same) < 0
    assert np.mean(other) > 10 * np.std(same)


def test_kad_by_hand():
    reference, judged = np.array([[0.0], [2.0]]), np.array([[1.0], [1.0]])
    expected = np.exp(-2) + 1 - 2 * np.exp(-0.5)
    assert kad(reference, judged, 1.0) == pytest.approx(100 * expected)


def test_the_bandwidth_is_the_references_median_distance():
    assert bandwidth_of(np.array([[0.0], [1.0], [3.0]])) == pytest.approx(2.0)


def test_kl_of_recognition():
    certain, even = np.array([[0.9, 0.1]]), np.array([[0.5, 0.5]])
    assert recognition_kl(certain, certain) == 0
    expected = 2 * (0.9 * np.log(0.9 / 0.5) + 0.1 * np.log(0.1 / 0.5))
    assert recognition_kl(certain, even) == pytest.approx(expected)
