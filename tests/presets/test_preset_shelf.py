"""The shelf: what a user keeps is whole, found again, and never lost by a mistake."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path

import pytest

from musflow_studio import disk, paths, presets
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect, FinishingPreset
from musflow_studio.presets import shelf
from musflow_studio.presets.migration import FINISHING_STEPS, migrated


def mine(name: str = "my-hall", decay_s: float = 4.0) -> FinishingPreset:
    return replace(
        presets.finishing_preset("cathedral"),
        name=name,
        title="Mein Saal",
        effects=(Effect("Space", {"decay_s": decay_s}), Effect("PitchShift", {}, live=False)),
        wet=0.5,
        tags=("große Räume",),
    )


def folder() -> Path:
    return paths.data_folder() / "presets" / "finishing"


def refused(code: ErrorCode, call: object, *given: object, **named: object) -> StudioError:
    with pytest.raises(StudioError) as caught:
        call(*given, **named)  # type: ignore[operator]
    assert caught.value.code is code
    return caught.value


def test_what_is_saved_is_found_as_it_was() -> None:
    shelf.save_preset(mine())
    assert presets.finishing_preset("my-hall") == mine()
    entry = next(e for e in shelf.list_presets("räume pitchshift").entries)
    assert (entry.preset.name, entry.factory, entry.favourite) == ("my-hall", False, False)


def test_a_taken_name_is_replaced_only_when_asked() -> None:
    shelf.save_preset(mine())
    refused(ErrorCode.CONTRADICTION, shelf.save_preset, mine(decay_s=2))
    assert presets.finishing_preset("my-hall") == mine()
    shelf.save_preset(mine(decay_s=2), replaces=True)
    assert presets.finishing_preset("my-hall") == mine(decay_s=2)


def test_factory_presets_stay_as_they_are() -> None:
    error = refused(ErrorCode.NOT_ALLOWED, shelf.save_preset, mine("tape"), replaces=True)
    assert "another name" in error.sentence()
    refused(ErrorCode.NOT_ALLOWED, shelf.remove_preset, "tape")
    assert all(entry.factory for entry in shelf.list_presets().entries)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "My Hall"}, ErrorCode.BAD_INPUT),
        ({"name": "../escape"}, ErrorCode.BAD_INPUT),
        ({"name": "a" * 65}, ErrorCode.BAD_INPUT),
        ({"wet": 1.5}, ErrorCode.OUT_OF_RANGE),
        ({"tags": ("",)}, ErrorCode.BAD_INPUT),
        ({"effects": (Effect("Gain", {}),) * 33}, ErrorCode.OUT_OF_RANGE),
        ({"effects": (Effect("Space", {"decay_s": 40.0}),)}, ErrorCode.OUT_OF_RANGE),
        ({"effects": (Effect("Spaces", {}),)}, ErrorCode.UNKNOWN_NAME),
    ],
)
def test_what_does_not_fit_is_not_saved(change: dict[str, object], code: ErrorCode) -> None:
    refused(code, shelf.save_preset, replace(mine(), **change))  # type: ignore[arg-type]
    assert not folder().exists() or not list(folder().iterdir())


def test_a_full_disk_while_saving_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.save_preset(mine())

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    error = refused(ErrorCode.DISK_FULL, shelf.save_preset, mine(decay_s=2), replaces=True)
    assert "disk is full" in error.sentence()
    monkeypatch.undo()
    assert presets.finishing_preset("my-hall") == mine()
    assert [file.name for file in folder().iterdir()] == ["my-hall.json"]


def test_a_broken_file_hides_only_itself() -> None:
    shelf.save_preset(mine())
    (folder() / "broken.json").write_text("{")
    found = shelf.list_presets()
    assert "my-hall" in [entry.preset.name for entry in found.entries]
    assert len(found.troubles) == 1
    assert "broken.json" in found.troubles[0]
    (folder() / "tape.json").write_text("[]")  # one that replaces a factory preset
    assert len(shelf.list_presets().troubles) == 2


def test_given_away_and_taken_in_it_is_the_same(tmp_path: Path) -> None:
    shelf.save_preset(mine())
    file = shelf.export_preset("my-hall", tmp_path)
    assert file == tmp_path / "my-hall.json"
    refused(ErrorCode.CONTRADICTION, shelf.export_preset, "my-hall", tmp_path)
    refused(ErrorCode.CONTRADICTION, shelf.import_preset, file)
    assert shelf.import_preset(file, name="theirs") == mine("theirs")
    assert presets.finishing_preset("theirs") == mine("theirs")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ErrorCode.BAD_FILE),
        ('{"kind": "musflow.style", "schema_version": 1}', ErrorCode.BAD_FILE),
        ('{"kind": "musflow.finishing", "schema_version": 99}', ErrorCode.NEWER_VERSION),
    ],
)
def test_a_broken_import_keeps_nothing(tmp_path: Path, text: str, code: ErrorCode) -> None:
    file = tmp_path / "given.json"
    file.write_text(text)
    assert str(file) in refused(code, shelf.import_preset, file).sentence()
    refused(ErrorCode.FILE_NOT_FOUND, shelf.import_preset, tmp_path / "none.json")
    assert not folder().exists()


def test_what_is_removed_goes_to_the_trash() -> None:
    file = shelf.save_preset(mine())
    before = file.read_bytes()
    shelf.set_favourite("my-hall", favourite=True)
    trashed = shelf.remove_preset("my-hall")
    assert trashed.read_bytes() == before
    assert "my-hall" not in presets.load_finishing()
    assert shelf.favourites() == frozenset()
    refused(ErrorCode.UNKNOWN_NAME, shelf.remove_preset, "my-hall")


def test_favourites_are_remembered() -> None:
    shelf.set_favourite("tape", favourite=True)
    shelf.set_favourite("wide", favourite=True)
    shelf.set_favourite("wide", favourite=False)
    liked = shelf.list_presets(favourites_only=True).entries
    assert [entry.preset.name for entry in liked] == ["tape"]
    refused(ErrorCode.UNKNOWN_NAME, shelf.set_favourite, "tapes", favourite=True)
    (paths.data_folder() / "presets" / "favourites.json").write_text("nonsense")
    assert shelf.favourites() == frozenset()


def test_a_preset_of_the_first_schema_sounds_as_it_did() -> None:
    old = {
        "kind": "musflow.finishing", "schema_version": 1, "title": "Old", "description": "",
        "effects": [{"kind": "Gain", "parameters": {"gain_db": -2}}], "leveling": "composed",
        "target_lufs": None, "true_peak_ceiling_dbtp": -1.0,
    }  # fmt: skip
    folder().mkdir(parents=True)
    (folder() / "old.json").write_text(json.dumps(old))
    found = presets.finishing_preset("old")
    assert (found.wet, found.tags, found.effects[0].on) == (1.0, (), True)


def test_a_step_of_migration_changes_nothing_it_is_given() -> None:
    fields = {"title": "Old"}
    assert migrated(fields, 1, FINISHING_STEPS) == {"title": "Old", "wet": 1.0, "tags": []}
    assert fields == {"title": "Old"}
    assert migrated(fields, 2, FINISHING_STEPS) == fields


def test_a_copy_and_another_title_take_the_name_that_goes_with_them() -> None:
    copy = shelf.duplicate_preset("tape")
    assert (copy.name, copy.title) == ("tape-copy", "Tape copy")
    assert shelf.duplicate_preset("tape").name == "tape-copy-2"
    shelf.set_favourite("tape-copy", favourite=True)
    renamed = shelf.rename_preset("tape-copy", "Große Halle, 2")
    assert renamed == replace(copy, name="grosse-halle-2", title="Große Halle, 2")
    assert presets.finishing_preset("grosse-halle-2") == renamed
    assert "tape-copy" not in presets.load_finishing()
    assert shelf.favourites() == {"grosse-halle-2"}
    assert shelf.rename_preset("grosse-halle-2", "Grosse Halle 2").name == "grosse-halle-2"
    refused(ErrorCode.NOT_ALLOWED, shelf.rename_preset, "tape", "Band")
    refused(ErrorCode.BAD_INPUT, shelf.rename_preset, "grosse-halle-2", "…")
    refused(ErrorCode.NOT_ALLOWED, shelf.rename_preset, "grosse-halle-2", "Tape")
    refused(ErrorCode.CONTRADICTION, shelf.rename_preset, "grosse-halle-2", "Tape copy 2")
    assert presets.finishing_preset("grosse-halle-2").title == "Grosse Halle 2"


def test_what_was_removed_is_taken_back_unless_its_name_is_taken() -> None:
    shelf.save_preset(mine())
    trashed = shelf.remove_preset("my-hall")
    shelf.restore_preset(trashed)
    assert presets.finishing_preset("my-hall") == mine()
    trashed = shelf.remove_preset("my-hall")
    shelf.save_preset(mine(decay_s=2))
    refused(ErrorCode.CONTRADICTION, shelf.restore_preset, trashed)
    assert presets.finishing_preset("my-hall") == mine(decay_s=2)
    assert trashed.exists()


def test_styles_are_found_and_liked() -> None:
    found = shelf.list_styles("celesta").entries
    assert [entry.style.name for entry in found] == ["mystery-celesta"]
    shelf.set_favourite_style("lo-fi", favourite=True)
    liked = shelf.list_styles(favourites_only=True).entries
    assert [(entry.style.name, entry.factory) for entry in liked] == [("lo-fi", True)]
    assert shelf.favourites() == frozenset()
    refused(ErrorCode.UNKNOWN_NAME, shelf.set_favourite_style, "lofi", favourite=True)
    styles = paths.data_folder() / "presets" / "styles"
    styles.mkdir(parents=True, exist_ok=True)
    (styles / "broken.json").write_text("[")
    told = shelf.list_styles()
    assert len(told.entries) == len(presets.readable_styles()) >= 10
    assert len(told.troubles) == 1
    assert "broken.json" in told.troubles[0]
