"""SoundsModel: the user's own music: how far it is heard, what was found, and what steers a cue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.project import ProjectCue
from musflow_studio.domain.reference import Like, Trait
from musflow_studio.domain.sound_search import IndexState, SoundHit, SoundQuery, SoundsFound
from musflow_studio.project.cues import CueEdit, edit_cue
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.project import ProjectModel
from ui.models.selection import SelectionModel
from ui.relay import Relay
from ui.timers import quiet_timer

_WHERE = "takes"
GOES_ON_AFTER_MS = 10_000


@dataclass(frozen=True)
class Steering:
    """A hit that steers a cue, and the best one of the other track, kept beside it.

    Attributes:
        hit: it steers.
        track: "Targeted" or "Broad".
        other: of the other track; None where there is none.
    """

    hit: SoundHit
    track: str
    other: SoundHit | None

    def swapped(self) -> Steering | None:
        """The other one steers, this one is kept beside it."""
        if self.other is None:
            return None
        return Steering(self.other, "Broad" if self.track == "Targeted" else "Targeted", self.hit)


class SoundsModel(QObject):
    """What was found last.

    Nothing is heard in the background before the first question ever asked of this library; from
    then on each start of the window goes on with it, a little later.

    Signals:
        changed: something was found, or more was heard.
    """

    changed = pyqtSignal()

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        projects: ProjectModel,
        selection: SelectionModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._projects = projects
        self._selection = selection
        self._steering: dict[str, Steering] = {}
        self._searches = 0
        self._begun = False
        self.state = IndexState(0, 0)
        self.query: SoundQuery | None = None
        self.found: SoundsFound | None = None
        relay.listen(studio.sounds.changed, self._on_state)
        quiet_timer(self, GOES_ON_AFTER_MS, self.go_on).start()

    def begin(self) -> None:
        """Start hearing what is new, once."""
        if not self._begun:
            self._begun = True
            self._relay.ask(self._studio.sounds.begin(), self._on_state, self._failed)

    def go_on(self) -> None:
        """Hear what is new where the search was used before."""
        if self._studio.sounds.was_used:
            self.begin()

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

    # What steers the cue

    @property
    def steering(self) -> Steering | None:
        """What steers the chosen cue, where it was found by a search in this window."""
        cue = self._selection.cue
        known = self._steering.get(cue.uid) if cue else None
        return known if known and cue and cue.like and cue.like.path == _like(known.hit) else None

    def steer(self, hit: SoundHit) -> None:
        """Make the chosen cue like a hit of the last search; an undo step."""
        found, cue = self.found, self._selection.cue
        if cue is None or found is None:
            return
        targeted = any(hit is one for one in found.targeted)
        beside = found.broad if targeted else found.targeted
        other = next((one for one in beside if one.path != hit.path), None)
        self._steer(cue, Steering(hit, "Targeted" if targeted else "Broad", other))

    def swap(self) -> None:
        """Let the hit of the other track steer; an undo step."""
        cue, steering = self._selection.cue, self.steering
        if cue and steering and (swapped := steering.swapped()):
            self._steer(cue, swapped)

    def take_traits(self, traits: Iterable[Trait]) -> None:
        """What is taken of the chosen cue's reference; none of them takes the reference away."""
        cue, wanted = self._selection.cue, frozenset(traits)
        if cue is None or cue.like is None:
            return
        kept = tuple(trait for trait in Trait if trait in wanted)
        if kept:
            self._edit(cue, CueEdit(like=replace(cue.like, traits=kept)))
        else:
            self.unlike()

    def unlike(self) -> None:
        """No reference for the chosen cue; an undo step."""
        if cue := self._selection.cue:
            self._edit(cue, CueEdit(unlike=True))

    def _steer(self, cue: ProjectCue, steering: Steering) -> None:
        self._steering[cue.uid] = steering
        traits = cue.like.traits if cue.like else tuple(Trait)
        self._edit(cue, CueEdit(like=Like(_like(steering.hit), traits)))
        self.changed.emit()

    def _edit(self, cue: ProjectCue, edit: CueEdit) -> None:
        what = f"No reference for {cue.name}" if edit.unlike else f"A reference for {cue.name}"
        self._projects.do(what, lambda p: edit_cue(p, cue.name, edit), where="make")

    # Where music lies

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


def _like(hit: SoundHit) -> Path:
    """What a cue is made like: a take's package, whose tempo and key are known, or the file."""
    return hit.path.parent if hit.clip_id else hit.path
