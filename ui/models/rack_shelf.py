"""RackShelf: the finishing presets by name, and saving one under its own or another name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset, PresetEntry, PresetList
from musflow_studio.presets.shelf import name_for
from musflow_studio.studio import Studio
from ui.relay import Relay

Saved = Callable[[FinishingPreset], None]


class RackShelf(QObject):
    """What lies on the shelf.

    Attributes:
        loaded: whether the list was read, or cannot be.
        saving: whether a preset is being written.

    Signals:
        changed: it holds something else, or was read for the first time.
        saved(title): a preset is on the shelf.
        taken(title): there is another preset of the user's under this title; it was not written.
    """

    changed = pyqtSignal()
    saved = pyqtSignal(str)
    taken = pyqtSignal(str)

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        failed: Callable[[StudioError], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._failed = failed
        self._entries: dict[str, PresetEntry] = {}
        self.loaded = self.saving = False
        relay.listen(studio.presets.changed, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the shelf anew."""
        self._relay.ask(self._studio.presets.list(), self._on_listed, self._on_not_listed)

    @property
    def entries(self) -> tuple[PresetEntry, ...]:
        """All, in order of names."""
        return tuple(self._entries.values())

    def of(self, name: str) -> FinishingPreset | None:
        """The preset of a name."""
        entry = self._entries.get(name)
        return entry.preset if entry else None

    def is_own(self, name: str) -> bool:
        """Whether it is one of the user's, to be written again."""
        entry = self._entries.get(name)
        return entry is not None and not entry.factory

    def named(self, preset: FinishingPreset, title: str) -> FinishingPreset | None:
        """The preset under another title; None, and said, where that cannot be a name."""
        try:
            name = name_for(title)
        except StudioError as error:
            self._failed(error)
            return None
        return replace(preset, name=name, title=" ".join(title.split()))

    def save(
        self, preset: FinishingPreset, *, replaces: bool = False, saved: Saved | None = None
    ) -> None:
        """Write a preset; `saved` is called when it is there."""
        if self.saving:
            return
        self.saving = True
        self._relay.ask(
            self._studio.presets.save(preset, replaces=replaces),
            partial(self._on_saved, preset, saved),
            partial(self._on_not_saved, preset),
        )
        self.changed.emit()

    def _on_listed(self, found: PresetList) -> None:
        self._entries = {entry.preset.name: entry for entry in found.entries}
        self.loaded = True
        self.changed.emit()

    def _on_not_listed(self, error: StudioError) -> None:
        self.loaded = True  # nothing can be waited for
        self._failed(error)
        self.changed.emit()

    def _on_saved(self, preset: FinishingPreset, saved: Saved | None, _: object) -> None:
        self.saving = False
        self._entries[preset.name] = PresetEntry(preset, factory=False, favourite=False)
        if saved:
            saved(preset)
        self.saved.emit(preset.title)
        self.changed.emit()

    def _on_not_saved(self, preset: FinishingPreset, error: StudioError) -> None:
        self.saving = False
        if error.code is ErrorCode.CONTRADICTION:
            self.taken.emit(preset.title)
        self._failed(error)
        self.changed.emit()
