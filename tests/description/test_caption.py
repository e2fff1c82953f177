"""Captions read as sentences; tags name place, time and action."""

from __future__ import annotations

import pytest

from musflow_studio.description.caption import LONGEST_CAPTION, as_sentence, caption, tags
from musflow_studio.domain.features import PictureFeatures, PictureKind
from musflow_studio.domain.storyboard import Panel, PanelOverride

DRAWING = PictureFeatures(1, PictureKind.DRAWING, 0.95, 0, 0, 0.2, 0, 0.1, 0.2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("the old  captain\nlooks out", "The old captain looks out."),
        ("KITCHEN, night. Anna waits", "Kitchen, night. Anna waits."),
        ("THE BRIDGE EXPLODES!", "The bridge explodes!"),
        ("Who is there?", "Who is there?"),
        ("FBI agents wait", "FBI agents wait."),
    ],
)
def test_sentences(text: str, sentence: str) -> None:
    assert as_sentence(text) == sentence


def test_long_stories_are_cut_at_a_word() -> None:
    sentence = as_sentence("wandering " * 60)
    assert len(sentence) <= LONGEST_CAPTION
    assert sentence.endswith("wandering…")


def test_the_story_is_preferred_then_notes_then_dialogue_then_the_picture() -> None:
    whole = Panel("a", "1", 24, story="EXT. BEACH - DAY. They run.", notes="CU feet", dialogue="hi")
    assert caption(whole, DRAWING) == "Beach, day. They run."
    assert caption(Panel("a", "1", 24, notes="CU on feet", dialogue="hi"), DRAWING) == "Feet."
    assert caption(Panel("a", "1", 24, notes="CU", dialogue="come back"), None) == "“Come back.”"
    assert caption(Panel("a", "1", 24), DRAWING) == "A drawing without words."
    assert caption(Panel("a", "1", 24), None) == "Nothing written and nothing to see."


def test_a_caption_by_hand_is_left_as_it_is() -> None:
    panel = Panel("a", "1", 24, story="x", override=PanelOverride(caption="my words"))
    assert caption(panel, None) == "my words"


def test_tags() -> None:
    panel = Panel(
        "a",
        "1",
        24,
        story="EXT. HARBOUR - NIGHT. He chases her; the ship is burning.",
        notes="WS sea",
    )
    found = tags(panel)
    assert found[:2] == ("exterior", "night")
    assert {"sea", "chase", "fire"} <= set(found)
    assert tags(Panel("a", "1", 24, story="He nods.")) == ()
