"""StylePage: the styles of the cue: drafts heard from the next bar on, and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from musflow_studio.domain.playback import SwitchAt
from ui import theme
from ui.audition.preset_controls import PLACES
from ui.audition.ribbons import KeptRibbon
from ui.audition.row_view import RowView
from ui.audition.rows import style_rows
from ui.audition.search_line import SearchLine
from ui.audition.wording import style_text
from ui.models import Models
from ui.segments import Segments
from ui.theme import UNIT
from ui.timers import quiet_timer

NO_TAKE = "No take of this cue yet.\nPress Generate, or Ctrl+Return; then hear it in other styles."
_VIEW = "styles"


class StylePage(QWidget):
    """The audition lasts as long as this is on screen.

    Args:
        show_takes: shows a take among the others, by its id.
    """

    def __init__(
        self, models: Models, show_takes: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._model = models.styles
        self.search = SearchLine("styles", "title, description, moods or instruments")
        self.search.sought.connect(self._seek)
        self.rows = RowView("Styles", self._keys(), high=True)
        self.rows.marked.connect(self._model.choose)
        self.kept = KeptRibbon(models, show_takes)
        self._model.kept.connect(self.kept.say)
        self.title = QLabel()
        self.title.setFont(theme.font("body", bold=True))
        self.heard = QLabel()
        self.heard.setFont(theme.font("small"))
        self.heard.setWordWrap(True)
        self.at = Segments("Switch", PLACES)
        self.at.chosen.connect(self._model.set_at)
        self.keep = QPushButton("Keep")
        self.keep.setProperty("role", "main")
        self.keep.setToolTip("Make this music a take: the same notes as the draft (Return)")
        self.keep.clicked.connect(self._model.keep)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_role(self.empty, "muted")
        self._lay_out()
        self._follow_soon = quiet_timer(self, 0, self.follow)
        for signal in (self._model.changed, models.selection.changed, models.jobs.changed):
            signal.connect(self._follow_soon.start)
        self.follow()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Begin."""
        super().showEvent(event)
        self._model.want(_VIEW)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """End, a moment later."""
        super().hideEvent(event)
        self._model.unwant(_VIEW)

    def toggle_favourite(self) -> None:
        """Like the chosen style, or no longer."""
        if entry := self._model.styles.get(self._model.chosen):
            self._model.like(entry.style.name, favourite=not entry.favourite)

    def follow(self) -> None:
        """Show what the audition is at."""
        model, state = self._model, self._model.state
        sought = bool(model.query.strip()) or model.favourites_only
        rows = style_rows(model.rows, state, model.own, () if sought else model.troubles)
        take = bool(self._models.selection.clip_id)
        if not model.asking:
            self.rows.show_rows(rows, model.chosen)
        self.rows.setVisible(take and bool(rows))
        self.empty.setVisible(not (take and rows))
        self.empty.setText("No style holds these words." if take else NO_TAKE)
        self._sheet.setVisible(take)
        titles = {name: entry.style.title for name, entry in model.styles.items()}
        self.title.setText(titles.get(model.chosen, model.chosen) or "…")
        self.heard.setText(style_text(state, titles) or "the take is being loaded")
        theme.set_role(self.heard, "bad" if state.message else "muted")
        self.at.show_value(model.at.value)
        other = bool(state.clip_id) and state.style != model.own
        self.keep.setEnabled(other and self._models.jobs.running is None)

    def _keys(self) -> dict[str, Callable[[], object]]:
        places = enumerate(SwitchAt, start=1)
        return {
            "Return": self._model.keep,
            "Enter": self._model.keep,
            "P": self.toggle_favourite,
            **{str(i): partial(self._model.set_at, at.value) for i, at in places},
        }

    def _lay_out(self) -> None:
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        row = QHBoxLayout()
        label = QLabel("Switch")
        theme.set_role(label, "muted")
        row.addWidget(label)
        row.addWidget(self.at, 1)
        row.addWidget(self.keep)
        self._sheet = QWidget()
        sheet = QVBoxLayout(self._sheet)
        sheet.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 3)
        sheet.setSpacing(UNIT + UNIT // 2)
        sheet.addWidget(self.title)
        sheet.addWidget(self.heard)
        sheet.addLayout(row)
        ribbons = QHBoxLayout()
        ribbons.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT)
        ribbons.addWidget(self.kept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(ribbons)
        layout.addWidget(rule)
        layout.addWidget(self._sheet)

    def _seek(self, words: str, favourites_only: bool) -> None:
        self._model.search(words, favourites_only=favourites_only)
