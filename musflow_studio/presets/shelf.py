"""Shelf: the finishing presets as a user keeps them.

Factory presets are read-only: they are changed by saving under another name. What is removed goes
to `.trash` in the user's folder. Favourites are names in `favourites.json` beside it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import replace_file, says_disk_errors
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset, PresetEntry, PresetList
from musflow_studio.presets.checks import check_finishing
from musflow_studio.presets.reading import (
    FINISHING,
    check_name,
    factory_names,
    finishing_preset,
    load_readable,
    preset_bytes,
    read_preset,
)

TRASH = ".trash"


def list_presets(query: str = "", *, favourites_only: bool = False) -> PresetList:
    """The presets whose name, title, description, tags and effects hold every word of `query`.

    A file that cannot be read does not hide the others; what is wrong with it is told beside them.
    """
    found, wrong = load_readable(FINISHING)
    factory, liked = _untouched_factory_names(), favourites()
    entries = [PresetEntry(p, n in factory, n in liked) for n, p in found.items()]
    words = query.casefold().split()
    kept = [
        entry
        for entry in entries
        if (entry.favourite or not favourites_only) and _holds(entry.preset, words)
    ]
    return PresetList(tuple(kept), tuple(error.sentence() for error in wrong))


def save_preset(preset: FinishingPreset, *, replaces: bool = False) -> Path:
    """Keep a preset in the user's folder under its name; returns its file.

    Raises StudioError: a wrong number, a factory preset's name, a name that is taken (unless
    `replaces`), DISK_FULL, NOT_ALLOWED. What was there before is whole then.
    """
    check_name(preset.name)
    check_finishing(preset)
    if preset.name in factory_names(FINISHING):
        raise _read_only(preset.name)
    file = _file(preset.name)
    if file.exists() and not replaces:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "there is a preset of this name already",
            value=preset.name,
            hint="choose another name, or replace it",
        )
    replace_file(_in_folder(file), preset_bytes(FINISHING, preset))
    return file


def import_preset(file: Path, *, name: str = "", replaces: bool = False) -> FinishingPreset:
    """Keep a preset that lies in a file, under its own or another name.

    Raises StudioError as reading and `save_preset` do.
    """
    preset = read_preset(FINISHING, file)
    preset = replace(preset, name=name or preset.name)
    save_preset(preset, replaces=replaces)
    return preset


def export_preset(name: str, file: Path, *, replaces: bool = False) -> Path:
    """Write a preset to a file, or as `<name>.json` into a folder; returns the file.

    Raises StudioError: an unknown preset, a file that is there already (unless `replaces`),
    DISK_FULL, NOT_ALLOWED.
    """
    preset = finishing_preset(name)
    if file.is_dir():
        file = file / f"{name}.json"
    if file.exists() and not replaces:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "there is a file of this name already",
            value=file,
            hint="choose another name, or replace it",
        )
    check_name(file.name.removesuffix(".json"))
    written = replace(preset, name=file.name.removesuffix(".json"))
    replace_file(file, preset_bytes(FINISHING, written))
    return file


def remove_preset(name: str) -> Path:
    """Move a preset of the user to the trash; returns where it is now.

    Raises StudioError: an unknown preset, a factory preset.
    """
    check_name(name)
    file = _file(name)
    if not file.exists():
        finishing_preset(name)  # an unknown name is told with the names there are
        raise _read_only(name)
    trashed = _in_folder(file.parent / TRASH / file.name)
    with says_disk_errors(file):
        file.replace(trashed)
    set_favourite(name, favourite=False)
    return trashed


def favourites() -> frozenset[str]:
    """Names of the presets the user likes; none where their file cannot be read."""
    try:
        named = json.loads(_favourites_file().read_text("utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(str(name) for name in named) if isinstance(named, list) else frozenset()


def set_favourite(name: str, *, favourite: bool) -> frozenset[str]:
    """Like a preset, or no longer; returns the favourites. Raises StudioError."""
    before = favourites()
    if favourite:
        finishing_preset(name)
    after = before | {name} if favourite else before - {name}
    if after != before:
        text = json.dumps(sorted(after), indent=1) + "\n"
        replace_file(_in_folder(_favourites_file()), text.encode())
    return after


def _untouched_factory_names() -> frozenset[str]:
    """Factory presets that no file of the user replaces."""
    return frozenset(name for name in factory_names(FINISHING) if not _file(name).exists())


def _holds(preset: FinishingPreset, words: list[str]) -> bool:
    kinds = (effect.kind for effect in preset.effects)
    told = (preset.name, preset.title, preset.description, *preset.tags, *kinds)
    text = " ".join(told).casefold()
    return all(word in text for word in words)


def _read_only(name: str) -> StudioError:
    return StudioError(
        ErrorCode.NOT_ALLOWED,
        "factory presets stay as they are",
        value=name,
        hint="save it under another name",
    )


def _file(name: str) -> Path:
    return FINISHING.users_folder / f"{name}.json"


def _favourites_file() -> Path:
    return paths.data_folder() / "presets" / "favourites.json"


def _in_folder(file: Path) -> Path:
    paths.ensure_folder(file.parent)
    return file
