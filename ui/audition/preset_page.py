"""PresetPage: the presets: searched, stepped through while the take plays, compared, kept."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.audition.preset_actions import PresetActions
from ui.audition.preset_controls import PresetControls
from ui.audition.ribbons import KeptRibbon, RemovedRibbon
from ui.audition.row_view import RowView
from ui.audition.rows import preset_rows
from ui.audition.search_line import SearchLine
from ui.models import Models
from ui.theme import UNIT
from ui.timers import quiet_timer

SAID_MS = 5000
LOW_PX = UNIT * 64
NO_TAKE = (
    "No take of this cue yet.\nPress Generate, or Ctrl+Return; then step through presets here."
)
_VIEW = "presets"


class PresetPage(QWidget):
    """The audition lasts as long as this is on screen.

    Args:
        show_takes: shows a take among the others, by its id.
    """

    def __init__(
        self, models: Models, show_takes: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._model = models.audition
        self.deeds = PresetActions(models, self)
        self.search = SearchLine("presets", "name, description, tags or effects")
        self.search.sought.connect(self._seek)
        self.rows = RowView("Presets", self.deeds.keys())
        self.rows.marked.connect(self._model.choose)
        self.rows.menu_wanted.connect(self._show_menu)
        self.controls = PresetControls(models)
        self.controls.more.clicked.connect(self._show_menu_there)
        self.kept, self.removed = KeptRibbon(models, show_takes), RemovedRibbon(models)
        self._model.kept.connect(self.kept.say)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_role(self.empty, "muted")
        self.said = QLabel()
        self.said.setFont(theme.font("small"))
        self.said.setWordWrap(True)
        self.said.setContentsMargins(UNIT * 3, 0, UNIT * 3, UNIT)
        self.said.hide()
        self._hush_soon = quiet_timer(self, SAID_MS, self.said.hide)
        self.deeds.said.connect(self.say)
        self._lay_out()
        self._follow_soon = quiet_timer(self, 0, self.follow)
        for signal in (self._model.changed, models.selection.changed, models.takes.changed):
            signal.connect(self._follow_soon.start)
        self.follow()

    def say(self, sentence: str) -> None:
        """A line over the controls, for a moment."""
        self.said.setText(sentence)
        self.said.show()
        self._hush_soon.start()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Where there is little room the list has it."""
        super().resizeEvent(event)
        self.controls.load.setVisible(self.height() >= LOW_PX)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Begin."""
        super().showEvent(event)
        self._model.want(_VIEW)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """End, a moment later."""
        super().hideEvent(event)
        self._model.unwant(_VIEW)

    def follow(self) -> None:
        """Show what the audition is at."""
        model = self._model
        clip = model.clip
        own = clip.recipe.preset.name if clip else ""
        sought = bool(model.query.strip()) or model.favourites_only
        troubles = () if sought else model.troubles
        rows = preset_rows(model.rows, model.state, own, troubles)
        take = bool(self._models.selection.clip_id)
        there = take and bool(rows)
        if not model.asking:
            self.rows.show_rows(rows, model.chosen)
        self.rows.setVisible(there)
        self.empty.setVisible(not there)
        self.empty.setText(NO_TAKE if not take else self._none_found())
        self.controls.setVisible(take)
        self.search.setEnabled(not model.state.blind)

    def _none_found(self) -> str:
        if self._model.favourites_only and not self._model.query.strip():
            return "No favourites yet.\nPress P on a preset you like."
        return "No preset holds these words."

    def _lay_out(self) -> None:
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        ribbons = QVBoxLayout()
        ribbons.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT)
        for ribbon in (self.kept, self.removed):
            ribbons.addWidget(ribbon)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(ribbons)
        layout.addWidget(self.said)
        layout.addWidget(rule)
        layout.addWidget(self.controls)

    def _seek(self, words: str, favourites_only: bool) -> None:
        self._model.search(words, favourites_only=favourites_only)

    def _show_menu(self, place: QPoint) -> None:
        self.deeds.menu(self).exec(place)

    def _show_menu_there(self) -> None:
        button = self.controls.more
        self._show_menu(button.mapToGlobal(QPoint(0, button.height())))
