"""Two takes at the level of the quieter."""

from __future__ import annotations

from ui.models.comparison import Comparison, matching_gains_db


def test_the_quieter_one_stays_and_nothing_is_made_louder():
    assert matching_gains_db({"a": -20.0, "b": -26.5}) == {"a": -6.5, "b": 0.0}
    assert matching_gains_db({"a": None, "b": -26.5}) == {"a": 0.0, "b": 0.0}
    assert matching_gains_db({"a": None, "b": None}) == {"a": 0.0, "b": 0.0}


def test_the_other_of_the_two():
    pair = Comparison("a", "b")
    assert (pair.other("a"), pair.other("b")) == ("b", "a")
