"""Ribbon: a sentence over a view, with what can be done about it, until it is put away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PyQt6.QtCore import QEvent, QObject, Qt
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
    """Lies over the top of its parent, as wide as it. Escape or the cross puts it away.

    Args:
        over: the view it belongs to.
        kind: its colour.
        sentence: what there is to say.
        offers: (label, what it does) for each button; a button puts the ribbon away.
    """

    def __init__(
        self,
        over: QWidget,
        kind: Kind,
        sentence: str,
        offers: Sequence[Offer] = (),
    ) -> None:
        super().__init__(over)
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
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
        for label, work in offers:
            layout.addWidget(self._offer(label, work))
        layout.addWidget(self._cross(), 0, Qt.AlignmentFlag.AlignTop)
        over.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def put_away(self) -> None:
        """Remove it."""
        over = self.parent()
        if over:
            over.removeEventFilter(self)
        self.hide()
        self.deleteLater()

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
