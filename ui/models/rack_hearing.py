"""RackHearing: what the rack does is heard through the studio's audition."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.audition import AuditionState, Hearing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.studio import Studio
from ui.models.audition import AuditionModel
from ui.relay import Relay
from ui.timers import quiet_timer

VIEW = "rack"
SEND_MS = 12
OPENED_MS = 40
"""So long after an audition began somebody may have chosen at once."""


class RackHearing(QObject):
    """Hears presets and knobs of the chosen take; the audition model opens and ends the audition.

    Knobs are sent at most every 12 ms, the newest place of each. A state of the audition that
    nothing here asked for was chosen elsewhere.

    Signals:
        changed: the audition's state.
        opened: the audition began under the preset the take was kept with.
        chosen_elsewhere(preset): what the take is heard under now.
    """

    changed = pyqtSignal()
    opened = pyqtSignal()
    chosen_elsewhere = pyqtSignal(object)

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        failed: Callable[[StudioError], None],
        model: AuditionModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._audition = studio.audition
        self._relay = relay
        self._failed = failed
        self._model = model
        self._clip: Clip | None = None
        self._told = False
        self._standing: FinishingPreset | None = None
        self._tried: FinishingPreset | None = None
        self._waiting: dict[tuple[int, str], float] = {}
        self._unanswered = 0
        self._send_soon = quiet_timer(self, SEND_MS, self._send)
        self._open_soon = quiet_timer(self, OPENED_MS, self.opened.emit)
        self.state = AuditionState()
        relay.listen(studio.audition.changed, self._on_state)
        relay.ask(studio.audition.state(), self._on_state)

    @property
    def open(self) -> bool:
        """Whether the take is auditioned."""
        return self._clip is not None and self._clip.clip_id == self.state.clip_id

    @property
    def hidden(self) -> bool:
        """Whether names are hidden, and effects with them."""
        return self.open and self.state.blind

    @property
    def bypassed(self) -> bool:
        """Whether the music is heard without effects."""
        return self.open and self.state.hearing is Hearing.BYPASS

    @property
    def message(self) -> str:
        """One sentence where something is wrong; else ""."""
        return self.state.message if self.open else ""

    def watch(self, *, on: bool) -> None:
        """Whether the effects are on screen: then the take is auditioned."""
        if on:
            self._model.want(VIEW)
        else:
            self._model.unwant(VIEW)

    def follow(self, clip: Clip | None) -> None:
        """Another take, or none, is looked at."""
        self._clip = clip
        self._waiting.clear()
        self._tried, self._told = None, False
        self._adopt()

    def choose(self, preset: FinishingPreset) -> None:
        """Hear a preset."""
        self._waiting.clear()
        self._tried = None
        self._hear(preset)

    def try_out(self, preset: FinishingPreset) -> None:
        """Hear a preset that is not taken yet."""
        self._waiting.clear()
        self._tried = preset
        self._hear(preset)

    def turn(self, standing: FinishingPreset, place: int, name: str, value: float) -> None:
        """Hear a knob of a preset moving; `standing` is the preset before it moved."""
        if not self._waiting:
            self._standing = standing
        self._waiting[place, name] = value
        if not self._send_soon.isActive():
            self._send_soon.start()

    def release(self) -> None:
        """The knobs rest: the file is made."""
        self._send()
        if self.open and not self.bypassed:
            self._ask(self._audition.release())

    def bypass(self, standing: FinishingPreset, *, on: bool) -> None:
        """Hear the music without effects, or with them again."""
        if self._begin(standing):
            self._ask(self._audition.bypass(on))

    def keep(self, standing: FinishingPreset) -> None:
        """Make what is heard a take of its own."""
        self._send()
        if self._begin(standing):
            self._model.keep()

    # Inside

    def _begin(self, standing: FinishingPreset) -> bool:
        """Have the take auditioned under a preset, if it is not yet."""
        if self._clip is None or self.hidden or not self._model.begin():
            return False
        if not self._told:
            self._told = True
            if standing != self._clip.recipe.preset:
                self._ask(self._audition.choose(standing))
        return True

    def _hear(self, preset: FinishingPreset) -> None:
        if self._begin(preset):
            self._ask(self._audition.choose(preset))

    def _send(self) -> None:
        self._send_soon.stop()
        waiting, self._waiting = self._waiting, {}
        if not waiting or self._standing is None or not self._begin(self._standing):
            return
        for (place, name), value in waiting.items():
            self._ask(self._audition.turn(place, name, value))

    def _ask(self, asked: Future[Any]) -> None:
        self._unanswered += 1
        self._relay.ask(asked, self._answered, self._refused)

    def _answered(self, _: object) -> None:
        self._unanswered -= 1
        self._adopt()

    def _refused(self, error: StudioError) -> None:
        self._answered(None)
        self._failed(error)

    def _on_state(self, state: AuditionState) -> None:
        self.state = state
        if not self.open:
            self._told = False
        self._adopt()
        self.changed.emit()

    def _adopt(self) -> None:
        """Take over what was chosen elsewhere, once everything asked for here was answered."""
        preset = self.state.preset
        if not self.open or self._clip is None or preset is None:
            return
        if not self._told and preset == self._clip.recipe.preset:
            self._open_soon.start()
        elif preset != self._tried and not (self._unanswered or self._waiting):
            self._told = True
            self._open_soon.stop()  # it would bring back what was chosen before this
            self.chosen_elsewhere.emit(preset)
