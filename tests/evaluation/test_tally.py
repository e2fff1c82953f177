"""Tallies add up, and a rule holds only with enough cases kept."""

from musflow_studio.evaluation.sample_boards import sample_board
from musflow_studio.evaluation.tally import EXAMPLES_KEPT, Tally, add_up


def test_adds_the_same_rule_over_cues_and_keeps_some_examples() -> None:
    one = Tally(2, "no thirds below C3", 3, 4, 0.8, ("panel 1",))
    two = Tally(2, "no thirds below C3", 1, 1, 0.8, tuple(f"panel {i}" for i in range(30)))
    (both,) = add_up([one, two])
    assert (both.kept, both.counted, both.holds) == (4, 5, True)
    assert len(both.broken) == EXAMPLES_KEPT


def test_a_rule_that_never_applied_holds_and_a_broken_one_does_not() -> None:
    assert Tally(1, "x", 0, 0).holds
    assert not Tally(1, "x", 9, 10).holds


def test_orders_by_rule() -> None:
    assert [t.rule for t in add_up([Tally(3, "b", 1, 1), Tally(1, "a", 1, 1)])] == [1, 3]


def test_a_seed_draws_the_same_board_again_and_another_seed_another() -> None:
    assert sample_board(3) == sample_board(3)
    assert sample_board(3) != sample_board(4)
