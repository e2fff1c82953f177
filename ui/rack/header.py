"""RackHeader: which preset this is, undo, saving, what is heard."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from musflow_studio.domain.audition import Hearing
from musflow_studio.domain.preset import FinishingPreset
from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT
from ui.timers import quiet_timer

SAID_MS = 5000
_HEARD = {
    Hearing.NOTHING: "",
    Hearing.FILE: "Heard as delivered",
    Hearing.LIVE: "Heard live; the file is being made",
    Hearing.WAITING: "Being made: heard when it is ready",
    Hearing.BYPASS: "Heard without effects",
}


class RackHeader(QWidget):
    """One row of buttons.

    Attributes:
        naming: a row to name a preset in, for whoever shows the header to place.

    Signals:
        closed: the rack shall go.
    """

    closed = pyqtSignal()

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rack = models.rack
        self._jobs = models.jobs
        self._shelf = models.rack.shelf
        self.title = QToolButton()
        self.title.setProperty("role", "field")
        self.title.setFont(theme.font("body", bold=True))
        self.title.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.title.setAccessibleName("Preset")
        self.title.setToolTip("The finishing preset; press to take another one")
        self.presets = QMenu(self.title)
        self.presets.setToolTipsVisible(True)
        self.presets.aboutToShow.connect(self._list_presets)
        self.title.setMenu(self.presets)
        self.undo = _tool("undo", "Undo")
        self.redo = _tool("redo", "Redo")
        self.save = _button("Save", "Write the changes into this preset of yours")
        self.save_as = _button("Save as…", "Keep this as a preset of your own")
        self.revert = _button("Revert", "Back to the preset as it is on the shelf; can be undone")
        self.more = _button("Add effect", "Put an effect in after the chosen one (Insert)")
        self.more.setIcon(icons.icon("plus"))
        self.heard = QLabel()
        self.heard.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.heard.setFont(theme.font("small"))
        self.heard.setProperty("role", "muted")
        self.bypass = _tool("power-plug-off-outline", "Bypass", checkable=True)
        self.bypass.setToolTip("Hear the music without any effect (Ctrl+Alt+E)")
        self.keep = _button(
            "Keep as take", "Finish the same take like this, as a take of its own (Ctrl+K)"
        )
        self.keep.setProperty("role", "main")
        self.away = _tool("close", "Back to the board", color="muted")
        self.away.setToolTip("Back to the board (Ctrl+4)")
        self.naming = NameRow()
        self._said = ""
        self._hush_soon = quiet_timer(self, SAID_MS, self._hush)
        self._lay_out()
        self._connect()
        models.audition.kept.connect(self._say_kept)
        models.jobs.changed.connect(self._follow)
        self._follow()

    def name_preset(self) -> None:
        """Ask for a name to save under."""
        preset = self._rack.preset
        if preset:
            mine = self._shelf.is_own(preset.name)
            self.naming.ask(preset.title if mine else f"{preset.title}, mine")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        for part in (self.title, self.undo, self.redo, self.save, self.save_as, self.revert,
                     self.more):  # fmt: skip
            row.addWidget(part)
        row.addSpacing(UNIT * 2)
        row.addWidget(self.heard, 1)
        for part in (self.bypass, self.keep, self.away):
            row.addWidget(part)
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)

    def _connect(self) -> None:
        self.undo.clicked.connect(self._rack.undo)
        self.redo.clicked.connect(self._rack.redo)
        self.save.clicked.connect(self._rack.save)
        self.save_as.clicked.connect(self.name_preset)
        self.revert.clicked.connect(self._rack.revert)
        self.bypass.toggled.connect(self._bypass)
        self.keep.clicked.connect(self._rack.keep)
        self.away.clicked.connect(self.closed)
        self.naming.named.connect(self._save_as)
        self._shelf.taken.connect(self.naming.offer_replacing)
        self._shelf.saved.connect(self.naming.leave)
        self._rack.changed.connect(self._follow)

    def _save_as(self, title: str, replaces: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._rack.save_as(title, replaces=replaces)

    def _bypass(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._rack.bypass(on=on)

    def _list_presets(self) -> None:
        self.presets.clear()
        for entry in self._shelf.entries:
            action = self.presets.addAction(entry.preset.title)
            assert action
            action.setToolTip(entry.preset.description)
            action.triggered.connect(partial(self._choose, entry.preset))

    def _choose(self, preset: FinishingPreset, _: bool = False) -> None:  # noqa: FBT001, FBT002
        self._rack.choose(preset)

    def _say_kept(self, _: str) -> None:
        self._said = "Kept: it is among the takes now"
        self._hush_soon.start()
        self._follow()

    def _hush(self) -> None:
        self._said = ""
        self._follow()

    def _follow(self) -> None:
        rack, preset = self._rack, self._rack.preset
        if preset is None:
            return
        name = f"{preset.title}, edited" if rack.edited else preset.title
        wide = self.title.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, UNIT * 48)
        self.title.setText(f"{wide}  \N{BLACK DOWN-POINTING SMALL TRIANGLE}")
        self.title.setAccessibleDescription(name)
        _name_step(self.undo, "Undo", rack.undo_text, "Ctrl+Z")
        _name_step(self.redo, "Redo", rack.redo_text, "Ctrl+Shift+Z")
        own = self._shelf.is_own(preset.name)
        self.save.setVisible(own)
        self.save.setEnabled(rack.edited and not self._shelf.saving)
        self.save_as.setEnabled(not self._shelf.saving)
        self.revert.setEnabled(rack.edited)
        self.keep.setEnabled(rack.can_keep and self._jobs.running is None)
        self.bypass.blockSignals(True)
        self.bypass.setChecked(rack.hearing.bypassed)
        self.bypass.blockSignals(False)
        wrong = rack.hearing.message
        opened = rack.hearing.open
        told = wrong or self._said or (_HEARD[rack.hearing.state.hearing] if opened else "")
        self.heard.setText(told)
        self.heard.setToolTip(told)  # whole where the row is too narrow for it
        theme.set_role(self.heard, "bad" if wrong else "muted")


class NameRow(QWidget):
    """A name, and whether it may replace another preset.

    Signals:
        named(title, replaces): save it.
        shown(on): it is on screen, or was put away.
    """

    named = pyqtSignal(str, bool)
    shown = pyqtSignal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._replaces = False
        self.field = QLineEdit()
        self.field.setMaxLength(60)
        self.field.setPlaceholderText("Name of the preset")
        self.field.setAccessibleName("Name of the preset")
        self.field.setToolTip("Return saves, Escape does not")
        self.done = _button("Save", "Save under this name (Return)")
        self.done.setProperty("role", "main")
        leave = _button("Cancel", "Do not save (Escape)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(self.field, 1)
        row.addWidget(self.done)
        row.addWidget(leave)
        self.field.textEdited.connect(self._forget_other)
        self.field.returnPressed.connect(self._name)
        self.done.clicked.connect(self._name)
        leave.clicked.connect(self.leave)
        self.hide()

    def ask(self, title: str) -> None:
        """Open with a suggestion."""
        self._forget_other()
        self.field.setText(title)
        self.show()
        self.shown.emit(True)
        self.field.setFocus()
        self.field.selectAll()

    def offer_replacing(self, _: str) -> None:
        """There is one of this name: the button replaces it."""
        if self.isVisible():
            self._replaces = True
            self.done.setText("Replace it")

    def leave(self, _: object = None) -> None:
        """Close."""
        self.hide()
        self.shown.emit(False)

    def _forget_other(self, _: str = "") -> None:
        self._replaces = False
        self.done.setText("Save")

    def _name(self) -> None:
        if self.field.text().strip():
            self.named.emit(self.field.text(), self._replaces)


def _name_step(button: QToolButton, verb: str, what: str, keys: str) -> None:
    button.setEnabled(bool(what))
    told = f"{verb}: {what}" if what else f"Nothing to {verb.lower()}"
    button.setToolTip(f"{told} ({keys} in the rack)")
    button.setAccessibleDescription(told)


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(tip)
    return made


def _tool(icon: str, name: str, *, checkable: bool = False, color: str = "text") -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon, color))
    made.setAccessibleName(name)
    made.setCheckable(checkable)
    return made
