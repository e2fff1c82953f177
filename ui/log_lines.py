"""Log lines: what all parts have to say, in a file of the state folder and for the log pane."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio import paths

LINES_KEPT = 2000
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_BYTES = 1_000_000


def log_file() -> Path:
    """The window's log."""
    return paths.state_folder() / "window.log"


class LogLines(QObject):
    """The last lines of the log.

    Signals:
        added(text): one record, with its traceback if it has one.
    """

    added = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        self.added.connect(self.lines.append)
        self._handlers = [_Teller(self.added.emit), _file_handler()]
        for handler in self._handlers:
            handler.setFormatter(logging.Formatter(_FORMAT))
            logging.getLogger().addHandler(handler)
        logging.getLogger().setLevel(logging.INFO)

    def close(self) -> None:
        """Log nothing more."""
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()


class _Teller(logging.Handler):
    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(self.format(record))


def _file_handler() -> logging.Handler:
    paths.ensure_folder(log_file().parent)
    return logging.handlers.RotatingFileHandler(
        log_file(), maxBytes=_BYTES, backupCount=1, encoding="utf-8", delay=True
    )


def catch_everything(show: Callable[[BaseException], None]) -> None:
    """Have what nobody caught logged and shown, instead of ending the process."""

    def in_window(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logging.getLogger("ui").critical("unexpected", exc_info=(kind, error, trace))
        show(error)

    def in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            found = (told.exc_type, told.exc_value, told.exc_traceback)
            logging.getLogger("ui").critical("unexpected, in a thread", exc_info=found)

    sys.excepthook = in_window
    threading.excepthook = in_thread
