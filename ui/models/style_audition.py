"""StyleAuditionModel: the chosen take's cue in one style after another, on its own grid."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.audition import StyleState
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.playback import SwitchAt
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.style import StyleEntry, StyleList
from musflow_studio.studio import Studio
from ui.models.auditioning import Auditioning
from ui.models.errors import Errors
from ui.models.jobs import JobsModel
from ui.models.playback import PlaybackModel
from ui.models.preferences import Preferences
from ui.models.selection import SelectionModel
from ui.models.stay import Stay
from ui.models.takes import TakesModel
from ui.relay import Relay


class StyleAuditionModel(Auditioning):
    """Styles heard while the take plays.

    Attributes:
        state: what the audition is at.
        styles: everything on the shelf by name.
        rows: what the search found, in order.
        troubles: one sentence for each file that cannot be used.

    Signals:
        changed: any of it.
        kept(clip_id): what is heard is a take now.
    """

    kept = pyqtSignal(str)
    _at_name, _at_first = "style_audition_at", SwitchAt.BAR.value

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        preferences: Preferences,
        selection: SelectionModel,
        takes: TakesModel,
        playback: PlaybackModel,
        stay: Stay,
        jobs: JobsModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(relay, errors, preferences, selection, takes, playback, stay, parent)
        self._studio = studio
        self._jobs = jobs
        self._audition = studio.style_audition
        self.state = StyleState()
        self.styles: dict[str, StyleEntry] = {}
        self.rows: tuple[StyleEntry, ...] = ()
        self.troubles: tuple[str, ...] = ()
        self.query, self.favourites_only = "", False
        self._listings = 0
        self._keeping = False
        relay.listen(studio.style_audition.changed, self._on_state)
        relay.listen(studio.presets.changed, self.refresh)
        jobs.finished.connect(self._on_made)
        jobs.failed.connect(self._on_not_made)
        self.refresh()

    # What is there

    @property
    def clip_id(self) -> str:
        """Of the clip that is auditioned; "" while none is."""
        return self.state.clip_id

    @property
    def chosen(self) -> str:
        """Name of the chosen style; "" for none."""
        return self.state.style

    @property
    def own(self) -> str:
        """The style the take was made in; "" while it is not known."""
        clip = self.clip
        return clip.recipe.plan.style if clip else ""

    def refresh(self) -> None:
        """Read the shelf anew."""
        self._listings += 1
        number = self._listings
        self._relay.ask(self._studio.presets.styles(), self._on_shelf, self._failed)
        found = self._studio.presets.styles(self.query, favourites_only=self.favourites_only)
        self._relay.ask(found, lambda listed: self._on_found(number, listed), self._failed)

    def search(self, query: str, *, favourites_only: bool) -> None:
        """List what holds every word alone, or what is liked; stepping goes through that."""
        if (query, favourites_only) != (self.query, self.favourites_only):
            self.query, self.favourites_only = query, favourites_only
            self.refresh()

    # What is heard

    def choose(self, style: str) -> None:
        """Hear the cue in a style, as soon as its draft is there."""
        if style != self.state.style:
            self._ask(lambda: self._audition.choose(style, self.at), heard=True)

    def step(self, by: int) -> None:
        """Hear the style so many rows further among those that fit."""
        self._ask(lambda: self._audition.step(by, self.at), heard=True)

    # What becomes of it

    def keep(self) -> bool:
        """Make the chosen style's music a take: the same samples as its draft."""
        if not self.clip_id:
            return False
        self._relay.ask(self._audition.order(), self._keep, self._failed)
        return True

    def like(self, name: str, *, favourite: bool) -> None:
        """Make a style a favourite, or no longer."""
        liked = self._studio.presets.like_style(name, favourite=favourite)
        self._relay.ask(liked, _no, self._failed)

    # Inside

    def _open(self, clip: Clip, loop: tuple[int, int] | None) -> Future[Any]:
        opened = self._audition.open(clip, loop=loop, keep_place=True)
        self._tell_rows()
        return opened

    def _close(self) -> Future[Any]:
        return self._audition.close(play_on=True)

    def _on_state(self, state: StyleState) -> None:
        if state != self.state:
            self.state = state
            self._playback.note_audition("styles", state.clip_id)
            self.changed.emit()

    def _on_shelf(self, listed: StyleList) -> None:
        self.styles = {entry.style.name: entry for entry in listed.entries}
        self.troubles = listed.troubles
        self.changed.emit()

    def _on_found(self, number: int, listed: StyleList) -> None:
        if number == self._listings:  # the newest question counts
            self.rows = listed.entries
            self._tell_rows()
            self.changed.emit()

    def _tell_rows(self) -> None:
        """Step through what is listed."""
        sought = bool(self.query.strip()) or self.favourites_only
        names = [entry.style.name for entry in self.rows] if sought else None
        self._relay.ask(self._audition.only(names), _no, self._failed)

    def _keep(self, order: CueRequest) -> None:
        cue_uid = self._selection.cue_uid
        noted = cue_uid if self._takes.number(cue_uid, self.clip_id) else ""
        entry = self.styles.get(order.style)
        title = entry.style.title if entry else order.style
        request = replace(order, cue_uid=noted)
        self._keeping = self._jobs.remake(request, f"{order.name}, {title}")

    def _on_made(self, _: str, clips: tuple[Clip, ...]) -> None:
        if self._keeping and clips:
            self._keeping = False
            self.kept.emit(clips[0].clip_id)

    def _on_not_made(self, _: StudioError) -> None:
        self._keeping = False


def _no(_: object) -> None:
    """What is done with an answer that only its failure matters of."""
