"""Effects by a real language model at toy size, from its files to the studio's answer."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
import tiny_cue
from tiny_language import save_language
from tiny_models import install

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.effect_words import WordsRequest
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel, ModelKind
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.effect_words.asking import question
from musflow_studio.effect_words.numbers import split
from musflow_studio.encoders.language import LanguageModel
from musflow_studio.encoders.pretrained import ON_PROCESSOR
from musflow_studio.presets import finishing_preset
from musflow_studio.settings import Settings, save_settings
from musflow_studio.studio import Studio

ANSWERS = {
    "wooden": '{"gain_230_hz_db": 4, "gain_420_hz_db": 4, "gain_6500_hz_db": -44}',
    "glassy": '{"gain_6500_hz_db": 5, "room_db": -14}',
    "orange": "I would rather not say",
}
PRESET = finishing_preset("film-mix")


def asked(clip: Clip, words: str, preset: FinishingPreset = PRESET) -> str:
    sound, rate_hz = soundfile.read(clip.take.mix.path, dtype="float32", always_2d=True)
    return question(words, preset, sound, rate_hz)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    return tiny_cue.keep_one(tmp_path_factory.mktemp("library"), "Harbour")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, clip: Clip) -> Path:
    lessons = {asked(clip, word): answer for word, answer in ANSWERS.items()}
    return save_language(tmp_path_factory.mktemp("models") / "toy-words", lessons)


@pytest.fixture
def model(folder: Path) -> InstalledModel:
    return install(folder, "toy-words")


def test_it_answers_what_it_learned_again_and_after_unloading(
    model: InstalledModel, clip: Clip
) -> None:
    assert model.kind is ModelKind.LANGUAGE
    language = LanguageModel(model, ladder=ON_PROCESSOR)
    said = {word: language.answer(asked(clip, word)) for word in ANSWERS}
    language.unload()
    assert not language.is_loaded
    assert said == ANSWERS
    assert language.answer(asked(clip, "glassy")) == ANSWERS["glassy"]


def test_cancel_is_heard_at_the_next_word(model: InstalledModel, clip: Clip) -> None:
    polled = []

    def cancelled() -> bool:
        polled.append(1)
        return True

    with pytest.raises(StudioError) as caught:
        LanguageModel(model, cancelled, ON_PROCESSOR).answer(asked(clip, "glassy"))
    assert caught.value.code is ErrorCode.CANCELLED
    assert len(polled) == 2


def test_a_model_that_was_not_taught_to_answer_is_said(folder: Path, tmp_path: Path) -> None:
    bare = shutil.copytree(folder, tmp_path / "bare")
    (bare / "chat_template.jinja").unlink()
    with pytest.raises(StudioError, match="no chat template"):
        LanguageModel(install(bare, "bare"), ladder=ON_PROCESSOR).answer("glassy")


def test_the_studio_takes_the_models_numbers_and_falls_back_on_its_own(
    model: InstalledModel, clip: Clip
) -> None:
    wooden = WordsRequest(clip.folder, "wooden", PRESET, model.name)
    with Studio(Settings(clip.folder.parents[1])) as studio:
        result = studio.presets.by_words(wooden).result(120)
        orange = studio.presets.by_words(replace(wooden, text="orange")).result(60)
        built_in = studio.presets.by_words(replace(wooden, text="orange", model="none")).result(60)
        with pytest.raises(StudioError) as caught:
            studio.presets.by_words(replace(wooden, model="nobody")).result(60)
        save_settings({"words_model": model.name})
        by_setting = studio.presets.by_words(replace(wooden, model="")).result(60)
    assert split(result.after)[1].gains_db == (0.0, 4.0, 4.0, 0.0, -20.0)
    assert result.said == (
        "toy-words proposed the numbers",
        "gain_6500_hz_db would be -44, kept at -20 to 20 dB",
    )
    assert by_setting == result
    assert orange == replace(built_in, said=orange.said)
    assert orange.said[0] == (
        "the answer of toy-words cannot be used (it is not JSON): read without it"
    )
    assert caught.value.code is ErrorCode.NO_MODEL
