"""Level: the trim of a take, made true by finishing the take anew."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QToolButton, QWidget

from ui import icons
from ui.theme import UNIT

LOWEST_DB, HIGHEST_DB = -60.0, 24.0


class Level(QWidget):
    """A number of decibels and a button that makes the take sound so; nothing is played again.

    Signals:
        asked(gain_db): the take shall be finished at this level.
    """

    asked = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made_db = 0.0
        self._busy = False
        self.gain = QDoubleSpinBox()
        self.gain.setRange(LOWEST_DB, HIGHEST_DB)
        self.gain.setDecimals(1)
        self.gain.setSingleStep(0.5)
        self.gain.setSuffix(" dB")
        self.gain.setFixedWidth(UNIT * 23)
        self.gain.setAccessibleName("Level of the take")
        self.gain.setToolTip("Level against the take as it was composed, -60 to 24 dB")
        self.gain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.gain.valueChanged.connect(lambda _: self._follow())
        self.make = QToolButton()
        self.make.setIcon(icons.icon("check", "accent"))
        self.make.setAccessibleName("Finish the take at this level")
        self.make.setToolTip("Finish the take at this level, as a new one; nothing is played again")
        self.make.clicked.connect(lambda: self.asked.emit(round(self.gain.value(), 1)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.gain)
        layout.addWidget(self.make)

    def show_gain(self, gain_db: float, *, busy: bool) -> None:
        """Show a take's level; `busy` while something is being made."""
        self._busy = busy
        if gain_db != self._made_db or not self.gain.hasFocus():
            self._made_db = gain_db
            blocked = self.gain.blockSignals(True)
            self.gain.setValue(gain_db)
            self.gain.blockSignals(blocked)
        self._follow()

    def _follow(self) -> None:
        changed = round(self.gain.value(), 1) != round(self._made_db, 1)
        self.make.setVisible(changed)
        self.make.setEnabled(not self._busy)
