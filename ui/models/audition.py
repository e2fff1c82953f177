"""AuditionModel: the chosen take under one finishing preset after another, and their shelf."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject

from musflow_studio.audition import Audition
from musflow_studio.domain.audition import AuditionState, Hearing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.preset import FinishingPreset, PresetEntry, PresetList
from musflow_studio.domain.request import RefinishRequest
from musflow_studio.library import ClipEntry
from musflow_studio.presets import shelf
from ui.models.auditioning import WHERE, Beside, nothing
from ui.models.shelf_auditioning import ShelfAuditioning
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


class AuditionModel(ShelfAuditioning[Audition, AuditionState, PresetEntry]):
    """Presets heard while the take plays.

    Attributes:
        removed: what was deleted, the last one last.
    """

    _who = "presets"

    def __init__(self, beside: Beside, parent: QObject | None = None) -> None:
        super().__init__(beside, beside.studio.audition, AuditionState(), parent)
        self.removed: tuple[RemovedPreset, ...] = ()
        self._turn_next: Turn | None = None
        self._turning = False
        self._rest_soon = quiet_timer(self, RESTS_MS, self._rest)

    # What is there

    @property
    def presets(self) -> Mapping[str, PresetEntry]:
        """Everything on the shelf by name."""
        return self._shelf

    @property
    def chosen(self) -> str:
        """Name of the chosen preset, its number while names are hidden; "" for none."""
        if self.state.blind:
            return self.state.label
        return self.state.preset.name if self.state.preset else ""

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
        self._relay.ask(self._studio.presets.like(name, favourite=favourite), nothing, self._failed)

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

    def _list(self, query: str = "", *, favourites_only: bool = False) -> Future[PresetList]:
        return self._studio.presets.list(query, favourites_only=favourites_only)

    def _name(self, entry: PresetEntry) -> str:
        return entry.preset.name

    def _set_loop(self, loop: tuple[int, int]) -> None:
        self._relay.ask(self._audition.loop(*loop), nothing, self._failed)

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
            self._relay.ask(self._audition.release(), nothing, self._failed)

    def _keep(self, told: tuple[Clip, FinishingPreset]) -> None:
        clip, preset = told
        request = RefinishRequest(clip.folder, preset=preset, cue_uid=self._cue_of(clip.clip_id))
        self._keeping = self._jobs.refinish(request, f"{clip.marks.name}, {preset.title}")

    def _hear_new(self, preset: FinishingPreset) -> None:
        if self.clip_id:
            self.choose(preset)


__all__ = ["WHERE", "AuditionModel", "RemovedPreset"]
