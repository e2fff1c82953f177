"""RackLevels: how loud the take is before and after every effect, measured when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.stage_levels import StageLevels, StageRequest
from musflow_studio.studio import Studio
from ui.relay import Relay
from ui.timers import quiet_timer

if TYPE_CHECKING:
    from ui.models.rack import RackModel

MEASURE_AFTER_MS = 120
Question = tuple[str, FinishingPreset]


class RackLevels(QObject):
    """Asks the worker, one question at a time, while somebody watches.

    Signals:
        changed: other levels are known.
    """

    changed = pyqtSignal()

    def __init__(self, studio: Studio, relay: Relay, rack: RackModel) -> None:
        super().__init__(rack)
        self._studio = studio
        self._relay = relay
        self._rack = rack
        self._watched = False
        self._asked: Question | None = None
        self._known: Question | None = None
        self._levels: StageLevels | None = None
        self._soon = quiet_timer(self, MEASURE_AFTER_MS, self._measure)
        rack.changed.connect(self._follow)

    def watch(self, *, on: bool) -> None:
        """Whether levels are on screen."""
        self._watched = on
        self._follow()

    @property
    def levels(self) -> StageLevels | None:
        """Of the take that is looked at, under the preset as it was lately; None until measured."""
        question = self._question()
        known = question and self._known and question[0] == self._known[0]
        stages = self._levels and len(self._levels.levels_db)
        fits = question and stages == len(question[1].effects) + 2
        return self._levels if known and fits else None

    def _question(self) -> Question | None:
        clip, preset = self._rack.clip, self._rack.preset
        return (clip.clip_id, preset) if clip and preset else None

    def _follow(self) -> None:
        question = self._question()
        if self._watched and question and question not in (self._known, self._asked):
            self._soon.start()

    def _measure(self) -> None:
        question, clip = self._question(), self._rack.clip
        if self._asked or question is None or clip is None or question == self._known:
            return
        self._asked = question
        asked = self._studio.presets.levels(StageRequest(clip.folder, question[1]))
        self._relay.ask(asked, self._on_measured, self._on_failed)

    def _on_measured(self, levels: StageLevels) -> None:
        self._known, self._asked = self._asked, None
        self._levels = levels
        self.changed.emit()
        self._follow()

    def _on_failed(self, error: StudioError) -> None:
        self._known, self._asked, self._levels = self._asked, None, None
        if error.code is not ErrorCode.CANCELLED:
            self._rack.fail(error)
        self.changed.emit()
