"""Comparing: two takes against each other; A and B, or blind 1 and 2."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ui import icons
from ui.models import Models
from ui.theme import UNIT


class Comparing(QWidget):
    """Seen while two takes are compared; both sound equally loud."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._buttons = (self._button(0), self._button(1))
        self._reveal = QPushButton("Reveal")
        self._reveal.setToolTip("Show which is which")
        self._reveal.clicked.connect(models.playback.reveal)
        end = QToolButton()
        end.setIcon(icons.icon("close", "muted"))
        end.setAccessibleName("End the comparison")
        end.setToolTip("End the comparison")
        end.clicked.connect(models.playback.end_comparison)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        for part in (*self._buttons, self._reveal, end):
            layout.addWidget(part)
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        models.playback.changed.connect(self._follow)
        self._follow()

    def _button(self, place: int) -> QPushButton:
        made = QPushButton()
        made.setCheckable(True)
        made.setAccessibleName(f"Hear {'AB'[place]}")
        made.setFixedWidth(UNIT * 22)
        made.clicked.connect(lambda: self._hear(place))
        return made

    def _hear(self, place: int) -> None:
        pair = self._models.playback.comparison
        if pair:
            self._models.playback.hear((pair.first, pair.second)[place])
        self._follow()

    def _follow(self) -> None:
        playback = self._models.playback
        pair = playback.comparison
        self.setVisible(pair is not None)
        if pair is None:
            return
        for place, clip_id in enumerate((pair.first, pair.second)):
            button, letter = self._buttons[place], "12"[place] if pair.blind else "AB"[place]
            number = self._models.takes.number(self._models.selection.cue_uid, clip_id)
            named = f"{letter}: Take {number}" if number and not pair.blind else letter
            button.setText(named)
            button.setAccessibleName(f"Hear {named}")
            button.setToolTip(f"Hear {named}; both sound equally loud (Shift+B switches)")
            button.setChecked(playback.clip_id == clip_id)
        self._reveal.setVisible(pair.blind)
