"""Auditioning: when a clip is auditioned in the window, and what it means for what is heard.

Views say that they want it while they are on screen. The audition is opened on the chosen take once
that is known, goes on where the music is, and ends a moment after the last view has left.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import PlayState, SwitchAt
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.jobs import JobsModel
from ui.models.playback import PlaybackModel
from ui.models.preferences import Preferences
from ui.models.selection import SelectionModel
from ui.models.stay import Stay
from ui.models.takes import TakesModel
from ui.relay import Relay
from ui.timers import quiet_timer

LEFT_MS = 250
WHERE = "presets"


@dataclass(frozen=True)
class Beside:
    """The studio, and the models that auditions work with."""

    studio: Studio
    relay: Relay
    errors: Errors
    preferences: Preferences
    selection: SelectionModel
    takes: TakesModel
    playback: PlaybackModel
    stay: Stay
    jobs: JobsModel


class Auditioning(QObject):
    """What auditions of presets and of styles have in common.

    Attributes:
        opening: True until the audition that was asked for has begun.

    Signals:
        changed: anything there is to show.
    """

    changed = pyqtSignal()

    def __init__(self, beside: Beside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._relay = beside.relay
        self._errors = beside.errors
        self._preferences = beside.preferences
        self._selection = beside.selection
        self._takes = beside.takes
        self._playback = beside.playback
        self._stay = beside.stay
        self._wanting: set[str] = set()
        self._asked = ""
        self._loop: tuple[int, int] | None = None
        self._asks = 0
        self.opening = False
        self._leave_soon = quiet_timer(self, LEFT_MS, self._leave)
        beside.selection.changed.connect(self._follow)
        beside.takes.changed.connect(self._follow)
        beside.playback.changed.connect(self._follow_loop)

    # What the audition is of; the models of presets and of styles say it

    def _open(
        self, clip: Clip, loop: tuple[int, int] | None
    ) -> Future[Any]:  # pragma: no cover - always overridden
        raise NotImplementedError

    def _close(self) -> Future[Any]:  # pragma: no cover - always overridden
        raise NotImplementedError

    def _set_loop(self, loop: tuple[int, int]) -> None:
        """Something else repeats."""

    @property
    def clip_id(self) -> str:
        """Of the clip that is auditioned; "" while none is."""
        raise NotImplementedError

    # Views

    def want(self, view: str) -> None:
        """A view that auditions is on screen."""
        self._wanting.add(view)
        self._leave_soon.stop()
        self._follow()

    def unwant(self, view: str) -> None:
        """It is not any more."""
        self._wanting.discard(view)
        if not self._wanting:
            self._leave_soon.start()

    def begin(self) -> bool:
        """Open the audition if another has taken its place; False where there is no take."""
        if not self.clip_id and not self.opening:
            self._asked = ""
            self._follow()
        return bool(self.clip_id) or self.opening

    @property
    def clip(self) -> Clip | None:
        """The take that is auditioned, or will be; None while it is not known whole."""
        return self._takes.clip(self.clip_id or self._selection.clip_id)

    def close(self) -> None:
        """End what was begun; tell nothing more."""
        self._leave_soon.stop()
        if self._asked:
            self._asked = ""
            self._close()
            self._stay.end(self._at_name)

    # Where it switches

    @property
    def at(self) -> SwitchAt:
        """When another choice takes over."""
        return SwitchAt(self._preferences.get(self._at_name, self._at_first))

    def set_at(self, at: str) -> None:
        """Switch with the next buffer, beat or bar; it is remembered."""
        self._preferences.set(self._at_name, SwitchAt(at).value)
        self.changed.emit()

    _at_name, _at_first = "audition_at", SwitchAt.BUFFER.value

    # Inside

    def _ask(self, what: Callable[[], Future[Any]], *, heard: bool = False) -> None:
        """Ask the audition, opened before if it is not; `heard`: it plays, too."""
        if not self.begin():
            said = "there is no take to hear yet"
            self._failed(StudioError(ErrorCode.BAD_INPUT, said, hint="press Generate first"))
            return
        try:
            asked = what()
        except StudioError as error:
            self._failed(error)
            return
        self._asks += 1
        self._relay.ask(asked, self._answered, self._refused)
        state = self._playback.playback.state
        if heard and not self._playback.playing and state is not PlayState.NO_DEVICE:
            self._playback.play()

    @property
    def asking(self) -> bool:
        """Whether an answer is on its way: what is shown may be older than the wish."""
        return self._asks > 0

    def _answered(self, _: object) -> None:
        self._asks -= 1
        if not self._asks:
            self.changed.emit()

    def _refused(self, error: StudioError) -> None:
        self._failed(error)
        self._answered(None)

    def _follow(self) -> None:
        """Open the audition on the chosen take, once."""
        if not self._wanting:
            return
        clip = self._takes.clip(self._selection.clip_id) if self._selection.clip_id else None
        if clip is None or clip.clip_id == self._asked:
            return
        self._stay.begin(self._at_name)
        self._asked, self.opening = clip.clip_id, True
        self._loop = self._stay.loop_for(clip)
        self._relay.ask(self._open(clip, self._loop), self._opened, self._not_opened)
        self.changed.emit()

    def _opened(self, _: object) -> None:
        self.opening = False
        if self._asked:
            self._stay.hold()
        self.changed.emit()

    def _not_opened(self, error: StudioError) -> None:
        self.opening = False
        self._failed(error)
        self.changed.emit()

    def _leave(self) -> None:
        """The last view has left: what was kept is heard again."""
        if self._wanting or not self._asked:
            return
        self._asked = ""
        if self.clip_id or self.opening:
            self._relay.ask(self._close(), nothing, self._failed)
        self._stay.end(self._at_name)
        self.changed.emit()

    def _follow_loop(self) -> None:
        """Levels are matched over what repeats."""
        loop = self._playback.playback.loop
        if self._asked and self.clip_id and loop and loop != self._loop:
            first, self._loop = self._loop is None, loop
            if not (first and self._stay.is_whole(loop)):
                self._set_loop(loop)

    def _failed(self, error: StudioError) -> None:
        if error.code is not ErrorCode.CANCELLED:
            self._errors.show(error, WHERE)


def nothing(_: object) -> None:
    """What is done with an answer that only its failure matters of."""
