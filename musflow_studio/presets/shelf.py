"""Shelf: the finishing presets as a user keeps them, and which styles the user likes.

Factory presets are read-only: they are changed by saving under another name. What is removed goes
to `.trash` in the user's folder. Favourites are names in `favourites.json` beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import replace_file, says_disk_errors
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset, PresetEntry, PresetList
from musflow_studio.domain.style import Style, StyleEntry, StyleList
from musflow_studio.presets.checks import check_finishing
from musflow_studio.presets.favourites import favourite_names, set_favourite_name
from musflow_studio.presets.reading import (
    FINISHING,
    LONGEST_NAME,
    STYLES,
    check_name,
    factory_names,
    finishing_preset,
    load_readable,
    preset_bytes,
    read_preset,
    style,
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
        raise _taken(preset.name)
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


def restore_preset(trashed: Path) -> Path:
    """Take a preset out of the trash again; returns its file.

    Raises StudioError: there is another one of this name by now.
    """
    file = _file(trashed.name.removesuffix(".json"))
    if file.exists():
        raise _taken(trashed.stem)
    with says_disk_errors(file):
        trashed.replace(file)
    return file


def rename_preset(name: str, title: str) -> FinishingPreset:
    """Give a preset of the user another title, and the name that goes with it.

    It stays a favourite. Raises StudioError: a factory preset, a title without letters, a name
    that is taken, DISK_FULL; then nothing is changed.
    """
    before = finishing_preset(name)
    if name in _untouched_factory_names():
        raise _read_only(name)
    after = replace(before, name=name_for(title), title=title.strip())
    save_preset(after, replaces=after.name == name)
    if after.name != name:
        if name in favourites():
            set_favourite(after.name, favourite=True)
            set_favourite(name, favourite=False)
        with says_disk_errors(_file(name)):
            _file(name).unlink()  # all of it is in the new file
    return after


def duplicate_preset(name: str) -> FinishingPreset:
    """Keep a copy of a preset, to be changed, under the first name that is free."""
    before = finishing_preset(name)
    there = load_readable(FINISHING)[0]
    titles = [f"{before.title} copy", *(f"{before.title} copy {i}" for i in range(2, 1000))]
    title = next(title for title in titles if name_for(title) not in there)
    after = replace(before, name=name_for(title), title=title)
    save_preset(after)
    return after


def name_for(title: str) -> str:
    """The name that goes with a title: "Große Halle, 2" is "grosse-halle-2".

    Raises StudioError for a title without a letter or digit of the Latin alphabet.
    """
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", plain.decode().lower())
    name = "-".join(words)[:LONGEST_NAME].strip("-")
    if not name:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "a preset's title needs a letter or a digit (a to z, 0 to 9)",
            value=title,
        )
    return name


def favourites() -> frozenset[str]:
    """Names of the presets the user likes; none where their file cannot be read."""
    return favourite_names(FINISHING)


def set_favourite(name: str, *, favourite: bool) -> frozenset[str]:
    """Like a preset, or no longer; returns the favourites. Raises StudioError."""
    if favourite:
        finishing_preset(name)
    return set_favourite_name(FINISHING, name, favourite=favourite)


def list_styles(query: str = "", *, favourites_only: bool = False) -> StyleList:
    """The styles whose title, description, moods and instruments hold every word of `query`.

    A file that cannot be read does not hide the others; what is wrong with it is told beside them.
    """
    found, wrong = load_readable(STYLES)
    factory = factory_names(STYLES)
    own = {name for name in factory if not (STYLES.users_folder / f"{name}.json").exists()}
    liked, words = favourite_names(STYLES), query.casefold().split()
    entries = [StyleEntry(one, name in own, name in liked) for name, one in found.items()]
    kept = [
        entry
        for entry in entries
        if (entry.favourite or not favourites_only) and _in(_style_words(entry.style), words)
    ]
    return StyleList(tuple(kept), tuple(error.sentence() for error in wrong))


def set_favourite_style(name: str, *, favourite: bool) -> frozenset[str]:
    """Like a style, or no longer; returns the favourites. Raises StudioError."""
    if favourite:
        style(name)
    return set_favourite_name(STYLES, name, favourite=favourite)


def _untouched_factory_names() -> frozenset[str]:
    """Factory presets that no file of the user replaces."""
    return frozenset(name for name in factory_names(FINISHING) if not _file(name).exists())


def _holds(preset: FinishingPreset, words: list[str]) -> bool:
    kinds = (effect.kind for effect in preset.effects)
    return _in((preset.name, preset.title, preset.description, *preset.tags, *kinds), words)


def _style_words(style: Style) -> tuple[str, ...]:
    players = (role.instrument for role in style.roles)
    return (style.name, style.title, style.description, *style.moods, *players)


def _in(told: tuple[str, ...], words: list[str]) -> bool:
    text = " ".join(told).casefold()
    return all(word in text for word in words)


def _taken(name: str) -> StudioError:
    return StudioError(
        ErrorCode.CONTRADICTION,
        "there is a preset of this name already",
        value=name,
        hint="choose another name, or replace it",
    )


def _read_only(name: str) -> StudioError:
    return StudioError(
        ErrorCode.NOT_ALLOWED,
        "factory presets stay as they are",
        value=name,
        hint="save it under another name",
    )


def _file(name: str) -> Path:
    return FINISHING.users_folder / f"{name}.json"


def _in_folder(file: Path) -> Path:
    paths.ensure_folder(file.parent)
    return file
