"""AuditionPage: what the pages of presets and of styles have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PyQt6.QtCore import Qt, pyqtBoundSignal
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.audition.ribbons import KeptRibbon
from ui.audition.row_view import RowView
from ui.audition.rows import Row
from ui.audition.search_line import SearchLine
from ui.models import Models
from ui.models.audition import AuditionModel
from ui.models.style_audition import StyleAuditionModel
from ui.theme import UNIT
from ui.timers import quiet_timer

M = TypeVar("M", AuditionModel, StyleAuditionModel)


class AuditionPage(QWidget, Generic[M]):
    """Rows that are searched and heard. The audition lasts as long as this is on screen.

    Args:
        view: what the audition is told wants it.
        search: what the rows are sought with.
        show_takes: shows a take among the others, by its id.
    """

    rows: RowView

    def __init__(
        self,
        models: Models,
        model: M,
        view: str,
        search: SearchLine,
        show_takes: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._model: M = model
        self._view = view
        self.search = search
        self.search.sought.connect(self._seek)
        self.kept = KeptRibbon(models, show_takes)
        self._model.kept.connect(self.kept.say)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_role(self.empty, "muted")
        self._follow_soon = quiet_timer(self, 0, self.follow)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Begin."""
        super().showEvent(event)
        self._model.want(self._view)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """End, a moment later."""
        super().hideEvent(event)
        self._model.unwant(self._view)

    def follow(self) -> None:  # pragma: no cover - always overridden
        """Show what the audition is at."""
        raise NotImplementedError

    def _begin(self, rows: RowView, *signals: pyqtBoundSignal) -> None:
        """Show the model in these rows, now and whenever a signal tells."""
        self.rows = rows
        self.rows.marked.connect(self._model.choose)
        self._lay_out()
        for signal in (self._model.changed, self._models.selection.changed, *signals):
            signal.connect(self._follow_soon.start)
        self.follow()

    def _lay_out(self) -> None:  # pragma: no cover - always overridden
        raise NotImplementedError

    def _stack(self, ribbons: tuple[QWidget, ...], below: tuple[QWidget, ...]) -> None:
        """Lay out the rows, or why there are none; under them ribbons and what else there is."""
        beneath = QVBoxLayout()
        beneath.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT)
        for ribbon in ribbons:
            beneath.addWidget(ribbon)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(beneath)
        for part in below:
            layout.addWidget(part)

    def _show_rows(self, rows: list[Row], none_there: str) -> None:
        """Show what was found; a sentence where that is nothing."""
        there = bool(self._models.selection.clip_id) and bool(rows)
        if not self._model.asking:
            self.rows.show_rows(rows, self._model.chosen)
        self.rows.setVisible(there)
        self.empty.setVisible(not there)
        self.empty.setText(none_there)

    def _seek(self, words: str, favourites_only: bool) -> None:
        self._model.search(words, favourites_only=favourites_only)


def rule() -> QFrame:
    """A line across."""
    made = QFrame()
    made.setObjectName("rule")
    made.setFixedHeight(1)
    return made
