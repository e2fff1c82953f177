"""PresetActions: what can be done to a preset: kept, liked, copied, renamed, exported, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from musflow_studio.domain.playback import SwitchAt
from musflow_studio.domain.preset import PresetEntry
from musflow_studio.library import ClipEntry
from ui.audition.wording import count_text
from ui.models import Models

_FILTER = "Presets (*.json)"
_FOLDER = "preset_folder"


class PresetActions(QObject):
    """Acts on the chosen preset.

    Signals:
        said(sentence): something worth a line.
    """

    said = pyqtSignal(str)

    def __init__(self, models: Models, window: QWidget) -> None:
        super().__init__(window)
        self._models = models
        self._model = models.audition
        self._window = window

    def keys(self) -> dict[str, Callable[[], object]]:
        """What the keys of the list do."""
        model = self._model
        slots = {slot: partial(model.hear, slot) for slot in "ABC"}
        puts = {f"Shift+{slot}": partial(model.put, slot) for slot in "ABC"}
        places = {str(i): partial(model.set_at, at.value) for i, at in enumerate(SwitchAt, start=1)}
        return {
            **slots,
            **puts,
            **places,
            "Return": model.keep,
            "Enter": model.keep,
            "E": self.toggle_bypass,
            "M": self.toggle_match,
            "H": self.toggle_blind,
            "P": self.toggle_favourite,
            "Ctrl+D": self.duplicate,
            "F2": self.rename,
            "Del": self.remove,
        }

    @property
    def entry(self) -> PresetEntry | None:
        """The chosen preset on the shelf; None while names are hidden."""
        return None if self._model.state.blind else self._model.presets.get(self._model.chosen)

    def menu(self, parent: QWidget) -> QMenu:
        """Everything that can be done."""
        menu, entry = QMenu(parent), self.entry
        blind = self._model.state.blind
        mine = entry is not None and not entry.factory
        liked = entry is not None and entry.favourite
        _add(menu, "Keep as a take\tReturn", self._model.keep, on=not blind)
        menu.addSeparator()
        word = "No favourite any more" if liked else "Favourite"
        _add(menu, f"{word}\tP", self.toggle_favourite, on=entry is not None)
        for slot in "ABC":
            _add(menu, f"Put into {slot}\tShift+{slot}", partial(self._model.put, slot))
        self._add_users(menu, entry)
        menu.addSeparator()
        _add(menu, "Save as a preset…", self.save, on=not blind)
        _add(menu, "Duplicate\tCtrl+D", self.duplicate, on=entry is not None)
        _add(menu, "Rename…\tF2", self.rename, on=mine)
        _add(menu, "Delete\tDel", self.remove, on=mine)
        menu.addSeparator()
        _add(menu, "Import…", self.take_in)
        _add(menu, "Export…", self.write_out, on=entry is not None)
        return menu

    def _add_users(self, menu: QMenu, entry: PresetEntry | None) -> None:
        """The takes that were finished under it, filled in when they are known."""
        users = menu.addMenu("Used by")
        assert users
        users.setEnabled(False)
        if entry:
            self._model.used_by(entry.preset.name, partial(self._list_users, users))

    def _list_users(self, users: QMenu, takes: tuple[ClipEntry, ...]) -> None:
        users.setTitle(f"Used by {count_text(len(takes))}")
        users.setEnabled(bool(takes))
        for take in takes[:20]:
            look = partial(self._models.selection.choose_clip, take.clip_id)
            _add(users, f"{take.name}  {take.key}", look)

    # What the keys and the menu do

    def toggle_bypass(self) -> None:
        """Effects on or off."""
        self._model.bypass(not self._model.bypassed)

    def toggle_match(self) -> None:
        """Equally loud, or not."""
        self._model.match(not self._model.state.matched)

    def toggle_blind(self) -> None:
        """Hide the names, or show them."""
        self._model.blind(not self._model.state.blind)

    def toggle_favourite(self) -> None:
        """Like the preset, or no longer."""
        if entry := self.entry:
            self._model.like(entry.preset.name, favourite=not entry.favourite)

    def duplicate(self) -> None:
        """A copy that can be changed."""
        if entry := self.entry:
            self._model.duplicate(entry.preset.name)

    def rename(self) -> None:
        """Another title for a preset of the user, after asking."""
        entry = self.entry
        if entry and entry.factory:
            self.said.emit("A factory preset keeps its name; duplicate it (Ctrl+D) and name that.")
        elif entry and (title := self._ask("Rename", "Title", entry.preset.title)):
            self._model.rename(entry.preset.name, title)

    def save(self) -> None:
        """What is heard as a preset of the user, after asking for its title."""
        state = self._model.state
        if title := self._ask("Save as a preset", "Title", f"{state.label}, mine"):
            self._model.save(title)

    def remove(self) -> None:
        """A preset of the user to the trash; it can be taken back."""
        entry = self.entry
        if entry and entry.factory:
            self.said.emit("Factory presets stay; only your own can be deleted.")
        elif entry:
            self._model.remove(entry.preset.name)

    def take_in(self) -> None:
        """Presets that lie in files, after asking which."""
        files, _ = QFileDialog.getOpenFileNames(
            self._window, "Import presets", self._folder(), _FILTER
        )
        if files:
            self._note_folder(Path(files[0]))
            self._model.take_in([Path(file) for file in files])

    def write_out(self) -> None:
        """The preset as a file, after asking where."""
        entry = self.entry
        if entry is None:
            return
        place = str(Path(self._folder()) / f"{entry.preset.name}.json")
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export preset", place, _FILTER)
        if chosen:
            file = Path(chosen if chosen.endswith(".json") else f"{chosen}.json")
            self._note_folder(file)
            self._model.write_out(entry.preset.name, file, self._say_written)

    def _say_written(self, file: Path) -> None:
        self.said.emit(f"{file.name} is in {file.parent}")

    def _folder(self) -> str:
        return self._models.preferences.get(_FOLDER, str(Path.home()))

    def _note_folder(self, file: Path) -> None:
        self._models.preferences.set(_FOLDER, str(file.parent))

    def _ask(self, title: str, label: str, text: str) -> str:
        told, ok = QInputDialog.getText(self._window, title, label, text=text)
        return told.strip() if ok else ""


def _add(menu: QMenu, label: str, work: Callable[[], object], *, on: bool = True) -> QAction:
    action = menu.addAction(label)
    assert action
    action.setEnabled(on)
    action.triggered.connect(partial(_call, work))
    return action


def _call(work: Callable[[], object], _checked: bool = False) -> None:
    work()
