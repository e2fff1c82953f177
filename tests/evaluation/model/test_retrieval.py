"""Retrieval: known places, known shares, a pair that helps and one that does not."""

import numpy as np
import pytest

from musflow_studio.evaluation.model.retrieval import gain, mean_of, ranks, recall

RNG = np.random.default_rng(2)


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_places_of_known_embeddings():
    answers = np.eye(4)
    asked = unit(np.array([[1, 0, 0, 0], [1, 0.5, 0, 0], [1, 0.9, 0.8, 0], [0, 0, 0, 1.0]]))
    assert ranks(asked, answers).tolist() == [0, 1, 2, 0]
    assert recall(ranks(asked, answers), 1) == 0.5
    assert recall(ranks(asked, answers), 2) == 0.75


def test_in_galleries_each_is_looked_for_among_its_own():
    answers = unit(RNG.normal(size=(40, 8)))
    asked = unit(answers + RNG.normal(scale=0.5, size=answers.shape))
    halves = [ranks(asked[part], answers[part]) for part in (slice(20), slice(20, 40))]
    assert ranks(asked, answers, 20).tolist() == np.concatenate(halves).tolist()
    assert (ranks(asked, answers) >= ranks(asked, answers, 20)).all()


def test_chance_is_ten_in_two_hundred():
    found = [
        recall(ranks(unit(RNG.normal(size=(200, 16))), unit(RNG.normal(size=(200, 16)))))
        for _ in range(20)
    ]
    assert np.mean(found) == pytest.approx(0.05, abs=0.01)


def test_two_views_with_errors_of_their_own_are_better_together():
    answers = unit(RNG.normal(size=(200, 24)))
    one, other = (unit(answers + RNG.normal(scale=0.35, size=answers.shape)) for _ in range(2))
    singles = [ranks(rows, answers) for rows in (one, other)]
    pair = ranks(mean_of([one, other]), answers)
    more, low, high = gain(pair, singles[0], 10, seed=1)
    assert low <= more <= high
    assert low > 0
    nothing, low, high = gain(singles[0], singles[0], 10, seed=1)
    assert (nothing, low, high) == (0, 0, 0)


def test_wordings_of_one_thing_are_drawn_together():
    single = np.where(RNG.random(60) < 0.5, 0, 99)
    pair = np.where(RNG.random(60) < 0.8, 0, 99)
    once = gain(pair, single, 10, seed=1)
    again = [np.repeat(one[:, None], 4, 1) for one in (pair, single)]
    assert gain(*again, 10, seed=1) == once  # saying it four times is no more evidence


def test_a_mean_is_of_unit_length():
    assert np.allclose(np.linalg.norm(mean_of([unit(RNG.normal(size=(5, 8)))] * 2), axis=1), 1)
