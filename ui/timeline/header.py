"""TimelineHeader: a line of words about what is pointed at, and the timeline's buttons."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ui import icons, theme
from ui.theme import UNIT
from ui.timers import quiet_timer

SAID_MS = 8000


class TimelineHeader(QWidget):
    """Words on the left, buttons on the right.

    Signals:
        follow_set(on): the view is to turn with the music, or to stay.
    """

    follow_set = pyqtSignal(bool)

    def __init__(self, act: Callable[[str], None], parent: QWidget | None = None) -> None:
        """`act` does what a key of the timeline does (see keys.py)."""
        super().__init__(parent)
        self._idle = ""
        self._forget = quiet_timer(self, SAID_MS, self._hush)
        self._words = QLabel()
        self._words.setFont(theme.font("small"))
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setMinimumWidth(UNIT * 20)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2 + 2, UNIT, UNIT, 2)
        layout.setSpacing(2)
        layout.addWidget(self._words, 1)
        self.follow = self._button("ray-start-arrow", "Follow the music (F)", None)
        self.follow.setCheckable(True)
        self.follow.toggled.connect(self.follow_set)
        buttons = (
            self._button(
                "map-marker-plus-outline", "Add a hit at the playhead (H)", lambda: act("H")
            ),
            self._button(
                "music-note-plus", "Add a cue where there is no music (C)", lambda: act("C")
            ),
            self.follow,
            self._button("magnify-minus-outline", "Zoom out (-)", lambda: act("-")),
            self._button("fit-to-page-outline", "Show all (0)", lambda: act("0")),
            self._button("magnify-plus-outline", "Zoom in (+)", lambda: act("+")),
        )
        for button in buttons:
            layout.addWidget(button)

    def set_idle(self, words: str) -> None:
        """What stands here while nothing is pointed at."""
        shown = self._words.text() in ("", self._idle)
        if words != self._idle:
            self._idle = words
            if shown:
                self.say("")

    def _hush(self) -> None:
        self.say("")

    def say(self, words: str) -> None:
        """Say something; "" goes back to what stands here otherwise."""
        self._forget.start()
        self._words.setText(words or self._idle)
        self._words.setProperty("role", "" if words else "muted")
        style = self._words.style()
        if style:
            style.polish(self._words)

    def _button(self, icon: str, name: str, press: Callable[[], None] | None) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon(icon))
        made.setToolTip(name)
        made.setAccessibleName(name.rsplit(" (", 1)[0])
        made.setAutoRaise(True)
        if press:
            made.clicked.connect(lambda: press())
        return made
