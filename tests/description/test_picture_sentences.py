"""What a picture model says moves the mood, stands in the evidence, and can be mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_models import install, save_blip

from musflow_studio.description import describe
from musflow_studio.domain.description import Description, EvidenceSource
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel, PanelOverride, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.encoders.captioner import Captioner
from musflow_studio.encoders.pretrained import ON_PROCESSOR
from musflow_studio.encoders.text import load_text_encoder

STORM, MEADOW = "a violent storm", "happy children in a sunny meadow"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_blip(tmp_path_factory.mktemp("models") / "blip", {40: STORM, 210: MEADOW})


@pytest.fixture
def captioner(folder: Path) -> Captioner:
    return Captioner(install(folder, "toy"), ladder=ON_PROCESSOR)


def _sketch(file: Path, brightness: int) -> Path:
    """A grey picture with lines, so that it is not taken for a blank one."""
    tone = np.full((120, 160), brightness, np.uint8)
    tone[::12] += 25
    Image.fromarray(tone).save(file)
    return file


@pytest.fixture
def board(tmp_path: Path) -> Storyboard:
    dark, light = _sketch(tmp_path / "dark.png", 40), _sketch(tmp_path / "light.png", 210)
    panels = (
        Panel("a", "1", 96, picture=dark, picture_sha256="d" * 64),
        Panel("b", "2", 96, picture=light, picture_sha256="e" * 64),
        Panel("c", "3", 96, picture=light, picture_sha256="e" * 64, story="He weeps, alone."),
    )
    return Storyboard("board", FrameRate(), panels)


@pytest.fixture
def seen(board: Storyboard, captioner: Captioner) -> Description:
    return describe(board, load_text_encoder(), captioner=captioner)


def test_drawings_without_words_get_a_mood_from_what_the_model_sees(
    board: Storyboard, seen: Description
) -> None:
    blind = describe(board, load_text_encoder())
    assert [panel.unsure for panel in blind.panels] == [True, True, False]
    storm, meadow, weeping = seen.panels
    assert (storm.picture_says, meadow.picture_says) == (STORM, MEADOW)
    assert storm.caption == "A violent storm."
    assert not storm.unsure
    assert storm.mood.arousal > 0.15
    assert meadow.mood.valence > 0.3 > 0 > storm.mood.valence
    assert weeping.caption == "He weeps, alone."
    assert weeping.mood.valence < 0
    assert seen.licences == {"picture model toy": "MIT: free to use, for paid work too"}


def test_the_evidence_names_the_model_and_its_share(seen: Description) -> None:
    told = [e for e in seen.panels[0].evidence if "picture model" in e.says]
    assert [e.source for e in told] == [EvidenceSource.PICTURE]
    assert told[0].says.startswith(f"the picture model says “{STORM}”, which ")
    assert told[0].weight > 0.3


def test_a_mended_sentence_is_read_again_in_its_panel_alone(
    board: Storyboard, seen: Description
) -> None:
    mended = replace(seen.panels[0], picture_says="a cosy, peaceful room")
    edited = replace(seen, panels=(mended, *seen.panels[1:]))
    again = describe(board, load_text_encoder(), edited=edited)
    assert again.panels[1:] == seen.panels[1:]
    assert again.panels[0].caption == "A cosy, peaceful room."
    assert again.panels[0].mood.arousal < 0
    assert describe(board, load_text_encoder(), edited=again) == again


def test_a_caption_written_by_hand_silences_the_model(
    board: Storyboard, captioner: Captioner
) -> None:
    override = PanelOverride(caption="A calm, peaceful sea")
    panel = replace(board.panels[0], override=override)
    said = describe(replace(board, panels=(panel,)), load_text_encoder(), captioner=captioner)
    told = [e for e in said.panels[0].evidence if "picture model" in e.says]
    assert [e.weight for e in told] == [0.0]
    assert said.panels[0].mood.arousal < 0


def test_sentences_are_remembered_by_picture_and_model(
    board: Storyboard, captioner: Captioner, seen: Description
) -> None:
    fresh = Captioner(captioner.model, ladder=ON_PROCESSOR)
    assert describe(board, load_text_encoder(), captioner=fresh) == seen
    assert not fresh.pretrained.is_loaded
    other = Captioner(replace(captioner.model, sha256={"w": "other"}), ladder=ON_PROCESSOR)
    describe(board, load_text_encoder(), captioner=other)
    assert other.pretrained.is_loaded


def test_without_the_model_an_earlier_sentence_stays_with_its_picture(
    board: Storyboard, seen: Description
) -> None:
    again = describe(board, load_text_encoder(), base=seen)
    assert again.panels == seen.panels
    assert again.licences == seen.licences


def test_no_room_in_memory_leaves_the_board_described_and_says_so(
    board: Storyboard, captioner: Captioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transformers import BlipForConditionalGeneration as Blip

    def full(self: object, **given: object) -> object:
        raise MemoryError

    monkeypatch.setattr(Blip, "generate", full)
    said = describe(board, load_text_encoder(), captioner=captioner)
    assert [panel.picture_says for panel in said.panels] == ["", "", ""]
    assert "no room in memory" in said.remarks[-1]
    assert said.licences == {}


def test_cancel_is_passed_on(board: Storyboard, captioner: Captioner) -> None:
    captioner.cancelled = lambda: True
    with pytest.raises(StudioError) as caught:
        describe(board, load_text_encoder(), captioner=captioner)
    assert caught.value.code is ErrorCode.CANCELLED


def _set(board: Storyboard, picture_says: str | None) -> Storyboard:
    """The board with words set by hand for the picture of its first panel."""
    first = replace(board.panels[0], override=PanelOverride(picture_says=picture_says))
    return replace(board, panels=(first, *board.panels[1:]))


def test_words_set_for_a_picture_count_as_the_same_words_in_the_description_do(
    board: Storyboard, captioner: Captioner, seen: Description
) -> None:
    words = "a cosy, peaceful room"
    said = describe(_set(board, words), load_text_encoder(), captioner=captioner)
    mended = replace(seen, panels=(replace(seen.panels[0], picture_says=words), *seen.panels[1:]))
    by_document = describe(board, load_text_encoder(), edited=mended).panels[0]
    panel = said.panels[0]
    same = ("caption", "mood", "mood_word", "energy", "tags", "picture_says", "picture_model")
    assert all(getattr(panel, name) == getattr(by_document, name) for name in same)
    assert (panel.picture_says, panel.seen_picture_says, panel.picture_model) == (
        words, STORM, "toy",
    )  # fmt: skip
    assert any(e.says.startswith("your words for the picture say") for e in panel.evidence)
    assert said.panels[1:] == seen.panels[1:]
    assert describe(_set(board, words), load_text_encoder(), edited=said) == said


def test_words_taken_out_or_taken_back_leave_no_trace(
    board: Storyboard, captioner: Captioner, seen: Description
) -> None:
    silent = describe(_set(board, ""), load_text_encoder(), captioner=captioner)
    assert silent.panels[0].caption == "A grey frame without words."
    assert silent.panels[0].unsure
    assert silent.panels[0].seen_picture_says == STORM
    for said in (silent, describe(_set(board, "joy"), load_text_encoder(), captioner=captioner)):
        assert describe(board, load_text_encoder(), edited=said) == seen
        assert describe(board, load_text_encoder(), base=said).panels == seen.panels
