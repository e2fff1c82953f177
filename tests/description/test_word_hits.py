"""Mood words are found in every form, and "not" turns them around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.description.mood_lexicon import LEXICON, word_forms
from musflow_studio.description.word_hits import find_hits, opposite, without_negated
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS


def _found(text: str) -> list[tuple[str, str, bool]]:
    return [(hit.says, hit.mood_word, hit.negated) for hit in find_hits(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A storm breaks over the ship.", [("storm", "chaotic", False)]),
        ("He is not afraid.", [("not afraid", "frightened", True)]),
        ("Nobody laughs.", [("nobody laughs", "joyful", True)]),
        ("She is no longer sad.", [("no longer sad", "sad", True)]),
        ("They walk on without fear.", [("without fear", "frightened", True)]),
        ("It isn't dangerous.", [("isn't dangerous", "frightened", True)]),
        (
            "She doesn’t cry, she laughs.",
            [("doesn't cry", "sad", True), ("laughs", "joyful", False)],
        ),
        ("Not only happy but proud.", [("happy", "joyful", False)]),
        ("It is not without danger.", [("danger", "frightened", False)]),
        (
            "No rain today. A storm tomorrow.",
            [("no rain", "melancholic", True), ("storm", "chaotic", False)],
        ),
        ("He stops crying.", [("stops crying", "sad", True)]),
        ("They stop at the grave.", [("grave", "grieving", False)]),
        ("They set sail.", [("set sail", "adventurous", False)]),
        ("The table, the chair.", []),
        ("", []),
    ],
)  # fmt: skip
def test_words_and_denials(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("running", "run"),
        ("cried", "cry"),
        ("hoped", "hope"),
        ("kisses", "kiss"),
        ("hugged", "hug"),
    ],
)
def test_inflected_forms(word: str, base: str) -> None:
    assert base in word_forms(word)


def test_an_intensifier_speaks_louder_and_a_denial_softer() -> None:
    plain, very, denied = (
        find_hits(text)[0].strength for text in ("happy", "very happy", "not happy")
    )
    assert very > plain > denied > 0


def test_every_listed_word_is_found_as_its_mood() -> None:
    for key, (mood_word, _) in LEXICON.items():
        assert mood_word in MOOD_WORDS
        assert [hit.mood_word for hit in find_hits(key)] == [mood_word], key


def test_the_opposite_lies_across_the_middle() -> None:
    for word in MOOD_WORDS.values():
        other = opposite(word)
        assert other.valence * word.valence <= 0
        assert other.arousal * word.arousal <= 0
        assert abs(other.valence) < abs(word.valence)
        assert 0 <= other.tension <= 0.35


def test_denied_words_are_cut_out() -> None:
    assert without_negated("They walk on without fear.") == "they walk on ."
    assert without_negated("A storm, no fear.") == "a storm , ."


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for hit in find_hits(text):
        assert 0 < hit.strength <= 1.5
    without_negated(text)
