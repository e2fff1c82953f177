"""Pane: a view on a surface of its own, with a place for what there is to say about it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.window.ribbon import Kind, Offer, Ribbon


class Pane(QFrame):
    """One view with round corners."""

    def __init__(self, view: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.view = view
        self.ribbon: Ribbon | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)

    def say(
        self,
        kind: Kind,
        sentence: str,
        offers: Sequence[Offer] = (),
    ) -> Ribbon:
        """Show a sentence over the view; it takes the place of the one before."""
        self.hush()
        ribbon = self.ribbon = Ribbon(kind, sentence, offers, self)
        ribbon.lie_over(self)
        ribbon.put_by.connect(self._forget)
        return ribbon

    def hush(self) -> None:
        """Put away what is said."""
        ribbon, self.ribbon = self.ribbon, None
        if ribbon:
            ribbon.put_away()

    def _forget(self) -> None:
        if self.sender() is self.ribbon:
            self.ribbon = None
