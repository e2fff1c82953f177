"""DawCard: what the workstation at hand wants after a drop; said until it is known."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.models import Models
from ui.takes.dragging import CARDS, workstation_at_hand
from ui.theme import UNIT

_WORKSTATION, _KNOWN = "workstation", "known_workstations"


class DawCard(QFrame):
    """One sentence for one workstation; the choice and what is known are remembered."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = models.preferences
        self.setObjectName("ribbon")
        self.setProperty("kind", "accent")
        self.choice = QComboBox()
        self.choice.setAccessibleName("Workstation")
        self.choice.setToolTip("Where the file was dropped")
        for key, (name, _) in CARDS.items():
            self.choice.addItem(name, key)
        self.choice.activated.connect(self._choose)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setFont(theme.font("small"))
        self.known = QPushButton("Got it")
        self.known.setToolTip("Do not show this for this workstation again")
        self.known.clicked.connect(self._know)
        self.away = QToolButton()
        self.away.setIcon(icons.icon("close", "muted"))
        self.away.setAccessibleName("Put the card away")
        self.away.setToolTip("Put away")
        self.away.clicked.connect(self.hide)
        self._lay_out()
        self.hide()

    def after_drop(self) -> None:
        """Show what the workstation at hand wants, unless that is known."""
        key = workstation_at_hand() or self._preferences.get(_WORKSTATION, "live")
        self.choice.setCurrentIndex(max(0, self.choice.findData(key)))
        self._follow()
        self.setVisible(self.choice.currentData() not in self._preferences.get(_KNOWN, []))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.choice, 1)
        head.addWidget(self.known)
        head.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self.text)

    def _choose(self) -> None:
        self._preferences.set(_WORKSTATION, self.choice.currentData())
        self._follow()

    def _follow(self) -> None:
        name, says = CARDS[self.choice.currentData()]
        self.text.setText(says)
        self.setAccessibleName(f"{name}: {says}")

    def _know(self) -> None:
        known: list[str] = self._preferences.get(_KNOWN, [])
        self._preferences.set(_KNOWN, [*known, self.choice.currentData()])
        self._preferences.set(_WORKSTATION, self.choice.currentData())
        self.hide()
