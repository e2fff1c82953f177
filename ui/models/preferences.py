"""Preferences: what the window remembers between two starts, as JSON in the settings' folder."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.domain.errors import StudioError
from ui.timers import quiet_timer

T = TypeVar("T")

SAVE_AFTER_MS = 500
RECENT_KEPT = 12
_log = logging.getLogger(__name__)


def preferences_file() -> Path:
    """Where the window keeps what it remembers."""
    return paths.config_folder() / "window.json"


class Preferences(QObject):
    """Named values of JSON kinds. Losing them loses no work, so a damaged file is set aside.

    Signals:
        changed(name): a value was set to something else.
    """

    changed = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = preferences_file()
        self._values = _read(self._file)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preferences")
        self._timer = quiet_timer(self, SAVE_AFTER_MS, self._save)

    def get(self, name: str, default: T) -> T:
        """The value, if it is there and of the default's type."""
        value = self._values.get(name, default)
        if isinstance(default, float) and isinstance(value, int):
            value = float(value)
        return value if isinstance(value, type(default)) else default

    def set(self, name: str, value: Any) -> None:
        """Remember a value."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._timer.start()
            self.changed.emit(name)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Projects opened lately that are still there, newest first."""
        return tuple(file for text in self._recent() if (file := Path(text)).is_file())

    def note_recent(self, file: Path) -> None:
        """Put a project first among the recent ones."""
        others = [text for text in self._recent() if text != str(file)]
        self.set("recent", [str(file), *others][:RECENT_KEPT])

    def write(self) -> None:
        """Write now what was not written yet, without waiting for it."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def close(self) -> None:
        """Write what was not written yet."""
        self.write()
        self._writer.shutdown()

    def _recent(self) -> list[str]:
        none: list[str] = []
        return [text for text in self.get("recent", none) if isinstance(text, str)]

    def _save(self) -> None:
        self._writer.submit(_write, self._file, dict(self._values))


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("the window's preferences cannot be read and start anew (%s)", error)
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, values: dict[str, Any]) -> None:
    try:
        paths.ensure_folder(file.parent)
        replace_file(file, json.dumps(values, indent=1, sort_keys=True).encode())
    except StudioError as error:
        _log.warning("the window's preferences cannot be kept: %s", error.sentence())
