"""The working file: what is on screen, on disk within moments; what a killed window left behind.

One window a user has one working file. It is removed by a clean close, so one that is there at
the start is what a crash left.
"""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QObject

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.domain.errors import StudioError
from musflow_studio.project import Project
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.relay import Relay
from ui.timers import quiet_timer

AUTOSAVE_MS = 300


def working_path() -> Path:
    """The working file's place."""
    return paths.state_folder() / "working.musflow"


@dataclass(frozen=True)
class Left:
    """What a window that did not close cleanly left.

    Attributes:
        working: the working file.
        file: the project's own file; None if it was never saved.
    """

    working: Path
    file: Path | None


def find_left() -> Left | None:
    """The work of a killed window, if there is any."""
    working = working_path()
    if not working.is_file():
        return None
    try:
        told = json.loads(_about(working).read_text("utf-8"))["file"]
    except (OSError, ValueError, KeyError, TypeError):
        told = None
    return Left(working, Path(told) if isinstance(told, str) else None)


def forget_left() -> None:
    """Remove the working file."""
    working = working_path()
    _about(working).unlink(missing_ok=True)
    working.unlink(missing_ok=True)


class WorkingFile(QObject):
    """Writes the present project after a moment without changes, in the studio's disk thread."""

    def __init__(
        self, studio: Studio, relay: Relay, errors: Errors, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._waiting: Project | None = None
        self._written: Future[Project] | None = None
        self._timer = quiet_timer(self, AUTOSAVE_MS, self.write)

    def keep(self, project: Project) -> None:
        """Have a value written soon; a newer one takes its place."""
        self._waiting = project
        self._timer.start()

    def write(self) -> None:
        """Write what waits now."""
        self._timer.stop()
        if self._waiting is not None:
            self._written = self._studio.projects.write(working_path(), self._waiting)
            self._waiting = None
            self._relay.ask(self._written, lambda _: None, self._errors.show)

    def flushed(self) -> Future[Project] | None:
        """When the newest value is on disk; None if there never was one."""
        self.write()
        return self._written

    def tell_file(self, file: Path | None) -> None:
        """Note beside the working file whose work it is."""
        place = paths.ensure_folder(working_path().parent)
        told = {"file": str(file) if file else None}
        try:
            replace_file(_about(place / working_path().name), json.dumps(told).encode())
        except StudioError as error:
            self._errors.show(error)

    def drop(self) -> None:
        """The work is saved or given up: remove the working file once nothing writes it."""
        self._timer.stop()
        self._waiting = None
        if self._written is not None:
            self._written.exception()
        forget_left()


def _about(working: Path) -> Path:
    return working.with_suffix(".json")
