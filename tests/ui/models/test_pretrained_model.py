"""Which model does what: the settings file, hand-written lines and all, and who is asked now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from musflow_studio.domain.model import Licence, ModelKind, PullProgress
from musflow_studio.models import add_model, installed_models, remove_model
from musflow_studio.settings import load_settings, save_settings, settings_file
from ui.models import Models
from ui.models.model_fetch import Fetch
from ui.models.model_uses import ModelUse, use_of
from ui.models.pretrained import PretrainedModel

WAIT_MS = 20_000
FREE = Licence("MIT", "free to use, for paid work too")
EYES, EARS, WORDS = (
    use_of(kind) for kind in (ModelKind.CAPTIONER, ModelKind.AUDIO_TEXT, ModelKind.LANGUAGE)
)


@pytest.fixture
def shelf(models: Models, tmp_path: Path, qtbot: QtBot) -> Iterator[PretrainedModel]:
    """Two models that say what pictures show and one that answers in words."""
    for name, kind in (("eyes", "blip"), ("more-eyes", "blip"), ("words", "qwen2")):
        place = tmp_path / name
        place.mkdir()
        (place / "config.json").write_text(json.dumps({"model_type": kind}))
        save_file({"a": np.ones(1000, np.float32)}, place / "model.safetensors")
        add_model(place, name=name, licence=FREE)
    models.pretrained.look()
    qtbot.waitUntil(lambda: models.pretrained.entry("words") is not None, timeout=WAIT_MS)
    yield models.pretrained
    for model in installed_models():
        remove_model(model.name)
    settings_file().unlink(missing_ok=True)
    models.studio.use(load_settings())


def choose(shelf: PretrainedModel, use: ModelUse, name: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shelf.shelf_changed, timeout=WAIT_MS):
        shelf.choose(use, name)


def asked(shelf: PretrainedModel) -> list[str]:
    found = [shelf.in_use(use) for use in (EYES, EARS, WORDS)]
    return [model.name if model else "" for model in found]


def test_a_choice_goes_into_the_settings_file_and_leaves_the_rest_of_it_alone(
    shelf: PretrainedModel, models: Models, qtbot: QtBot
) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('# mine\nfinish = "as-composed" # as it is\n', "utf-8")
    assert asked(shelf) == ["eyes", "", ""]
    with qtbot.waitSignals([shelf.eyes_changed, shelf.shelf_changed]):
        shelf.choose(EYES, "more-eyes")
    choose(shelf, WORDS, "words", qtbot)
    assert asked(shelf) == ["more-eyes", "", "words"]
    assert settings_file().read_text("utf-8") == (
        '# mine\nfinish = "as-composed" # as it is\npicture_model = "more-eyes"\n'
        'words_model = "words"\n'
    )
    assert models.studio.settings.picture_model == "more-eyes"
    choose(shelf, EYES, "none", qtbot)
    assert asked(shelf) == ["", "", "words"]
    choose(shelf, EYES, "", qtbot)
    assert asked(shelf) == ["eyes", "", "words"]
    assert "picture_model" not in settings_file().read_text("utf-8")


def test_removing_the_chosen_model_takes_the_choice_back(
    shelf: PretrainedModel, qtbot: QtBot
) -> None:
    choose(shelf, EYES, "more-eyes", qtbot)
    shelf.remove("more-eyes")
    qtbot.waitUntil(lambda: shelf.entry("more-eyes") is None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: load_settings().picture_model == "", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: shelf.chosen(EYES) == "", timeout=WAIT_MS)
    assert asked(shelf)[0] == "eyes"
    assert shelf.outcomes["more-eyes"].kind == "good"


def test_the_environment_counts_before_the_file_and_that_is_said(
    shelf: PretrainedModel, models: Models, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSFLOW_PICTURE_MODEL", "eyes")
    choose(shelf, EYES, "more-eyes", qtbot)
    assert models.errors.last
    assert "MUSFLOW_PICTURE_MODEL is set" in models.errors.last.sentence()
    assert asked(shelf)[0] == "eyes"


def test_models_that_cannot_be_listed_say_why(models: Models, qtbot: QtBot) -> None:
    shelf = models.pretrained
    note = shelf.folder / "broken" / "musflow-model.json"
    note.parent.mkdir(parents=True)
    note.write_text("{", "utf-8")
    shelf.look()
    qtbot.waitUntil(lambda: shelf.error is not None, timeout=WAIT_MS)
    assert shelf.error
    assert str(note) in shelf.error.sentence()
    note.unlink()
    save_settings({})
    shelf.look()
    qtbot.waitUntil(lambda: shelf.error is None, timeout=WAIT_MS)


def test_time_left_follows_from_what_came_since_it_began() -> None:
    fetch = Fetch("blip").heard(PullProgress(300, 1000), now=10.0)
    assert fetch.left_s(10.0) is None
    assert fetch.heard(PullProgress(400, 1000), now=14.0).left_s(15.0) == pytest.approx(30.0)
