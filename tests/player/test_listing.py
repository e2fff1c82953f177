"""What an audition steps through: all, what was found, or hidden presets in another order."""

from __future__ import annotations

import pytest

from musflow_studio.audition.listing import Listing
from musflow_studio.domain.errors import StudioError
from musflow_studio.presets import load_finishing

ALL = load_finishing()


@pytest.fixture
def listing() -> Listing:
    made = Listing()
    made.fill(ALL.values())
    return made


def test_steps_go_round_the_ends(listing: Listing) -> None:
    names = list(ALL)
    assert listing.after(names[-1], 1).name == names[0]
    assert listing.after(names[0], -1).name == names[-1]
    assert [p.name for p in listing.around(names[0], 1)] == [names[1], names[-1]]
    assert (listing.after("gone", 1).name, listing.after("gone", -1).name) == (names[0], names[0])


def test_what_was_found_is_stepped_through_alone(listing: Listing) -> None:
    listing.only(["tape", "lo-fi", "nothing"])
    assert listing.labels == ["lo-fi", "tape"]
    assert listing.after("tape", 1).name == "lo-fi"
    assert listing.at(2).name == "tape"
    listing.only([])
    assert len(listing.presets) == len(ALL)
    listing.only(None)
    assert listing.labels == list(ALL)


def test_hidden_ones_have_numbers_in_an_order_that_stays(listing: Listing) -> None:
    orders = set()
    for _ in range(8):
        listing.hide(on=False)
        listing.hide(on=True)
        orders.add(tuple(p.name for p in listing.presets))
    assert len(orders) > 1
    order = [p.name for p in listing.presets]
    listing.hide(on=True)
    listing.fill(ALL.values())  # the shelf is read anew
    assert [p.name for p in listing.presets] == order
    assert listing.labels == [str(i) for i in range(1, len(ALL) + 1)]
    assert listing.label(ALL["tape"]) == str(order.index("tape") + 1)
    assert listing.at(3).name == order[2]
    with pytest.raises(StudioError, match="No preset has this number"):
        listing.at(0)
