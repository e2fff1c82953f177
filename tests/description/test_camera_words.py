"""Camera words go, the story stays, the slug line becomes tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.description.camera_words import place_marks, without_camera_words


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("CU on hand. PAN left to the door", "hand. the door"),
        ("MCU Tom, slow push in.", "Tom"),
        ("ECU eyes - she blinks", "eyes - she blinks"),
        ("INT. KITCHEN - NIGHT. Anna waits.", "KITCHEN, night. Anna waits"),
        ("Wide shot of the harbour", "the harbour"),
        ("Camera pans left, very dark. Lives in a cave", "very dark. Lives in a cave"),
        ("CUT TO: the ship", "the ship"),
        ("WS", ""),
        ("tilt up", ""),
        ("", ""),
    ],
)
def test_notes(note: str, left: str) -> None:
    assert without_camera_words(note, moves=True) == left


@pytest.mark.parametrize(
    "line",
    [
        "He pushes in the door",
        "The crane lifts the box",
        "The doors close on his hand, arms wide",
        "She cuts the rope and pans for gold",
        "Nobody tracks the wolf",
    ],
)
def test_story_verbs_are_no_camera_moves(line: str) -> None:
    assert without_camera_words(line, moves=False) == line


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("INT. KITCHEN - NIGHT", ("interior", "night")),
        ("EXT. CASTLE - DAY", ("exterior", "day")),
        ("INT./EXT. CAR - EVENING", ("interior", "exterior", "dusk")),
        ("An interesting extra day", ()),
    ],
)
def test_slug_lines(text: str, tags: tuple[str, ...]) -> None:
    assert place_marks(text) == tags


@given(st.text(max_size=200), st.booleans())
def test_nothing_is_ever_added(text: str, moves: bool) -> None:
    letters = without_camera_words(text, moves=moves).lower()
    assert len(letters.split()) <= len(text.split()) + text.count("\n") + text.count(".") + 1
