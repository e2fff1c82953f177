"""Ribbon: a sentence, with what can be done about it, until it is put away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ui import icons
from ui.theme import UNIT

Kind = Literal["bad", "warn", "good", "accent"]
Offer = tuple[str, Callable[[], object]]
ICONS: dict[Kind, str] = {
    "bad": "alert-circle-outline",
    "warn": "alert-outline",
    "good": "check-circle-outline",
    "accent": "information-outline",
}


class Ribbon(QFrame):
    """One sentence. Escape or the cross puts it away.

    Args:
        kind: its colour.
        sentence: what there is to say.
        offers: (label, what it does) for each button; a button puts the ribbon away.
        parent: where it stands.

    Signals:
        put_by: it was put away.
    """

    put_by = pyqtSignal()

    def __init__(self, kind: Kind, sentence: str, offers: Sequence[Offer], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ribbon")
        self.setProperty("kind", kind)
        self.setAccessibleName(sentence)
        self.sentence = sentence
        mark = QLabel()
        mark.setPixmap(icons.icon(ICONS[kind], kind).pixmap(18, 18))
        text = QLabel(sentence)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT, UNIT * 2, UNIT)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(mark)
        layout.addWidget(text, 1)
        for label, work in offers:
            layout.addWidget(self._offer(label, work))
        layout.addWidget(self._cross(), 0, Qt.AlignmentFlag.AlignTop)

    def put_away(self) -> None:
        """Remove it."""
        self.hide()
        self.deleteLater()
        self.put_by.emit()

    def lie_over(self, view: QWidget) -> None:
        """Lie over the top of its parent, as wide as that is, now and when it changes size."""
        view.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay as wide as the view."""
        if event and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        over = self.parentWidget()
        assert over
        width = over.width() - UNIT * 2
        self.setGeometry(UNIT, UNIT, width, max(self.heightForWidth(width), UNIT * 9))

    def _offer(self, label: str, work: Callable[[], object]) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(self.put_away)
        button.clicked.connect(lambda: work())
        return button

    def _cross(self) -> QToolButton:
        cross = QToolButton()
        cross.setIcon(icons.icon("close", "muted"))
        cross.setAccessibleName("Put away")
        cross.setToolTip("Put away (Esc)")
        cross.setShortcut("Esc")
        cross.clicked.connect(self.put_away)
        return cross
