"""DeviceMenu: what can be played on, asked anew each time it is opened."""

from __future__ import annotations

from PyQt6.QtGui import QAction, QActionGroup
from PyQt6.QtWidgets import QMenu, QWidget

from musflow_studio.domain.playback import OutputDevice
from ui.models import Models

SYSTEM = "System default"


class DeviceMenu(QMenu):
    """One entry a device, the one in use checked."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__("Play on", parent)
        self._playback = models.playback
        self._group = QActionGroup(self)
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

    def _add(self, label: str, device: str) -> None:
        action = QAction(label, self)
        action.setCheckable(True)
        action.setChecked(device == self._playback.device)
        action.triggered.connect(lambda _=False: self._playback.choose_device(device))
        self._group.addAction(action)
        self.addAction(action)
