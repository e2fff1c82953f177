"""QuickKeys: two keys a panel, a mood and an energy, then the next panel."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from ui.models import Models
from ui.words.mood_words import QuickEntry
from ui.words.panel_edits import PanelEdits


class QuickKeys(QObject):
    """What the number keys mean now.

    Signals:
        changed: another key is waited for.
    """

    changed = pyqtSignal()

    def __init__(self, models: Models, edits: PanelEdits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._edits = edits
        self.entry = QuickEntry()

    @property
    def prompt(self) -> str:
        """What to press now."""
        wanted = "energy 1–9" if self.entry.wants_energy else "mood 1–9"
        chosen = self.entry.mood or ("as seen" if self.entry.seen else "")
        return f"{chosen}: {wanted}" if chosen else f"Press a {wanted}"

    def begin(self) -> None:
        """Wait for a mood."""
        self.entry = QuickEntry()
        self.changed.emit()

    def press(self, digit: int) -> None:
        """A key from 0 to 9."""
        if self.entry.wants_energy:
            entry, self.entry = self.entry, QuickEntry()
            self._edits.set_both(entry.mood, entry.energy(digit))
            self._step(1)
        else:
            self.entry = QuickEntry.of(digit)
        self.changed.emit()

    def go_back(self) -> None:
        """One key back: to the mood, or to the panel before."""
        if self.entry.wants_energy:
            self.entry = QuickEntry()
        else:
            self._step(-1)
        self.changed.emit()

    def _step(self, by: int) -> None:
        board, selection = self._models.project.board, self._models.selection
        uids = [panel.uid for panel in board.panels] if board else []
        if selection.panel_uid in uids:
            place = uids.index(selection.panel_uid) + by
            selection.choose_panel(uids[max(0, min(place, len(uids) - 1))])
