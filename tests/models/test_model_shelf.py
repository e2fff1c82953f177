"""The shelf: weights added where they lie, checked, verified, found and removed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import Licence, ModelKind, memory_mb
from musflow_studio.models import (
    add_model,
    catalogue,
    find_model,
    installed_models,
    list_models,
    models_folder,
    remove_model,
    says_enough,
    total_mb,
    verify_model,
)
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio

FREE = Licence("MIT", "free to use, for paid work too")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "my blip"
    place.mkdir()
    (place / "config.json").write_text(json.dumps({"model_type": "blip"}))
    save_file({"a": np.ones((10, 100), np.float32)}, place / "model.safetensors")
    return place


def test_weights_are_used_where_they_lie(folder: Path) -> None:
    model = add_model(folder, name="mine", licence=FREE)
    assert (model.kind, model.folder, model.parameters_m) == (
        ModelKind.CAPTIONER, folder, 0.001,
    )  # fmt: skip
    assert find_model("mine", ModelKind.CAPTIONER) == model
    assert [entry.name for entry in list_models()][-1] == "mine"
    assert verify_model("mine").whole
    remove_model("mine")
    assert (folder / "model.safetensors").is_file()
    assert installed_models() == ()


def test_a_name_can_be_removed_twice_within_a_second(folder: Path) -> None:
    places = set()
    for _ in range(2):
        add_model(folder, name="mine", licence=FREE)
        places.add(remove_model("mine"))
    assert len(places) == 2


def test_a_fetch_that_was_stopped_is_seen_in_the_list() -> None:
    part = models_folder() / ".pulling-blip" / "model.safetensors.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"\0" * 1000)
    left = {entry.name: entry.fetched_bytes for entry in list_models()}
    assert left.pop("blip") == 1000
    assert set(left.values()) == {0}
    assert (remove_model("blip") / part.name).is_file()
    assert {entry.fetched_bytes for entry in list_models()} == {0}
    with pytest.raises(StudioError, match="not on this machine"):
        remove_model("blip")


def test_changed_and_missing_files_are_named(folder: Path) -> None:
    add_model(folder, name="mine", licence=FREE)
    save_file({"a": np.zeros((10, 100), np.float32)}, folder / "model.safetensors")
    (folder / "config.json").unlink()
    check = verify_model("mine")
    assert (check.changed, check.missing) == (("model.safetensors",), ("config.json",))


def test_reading_big_files_is_stopped_when_the_studio_closes(folder: Path, tmp_path: Path) -> None:
    add_model(folder, name="mine", licence=FREE)
    with (folder / "model.safetensors").open("ab") as weights:
        weights.truncate(3_000_000_000)  # seconds to read, nothing on disk
    with Studio(Settings(tmp_path / "library")) as studio:
        checked = studio.models.verify("mine")
        assert studio.clips().result(10) == ()  # takes are listed meanwhile
        assert not checked.done()
    with pytest.raises(StudioError) as caught:
        checked.result(0)
    assert caught.value.code is ErrorCode.CANCELLED


def test_a_models_folder_may_move(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = models_folder() / "mine"
    place.parent.mkdir(parents=True)
    folder.rename(place)
    add_model_there = add_model(place, name="mine", licence=FREE)
    moved = place.parent.with_name("elsewhere")
    place.parent.rename(moved)
    monkeypatch.setenv("MUSFLOW_MODELS_FOLDER", str(moved))
    assert find_model("mine").folder == moved / "mine" != add_model_there.folder
    assert verify_model("mine").whole


def test_pickled_weights_are_never_taken(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x04")
    with pytest.raises(StudioError, match="ytorch_model.bin here is pickled") as caught:
        add_model(folder, licence=FREE)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert not models_folder().exists()


@pytest.mark.parametrize("harm", ["cut", "garbage", "no config", "other kind", "no folder"])
def test_what_is_no_model_is_refused_with_the_reason(folder: Path, harm: str) -> None:
    weights = folder / "model.safetensors"
    if harm == "cut":
        weights.write_bytes(weights.read_bytes()[:-8])
    elif harm == "garbage":
        weights.write_bytes(b"\xff" * 50)
    elif harm == "no config":
        (folder / "config.json").unlink()
    elif harm == "other kind":
        (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    else:
        folder = folder / "nothing"
    with pytest.raises(StudioError) as caught:
        add_model(folder, name="mine", licence=FREE)
    assert str(folder) in caught.value.sentence() or "bert" in caught.value.sentence()
    assert installed_models() == ()


def test_weights_without_a_known_licence_want_a_tick(folder: Path) -> None:
    with pytest.raises(StudioError, match="--accept-non-commercial"):
        add_model(folder, name="mine")
    model = add_model(folder, name="mine", accept=True)
    assert "ask whoever made the weights" in model.mark


def test_a_name_of_the_catalogue_brings_its_licence_and_must_fit(folder: Path) -> None:
    assert add_model(folder, name="blip").licence.name == "BSD-3-Clause"
    with pytest.raises(StudioError, match="is a blip, clip is a clip"):
        add_model(folder, name="clip")
    with pytest.raises(StudioError, match="here already"):
        add_model(folder, name="blip")


def test_a_missing_model_says_how_to_get_it() -> None:
    with pytest.raises(StudioError, match="musflow models pull clap-music"):
        find_model("anything", ModelKind.AUDIO_TEXT)


def test_every_card_says_what_its_weights_allow_and_where_that_stands() -> None:
    for card in catalogue():
        assert card.licence.words
        assert card.licence.source.startswith("https://")
        assert card.licence.commercial == ("NC" not in card.licence.name)


def test_memory_is_compared_with_this_machine() -> None:
    total = total_mb()
    assert total
    assert total > 500
    assert "this machine has" in says_enough(memory_mb(100))
    assert "too much" in says_enough(total + 1)
