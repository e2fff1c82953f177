"""Trained models in the timbre's place, at toy size: our own, and CLAP from the shelf."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hearing.plain_sounds import triads
from retrieval.small_music import RATE_HZ, Collection, write, write_music
from tiny_models import install, save_clap

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.sound_search import SoundQuery
from musflow_studio.encoders.text import load_text_encoder
from musflow_studio.generation.musflow.model import TINY, Model, save_model
from musflow_studio.hearing import listen_to_file
from musflow_studio.retrieval.encoders import sound_encoder


def found_its_kind(tmp_path: Path, name: str) -> None:
    write_music(tmp_path / "music")
    encoder = sound_encoder(name, load_text_encoder())
    collection = Collection(tmp_path / "library", [tmp_path / "music"], encoder)
    assert collection.hear_new() == 6
    rain = tmp_path / "music" / "field" / "rain on a roof 0.flac"
    found = collection.searcher.find(SoundQuery(like=rain, count=5), collection.shelf)
    assert found.broad[0].path.parent == rain.parent
    assert len(found.broad[0].reference.embedding) == encoder.dimension
    words = collection.searcher.find(SoundQuery("rain"), collection.shelf)
    assert words.broad[0].path.parent == rain.parent


def test_our_own_model_places_sounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(3)
    save_model(Model(TINY), tmp_path / "model", {})
    monkeypatch.setenv("MUSFLOW_MODEL", str(tmp_path / "model"))
    found_its_kind(tmp_path, "musflow")


def test_a_model_of_the_shelf_places_sounds(tmp_path: Path) -> None:
    install(save_clap(tmp_path / "clap"), "toy")
    encoder = sound_encoder("toy", None)
    write(tmp_path / "chord.wav", triads([[60, 64, 67]], 2.0, RATE_HZ))
    placed = encoder.of_file(tmp_path / "chord.wav", listen_to_file(tmp_path / "chord.wav"))
    meant = encoder.of_words("a chord")
    assert placed.shape == meant.shape == (encoder.dimension,)
    assert np.linalg.norm(placed) == pytest.approx(1, abs=1e-5)
    assert encoder.identity.startswith("clap toy ")


def test_without_weights_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StudioError) as missing:
        sound_encoder("musflow", None)
    assert missing.value.code is ErrorCode.NO_MODEL
