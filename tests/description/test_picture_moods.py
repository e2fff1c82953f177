"""CLIP beside the measured features: mood words nearest to a picture, on a tiny real checkpoint."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_models import grey, install, save_clip

from musflow_studio.description import describe
from musflow_studio.description.picture_moods import (
    SENTENCE,
    WEIGHT,
    clearest,
    picture_mood_voices,
)
from musflow_studio.domain.description import EvidenceSource
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel, PanelOverride, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.encoders.picture_text import PictureText
from musflow_studio.encoders.pretrained import ON_PROCESSOR
from musflow_studio.encoders.text import load_text_encoder

TAUGHT = {40: SENTENCE.format("tense"), 210: SENTENCE.format("joyful")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clip(tmp_path_factory.mktemp("models") / "clip", TAUGHT)


@pytest.fixture
def reader(folder: Path) -> PictureText:
    return PictureText(install(folder, "toy-clip"), ladder=ON_PROCESSOR)


@pytest.fixture
def board(tmp_path: Path) -> Storyboard:
    panels = []
    for number, brightness in enumerate(TAUGHT):
        tone = np.full((120, 160), brightness, np.uint8)
        tone[::12] += 25
        Image.fromarray(tone).save(tmp_path / f"{number}.png")
        panels.append(
            Panel(str(number), str(number), 96, picture=tmp_path / f"{number}.png",
                  picture_sha256=f"{number}" * 64)
        )  # fmt: skip
    return Storyboard("board", FrameRate(), tuple(panels))


def test_each_picture_lies_nearest_to_its_sentence(reader: PictureText) -> None:
    seen = reader.of_pictures([grey(brightness, 200) for brightness in TAUGHT])
    near = seen @ reader.of_text(list(TAUGHT.values())).T
    assert np.allclose(np.linalg.norm(seen, axis=1), 1, atol=1e-5)
    assert near.argmax(axis=1).tolist() == [0, 1]


def test_the_nearest_mood_words_stand_in_the_evidence_and_move_the_mood(
    board: Storyboard, reader: PictureText
) -> None:
    blind = describe(board, load_text_encoder())
    seen = describe(board, load_text_encoder(), picture_reader=reader)
    assert "tense" in seen.panels[0].picture_moods
    assert "joyful" in seen.panels[1].picture_moods
    told = [e for e in seen.panels[0].evidence if "nearest to" in e.says]
    assert [e.source for e in told] == [EvidenceSource.PICTURE]
    assert "‘tense’" in told[0].says
    assert seen.panels[0].mood.tension > blind.panels[0].mood.tension
    assert seen.panels[1].mood.valence > seen.panels[0].mood.valence
    assert list(seen.licences) == ["picture model toy-clip"]


def test_what_was_seen_stays_without_the_model_and_with_a_fresh_one(
    board: Storyboard, reader: PictureText
) -> None:
    seen = describe(board, load_text_encoder(), picture_reader=reader)
    assert describe(board, load_text_encoder(), base=seen).panels == seen.panels
    fresh = PictureText(reader.model, ladder=ON_PROCESSOR)
    assert describe(board, load_text_encoder(), picture_reader=fresh) == seen
    assert not fresh.is_loaded


def test_a_caption_by_hand_counts_instead(board: Storyboard, reader: PictureText) -> None:
    panel = replace(board.panels[0], override=PanelOverride(caption="A calm, peaceful sea"))
    only = replace(board, panels=(panel,))
    said = describe(only, load_text_encoder(), picture_reader=reader)
    assert not [e for e in said.panels[0].evidence if "nearest to" in e.says]


def test_cancel_and_memory_are_passed_on(
    board: Storyboard, reader: PictureText, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transformers import CLIPModel

    def full(self: object, **given: object) -> object:
        raise MemoryError

    reader.cancelled = lambda: True
    with pytest.raises(StudioError) as caught:
        describe(board, load_text_encoder(), picture_reader=reader)
    assert caught.value.code is ErrorCode.CANCELLED
    reader.cancelled = lambda: False
    monkeypatch.setattr(CLIPModel, "get_image_features", full)
    said = describe(board, load_text_encoder(), picture_reader=reader)
    assert "no room in memory" in said.remarks[-1]
    assert said.panels[0].picture_moods == {}


def test_only_clear_words_are_kept() -> None:
    shares = {"tense": 0.5, "calm": 0.2, "joyful": 0.1, "lonely": 0.05}
    assert clearest(shares) == {"tense": 0.5, "calm": 0.2, "joyful": 0.1}
    assert clearest(dict.fromkeys(map(str, range(70)), 1 / 70)) == {}
    (voice,) = picture_mood_voices({"tense": 0.5})
    assert voice.weight == pytest.approx(WEIGHT / 2)
    assert picture_mood_voices({}) == ()
