"""The table of mood words is well-formed, and looking up in it is consistent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.description.mood_words import (
    nearest_mood_words,
    quarter,
    suggestions,
    surroundings,
    weighted_mean,
)
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS, MoodWord

_AXIS = st.floats(-1, 1)
_POINT = st.builds(MoodWord, _AXIS, _AXIS, _AXIS, st.floats(0, 1))


def test_every_word_lies_in_range_and_quarters_are_all_served() -> None:
    for word in MOOD_WORDS.values():
        assert all(-1 <= axis <= 1 for axis in word[:3])
        assert 0 <= word.tension <= 1
    quarters = [quarter(word) for word in MOOD_WORDS.values()]
    assert min(quarters.count(one) for one in ("++", "+-", "-+", "--")) >= 7


def test_a_word_is_nearest_to_itself() -> None:
    for name, word in MOOD_WORDS.items():
        assert nearest_mood_words(word)[0] == name


def test_support_decides_between_neighbours() -> None:
    between = weighted_mean([(1, MOOD_WORDS["sad"]), (1, MOOD_WORDS["lonely"])])
    for word in ("sad", "lonely"):
        assert nearest_mood_words(between, {word: 1.0})[0] == word


@given(_POINT)
def test_three_different_suggestions(point: MoodWord) -> None:
    chosen = suggestions(point)
    assert len(set(chosen)) == 3
    assert set(chosen) <= set(MOOD_WORDS)
    assert len({MOOD_WORDS[word].valence > 0 for word in chosen}) == 2


@given(_AXIS, _AXIS)
def test_surroundings_keep_what_was_set(valence: float, arousal: float) -> None:
    point = surroundings(valence, arousal)
    assert point[:2] == (valence, arousal)
    assert -1 <= point.dominance <= 1
    assert 0 <= point.tension <= 1


def test_surroundings_of_a_word_are_its_own() -> None:
    calm = MOOD_WORDS["calm"]
    assert surroundings(calm.valence, calm.arousal) == pytest.approx(calm, abs=0.12)
