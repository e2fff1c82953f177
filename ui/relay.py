"""Relay: answers and signals of other threads, brought to the GUI thread. Nothing else crosses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import Any, TypeVar

from psygnal import SignalInstance
from PyQt6.QtCore import QObject, Qt, pyqtSignal

from musflow_studio.domain.errors import ErrorCode, StudioError

T = TypeVar("T")
Failed = Callable[[StudioError], None]

_log = logging.getLogger(__name__)


class Relay(QObject):
    """Calls back on the thread it was made in, in order, never before the caller has returned.

    Args:
        failed: gets the error of every answer nobody else takes.
    """

    _posted = pyqtSignal(object)

    def __init__(self, failed: Failed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed = failed
        self._closed = False
        self._heard: list[tuple[SignalInstance, Callable[..., None]]] = []
        # The stubs know no connection types.
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]

    def ask(
        self, future: Future[T], done: Callable[[T], Any], failed: Failed | None = None
    ) -> None:
        """Call `done` with the future's result, or `failed` with its StudioError."""
        future.add_done_callback(lambda f: self.post(partial(self._answer, f, done, failed)))

    def listen(self, signal: SignalInstance, callback: Callable[..., Any]) -> None:
        """Call back with what a psygnal signal tells, from whatever thread it fires."""

        def heard(*told: Any) -> None:
            self.post(partial(callback, *told))

        signal.connect(heard)
        self._heard.append((signal, heard))

    def post(self, work: Callable[[], Any]) -> None:
        """Run work on the GUI thread, soon. Any thread may call."""
        if not self._closed:
            self._posted.emit(work)

    def close(self) -> None:
        """Hear nothing more; what is still on its way is dropped."""
        self._closed = True
        for signal, heard in self._heard:
            signal.disconnect(heard, missing_ok=True)
        self._heard.clear()

    def _run(self, work: Callable[[], Any]) -> None:
        if not self._closed:
            work()

    def _answer(self, future: Future[T], done: Callable[[T], Any], failed: Failed | None) -> None:
        error = _error_of(future)
        if error is None:
            done(future.result())
        else:
            (failed or self._failed)(error)


def _error_of(future: Future[Any]) -> StudioError | None:
    if future.cancelled():
        return StudioError(ErrorCode.CANCELLED, "cancelled")
    error = future.exception()
    if error is None or isinstance(error, StudioError):
        return error
    if isinstance(error, CancelledError):
        return StudioError(ErrorCode.CANCELLED, "cancelled")
    _log.error("an answer failed unexpectedly", exc_info=error)
    return StudioError(
        ErrorCode.INTERNAL,
        f"something went wrong inside ({type(error).__name__}: {error})",
        hint="see the log (View > Log)",
    )
