"""PresetPage: the presets: searched, stepped through while the take plays, compared, kept."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QWidget

from ui import theme
from ui.audition.audition_page import AuditionPage, rule
from ui.audition.preset_actions import PresetActions
from ui.audition.preset_controls import PresetControls
from ui.audition.ribbons import RemovedRibbon
from ui.audition.row_view import RowView
from ui.audition.rows import preset_rows
from ui.audition.search_line import SearchLine
from ui.models import Models
from ui.models.audition import AuditionModel
from ui.theme import UNIT
from ui.timers import quiet_timer

SAID_MS = 5000
LOW_PX = UNIT * 64
NO_TAKE = (
    "No take of this cue yet.\nPress Generate, or Ctrl+Return; then step through presets here."
)


class PresetPage(AuditionPage[AuditionModel]):
    """Presets; see `AuditionPage`."""

    def __init__(
        self, models: Models, show_takes: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        search = SearchLine("presets", "name, description, tags or effects")
        super().__init__(models, models.audition, "presets", search, show_takes, parent)
        self.deeds = PresetActions(models, self)
        self.controls = PresetControls(models)
        self.controls.more.clicked.connect(self._show_menu_there)
        self.removed = RemovedRibbon(models)
        self.said = QLabel()
        self.said.setFont(theme.font("small"))
        self.said.setWordWrap(True)
        self.said.setContentsMargins(UNIT * 3, 0, UNIT * 3, UNIT)
        self.said.hide()
        self._hush_soon = quiet_timer(self, SAID_MS, self.said.hide)
        self.deeds.said.connect(self.say)
        rows = RowView("Presets", self.deeds.keys())
        rows.menu_wanted.connect(self._show_menu)
        self._begin(rows, models.takes.changed)

    def say(self, sentence: str) -> None:
        """A line over the controls, for a moment."""
        self.said.setText(sentence)
        self.said.show()
        self._hush_soon.start()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Where there is little room the list has it."""
        super().resizeEvent(event)
        self.controls.load.setVisible(self.height() >= LOW_PX)

    def follow(self) -> None:
        """Show what the audition is at."""
        model = self._model
        clip = model.clip
        own = clip.recipe.preset.name if clip else ""
        troubles = () if model.sought else model.troubles
        rows = preset_rows(model.rows, model.state, own, troubles)
        take = bool(self._models.selection.clip_id)
        self._show_rows(rows, self._none_found() if take else NO_TAKE)
        self.controls.setVisible(take)
        self.search.setEnabled(not model.state.blind)

    def _none_found(self) -> str:
        if self._model.favourites_only and not self._model.query.strip():
            return "No favourites yet.\nPress P on a preset you like."
        return "No preset holds these words."

    def _lay_out(self) -> None:
        self._stack((self.kept, self.removed), (self.said, rule(), self.controls))

    def _show_menu(self, place: QPoint) -> None:
        self.deeds.menu(self).exec(place)

    def _show_menu_there(self) -> None:
        button = self.controls.more
        self._show_menu(button.mapToGlobal(QPoint(0, button.height())))
