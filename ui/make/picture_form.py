"""PictureForm: how the music keeps to the picture: fit, length, tail, dialogue, tacet panels."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from musflow_studio.domain.plan import Dialogue, Fit, Pins
from musflow_studio.project.cues import CueEdit
from ui.make.form import Decimal, Form, Number, Pin, quietly
from ui.make.tacet_menu import TacetButton
from ui.make.wording import DIALOGUES, FITS, LENGTHS
from ui.models import Models
from ui.segments import Segments

LONGEST_TAIL_S = 30.0
MOST_BARS = 512


class PictureForm(Form):
    """What the picture asks for."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__("Picture", parent)
        self._making = models.making
        self.fit = Segments("Fit", FITS)
        self.fit.chosen.connect(lambda fit: self._making.edit("Fit", CueEdit(fit=Fit(fit))))
        self.add_row("Fit", self.fit)
        self.length = Segments("Length", LENGTHS)
        self.length.chosen.connect(lambda mode: self._making.set_loop(mode == "loop"))
        self.add_row("Length", self.length)
        self.bars = Number("Bars", 0, MOST_BARS)
        self.bars.setSpecialValueText("as the picture")
        self.bars.setToolTip("Bars of the loop, 1 to 512; changing it pins it")
        self.bars.valueChanged.connect(self._set_bars)
        self._bars_pin = Pin("number of bars", self._pin_bars)
        self._bars_name = self.add_row("Bars", self.bars, self._bars_pin)
        self.tail = Decimal("Tail", 0.0, LONGEST_TAIL_S)
        self.tail.setSuffix(" s")
        self.tail.setSingleStep(0.5)
        self.tail.setSpecialValueText("none")
        self.tail.setToolTip("Seconds beyond the picture in which the sound may ring, 0 to 30")
        self.tail.valueChanged.connect(
            lambda tail: self._making.edit("Tail", CueEdit(tail_s=tail), "tail")
        )
        self.add_row("Tail", self.tail)
        self.dialogue = Segments("Dialogue", DIALOGUES)
        self.dialogue.chosen.connect(
            lambda told: self._making.edit("Dialogue", CueEdit(dialogue=Dialogue(told)))
        )
        self.add_row("Dialogue", self.dialogue)
        self.tacet = TacetButton(models)
        self.add_row("Tacet", self.tacet)
        self._making.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the cue's wishes."""
        cue, plan = self._making.cue, self._making.plan
        self.setEnabled(cue is not None)
        self.tacet.follow()
        if cue is None:
            return
        self.fit.show_value(cue.fit.value)
        self.length.show_value("loop" if cue.loop else "picture")
        for part in (self.bars, self._bars_pin, self._bars_name):
            part.setVisible(cue.loop)
        made = plan.grid.bars[-1].number if plan and cue.loop else 0
        quietly(self.bars, lambda: self.bars.setValue(cue.pins.bars or made))
        self._bars_pin.show_pinned(cue.pins.bars is not None)
        quietly(self.tail, lambda: self.tail.setValue(cue.tail_s))
        self.tail.setEnabled(not cue.loop)
        self.dialogue.show_value((cue.dialogue or Dialogue.UNDER).value)

    def _set_bars(self, bars: int) -> None:
        if bars:
            self._making.pin(Pins(bars=bars), "number of bars")
        else:
            self._pin_bars(False)

    def _pin_bars(self, pinned: bool) -> None:
        if not pinned:
            self._making.unpin("bars", "number of bars")
        elif self.bars.value():
            self._set_bars(self.bars.value())
        self.follow()
