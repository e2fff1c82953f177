"""StylePage: the styles of the cue: drafts heard from the next bar on, and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from musflow_studio.domain.playback import SwitchAt
from ui import theme
from ui.audition.audition_page import AuditionPage, rule
from ui.audition.preset_controls import PLACES
from ui.audition.row_view import RowView
from ui.audition.rows import style_rows
from ui.audition.search_line import SearchLine
from ui.audition.wording import style_text
from ui.models import Models
from ui.models.style_audition import StyleAuditionModel
from ui.segments import Segments
from ui.theme import UNIT

NO_TAKE = "No take of this cue yet.\nPress Generate, or Ctrl+Return; then hear it in other styles."


class StylePage(AuditionPage[StyleAuditionModel]):
    """Styles; see `AuditionPage`."""

    def __init__(
        self, models: Models, show_takes: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        search = SearchLine("styles", "title, description, moods or instruments")
        super().__init__(models, models.styles, "styles", search, show_takes, parent)
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
        self._begin(RowView("Styles", self._keys(), high=True), models.jobs.changed)

    def toggle_favourite(self) -> None:
        """Like the chosen style, or no longer."""
        if entry := self._model.styles.get(self._model.chosen):
            self._model.like(entry.style.name, favourite=not entry.favourite)

    def follow(self) -> None:
        """Show what the audition is at."""
        model, state = self._model, self._model.state
        troubles = () if model.sought else model.troubles
        rows = style_rows(model.rows, state, model.own, troubles)
        take = bool(self._models.selection.clip_id)
        self._show_rows(rows, "No style holds these words." if take else NO_TAKE)
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
        self._stack((self.kept,), (rule(), self._sheet))
