"""Finding files: the user's folders and the library's takes, as they are on disk now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from musflow_studio.library import Library

CLIP_FILE = "clip.json"
SUFFIXES = frozenset((".wav", ".flac", ".aif", ".aiff", ".ogg", ".oga", ".opus", ".mp3"))


@dataclass(frozen=True)
class FoundFile:
    """An audio file to be heard.

    Attributes:
        path: absolute.
        size, mtime_ns: as it is now; for a take, newer where its marks are.
        package: the clip's package, for a take.
        root: the user's folder it lies in, or the library.
    """

    path: Path
    size: int
    mtime_ns: int
    root: Path
    package: Path | None = None


def found_files(library: Path, folders: Iterable[Path]) -> dict[str, FoundFile]:
    """Every audio file by its path; the library is left out of the user's folders."""
    found = {str(file.path): file for file in _takes(library)}
    for folder in folders:
        for file in _in_folder(folder, library):
            found.setdefault(str(file.path), file)
    return found


def _takes(library: Path) -> Iterator[FoundFile]:
    for entry in Library(library).list():
        path, marks = entry.folder / entry.wav, entry.folder / "marks.json"
        with suppress(OSError):
            seen = path.stat()
            written = marks.stat().st_mtime_ns if marks.exists() else 0
            newest = max(seen.st_mtime_ns, written)
            yield FoundFile(path, seen.st_size, newest, library, entry.folder)


def _in_folder(root: Path, library: Path) -> Iterator[FoundFile]:
    for place, inside, names in os.walk(root):
        folder = Path(place)
        if folder == library or library in folder.parents:
            inside.clear()
            continue
        package = folder if CLIP_FILE in names else None
        kept = () if package else (name for name in inside if not name.startswith("."))
        inside[:] = sorted(kept)  # of a clip kept elsewhere the mix counts, not its stems
        for name in sorted(names):
            path = folder / name
            if path.suffix.casefold() in SUFFIXES and not name.startswith("."):
                with suppress(OSError):
                    seen = path.stat()
                    yield FoundFile(path, seen.st_size, seen.st_mtime_ns, root, package)
