"""OutcomeRibbon: which bars an edit touched, with A/B against before."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ui import icons
from ui.models import Models
from ui.theme import UNIT


class OutcomeRibbon(QFrame):
    """Seen after a take that went on from another, until it is put away."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.setObjectName("ribbon")
        self.setProperty("kind", "good")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.compare = QPushButton("A/B")
        self.compare.setToolTip("Hear it against the take before, equally loud (Shift+B switches)")
        self.compare.setAccessibleName("Compare with the take before")
        self.compare.clicked.connect(self._compare)
        away = QToolButton()
        away.setIcon(icons.icon("close", "muted"))
        away.setAccessibleName("Put away")
        away.setToolTip("Put away")
        away.clicked.connect(models.making.dismiss_outcome)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.compare)
        layout.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        models.making.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        outcome = self._models.making.outcome
        self.setVisible(outcome is not None)
        if outcome:
            self.text.setText(outcome.refit.sentence())
            self.setAccessibleName(self.text.text())
            self.compare.setVisible(bool(outcome.refit.changed))

    def _compare(self) -> None:
        outcome = self._models.making.outcome
        if outcome:
            self._models.playback.compare(outcome.after, outcome.before)
