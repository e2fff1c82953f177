r"""Mailboxes: answers as files, for DAW scripts, which can send but not listen.

Everything lies in `daw/` of the runtime folder, readable by the user alone:

    studio.txt                    which studio serves, its port, its styles; counts while it lives
    inbox/<any name>.json         requests, for scripts that cannot even send
    <mailbox>.<request>.answer    the newest answer to one request

A file is lines of words between tabs; `\t`, `\n` and `\\` inside a word are written so. Files are
replaced in one step, so that a reader never sees a part; the last line is `end`.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.protocol import ID_LENGTH, JSON_LENGTH

MAILBOX_FOLDER = "daw"
INBOX_KEEPS_S = 10.0
_ANSWERS_KEPT_S = 86_400.0
_REPLACE_TRIES, _REPLACE_PAUSE_S = 10, 0.005
_NAME = re.compile(rf"[A-Za-z0-9-]{{1,{ID_LENGTH}}}")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": " "})

Line = tuple[Any, ...]
_log = logging.getLogger(__name__)


def mailbox_folder() -> Path:
    """Where this user's studio has its mailboxes. Not created."""
    return paths.runtime_folder() / MAILBOX_FOLDER


def lines_text(lines: Iterable[Line]) -> str:
    """Lines of words as a file holds them."""
    return "".join("\t".join(map(_word, line)) + "\n" for line in [*lines, ("end",)])


class Mailboxes:
    """The folder of one serving studio.

    Args:
        folder: made if it is not there.

    Attributes:
        studio: this studio's name for itself, new at every start; stands in every answer, so that
            a script knows when the studio that promised a cue is gone.
    """

    def __init__(self, folder: Path) -> None:
        self.studio = secrets.token_hex(4)
        self._folder = paths.ensure_folder(folder)
        self._folder.chmod(0o700)
        self._inbox = paths.ensure_folder(self._folder / "inbox")
        self._about: tuple[Line, ...] = ()
        self._beats = 0
        self._sweep()

    def introduce(self, about: Iterable[Line]) -> None:
        """Say who serves; `beat` says it again."""
        self._about = tuple(about)
        self.beat()

    def beat(self) -> None:
        """Say that this studio still lives."""
        self._beats += 1
        self._write("studio.txt", (("studio", self.studio, self._beats), *self._about))

    def answer(self, mailbox: str, request_id: str, lines: Iterable[Line]) -> None:
        """Replace the answer to a request. A disk that refuses is logged: nobody could be told."""
        self._write(f"{mailbox}.{request_id}.answer", (("studio", self.studio), *lines))

    def requests(self) -> Iterator[str]:
        """Take what lies in the inbox; what is too old, too long or not text is thrown away."""
        with os.scandir(self._inbox) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(".json"))
        for name in names:
            if (text := _taken(self._inbox / name)) is not None:
                yield text

    def close(self) -> None:
        """Say that nobody serves any more."""
        (self._folder / "studio.txt").unlink(missing_ok=True)

    def _write(self, name: str, lines: Iterable[Line]) -> None:
        file = self._folder / name
        beside = file.with_name(f".{name}.new")
        try:
            beside.write_text(lines_text(lines), encoding="utf-8")
            _replace(beside, file)
        except OSError:
            _log.exception("cannot answer a DAW script")

    def _sweep(self) -> None:
        """Remove what an earlier studio left: answers nobody fetched in a day."""
        oldest = time.time() - _ANSWERS_KEPT_S
        for file in self._folder.glob("*.answer"):
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)
        shutil.rmtree(self._inbox)
        self._inbox.mkdir(mode=0o700)


def check_name(what: str, name: str) -> str:
    """A mailbox or request id that may be part of a file's name. Raises StudioError."""
    if not _NAME.fullmatch(name):
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"not a usable {what}",
            value=name,
            legal=f"1 to {ID_LENGTH} letters, digits and hyphens",
        )
    return name


def _replace(new: Path, old: Path) -> None:
    """Rename over a file; Windows refuses for the moment in which a script reads it."""
    for _ in range(_REPLACE_TRIES):
        try:
            os.replace(new, old)
            return
        except PermissionError:
            time.sleep(_REPLACE_PAUSE_S)
    os.replace(new, old)


def _taken(file: Path) -> str | None:
    """The text of a request, removed from the inbox; None for what is no fresh, plain file."""
    try:
        found = file.lstat()
        fresh = time.time() - found.st_mtime < INBOX_KEEPS_S
        text = b""
        if fresh and stat.S_ISREG(found.st_mode):
            with file.open("rb") as opened:
                text = opened.read(4 * JSON_LENGTH)
        file.unlink()
        return text.decode() or None
    except (OSError, UnicodeDecodeError):
        _log.warning("a request in the inbox could not be read: %s", file.name)
        return None


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return repr(value) if isinstance(value, float) else str(value).translate(_ESCAPES)
