"""An edited description is read again where its words changed, and kept where they did not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musflow_studio.description import describe
from musflow_studio.domain.description import Description
from musflow_studio.domain.storyboard import Panel, PanelOverride, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.encoders.text import TextEncoder, load_text_encoder

BOARD = Storyboard(
    "board",
    FrameRate(),
    (
        Panel("a", "1", 96, story="The sea is calm at dawn."),
        Panel("b", "2", 48, story="She smiles and waves."),
        Panel("c", "3", 60),
    ),
)


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return load_text_encoder()


@pytest.fixture(scope="module")
def seen(encoder: TextEncoder) -> Description:
    return describe(BOARD, encoder)


def changed(seen: Description, index: int, **changes: object) -> Description:
    panels = list(seen.panels)
    panels[index] = replace(panels[index], **changes)  # type: ignore[arg-type]
    return replace(seen, panels=tuple(panels))


def test_nothing_changed_nothing_read_again(seen: Description) -> None:
    assert describe(BOARD, None, edited=seen) == seen


def test_numbers_set_by_hand_stay(seen: Description) -> None:
    by_hand = changed(seen, 0, energy=0.91, mood=replace(seen.panels[0].mood, tension=0.8))
    assert describe(BOARD, None, edited=by_hand) == by_hand


def test_a_changed_caption_is_read_and_its_mood_follows(
    seen: Description, encoder: TextEncoder
) -> None:
    by_hand = changed(seen, 1, caption="She screams; the house is on fire.")
    read = describe(BOARD, encoder, edited=by_hand)
    assert read.panels[1].caption == "She screams; the house is on fire."
    assert read.panels[1].mood.valence < -0.2 < 0.2 < seen.panels[1].mood.valence
    assert read.panels[1].energy > seen.panels[1].energy
    assert "your caption" in read.panels[1].evidence[0].says
    assert (read.panels[0], read.panels[2]) == (seen.panels[0], seen.panels[2])
    assert read.reference == seen.reference


def test_an_override_written_into_the_board_is_heard(
    seen: Description, encoder: TextEncoder
) -> None:
    wild = replace(BOARD.panels[2], override=PanelOverride(energy=0.97))
    board = replace(BOARD, panels=(*BOARD.panels[:2], wild))
    read = describe(board, encoder, edited=seen)
    assert read.panels[2].energy == 0.97
    assert describe(board, None, edited=read) == read
