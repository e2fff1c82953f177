"""AuditionModel: the chosen take under one finishing preset after another, and their shelf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.audition import AuditionState, Hearing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.preset import FinishingPreset, PresetEntry, PresetList
from musflow_studio.domain.request import RefinishRequest
from musflow_studio.library import ClipEntry
from musflow_studio.presets import shelf
from musflow_studio.studio import Studio
from ui.models.auditioning import WHERE, Auditioning
from ui.models.errors import Errors
from ui.models.jobs import JobsModel
from ui.models.playback import PlaybackModel
from ui.models.preferences import Preferences
from ui.models.selection import SelectionModel
from ui.models.stay import Stay
from ui.models.takes import TakesModel
from ui.relay import Relay
from ui.timers import quiet_timer

RESTS_MS = 300
Turn = tuple[int, str, float]


@dataclass(frozen=True)
class RemovedPreset:
    """A preset in the trash, as long as it can be taken back.

    Attributes:
        title: what it was called.
        trashed: where its file is now.
        favourite: whether it was liked.
    """

    title: str
    trashed: Path
    favourite: bool


class AuditionModel(Auditioning):
    """Presets heard while the take plays.

    Attributes:
        state: what the audition is at.
        presets: everything on the shelf by name.
        rows: what the search found, in order.
        troubles: one sentence for each file on the shelf that cannot be used.
        removed: what was deleted, the last one last.

    Signals:
        changed: any of it.
        kept(clip_id): what is heard is a take now.
    """

    kept = pyqtSignal(str)

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
        self._audition = studio.audition
        self.state = AuditionState()
        self.presets: dict[str, PresetEntry] = {}
        self.rows: tuple[PresetEntry, ...] = ()
        self.troubles: tuple[str, ...] = ()
        self.removed: tuple[RemovedPreset, ...] = ()
        self.query, self.favourites_only = "", False
        self._listings = 0
        self._turn_next: Turn | None = None
        self._turning = False
        self._keeping = False
        self._rest_soon = quiet_timer(self, RESTS_MS, self._rest)
        relay.listen(studio.audition.changed, self._on_state)
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
        """Name of the chosen preset, its number while names are hidden; "" for none."""
        if self.state.blind:
            return self.state.label
        return self.state.preset.name if self.state.preset else ""

    def refresh(self) -> None:
        """Read the shelf anew."""
        self._listings += 1
        number = self._listings
        self._relay.ask(self._studio.presets.list(), self._on_shelf, self._failed)
        found = self._studio.presets.list(self.query, favourites_only=self.favourites_only)
        self._relay.ask(found, lambda listed: self._on_found(number, listed), self._failed)

    def search(self, query: str, *, favourites_only: bool) -> None:
        """List what holds every word alone, or what is liked; stepping goes through that."""
        if (query, favourites_only) != (self.query, self.favourites_only):
            self.query, self.favourites_only = query, favourites_only
            self.refresh()

    def used_by(self, name: str, done: Callable[[tuple[ClipEntry, ...]], Any]) -> None:
        """The takes that were finished under a preset."""
        self._relay.ask(self._studio.presets.used_by(name), done, self._failed)

    # What is heard

    def choose(self, preset: FinishingPreset | str) -> None:
        """Hear a preset, by name or whole; by its number while names are hidden."""
        if isinstance(preset, str) and self.state.blind and preset.isdigit():
            number = int(preset)
            self._ask(lambda: self._audition.number(number, self.at), heard=True)
        elif preset != self.state.preset:
            self._ask(lambda: self._audition.choose(preset, self.at), heard=True)

    def step(self, by: int) -> None:
        """Hear the preset so many rows further down."""
        self._ask(lambda: self._audition.step(by, self.at), heard=True)

    def put(self, slot: str) -> None:
        """Put what is chosen into slot A, B or C."""
        self._ask(lambda: self._audition.put(slot))

    def hear(self, slot: str) -> None:
        """Hear what lies in a slot; what is chosen is put into an empty one."""
        if slot in self.state.slots:
            self._ask(lambda: self._audition.hear(slot, self.at), heard=True)
        else:
            self.put(slot)

    def bypass(self, on: bool) -> None:
        """Hear the music without effects, or the preset again."""
        self._ask(lambda: self._audition.bypass(on, self.at))

    @property
    def bypassed(self) -> bool:
        """Whether the music is heard without effects."""
        return self.state.hearing is Hearing.BYPASS

    def match(self, on: bool) -> None:
        """Play all equally loud, or each as it would be delivered."""
        self._ask(lambda: self._audition.match(on))

    def blind(self, on: bool) -> None:
        """Hide the names, or show which is which."""
        self._ask(lambda: self._audition.blind(on))

    def turn(self, effect: int, name: str, value: float) -> None:
        """Turn a knob of the chosen preset, -1 for the share of all ("wet"); heard at once.

        While one turn is on its way only the newest is remembered; once the knob rests, the file
        is made.
        """
        self._turn_next = (effect, name, value)
        self._rest_soon.start()
        self._turn_on()

    @property
    def turning(self) -> bool:
        """Whether a knob moves, or moved a moment ago."""
        return self._turning or self._rest_soon.isActive()

    def wet(self, share: float) -> None:
        """The share of the effects in what is heard, 0 to 1."""
        if self.state.preset and round(share, 3) != round(self.state.preset.wet, 3):
            self.turn(-1, "wet", share)

    # What becomes of it

    def keep(self) -> bool:
        """Make what is heard a take of its own; nothing is played again. False where it cannot."""
        clip = self._takes.clip(self.clip_id)
        if clip is None:
            return False
        self._relay.ask(self._audition.chosen(), self._keep, self._failed)
        return True

    def like(self, name: str, *, favourite: bool) -> None:
        """Make a preset a favourite, or no longer."""
        self._relay.ask(self._studio.presets.like(name, favourite=favourite), _no, self._failed)

    def duplicate(self, name: str) -> None:
        """Keep a copy that can be changed, and hear it."""
        self._relay.ask(self._studio.presets.duplicate(name), self._hear_new, self._failed)

    def rename(self, name: str, title: str) -> None:
        """Give a preset of the user another title."""
        self._relay.ask(self._studio.presets.rename(name, title), self._hear_new, self._failed)

    def save(self, title: str, *, replaces: bool = False) -> None:
        """Keep what is chosen, as its knobs are turned, as a preset of the user's."""

        def save(told: tuple[Clip, FinishingPreset]) -> None:
            try:
                named = replace(told[1], name=shelf.name_for(title), title=title.strip())
            except StudioError as error:
                self._failed(error)
                return
            saved = self._studio.presets.save(named, replaces=replaces)
            self._relay.ask(saved, lambda _: self.choose(named), self._failed)

        self._relay.ask(self._audition.chosen(), save, self._failed)

    def take_in(self, files: Sequence[Path]) -> None:
        """Keep presets that lie in files."""
        for file in files:
            self._relay.ask(self._studio.presets.take_in(file), self._hear_new, self._failed)

    def write_out(self, name: str, file: Path, done: Callable[[Path], Any]) -> None:
        """Write a preset to a file, over what is there: the user was asked."""
        written = self._studio.presets.write_out(name, file, replaces=True)
        self._relay.ask(written, done, self._failed)

    def remove(self, name: str) -> None:
        """Move a preset of the user to the trash; `unremove` takes it back."""
        entry = self.presets.get(name)
        if entry is None:
            return

        def gone(trashed: Path) -> None:
            removed = RemovedPreset(entry.preset.title, trashed, entry.favourite)
            self.removed = (*self.removed, removed)
            self.changed.emit()

        self._relay.ask(self._studio.presets.remove(name), gone, self._failed)

    def unremove(self) -> None:
        """Take back what was deleted last."""
        if not self.removed:
            return
        last = self.removed[-1]

        def back(file: Path) -> None:
            self.removed = tuple(one for one in self.removed if one is not last)
            if last.favourite:
                self.like(file.stem, favourite=True)
            self.changed.emit()

        self._relay.ask(self._studio.presets.restore(last.trashed), back, self._failed)

    # Inside

    def _open(self, clip: Clip, loop: tuple[int, int] | None) -> Future[Any]:
        opened = self._audition.open(clip, loop=loop, keep_place=True)
        self._tell_rows()
        return opened

    def _close(self) -> Future[Any]:
        return self._audition.close(play_on=True)

    def _set_loop(self, loop: tuple[int, int]) -> None:
        self._relay.ask(self._audition.loop(*loop), _no, self._failed)

    def _on_state(self, state: AuditionState) -> None:
        if state != self.state:
            self.state = state
            self._playback.note_audition("presets", state.clip_id)
            self.changed.emit()

    def _on_shelf(self, listed: PresetList) -> None:
        self.presets = {entry.preset.name: entry for entry in listed.entries}
        self.troubles = listed.troubles
        self.changed.emit()

    def _on_found(self, number: int, listed: PresetList) -> None:
        if number == self._listings:  # the newest question counts
            self.rows = listed.entries
            self._tell_rows()
            self.changed.emit()

    def _tell_rows(self) -> None:
        """Step through what is listed."""
        sought = bool(self.query.strip()) or self.favourites_only
        names = [entry.preset.name for entry in self.rows] if sought else None
        self._relay.ask(self._audition.only(names), _no, self._failed)

    def _turn_on(self) -> None:
        if self._turning or self._turn_next is None:
            return
        turn, self._turn_next = self._turn_next, None
        self._turning = True
        self._relay.ask(self._audition.turn(*turn), self._turned, self._not_turned)

    def _turned(self, _: object) -> None:
        self._turning = False
        self._turn_on()

    def _not_turned(self, error: StudioError) -> None:
        self._failed(error)
        self._turned(None)

    def _rest(self) -> None:
        if self._turning or self._turn_next is not None:
            self._rest_soon.start()  # the last turn is still on its way
        elif self.clip_id:
            self._relay.ask(self._audition.release(), _no, self._failed)

    def _keep(self, told: tuple[Clip, FinishingPreset]) -> None:
        clip, preset = told
        cue_uid = self._selection.cue_uid
        noted = cue_uid if self._takes.number(cue_uid, clip.clip_id) else ""
        request = RefinishRequest(clip.folder, preset=preset, cue_uid=noted)
        self._keeping = self._jobs.refinish(request, f"{clip.marks.name}, {preset.title}")

    def _on_made(self, _: str, clips: tuple[Clip, ...]) -> None:
        if self._keeping and clips:
            self._keeping = False
            self.kept.emit(clips[0].clip_id)

    def _on_not_made(self, _: StudioError) -> None:
        self._keeping = False

    def _hear_new(self, preset: FinishingPreset) -> None:
        if self.clip_id:
            self.choose(preset)


def _no(_: object) -> None:
    """What is done with an answer that only its failure matters of."""


__all__ = ["WHERE", "AuditionModel", "RemovedPreset"]
