"""One window a user: a lock that names the process; a second start asks the first to come forward.

The second one leaves a small file in the runtime folder, which the first one watches.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QFileSystemWatcher, QLockFile, QObject, pyqtSignal

from musflow_studio import paths
from musflow_studio.disk import replace_file

_log = logging.getLogger(__name__)
ANSWER_S = 3.0


class OneWindow(QObject):
    """Held by the window that is open.

    Signals:
        asked(files): a later start was given these files; () for none.
    """

    asked = pyqtSignal(tuple)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder = paths.ensure_folder(paths.runtime_folder())
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)  # stale only when its process is gone
        self._request = folder / "window-request.json"
        self._watcher: QFileSystemWatcher | None = None

    def take(self) -> bool:
        """Become the one; False if another process is."""
        if not self._lock.tryLock(0):
            return False
        self._request.unlink(missing_ok=True)
        self._watcher = QFileSystemWatcher([str(self._request.parent)], self)
        self._watcher.directoryChanged.connect(self._look)
        return True

    def ask_other(self, files: Sequence[Path]) -> bool:
        """Ask the open window to come forward with these files; False if it does not answer."""
        replace_file(self._request, json.dumps([str(file) for file in files]).encode())
        end = time.monotonic() + ANSWER_S
        while self._request.exists() and time.monotonic() < end:
            time.sleep(0.02)
        return not self._request.exists()

    def let_go(self) -> None:
        """Leave the place to others."""
        if self._watcher:
            self._watcher.directoryChanged.disconnect(self._look)
            self._watcher = None
        self._lock.unlock()

    def _look(self) -> None:
        try:
            told = json.loads(self._request.read_text("utf-8"))
        except (OSError, ValueError):
            return
        self._request.unlink(missing_ok=True)
        files = told if isinstance(told, list) else []
        _log.info("a second start asks for %s", files or "the window")
        self.asked.emit(tuple(Path(file) for file in files if isinstance(file, str)))
