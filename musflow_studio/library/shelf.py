"""Library: the folder of kept clips, to list, show, mark, verify, clean and delete."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from musflow_studio.disk import says_disk_errors, sync_folder
from musflow_studio.domain.clip import Clip, ClipMarks
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.library.index import ClipEntry, Index
from musflow_studio.library.package import ClipCheck, load_clip, save_marks, verify_package
from musflow_studio.library.scratch import CLIPS, sweep

TRASH = ".trash"


@dataclass(frozen=True)
class Removed:
    """Something `clean` took away for good.

    Attributes:
        path: where it was.
        why: "left by a process that ended" or "in the trash".
        size_bytes: of its files.
    """

    path: Path
    why: str
    size_bytes: int


class Library:
    """The clips under one folder. Opening it creates nothing; `keep` makes the first package.

    Several processes may use one library at a time: packages appear and vanish by single renames,
    and the index is only an index.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._index = Index(self.folder)

    @property
    def clips_folder(self) -> Path:
        """Where the packages lie."""
        return self.folder / CLIPS

    def list(self, query: str = "") -> tuple[ClipEntry, ...]:
        """Clips, newest first; those only whose name, tags, key, style … hold every word given."""
        return self._index.entries(query)

    def show(self, clip_id: str) -> Clip:
        """The clip whose id begins like this. Raises StudioError if none or several do."""
        return load_clip(self._entry(clip_id).folder)

    @staticmethod
    def load_clip(folder: Path) -> Clip:
        """The clip of a package anywhere on disk. Raises StudioError."""
        return load_clip(folder)

    def set_marks(self, clip_id: str, marks: ClipMarks) -> Clip:
        """Change name, rating and tags of a clip. Raises StudioError."""
        return self.set_marks_in(self._entry(clip_id).folder, marks)

    @staticmethod
    def set_marks_in(folder: Path, marks: ClipMarks) -> Clip:
        """Change name, rating and tags of a package anywhere on disk. Raises StudioError."""
        save_marks(folder, marks)
        return load_clip(folder)

    def rebuild(self) -> tuple[ClipEntry, ...]:
        """Build the index again from the packages; returns what it lists."""
        return self._index.rebuild()

    def verify(self) -> tuple[ClipCheck, ...]:
        """Read every file of every package again, in order of folder names."""
        return tuple(verify_package(folder) for folder in self._packages())

    def delete(self, clip_id: str) -> Path:
        """Move a package to `.trash/` (until `clean`) and return where it is now."""
        folder = self._entry(clip_id).folder
        trash = self.folder / TRASH
        target = trash / folder.name
        with says_disk_errors(folder):
            trash.mkdir(exist_ok=True)
            if target.exists():
                target = trash / f"{folder.name}-{secrets.token_hex(3)}"
            os.rename(folder, target)
            sync_folder(trash)
            sync_folder(self.clips_folder)
        self._index.entries()  # learns that it is gone
        return target

    def restore(self, trashed: Path) -> Clip:
        """Put a package that `delete` moved to the trash back among the clips.

        Raises StudioError if it is not there any more.
        """
        if trashed.parent != self.folder / TRASH or not trashed.is_dir():
            raise StudioError(
                ErrorCode.FILE_NOT_FOUND, "this clip is not in the trash any more", value=trashed
            )
        target = self.clips_folder / trashed.name
        with says_disk_errors(self.clips_folder):
            os.rename(trashed, target)
            sync_folder(self.clips_folder)
            sync_folder(trashed.parent)
        self._index.entries()  # learns that it is back
        return load_clip(target)

    def clean(self) -> tuple[Removed, ...]:
        """Empty the trash and remove what dead processes left; returns what went."""
        with says_disk_errors(self.folder):
            return (*self._sweep(), *self._empty_trash())

    def _sweep(self) -> tuple[Removed, ...]:
        sizes = {path: _size(path) for path in _folders(self.clips_folder)}
        why = "left by a process that ended"
        return tuple(Removed(p, why, sizes.get(p, 0)) for p in sweep(self.clips_folder))

    def _empty_trash(self) -> tuple[Removed, ...]:
        trash = _folders(self.folder / TRASH)
        found = tuple(Removed(path, "in the trash", _size(path)) for path in trash)
        for path in trash:
            shutil.rmtree(path)
        return found

    def _packages(self) -> tuple[Path, ...]:
        return tuple(p for p in _folders(self.clips_folder) if not p.name.startswith("."))

    def _entry(self, clip_id: str) -> ClipEntry:
        found = self._index.beginning_with(clip_id.strip()) if clip_id.strip() else ()
        if len(found) == 1:
            return found[0]
        if found:
            raise StudioError(
                ErrorCode.BAD_INPUT,
                f"{len(found)} clips have an id that begins with {clip_id!r}",
                legal=", ".join(entry.clip_id[:10] for entry in found[:6]),
                hint="give more digits",
            )
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "no clip in the library has this id",
            value=clip_id,
            hint="`musflow library list` shows them",
        )


def _folders(parent: Path) -> tuple[Path, ...]:
    """Folders inside a folder, by name; none if it does not exist."""
    if not parent.is_dir():
        return ()
    return tuple(sorted(path for path in parent.iterdir() if path.is_dir()))


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
