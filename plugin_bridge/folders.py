"""The folders the bridge may reach into: the library, the open project's, and those the user named.

Every path from outside is resolved, links and all, before it is compared.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError

MOST_ENTRIES = 5000


class Folders:
    """Allowed folders.

    Args:
        always: folders that stay allowed; those that do not exist allow nothing.
    """

    def __init__(self, always: Iterable[Path]) -> None:
        self._always = tuple(always)
        self.project: Path | None = None

    @property
    def allowed(self) -> tuple[Path, ...]:
        """The allowed folders, as named."""
        return (*self._always, *([self.project.parent] if self.project else []))

    def existing(self, text: str) -> Path:
        """A file or folder that is there, resolved; nothing in it leads out.

        Raises StudioError: NOT_ALLOWED outside (whether there or not), else FILE_NOT_FOUND.
        """
        path = self.inside(text)
        if not path.exists():
            raise StudioError(
                ErrorCode.FILE_NOT_FOUND, "there is no such file or folder", value=text
            )
        if path.is_dir():
            self._check_entries(path)
        return path

    def inside(self, text: str) -> Path:
        """A path inside an allowed folder, resolved, there or not. Raises StudioError."""
        if "\0" in text or not Path(text).is_absolute():
            raise StudioError(
                ErrorCode.BAD_INPUT, "a path must be absolute", value=text.replace("\0", "�")
            )
        return self._check(Path(text), text)

    def _check(self, path: Path, text: str) -> Path:
        try:
            real = Path(os.path.realpath(path))
            homes = [Path(os.path.realpath(folder)) for folder in self.allowed]
        except (OSError, ValueError) as error:
            raise StudioError(ErrorCode.BAD_INPUT, f"not a usable path ({error})") from None
        if not any(real.is_relative_to(home) for home in homes):
            raise StudioError(
                ErrorCode.NOT_ALLOWED,
                "this is outside the allowed folders",
                value=text,
                legal=", ".join(str(folder) for folder in self.allowed),
                hint="start `musflow serve` with --allow FOLDER, or add it to the settings",
            )
        return real

    def _check_entries(self, folder: Path) -> None:
        """Refuse a folder whose links lead out of the allowed ones."""
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number == MOST_ENTRIES:
                    raise StudioError(
                        ErrorCode.OUT_OF_RANGE,
                        "the folder holds too many files",
                        value=folder,
                        legal=f"up to {MOST_ENTRIES}",
                    )
                if entry.is_symlink():
                    self._check(Path(entry.path), entry.path)
