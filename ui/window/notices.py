"""Notices: what there is to say about the whole desk, floating above its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QWidget

from ui.theme import UNIT
from ui.window.ribbon import Kind, Offer, Ribbon

WIDEST_PX = UNIT * 200


class Notices(QObject):
    """At most one sentence, over the desk and above the transport.

    Args:
        over: where it floats.
        foot: the widget at the bottom that stays free.
    """

    def __init__(self, over: QWidget, foot: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._foot = foot
        self.ribbon: Ribbon | None = None
        over.installEventFilter(self)

    def say(self, kind: Kind, sentence: str, offers: Sequence[Offer] = ()) -> None:
        """Show a sentence in place of the one before."""
        self.hush()
        ribbon = self.ribbon = Ribbon(kind, sentence, offers, self._over)
        ribbon.put_by.connect(self._forget)
        ribbon.show()
        self._place()

    def hush(self) -> None:
        """Put away what is said."""
        ribbon, self.ribbon = self.ribbon, None
        if ribbon:
            ribbon.put_away()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay at the foot."""
        if event and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        if self.ribbon:
            width = min(WIDEST_PX, self._over.width() - UNIT * 16)
            height = max(self.ribbon.heightForWidth(width), UNIT * 9)
            top = self._over.height() - self._foot.height() - height - UNIT * 6
            self.ribbon.setGeometry((self._over.width() - width) // 2, top, width, height)
            self.ribbon.raise_()

    def _forget(self) -> None:
        if self.sender() is self.ribbon:
            self.ribbon = None
