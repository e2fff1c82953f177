"""ReferenceCard: what steers the cue, what of it is taken, and why; swapped, or taken away."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.reference import Like, Trait
from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT

_PLAIN = "Its shape is taken, never its notes."


class ReferenceCard(QFrame):
    """Seen while the chosen cue has a reference."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.setObjectName("ribbon")
        self.setProperty("kind", "good")
        self.name, self.why = QLabel(), QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setFont(theme.font("small"))
        self.why.setProperty("role", "muted")
        for label in (self.name, self.why):
            label.setWordWrap(True)
        self.traits = {trait: self._trait(trait) for trait in Trait}
        self.swap = QPushButton("Swap")
        self.swap.setAccessibleName("Let the other track steer")
        self.swap.clicked.connect(models.sounds.swap)
        self.none = QToolButton()
        self.none.setIcon(icons.icon("close", "muted"))
        self.none.setAccessibleName("No reference")
        self.none.setToolTip("No reference for this cue")
        self.none.clicked.connect(models.sounds.unlike)
        self._lay_out()
        heard = models.making.reference.changed
        for signal in (
            models.project.changed, models.selection.changed, models.sounds.changed, heard,
        ):  # fmt: skip
            signal.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the chosen cue's reference."""
        cue = self._models.selection.cue
        like = cue.like if cue else None
        self.setVisible(like is not None)
        if like is None:
            return
        steering = self._models.sounds.steering
        self.name.setText(f"Like {self._called(like)}")
        told = f"{steering.track}. {steering.hit.reference.why}" if steering else self._heard()
        self.why.setText(told)
        other = steering.other if steering else None
        self.swap.setVisible(other is not None)
        self.swap.setToolTip(f"Let {other.name} steer: {other.reference.why}" if other else "")
        for trait, button in self.traits.items():
            button.setChecked(trait in like.traits)
        self.setAccessibleName(f"{self.name.text()}. {self.why.text()}")

    def _heard(self) -> str:
        reference = self._models.making.reference
        return reference.trouble or f"{reference.says}. {_PLAIN}"

    def _called(self, like: Like) -> str:
        clips = self._models.takes
        entry = next((one for one in clips.entries() if one.folder == like.path), None)
        return entry.name if entry else Path(like.path).stem

    def _trait(self, trait: Trait) -> QPushButton:
        made = QPushButton(trait.value.capitalize())
        made.setCheckable(True)
        made.setProperty("role", "segment")
        made.setToolTip(f"Take the reference's {trait.value}")
        made.clicked.connect(self._take)
        return made

    def _take(self) -> None:
        chosen = [trait for trait, button in self.traits.items() if button.isChecked()]
        self._models.sounds.take_traits(chosen)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self.name, 1)
        head.addWidget(self.swap)
        head.addWidget(self.none, 0, Qt.AlignmentFlag.AlignTop)
        taken = QHBoxLayout()
        taken.setSpacing(UNIT)
        for button in self.traits.values():
            taken.addWidget(button)
        taken.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self.why)
        layout.addLayout(taken)
