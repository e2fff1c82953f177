"""MakeView: the column of wishes, and the button that makes them true."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.make.like_button import music_in
from ui.make.make_button import MakeButton
from ui.make.music_form import MusicForm
from ui.make.outcome import OutcomeRibbon
from ui.make.picture_form import PictureForm
from ui.make.reference_card import ReferenceCard
from ui.make.take_form import TakeForm
from ui.models import Models
from ui.theme import UNIT


class MakeView(QWidget):
    """How the chosen cue shall be made."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = OutcomeRibbon(models)
        self.reference = ReferenceCard(models)
        self.music = MusicForm(models)
        self.picture = PictureForm(models)
        self.take = TakeForm(models)
        self._models = models
        self.setAcceptDrops(True)
        self.button = MakeButton(models)
        forms = QWidget()
        column = QVBoxLayout(forms)
        column.setContentsMargins(UNIT * 4, UNIT * 2, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT * 4)
        for form in (self.music, self.picture, self.take):
            column.addWidget(form)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(forms)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, 0)
        above.setSpacing(UNIT)
        above.addWidget(self.outcome)
        above.addWidget(self.reference)
        layout.addLayout(above)
        layout.addWidget(area, 1)
        layout.addWidget(self.button)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Music may be dropped anywhere on the column."""
        if event and self._models.making.cue and music_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """The cue shall be like what was dropped."""
        path = music_in(event.mimeData()) if event else None
        if event and path:
            event.acceptProposedAction()
            self._models.making.reference.like(path)
