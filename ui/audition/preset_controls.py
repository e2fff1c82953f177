"""PresetControls: what is heard of the chosen preset: slots, bypass, level, names, wet, where."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.playback import SwitchAt
from ui import icons, theme
from ui.audition.load_meter import LoadMeter
from ui.audition.wording import heard_text
from ui.models import Models
from ui.segments import Segments
from ui.theme import UNIT

SLOTS = ("A", "B", "C")
PLACES = {
    SwitchAt.BUFFER.value: ("Now", "Switch with the next buffer (1)"),
    SwitchAt.BEAT.value: ("Beat", "Switch on the next beat (2)"),
    SwitchAt.BAR.value: ("Bar", "Switch on the next bar (3)"),
}


class PresetControls(QWidget):
    """Follows the audition."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = models.audition
        self._jobs = models.jobs
        self.heard = QLabel()
        self.heard.setFont(theme.font("small"))
        self.heard.setWordWrap(True)
        self.heard.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(self.heard, "muted")
        self.slots = {slot: self._slot(slot) for slot in SLOTS}
        self.bypass = _switch("Bypass", "The music without effects (E)")
        self.bypass.clicked.connect(self._model.bypass)
        self.match = _switch("Match", "All equally loud over what repeats (M)")
        self.match.clicked.connect(self._model.match)
        self.blind = _switch("Blind", "Hide the names, in another order; again reveals (H)")
        self.blind.clicked.connect(self._model.blind)
        self.wet = QSlider(Qt.Orientation.Horizontal)
        self.wet.setRange(0, 100)
        self.wet.setPageStep(10)
        self.wet.setAccessibleName("Wet: share of the effects")
        self.wet.setToolTip(
            "Share of the effects in what is heard; the rest is the music as it was"
        )
        self.wet.valueChanged.connect(self._turn_wet)
        self.share = QLabel()
        self.share.setMinimumWidth(UNIT * 9)
        self.share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.at = Segments("Switch", PLACES)
        self.at.chosen.connect(self._model.set_at)
        self.keep = QPushButton("Keep")
        self.keep.setProperty("role", "main")
        self.keep.setToolTip("Make what is heard a take; nothing is played again (Return)")
        self.keep.clicked.connect(self._model.keep)
        self.more = QToolButton()
        self.more.setIcon(icons.icon("dots-horizontal"))
        self.more.setAccessibleName("What can be done to the preset")
        self.more.setToolTip("Duplicate, rename, import, export … (right click)")
        self.load = LoadMeter(models.playback)
        self._lay_out()
        self._model.changed.connect(self.follow)
        models.jobs.changed.connect(self.follow)
        self.follow()

    def _slot(self, slot: str) -> QPushButton:
        made = QPushButton(slot)
        made.setCheckable(True)
        made.setProperty("role", "segment")
        made.setFixedWidth(UNIT * 7)
        made.clicked.connect(partial(self._hear_slot, slot))
        return made

    def _hear_slot(self, slot: str, _checked: bool = False) -> None:
        self._model.hear(slot)
        self.follow()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT, UNIT * 3, UNIT)
        layout.setSpacing(UNIT)
        head = QHBoxLayout()
        head.addWidget(self.heard, 1)
        head.addWidget(self.more)
        layout.addLayout(head)
        switches = QHBoxLayout()
        switches.setSpacing(UNIT // 2)
        for slot in self.slots.values():
            switches.addWidget(slot)
        switches.addSpacing(UNIT * 2)
        for switch in (self.bypass, self.match, self.blind):
            switches.addWidget(switch, 1)
        layout.addLayout(switches)
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 2)
        grid.setVerticalSpacing(UNIT)
        for row, name in enumerate(("Wet", "Switch")):
            label = QLabel(name)
            theme.set_role(label, "muted")
            grid.addWidget(label, row, 0)
        grid.addWidget(self.wet, 0, 1)
        grid.addWidget(self.share, 0, 2)
        grid.addWidget(self.at, 1, 1)
        grid.addWidget(self.keep, 1, 2)
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        layout.addWidget(self.load)

    def follow(self) -> None:
        """Show what the audition is at."""
        model, state = self._model, self._model.state
        there = bool(state.clip_id)
        self.heard.setText(heard_text(state) if there else "the take is being loaded")
        theme.set_role(self.heard, "bad" if state.message else "muted")
        for slot, button in self.slots.items():
            self._show_slot(slot, button)
        for switch, on in (
            (self.bypass, model.bypassed),
            (self.match, state.matched),
            (self.blind, state.blind),
        ):
            switch.setChecked(on)
        self.blind.setText("Reveal" if state.blind else "Blind")
        self._show_wet()
        self.at.show_value(model.at.value)
        for part in (*self.slots.values(), self.bypass, self.match, self.blind, self.at, self.more):
            part.setEnabled(there)
        running = self._jobs.running is not None
        self.keep.setEnabled(there and not running and not state.blind)

    def _show_slot(self, slot: str, button: QPushButton) -> None:
        name = self._model.state.slots.get(slot, "")
        entry = self._model.presets.get(name)
        title = entry.preset.title if entry else name
        says = f"Hear {title} ({slot}); Shift+{slot} puts what is heard here" if name else (
            f"Empty: press to put what is heard here ({slot})"
        )  # fmt: skip
        button.setToolTip(says)
        button.setAccessibleName(f"Slot {slot}: {title or 'empty'}")
        button.setChecked(bool(name) and name == self._model.chosen)
        theme.set_role(button, "filled" if name else "segment")

    def _show_wet(self) -> None:
        preset = self._model.state.preset
        effects = preset is not None and bool(preset.effects)
        self.wet.setEnabled(effects and not self._model.bypassed)
        shown = preset.wet if preset else 1.0
        if not self.wet.isSliderDown() and not self._model.turning:
            blocked = self.wet.blockSignals(True)
            self.wet.setValue(round(shown * 100))
            self.wet.blockSignals(blocked)
        self.share.setText(f"{self.wet.value()} %" if effects else "–")

    def _turn_wet(self, percent: int) -> None:
        self.share.setText(f"{percent} %")
        self._model.wet(percent / 100)


def _switch(label: str, tip: str) -> QPushButton:
    made = QPushButton(label)
    made.setCheckable(True)
    made.setProperty("role", "segment")
    made.setToolTip(tip)
    made.setAccessibleName(tip.partition(" (")[0])
    return made
