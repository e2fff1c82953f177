"""The engine with a toy model: length, stems, repeat, cancel, a model that is not there."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile
import torch
from tiny_cue import plan

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.engines import MODEL_VARIABLE
from musflow_studio.generation.musflow.engine import TAIL_S, MusflowEngine
from musflow_studio.generation.musflow.model import TINY, Model, save_model


@pytest.fixture
def engine(tmp_path, monkeypatch):
    torch.manual_seed(5)
    save_model(Model(TINY), tmp_path / "model", {})
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "model"))
    return MusflowEngine()


def take(engine, folder, seed=4, cancelled=lambda: False):
    folder.mkdir()
    request = GenerationRequest(plan(), seed, Quality.DRAFT, folder)
    return engine.generate(request, lambda fraction: None, cancelled)


def test_a_take_is_as_long_as_the_plan_and_its_tail_and_its_stems_sum_to_it(engine, tmp_path):
    made = take(engine, tmp_path / "take")
    length = plan().length_samples(44100)
    assert made.mix.frames == length + round(TAIL_S * 44100)
    assert made.tail_frames == round(TAIL_S * 44100)
    mix, _ = soundfile.read(made.mix.path)
    total = sum(soundfile.read(stem.audio.path)[0] for stem in made.stems)
    assert np.abs(mix).max() > 0
    assert np.abs(total - mix).max() < 1e-5 * np.abs(mix).max()


def test_the_same_seed_gives_the_same_samples_and_another_does_not(engine, tmp_path):
    first, again, other = (
        soundfile.read(take(engine, tmp_path / name, seed).mix.path)[0]
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_it_stops_when_told(engine, tmp_path):
    with pytest.raises(StudioError) as told:
        take(engine, tmp_path / "take", cancelled=lambda: True)
    assert told.value.code is ErrorCode.CANCELLED


def test_a_model_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(StudioError, match="no model"):
        MusflowEngine().prepare()


def test_silence_is_a_take_too(engine, tmp_path):
    made = plan()
    silent = replace(made, score=replace(made.score, parts=()))
    (tmp_path / "take").mkdir()
    request = GenerationRequest(silent, 1, Quality.DRAFT, tmp_path / "take")
    done = engine.generate(request, lambda fraction: None, lambda: False)
    assert not soundfile.read(done.mix.path)[0].any()
    assert done.stems == ()
