"""ShelfAuditioning: auditions of what lies on a shelf: searched, stepped through, kept as takes."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, Generic, Protocol, TypeVar

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.audition import Audition, StyleAudition
from musflow_studio.domain.audition import AuditionState, StyleState
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.preset import PresetEntry
from musflow_studio.domain.style import StyleEntry
from ui.models.auditioning import Auditioning, Beside, nothing

A = TypeVar("A", Audition, StyleAudition)
S = TypeVar("S", AuditionState, StyleState)
E = TypeVar("E", PresetEntry, StyleEntry)
E_co = TypeVar("E_co", covariant=True)


class Listed(Protocol[E_co]):
    """What a shelf answers: entries in order, and what cannot be used."""

    @property
    def entries(self) -> tuple[E_co, ...]:
        """What can be used."""

    @property
    def troubles(self) -> tuple[str, ...]:
        """One sentence for each file that cannot."""


class ShelfAuditioning(Auditioning, Generic[A, S, E]):
    """Presets or styles heard while the take plays.

    Attributes:
        state: what the audition is at.
        rows: what the search found, in order.
        troubles: one sentence for each file on the shelf that cannot be used.

    Signals:
        changed: any of it.
        kept(clip_id): what is heard is a take now.
    """

    kept = pyqtSignal(str)
    _who = ""

    def __init__(
        self, beside: Beside, audition: A, state: S, parent: QObject | None = None
    ) -> None:
        super().__init__(beside, parent)
        self._studio = beside.studio
        self._jobs = beside.jobs
        self._audition: A = audition
        self.state: S = state
        self._shelf: dict[str, E] = {}
        self.rows: tuple[E, ...] = ()
        self.troubles: tuple[str, ...] = ()
        self.query, self.favourites_only = "", False
        self._listings = 0
        self._keeping = False
        self._relay.listen(audition.changed, self._on_state)
        self._relay.listen(self._studio.presets.changed, self.refresh)
        self._jobs.finished.connect(self._on_made)
        self._jobs.failed.connect(self._on_not_made)
        self.refresh()

    # What lies on the shelf; the models of presets and of styles say it

    def _list(
        self, query: str = "", *, favourites_only: bool = False
    ) -> Future[Any]:  # pragma: no cover - always overridden
        raise NotImplementedError

    def _name(self, entry: E) -> str:  # pragma: no cover - always overridden
        raise NotImplementedError

    # What is there

    @property
    def clip_id(self) -> str:
        """Of the clip that is auditioned; "" while none is."""
        return self.state.clip_id

    @property
    def sought(self) -> bool:
        """Whether the rows are what was looked for, not all."""
        return bool(self.query.strip()) or self.favourites_only

    def refresh(self) -> None:
        """Read the shelf anew."""
        self._listings += 1
        number = self._listings
        self._relay.ask(self._list(), self._on_shelf, self._failed)
        found = self._list(self.query, favourites_only=self.favourites_only)
        self._relay.ask(found, lambda listed: self._on_found(number, listed), self._failed)

    def search(self, query: str, *, favourites_only: bool) -> None:
        """List what holds every word alone, or what is liked; stepping goes through that."""
        if (query, favourites_only) != (self.query, self.favourites_only):
            self.query, self.favourites_only = query, favourites_only
            self.refresh()

    # Inside

    def _open(self, clip: Clip, loop: tuple[int, int] | None) -> Future[Any]:
        opened = self._audition.open(clip, loop=loop, keep_place=True)
        self._tell_rows()
        return opened

    def _close(self) -> Future[Any]:
        return self._audition.close(play_on=True)

    def _on_state(self, state: S) -> None:
        if state != self.state:
            self.state = state
            self._playback.note_audition(self._who, state.clip_id)
            self.changed.emit()

    def _on_shelf(self, listed: Listed[E]) -> None:
        self._shelf = {self._name(entry): entry for entry in listed.entries}
        self.troubles = listed.troubles
        self.changed.emit()

    def _on_found(self, number: int, listed: Listed[E]) -> None:
        if number == self._listings:  # the newest question counts
            self.rows = listed.entries
            self._tell_rows()
            self.changed.emit()

    def _tell_rows(self) -> None:
        """Step through what is listed."""
        names = [self._name(entry) for entry in self.rows] if self.sought else None
        self._relay.ask(self._audition.only(names), nothing, self._failed)

    def _cue_of(self, clip_id: str) -> str:
        """The chosen cue, if the clip is a take of it; else ""."""
        cue_uid = self._selection.cue_uid
        return cue_uid if self._takes.number(cue_uid, clip_id) else ""

    def _on_made(self, _: str, clips: tuple[Clip, ...]) -> None:
        if self._keeping and clips:
            self._keeping = False
            self.kept.emit(clips[0].clip_id)

    def _on_not_made(self, _: StudioError) -> None:
        self._keeping = False
