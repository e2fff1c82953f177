"""Errors: failures on their way to where the user is looking."""

from __future__ import annotations

import logging

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import ErrorCode, StudioError

_log = logging.getLogger(__name__)


class Errors(QObject):
    """Tells every failure once.

    Signals:
        shown(StudioError, where): to be shown at the view registered for `where`; "" for a dialog.
    """

    shown = pyqtSignal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last: StudioError | None = None

    def show(self, error: StudioError, where: str = "") -> None:
        """Show a failure. What the user cancelled is no failure."""
        if error.code is ErrorCode.CANCELLED:
            return
        _log.warning("%s", error.sentence())
        self.last = error
        self.shown.emit(error, where)
