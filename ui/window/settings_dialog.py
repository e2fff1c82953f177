"""SettingsDialog: device, folders, engine, theme, bridge; and what this machine has."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.finding import Finding
from musflow_studio.domain.playback import OutputDevice
from musflow_studio.paths import ensure_folder
from musflow_studio.settings import (
    SAMPLE_RATES_HZ,
    load_section,
    load_settings,
    save_settings,
    settings_file,
)
from ui import theme
from ui.models import Models
from ui.theme import UNIT
from ui.window.menus import THEMES

BUFFERS = (64, 128, 256, 512, 1024, 2048, 4096)
BRIDGE_PORT = 9786
SYSTEM_DEVICE = "The system's default"


class SettingsDialog(QDialog):
    """What a user chooses once. Nothing is changed before Save."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setMinimumWidth(UNIT * 150)
        self._models = models
        self._settings = models.studio.settings
        self._bridge: dict[str, Any] = load_section("bridge")
        self._error = QLabel()
        self._error.setProperty("role", "bad")
        self._error.setWordWrap(True)
        self._error.hide()
        self._found = QVBoxLayout()
        self._found.setSpacing(UNIT)
        self._found.addWidget(_muted("Looking at this machine…"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        layout.setSpacing(UNIT * 5)
        layout.addLayout(self._form())
        layout.addWidget(_heading("This machine"))
        layout.addLayout(self._found)
        layout.addWidget(_muted(f"Settings file: {settings_file()}"))
        layout.addWidget(self._error)
        layout.addLayout(self._buttons())
        relay = models.relay
        relay.ask(models.studio.player.devices(), self._list_devices, lambda _: None)
        relay.ask(models.studio.doctor(), self._list_findings, lambda _: None)

    def save(self) -> None:
        """Write what was changed and use it; say what is wrong otherwise."""
        try:
            self._write()
        except StudioError as error:
            self._error.setText(error.sentence())
            self._error.show()
            return
        self.accept()

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(UNIT * 4)
        form.setVerticalSpacing(UNIT * 2)
        self._fill_sound(form)
        self._fill_making(form)
        form.addRow(_heading("Window", later=True))
        chosen = self._models.preferences.get("theme", "system")
        self._theme = _choice("Theme", THEMES.items(), chosen)
        form.addRow("Theme", self._theme)
        self._fill_bridge(form)
        return form

    def _fill_sound(self, form: QFormLayout) -> None:
        form.addRow(_heading("Sound"))
        device = self._settings.audio_device
        known = [("", SYSTEM_DEVICE)] + ([(device, device)] if device else [])
        self._device = _choice("Device", known, device)
        form.addRow("Device", self._device)
        buffers = [(str(frames), f"{frames} frames") for frames in BUFFERS]
        self._buffer = _choice("Buffer", buffers, str(self._settings.audio_buffer_frames))
        self._buffer.setToolTip("More is safer, less is quicker")
        form.addRow("Buffer", self._buffer)

    def _fill_making(self, form: QFormLayout) -> None:
        studio = self._models.studio
        form.addRow(_heading("Making and keeping", later=True))
        self._library = QLineEdit(str(self._settings.library))
        self._library.setAccessibleName("Library")
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_library)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addWidget(self._library, 1)
        row.addWidget(choose)
        form.addRow("Library", row)
        form.addRow("", _muted("Another library is used from the next start on."))
        engines = [(name, f"{one.title}: {one.words}") for name, one in studio.engines().items()]
        self._engine = _choice("Engine", engines, self._settings.engine)
        form.addRow("Engine", self._engine)
        finishes = [(name, p.title) for name, p in studio.finishing_presets().items()]
        self._finish = _choice("Finishing", finishes, self._settings.finish)
        form.addRow("Finishing", self._finish)
        rates = [(str(rate), f"{rate} Hz") for rate in SAMPLE_RATES_HZ]
        self._rate = _choice("Sample rate", rates, str(self._settings.sample_rate_hz))
        form.addRow("Sample rate", self._rate)

    def _fill_bridge(self, form: QFormLayout) -> None:
        form.addRow(_heading("Bridge to DAWs and controllers", later=True))
        self._port = QSpinBox()
        self._port.setRange(0, 65535)
        self._port.setSpecialValueText("any free one")
        self._port.setValue(int(self._bridge.get("osc_port", BRIDGE_PORT)))
        self._port.setAccessibleName("OSC port")
        form.addRow("OSC port", self._port)
        self._lan = QCheckBox("Answer the local network too, to who has the token")
        self._lan.setChecked(bool(self._bridge.get("lan", False)))
        form.addRow("", self._lan)
        form.addRow("", _muted(self._models.bridge.says))

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        save = QPushButton("Save")
        save.setProperty("role", "main")
        save.setDefault(True)
        save.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(save)
        return row

    def _write(self) -> None:
        before = self._settings
        wanted = {
            "library": Path(self._library.text().strip() or str(before.library)).expanduser(),
            "engine": self._engine.currentData(),
            "finish": self._finish.currentData(),
            "sample_rate_hz": int(self._rate.currentData()),
            "audio_device": self._device.currentData(),
            "audio_buffer_frames": int(self._buffer.currentData()),
        }
        changed = {name: v for name, v in wanted.items() if v != getattr(before, name)}
        if "library" in changed:
            check_library(wanted["library"])
        bridge = {"osc_port": self._port.value(), "lan": self._lan.isChecked()}
        was = {"osc_port": self._bridge.get("osc_port", BRIDGE_PORT), "lan": False} | self._bridge
        bridge = {name: value for name, value in bridge.items() if value != was[name]}
        if changed:
            save_settings({name: value or None for name, value in changed.items()})
        if bridge:
            save_settings(bridge, "bridge")
            self._models.bridge.start()
        self._models.studio.use(load_settings())
        self._models.preferences.set("theme", self._theme.currentData())

    def _choose_library(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Library", self._library.text())
        if folder:
            self._library.setText(folder)

    def _list_devices(self, devices: tuple[OutputDevice, ...]) -> None:
        for device in devices:
            if self._device.findData(device.name) < 0:
                self._device.addItem(device.name, device.name)
        if not devices:
            self._device.setItemText(0, "No audio device was found")

    def _list_findings(self, findings: tuple[Finding, ...]) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for finding in findings:
            if finding.what in ("soundfont", "renderer", "text model", "audio"):
                line = QLabel(f"{finding.what.capitalize()}: {finding.says}")
                line.setWordWrap(True)
                line.setProperty("role", "muted" if finding.ok else "bad")
                self._found.addWidget(line)


def check_library(folder: Path) -> None:
    """Make the folder, and see that takes can be kept there. Raises StudioError."""
    ensure_folder(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StudioError(
            ErrorCode.NOT_ALLOWED,
            "takes cannot be kept in this folder",
            value=folder,
            hint="choose another or change its permissions",
        )


def _heading(text: str, *, later: bool = False) -> QLabel:
    """A heading; one that is not the first stands off from what is above."""
    label = QLabel(text)
    label.setContentsMargins(0, UNIT * 3 if later else 0, 0, 0)
    label.setFont(theme.font("body", bold=True))
    return label


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setFont(theme.font("small"))
    label.setWordWrap(True)
    return label


def _choice(name: str, choices: Iterable[tuple[str, str]], chosen: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, label in choices:
        box.addItem(label, value)
    if box.findData(chosen) < 0:
        box.addItem(chosen, chosen)
    box.setCurrentIndex(box.findData(chosen))
    return box
