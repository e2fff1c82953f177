"""Notices: what there is to say about the whole desk, in a row of its own above it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import UNIT
from ui.window.ribbon import Kind, Offer, Ribbon


class Notices(QWidget):
    """At most one sentence; no room is taken while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ribbon: Ribbon | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT * 2)
        self.hide()

    def say(self, kind: Kind, sentence: str, offers: Sequence[Offer] = ()) -> None:
        """Show a sentence in place of the one before."""
        self.hush()
        ribbon = self.ribbon = Ribbon(kind, sentence, offers, self)
        ribbon.put_by.connect(self.hush)
        self._layout.addWidget(ribbon)
        self.show()

    def hush(self) -> None:
        """Put away what is said."""
        ribbon, self.ribbon = self.ribbon, None
        if ribbon:
            ribbon.put_away()
            self.hide()
