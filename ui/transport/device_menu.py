"""DeviceMenu: what can be played on, asked anew each time it is opened; and its buffer."""

from __future__ import annotations

from functools import partial

from PyQt6.QtGui import QAction, QActionGroup
from PyQt6.QtWidgets import QMenu, QWidget

from musflow_studio.domain.playback import OutputDevice
from ui.models import Models

SYSTEM = "System default"
BUFFERS = (128, 256, 512, 1024, 2048)
USUAL_RATE_HZ = 44100


class DeviceMenu(QMenu):
    """One entry a device, the one in use checked; and how many frames it is given at once."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__("Play on", parent)
        self._playback = models.playback
        self._group, self._sizes = QActionGroup(self), QActionGroup(self)
        self.setAccessibleName("Where the music is heard")
        self.aboutToShow.connect(self._look)

    def _look(self) -> None:
        self._show(())
        waiting = QAction("Looking for devices…", self)
        waiting.setEnabled(False)
        self.addAction(waiting)
        self._playback.devices(self._show)

    def _show(self, devices: tuple[OutputDevice, ...]) -> None:
        self.clear()
        self._add(SYSTEM, "")
        if devices:
            self.addSeparator()
        for device in devices:
            self._add(device.name, device.name)
        asked = self._playback.device
        if asked and asked not in {device.name for device in devices}:
            self._add(f"{asked} (not there)", asked)
        self.addSeparator()
        self.addMenu(self._buffers())

    def _buffers(self) -> QMenu:
        """Fewer frames are heard sooner, more are safer on a busy machine."""
        menu = QMenu("Buffer", self)
        menu.setToolTipsVisible(True)
        now = self._playback.buffer_frames
        rate_hz = self._playback.playback.output_rate_hz or USUAL_RATE_HZ
        for frames in sorted({*BUFFERS, now}):
            action = QAction(f"{frames} frames, {frames * 1000 / rate_hz:.0f} ms", menu)
            action.setCheckable(True)
            action.setChecked(frames == now)
            action.setToolTip("Smaller is heard sooner; larger is safer if the sound breaks up")
            action.triggered.connect(partial(self._choose_buffer, frames))
            self._sizes.addAction(action)
            menu.addAction(action)
        return menu

    def _choose_buffer(self, frames: int, _checked: bool = False) -> None:
        self._playback.choose_buffer(frames)

    def _add(self, label: str, device: str) -> None:
        action = QAction(label, self)
        action.setCheckable(True)
        action.setChecked(device == self._playback.device)
        action.triggered.connect(lambda _=False: self._playback.choose_device(device))
        self._group.addAction(action)
        self.addAction(action)
