"""LoadMeter: how busy the player is, and how often the device had to wait."""

from __future__ import annotations

from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from ui import theme
from ui.models.playback import PlaybackModel
from ui.theme import UNIT
from ui.timers import ticking_timer

EVERY_MS = 250


class LoadMeter(QWidget):
    """Load of the player's rendering thread, and dropouts since the device was opened."""

    def __init__(self, playback: PlaybackModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        name = QLabel("Load")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Load of the player")
        self.share = QLabel()
        self.dropouts = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT * 2)
        for label in (name, self.share, self.dropouts):
            label.setFont(theme.font("small"))
            theme.set_role(label, "muted")
        self.share.setMinimumWidth(UNIT * 8)
        for part in (name, self.bar, self.share, self.dropouts):
            layout.addWidget(part, 1 if part is self.bar else 0)
        self._timer = ticking_timer(self, EVERY_MS, self.follow)
        self.follow()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Look at it while it is seen."""
        super().showEvent(event)
        self.follow()
        self._timer.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Look away."""
        super().hideEvent(event)
        self._timer.stop()

    def follow(self) -> None:
        """Show what the player told last."""
        playback = self._playback
        percent = min(100, round(playback.load * 100))
        missed = playback.dropouts
        told = "no dropouts" if not missed else f"{missed} dropout{'s' * (missed > 1)}"
        if (self.bar.value(), self.dropouts.text()) == (percent, told) and self.share.text():
            return
        self.bar.setValue(percent)
        self.share.setText(f"{percent} %")
        self.dropouts.setText(told)
        theme.set_role(self.dropouts, "bad" if missed else "muted")
        buffer = playback.buffer_frames
        self.setToolTip(
            f"What the player needs of the time it has, buffers of {buffer} frames. If the sound "
            "breaks up, choose a larger buffer where the device is chosen."
        )
        self.setAccessibleName(f"Load {percent} %, {told}")
