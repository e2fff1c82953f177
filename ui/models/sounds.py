"""SoundsModel: the user's own music: how far it is heard, and what a search found in it."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.sound_search import IndexState, SoundHit, SoundQuery, SoundsFound
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.relay import Relay

_WHERE = "takes"


class SoundsModel(QObject):
    """What was found last. Nothing is heard in the background before the first question.

    Signals:
        changed: something was found, or more was heard.
    """

    changed = pyqtSignal()

    def __init__(
        self, studio: Studio, relay: Relay, errors: Errors, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._searches = 0
        self._begun = False
        self.state = IndexState(0, 0)
        self.query: SoundQuery | None = None
        self.found: SoundsFound | None = None
        relay.listen(studio.sounds.changed, self._on_state)

    def begin(self) -> None:
        """Start hearing what is new, once."""
        if not self._begun:
            self._begun = True
            self._relay.ask(self._studio.sounds.begin(), self._on_state, self._failed)

    def search(self, query: SoundQuery) -> None:
        """Find; the newest question counts."""
        self.begin()
        self._searches += 1
        number = self._searches
        self.query = query

        def told(found: SoundsFound) -> None:
            if number == self._searches:
                self.found = found
                self.changed.emit()

        self._relay.ask(self._studio.sounds.search(query), told, self._failed)

    def more_like(self, hit: SoundHit) -> None:
        """Find more of the same sound, within its tempo too."""
        self.search(SoundQuery(like=hit.path))

    def forget(self) -> None:
        """Show nothing any more; an answer on its way is not waited for."""
        self._searches += 1
        self.query = self.found = None
        self.changed.emit()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The user's folders that are searched beside the library."""
        try:
            return self._studio.sounds.options().folders
        except StudioError as error:
            self._failed(error)
            return ()

    def add_folder(self, folder: Path) -> None:
        """Search a folder too."""
        try:
            self._studio.sounds.add_folder(folder)
        except StudioError as error:
            self._failed(error)
            return
        self._begun = False
        self.begin()
        self.changed.emit()

    def remove_folder(self, folder: Path) -> None:
        """Search a folder no longer."""
        try:
            self._studio.sounds.remove_folder(folder)
        except StudioError as error:
            self._failed(error)
        self.changed.emit()

    def _on_state(self, state: IndexState) -> None:
        more = state.heard != self.state.heard and not state.working
        self.state = state
        self.changed.emit()
        if more and self.query is not None:
            self.search(self.query)  # what was heard meanwhile may be nearer

    def _failed(self, error: StudioError) -> None:
        self._errors.show(error, _WHERE)
