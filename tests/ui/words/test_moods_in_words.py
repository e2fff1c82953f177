"""Where mood words stand on the pad, and which the keys mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QPointF, QRectF, QSizeF

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from ui.words.mood_words import (
    MOOD_KEYS,
    QuickEntry,
    from_pad,
    nearest_word,
    placed_words,
    to_pad,
)

ROOM = QRectF(1, 1, 200, 180)


@pytest.mark.parametrize("word", sorted(MOOD_WORDS))
def test_every_word_is_the_nearest_to_its_own_place(word: str) -> None:
    mood = MOOD_WORDS[word]
    nearest = MOOD_WORDS[nearest_word(mood.valence, mood.arousal)]
    assert (nearest.valence, nearest.arousal) == (mood.valence, mood.arousal)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_pad_and_the_plane_are_one(valence: float, arousal: float) -> None:
    back = from_pad(to_pad(valence, arousal, ROOM), ROOM)
    assert back == pytest.approx((valence, arousal), abs=0.0051)


def test_beyond_the_pad_is_its_edge() -> None:
    assert from_pad(QPointF(-50, 900), ROOM) == (-1.0, -1.0)
    assert from_pad(QPointF(500, -3), ROOM) == (1.0, 1.0)


def test_shown_words_never_touch_and_stay_inside() -> None:
    placed = placed_words(ROOM, lambda word: QSizeF(6.5 * len(word), 14))
    places = list(placed.values())
    assert len(places) >= 10
    assert all(ROOM.contains(place) for place in places)
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def test_the_keys_lie_on_the_plane_as_on_a_number_pad() -> None:
    def middle(digits: tuple[int, ...], axis: str) -> float:
        return sum(float(getattr(MOOD_WORDS[MOOD_KEYS[d]], axis)) for d in digits) / 3

    assert middle((7, 8, 9), "arousal") > middle((4, 5, 6), "arousal") + 0.2
    assert middle((4, 5, 6), "arousal") > middle((1, 2, 3), "arousal") + 0.2
    assert middle((3, 6, 9), "valence") > middle((2, 5, 8), "valence") + 0.4
    assert middle((2, 5, 8), "valence") > middle((1, 4, 7), "valence") + 0.2
    assert len(set(MOOD_KEYS.values())) == 9


def test_two_keys_make_an_entry() -> None:
    assert not QuickEntry().wants_energy
    assert QuickEntry.of(7) == QuickEntry("tense")
    assert QuickEntry.of(0).wants_energy
    assert [QuickEntry.energy(digit) for digit in (1, 5, 9, 0)] == [0.0, 0.5, 1.0, None]
