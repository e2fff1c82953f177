"""The working file: what is on screen, on disk within moments; what a killed window left behind.

Every project that comes on the desk gets a working file of its own, which goes when the project
does. One that is there at the start is what a crash left.
"""

from __future__ import annotations

import secrets
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QObject

from musflow_studio import paths
from musflow_studio.project import PROJECT_SUFFIX, Project
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.preferences import Preferences
from ui.relay import Relay
from ui.timers import quiet_timer

AUTOSAVE_MS = 300
_REMEMBERED = "working"


def working_folder() -> Path:
    """Where working files lie."""
    return paths.state_folder() / "working"


@dataclass(frozen=True)
class Left:
    """What a window that did not close cleanly left.

    Attributes:
        working: the working file.
        file: the project's own file; None if it was never saved, or is not known.
    """

    working: Path
    file: Path | None


def find_left(preferences: Preferences) -> Left | None:
    """The newest work of a killed window, if there is any."""
    # Hidden ones are what a writer was killed over.
    found = [file for file in working_folder().glob(f"[!.]*{PROJECT_SUFFIX}") if file.is_file()]
    if not found:
        return None
    newest = max(found, key=lambda file: file.stat().st_mtime)
    nothing: list[str] = []
    told = preferences.get(_REMEMBERED, nothing)
    known = len(told) == 2 and told[0] == str(newest) and told[1]
    return Left(newest, Path(told[1]) if known else None)


class WorkingFile(QObject):
    """Writes the present project after a moment without changes, in the studio's disk thread."""

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._preferences = preferences
        self._waiting: Project | None = None
        self._written: Future[Project] | None = None
        self._timer = quiet_timer(self, AUTOSAVE_MS, self.write)
        self.path: Path | None = None

    def begin(self, project: Project, file: Path | None) -> None:
        """A file for another project; that of the one before goes."""
        self.drop()
        self.path = working_folder() / f"{secrets.token_hex(6)}{PROJECT_SUFFIX}"
        self.tell_file(file)
        self.keep(project)
        self.write()

    def adopt(self, left: Left, project: Project) -> None:
        """Go on with the file that was left, and holds this project."""
        self.drop()
        self.path = left.working
        self.tell_file(left.file)
        self.keep(project)

    def keep(self, project: Project) -> None:
        """Have a value written soon; a newer one takes its place."""
        self._waiting = project
        self._timer.start()

    def write(self) -> None:
        """Write what waits now."""
        self._timer.stop()
        if self._waiting is not None and self.path:
            self._written = self._studio.projects.write(self.path, self._waiting)
            self._waiting = None
            self._relay.ask(self._written, lambda _: None, self._errors.show)

    def flushed(self) -> Future[Project] | None:
        """When the newest value is on disk; None without a project."""
        self.write()
        return self._written

    def tell_file(self, file: Path | None) -> None:
        """Remember whose work it is."""
        self._preferences.set(_REMEMBERED, [str(self.path or ""), str(file or "")])
        self._preferences.write()

    def drop(self) -> None:
        """The work is saved or given up: the file goes, after what is still being written."""
        self._timer.stop()
        self._waiting = self._written = None
        if self.path:
            self._relay.ask(self._studio.projects.discard(self.path), lambda _: None)
            self.path = None
