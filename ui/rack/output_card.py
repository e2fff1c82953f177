"""OutputCard: the share of the effects, and the level the clip is delivered at."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.preset import FinishingPreset, Leveling
from musflow_studio.presets.checks import CEILING_DBTP, TARGET_LUFS, WET
from ui import theme
from ui.models import Models
from ui.rack.knob import Knob
from ui.rack.level_bar import LevelBar
from ui.rack.scale import scale_over
from ui.theme import UNIT

FIRST_TARGET_LUFS, FIRST_CEILING_DBTP = -18.0, -1.0


class OutputCard(QFrame):
    """The end of the chain."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rack = models.rack
        self.setObjectName("card")
        self.setAccessibleName("Output")
        self.wet = _knob("Wet", WET, 1.0)
        self.target = _knob("Target", TARGET_LUFS, FIRST_TARGET_LUFS)
        self.ceiling = _knob("Ceiling", CEILING_DBTP, FIRST_CEILING_DBTP)
        self.level = LevelBar("Out of all effects")
        self.composed = _segment("As composed", "Keep the level of the music (Leveling)")
        self.to_target = _segment("To a loudness", "Aim at a loudness in LUFS (Leveling)")
        self._lay_out()
        self._connect()
        self._rack.changed.connect(self._follow)
        self._follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (self.wet, self.target, self.ceiling, self.composed, self.to_target)

    def _lay_out(self) -> None:
        title = QLabel("Output")
        title.setFont(theme.font("body", bold=True))
        title.setMinimumHeight(UNIT * 6)
        choice = QHBoxLayout()
        choice.setSpacing(0)
        group = QButtonGroup(self)
        for button in (self.composed, self.to_target):
            group.addButton(button)
            choice.addWidget(button)
        knobs = QGridLayout()
        knobs.setHorizontalSpacing(0)
        for place, knob in enumerate((self.wet, self.target, self.ceiling)):
            knobs.addWidget(knob, 0, place)
        inner = QVBoxLayout()
        inner.setSpacing(UNIT * 2)
        inner.addLayout(knobs)
        inner.addLayout(choice)
        inner.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(UNIT)
        body.addLayout(inner)
        body.addWidget(self.level)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        layout.addWidget(title)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        self.wet.turned.connect(self._rack.turn_wet)
        self.target.turned.connect(self._aim)
        self.ceiling.turned.connect(self._limit)
        for knob in (self.wet, self.target, self.ceiling):
            knob.held.connect(self._rack.hold)
            knob.let_go.connect(self._rack.release)
            knob.refused.connect(self._rack.fail)
        self.composed.clicked.connect(self._keep_level)
        self.to_target.clicked.connect(self._aim_anew)

    def _follow(self) -> None:
        preset = self._rack.preset
        if preset is None:
            return
        aims = preset.leveling is Leveling.LUFS
        self.composed.setChecked(not aims)
        self.to_target.setChecked(aims)
        self.wet.show_value(preset.wet)
        self.target.setEnabled(aims)
        self.target.show_value(preset.target_lufs or FIRST_TARGET_LUFS, on=aims)
        self.ceiling.show_value(preset.true_peak_ceiling_dbtp)

    def _change(self, what: str, **fields: object) -> None:
        preset = self._rack.preset
        if preset is not None:
            changed: FinishingPreset = replace(preset, **fields)  # type: ignore[arg-type]
            self._rack.set_output(changed, what)

    def _aim(self, value: float) -> None:
        self._change("Turn the target loudness", target_lufs=value)

    def _limit(self, value: float) -> None:
        self._change("Turn the ceiling", true_peak_ceiling_dbtp=value)

    def _keep_level(self) -> None:
        self._change("Keep the composed level", leveling=Leveling.COMPOSED, target_lufs=None)

    def _aim_anew(self) -> None:
        preset = self._rack.preset
        if preset and preset.leveling is not Leveling.LUFS:
            self._change("Aim at a loudness", leveling=Leveling.LUFS, target_lufs=self.target.value)


def _knob(name: str, legal: object, start: float) -> Knob:
    return Knob(name, "the output", scale_over(legal), start)  # type: ignore[arg-type]


def _segment(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setFont(theme.font("small"))
    made.setCheckable(True)
    made.setProperty("role", "segment")
    made.setToolTip(tip)
    return made
