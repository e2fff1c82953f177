"""MusicForm: style, tempo, key, metre, chords and ending; pins say what stays."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from musflow_studio.domain.plan import Ending, Pins
from musflow_studio.project.cues import CueEdit
from ui import theme
from ui.make.form import Choice, Decimal, Form, Pin, quietly
from ui.make.like_button import LikeButton
from ui.make.wording import BY_MOOD, ENDINGS, METERS, MODES, TONICS, chords_text, key_parts
from ui.models import Models
from ui.theme import UNIT

SLOWEST_BPM, FASTEST_BPM = 40.0, 240.0
_UNSET_BPM = SLOWEST_BPM - 1.0


class MusicForm(Form):
    """What is composed. An editor that is changed is pinned."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__("Music", parent)
        self._making = models.making
        self._build_style()
        self._build_tempo()
        self._build_key()
        self._build_meter()
        self._build_chords()
        self._build_ending()
        self.like = LikeButton(models)
        self.add_row("Like", self.like)
        self._making.changed.connect(self.follow)
        self.follow()

    # Rows

    def _build_style(self) -> None:
        self.style_choice = Choice("Style")
        self.style_choice.activated.connect(self._choose_style)
        self.add_row("Style", self.style_choice)
        self._style_says = QLabel()
        self._style_says.setWordWrap(True)
        self._style_says.setFont(theme.font("small"))
        self._style_says.setProperty("role", "muted")
        self.add_note(self._style_says)

    def _build_tempo(self) -> None:
        self.tempo = Decimal("Tempo", _UNSET_BPM, FASTEST_BPM)
        self.tempo.setSuffix(" bpm")
        self.tempo.setSpecialValueText("by mood")
        self.tempo.setToolTip("Quarters a minute, 40 to 240; changing it pins it")
        self.tempo.valueChanged.connect(self._set_tempo)
        self._tempo_pin = Pin("tempo", self._pin_tempo)
        self.add_row("Tempo", self.tempo, self._tempo_pin)

    def _build_key(self) -> None:
        self.tonic, self.mode = Choice("Tonic"), Choice("Mode")
        for choice, names in ((self.tonic, TONICS), (self.mode, MODES)):
            choice.setPlaceholderText("by mood" if choice is self.mode else "–")
            choice.setToolTip("Changing it pins the key")
            choice.activated.connect(lambda _: self._set_key())
            for name in names:
                choice.addItem(name, name)
        both = QWidget()
        layout = QHBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.tonic, 2)
        layout.addWidget(self.mode, 3)
        self._key_pin = Pin("key", self._pin_key)
        self.add_row("Key", both, self._key_pin)

    def _build_meter(self) -> None:
        self.meter = Choice("Metre")
        self.meter.setPlaceholderText("by mood")
        self.meter.setToolTip("Beats in a bar; changing it pins it")
        for name in METERS:
            self.meter.addItem(name, name)
        self.meter.activated.connect(lambda _: self._set_meter())
        self._meter_pin = Pin("metre", self._pin_meter)
        self.add_row("Metre", self.meter, self._meter_pin)

    def _build_chords(self) -> None:
        self.chords = QLineEdit()
        self.chords.setAccessibleName("Chords")
        self.chords.setToolTip('One a bar, repeated: "Dm Bb F C"; empty leaves them to the planner')
        self.chords.editingFinished.connect(self._set_chords)
        self._chords_pin = Pin("chords", self._pin_chords)
        self.add_row("Chords", self.chords, self._chords_pin)

    def _build_ending(self) -> None:
        self.ending = Choice("Ending")
        self.ending.setToolTip("How the cue closes")
        self.ending.addItem(BY_MOOD, None)
        for ending, says in ENDINGS.items():
            self.ending.addItem(says, ending.value)
        self.ending.activated.connect(self._choose_ending)
        self.add_row("Ending", self.ending)

    # Shown

    def follow(self) -> None:
        """Show the cue's wishes, and what the planner chose where it was free."""
        cue, plan = self._making.cue, self._making.plan
        self.setEnabled(cue is not None)
        if cue is None:
            return
        pins = cue.pins
        self._show_styles(cue.style, plan.style if plan else "")
        bpm = pins.bpm or (round(plan.bpm, 1) if plan else _UNSET_BPM)
        quietly(self.tempo, lambda: self.tempo.setValue(bpm))
        self._tempo_pin.show_pinned(pins.bpm is not None)
        self._show_key(pins.key or (plan.key.name if plan else ""))
        self._key_pin.show_pinned(pins.key is not None)
        self.meter.show_data(pins.meter or (plan.meter if plan else None))
        self._meter_pin.show_pinned(pins.meter is not None)
        self._show_chords(pins.chords, chords_text(plan) if plan else "by mood")
        self._chords_pin.show_pinned(pins.chords is not None)
        self.ending.show_data(pins.ending.value if pins.ending else None)
        self.ending.setEnabled(not cue.loop)
        chosen = f"{BY_MOOD} ({plan.ending.value})" if plan and plan.ending else BY_MOOD
        self.ending.setItemText(0, chosen)
        for editor, pinned in (
            (self.tempo, pins.bpm), (self.tonic, pins.key), (self.mode, pins.key),
            (self.meter, pins.meter),
        ):  # fmt: skip
            _mute(editor, muted=pinned is None)

    def _show_styles(self, wished: str, made: str) -> None:
        styles = self._making.styles
        if self.style_choice.count() != len(styles) + 1:
            self.style_choice.clear()
            self.style_choice.addItem(BY_MOOD, "")
            for name, style in styles.items():
                self.style_choice.addItem(style.title, name)
                at = self.style_choice.count() - 1
                tip = style.description
                self.style_choice.setItemData(at, tip, Qt.ItemDataRole.ToolTipRole)
        chosen = styles.get(made)
        self.style_choice.setItemText(0, f"{BY_MOOD} ({chosen.title})" if chosen else BY_MOOD)
        self.style_choice.show_data(wished)
        told = styles.get(wished) or chosen
        self._style_says.setText(
            told.description if told else "The panels' mood chooses the style that suits them."
        )

    def _show_key(self, name: str) -> None:
        if not name:
            self.tonic.setCurrentIndex(-1)
            self.mode.setCurrentIndex(-1)
            return
        tonic, mode = key_parts(name)
        if self.tonic.findData(tonic) < 0:
            self.tonic.addItem(tonic, tonic)
        self.tonic.show_data(tonic)
        self.mode.show_data(mode)

    def _show_chords(self, pinned: str | None, chosen: str) -> None:
        self.chords.setPlaceholderText(chosen)
        if not self.chords.hasFocus() or not self.chords.isModified():
            quietly(self.chords, lambda: self.chords.setText(pinned or ""))

    # Changed

    def _choose_style(self, index: int) -> None:
        self._making.edit("Style", CueEdit(style=self.style_choice.itemData(index)))

    def _set_tempo(self, bpm: float) -> None:
        if bpm > _UNSET_BPM:
            self._making.pin(Pins(bpm=round(max(bpm, SLOWEST_BPM), 1)), "tempo")
        else:
            self._pin_tempo(False)

    def _pin_tempo(self, pinned: bool) -> None:
        if not pinned:
            self._making.unpin("bpm", "tempo")
        elif self.tempo.value() > _UNSET_BPM:
            self._making.pin(Pins(bpm=round(self.tempo.value(), 1)), "tempo")
        self.follow()

    def _set_key(self) -> None:
        tonic = self.tonic.currentData() or TONICS[0]
        self._making.pin(Pins(key=f"{tonic} {self.mode.currentData() or MODES[0]}"), "key")
        self.follow()

    def _pin_key(self, pinned: bool) -> None:
        if not pinned:
            self._making.unpin("key", "key")
        elif self.tonic.currentData():
            self._set_key()
        self.follow()

    def _set_meter(self) -> None:
        self._making.pin(Pins(meter=self.meter.currentData()), "metre")

    def _pin_meter(self, pinned: bool) -> None:
        if not pinned:
            self._making.unpin("meter", "metre")
        elif self.meter.currentData():
            self._set_meter()
        self.follow()

    def _set_chords(self) -> None:
        cue, text = self._making.cue, " ".join(self.chords.text().split())
        if not self.chords.isModified() or cue is None or text == (cue.pins.chords or ""):
            return
        self.chords.setModified(False)
        if text:
            self._making.pin(Pins(chords=text, key=cue.pins.key), "chords")
        else:
            self._making.unpin("chords", "chords")
        self.follow()

    def _pin_chords(self, pinned: bool) -> None:
        if not pinned:
            self._making.unpin("chords", "chords")
        else:
            self.chords.setFocus()
        self.follow()

    def _choose_ending(self, index: int) -> None:
        value = self.ending.itemData(index)
        if value:
            self._making.pin(Pins(ending=Ending(value)), "ending")
        else:
            self._making.unpin("ending", "ending")


def _mute(editor: QWidget, *, muted: bool) -> None:
    """Show a value the planner chose in the muted colour."""
    theme.set_role(editor, "muted" if muted else "")
