"""The style a board gets by itself: one clear mood, and what it should call for."""

from __future__ import annotations

import pytest

from musflow_studio.domain.description import (
    BoardReference,
    Description,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.planning import choose_style
from musflow_studio.presets import load_styles

STYLES = tuple(load_styles().values())


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("ominous", "dark-drone"),
        ("terrified", "dark-drone"),
        ("restless", "synth-pulse"),
        ("determined", "synth-pulse"),
        ("mysterious", "mystery-celesta"),
        ("peaceful", "ambient-pad"),
        ("nostalgic", "lo-fi"),
        ("solemn", "noir-jazz"),
        ("tender", "tender-piano"),
        ("hopeful", "orchestral-hope"),
        ("playful", "comic-pizzicato"),
        ("furious", "action-percussion"),
    ],
)
def test_a_board_of_one_mood_gets_a_style_that_serves_it(word: str, name: str) -> None:
    panel = PanelDescription("p1", "somebody", Mood(*MOOD_WORDS[word]), word, 0.5, (), ())
    board = Description((panel,), BoardReference(3.0, 1.0, 0.0))
    assert choose_style(STYLES, board).name == name


def test_every_mood_word_of_a_style_is_one_the_studio_knows() -> None:
    unknown = {(s.name, word) for s in STYLES for word in s.moods if word not in MOOD_WORDS}
    assert unknown == set()


def test_every_style_is_the_choice_for_some_mood() -> None:
    chosen = {
        choose_style(
            STYLES,
            Description(
                (PanelDescription("p1", "", Mood(*mood), word, 0.5, (), ()),),
                BoardReference(3.0, 1.0, 0.0),
            ),
        ).name
        for word, mood in MOOD_WORDS.items()
    }
    assert chosen == {style.name for style in STYLES}
