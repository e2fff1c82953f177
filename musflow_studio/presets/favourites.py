"""Favourites: the names a user likes, a small file for each family of presets."""

from __future__ import annotations

import json
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.presets.reading import FINISHING, Family, P

_FILES = {FINISHING.folder: "favourites.json"}


def favourite_names(family: Family[P]) -> frozenset[str]:
    """What the user likes; nothing where the file cannot be read."""
    try:
        named = json.loads(_file(family).read_text("utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(str(name) for name in named) if isinstance(named, list) else frozenset()


def set_favourite_name(family: Family[P], name: str, *, favourite: bool) -> frozenset[str]:
    """Like a name, or no longer; returns what is liked. Raises StudioError (DISK_FULL …)."""
    before = favourite_names(family)
    after = before | {name} if favourite else before - {name}
    if after != before:
        file = _file(family)
        paths.ensure_folder(file.parent)
        replace_file(file, (json.dumps(sorted(after), indent=1) + "\n").encode())
    return after


def _file(family: Family[P]) -> Path:
    name = _FILES.get(family.folder, f"favourite-{family.folder}.json")
    return paths.data_folder() / "presets" / name
