"""Writing to disk so that a file is whole or absent, and saying in one sentence why it failed.

`disk_error` turns the system's refusals into a `StudioError`; `replacing` and `replace_file`
replace a file in one step; `sync_folder` makes renames inside a folder survive a power cut (POSIX;
a no-op elsewhere).
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_MISSING = {errno.ENOENT}


def disk_error(error: OSError, path: Path) -> StudioError:
    """What a system error at `path` means to a user: DISK_FULL, FILE_NOT_FOUND or NOT_ALLOWED."""
    if error.errno in _FULL:
        return StudioError(
            ErrorCode.DISK_FULL,
            "the disk is full",
            value=path,
            hint="free some space or choose another place",
        )
    if error.errno in _MISSING:
        return StudioError(
            ErrorCode.FILE_NOT_FOUND,
            "no such file or folder",
            value=path,
            hint="check the name, and that its drive is there",
        )
    return StudioError(
        ErrorCode.NOT_ALLOWED,
        f"cannot use this file or folder ({error.strerror or error})",
        value=path,
        hint="choose another place or change its permissions",
    )


@contextmanager
def says_disk_errors(path: Path) -> Iterator[None]:
    """Inside the block an OSError becomes a StudioError about `path`, what the user named."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, path) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` in place of `path` in one step; see `replacing`. Raises StudioError."""
    with replacing(path) as beside:
        write_synced(beside, data)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; at the end it is synced and renamed over `path`.

    A reader sees the old file or the new one, never a part; when the block fails, nothing is left.
    Raises StudioError about `path` where the disk refuses.
    """
    beside = path.with_name(f".{path.stem[:64]}.{secrets.token_hex(4)}.tmp{path.suffix}")
    with says_disk_errors(path):
        try:
            yield beside
            _sync_file(beside)
            os.replace(beside, path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        sync_folder(path.parent)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def write_synced(path: Path, data: bytes) -> None:
    """Create or overwrite a file and wait until it is on the disk. Raises OSError."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; a no-op outside POSIX."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
