"""Scratch folders: where a clip grows, hidden beside its later place, until it is renamed.

A scratch folder is called `.partial-<clip id>-<process id>-<machine>`. It lies on the file system
of the package, so that nothing is copied, and its name says who is at work in it, so that what a
killed process left can be told from what a living one still needs.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from musflow_studio.disk import says_disk_errors
from musflow_studio.library.names import new_clip_id

PREFIX = ".partial-"
CLIPS = "clips"
STALE_AFTER_S = 24 * 3600
_NAME = re.compile(r"^\.partial-[0-9a-f]{26}-(?P<pid>\d+)-(?P<machine>[0-9a-f]{8})$")


def packages_folder(folder: Path, *, in_library: bool) -> Path:
    """Where packages lie: `clips/` inside a library, else the given folder itself."""
    return folder / CLIPS if in_library else folder


@dataclass(frozen=True)
class Scratch:
    """Where one clip grows; made by `open_scratch`, turned into the package by `keep`.

    Attributes:
        folder: what the user named: a library, or any folder that packages lie in directly.
        in_library: which of the two.
        clip_id: of the clip to be.
        path: the hidden folder itself.
    """

    folder: Path
    in_library: bool
    clip_id: str
    path: Path

    @property
    def take(self) -> Path:
        """Empty folder for the engine: `mix.wav`, `stems/`."""
        return self.path / "take"

    @property
    def finished(self) -> Path:
        """Empty folder for what finishing writes, under any names."""
        return self.path / "finished"


@contextmanager
def open_scratch(folder: Path, *, in_library: bool = True) -> Iterator[Scratch]:
    """A scratch folder for one clip, removed at the end of the block unless `keep` renamed it.

    Sweeps what killed processes left beside it. Raises StudioError (DISK_FULL, NOT_ALLOWED).
    """
    parent = packages_folder(folder.absolute(), in_library=in_library)
    clip_id = new_clip_id()
    path = parent / f"{PREFIX}{clip_id}-{os.getpid()}-{_machine()}"
    scratch = Scratch(folder.absolute(), in_library, clip_id, path)
    try:
        with says_disk_errors(folder):
            parent.mkdir(parents=True, exist_ok=True)
            sweep(parent)
            scratch.take.mkdir(parents=True)
            scratch.finished.mkdir()
        yield scratch
    finally:
        shutil.rmtree(path, ignore_errors=True)


def remove_scratch(folder: Path, pid: int) -> None:
    """Remove the scratch folders a dead worker left in a library or an output folder."""
    for parent in (folder, folder / CLIPS):
        for scratch in _scratch_folders(parent):
            match = _NAME.match(scratch.name)
            if match and int(match["pid"]) == pid and match["machine"] == _machine():
                shutil.rmtree(scratch, ignore_errors=True)


def sweep(parent: Path) -> tuple[Path, ...]:
    """Remove stale scratch folders and say which: of a dead process here, or a day old."""
    stale = tuple(scratch for scratch in _scratch_folders(parent) if _is_stale(scratch))
    for scratch in stale:
        shutil.rmtree(scratch, ignore_errors=True)
    return stale


def _scratch_folders(parent: Path) -> list[Path]:
    with suppress(OSError):
        return [Path(e.path) for e in os.scandir(parent) if e.name.startswith(PREFIX)]
    return []


def _is_stale(scratch: Path) -> bool:
    match = _NAME.match(scratch.name)
    if match and match["machine"] == _machine() and os.name == "posix":
        return not _is_alive(int(match["pid"]))
    with suppress(OSError):
        return time.time() - scratch.stat().st_mtime > STALE_AFTER_S
    return False


def _is_alive(pid: int) -> bool:
    """Whether a process exists (POSIX: signal 0 asks without sending)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]
