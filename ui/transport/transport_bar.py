"""TransportBar: play and pause, loop, cuts, timecode, bar and beat, device and volume."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.playback import PlayState
from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT
from ui.transport.comparing import Comparing
from ui.transport.device_menu import SYSTEM, DeviceMenu
from ui.transport.readout import (
    bar_and_beat,
    landmarks,
    next_place,
    position_of,
    previous_place,
    timecode,
    volume_at,
)

FADER_STEPS = 200
NO_TIME, NO_BAR = "--:--:--:--", "–.–"
DEVICE_PX = UNIT * 52


class TransportBar(QWidget):
    """One row; follows the playback model, works by keys wherever the focus is."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        playback = models.playback
        self._start = _button("skip-previous", "To the start (Home)", lambda: playback.seek(0.0))
        self._play = _button("play", "Play (Space)", playback.toggle)
        self._play.setIconSize(QSize(UNIT * 7, UNIT * 7))
        self._loop = _button("repeat", "Repeat (L)", self._toggle_loop)
        self._loop.setCheckable(True)
        self._back = _button("chevron-left", "To the cut or hit before (Alt+Left)", self._go_back)
        self._on = _button("chevron-right", "To the next cut or hit (Alt+Right)", self._go_on)
        self._time = _readout("display", UNIT * 46, "Timecode")
        self._bar = _readout("display", UNIT * 20, "Bar and beat")
        self._message = QLabel()
        self._message.setProperty("role", "bad")
        self._message.setWordWrap(True)
        self._message.setFont(theme.font("small"))
        self._device = QToolButton()
        self._device.setIcon(icons.icon("speaker", "muted"))
        self._device.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._device.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._device.setMenu(DeviceMenu(models, self._device))
        self._device.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._volume = self._fader()
        self._lay_out(Comparing(models))
        self._bind_keys()
        playback.changed.connect(self._follow)
        playback.moved.connect(self._show_place)
        models.takes.changed.connect(self._follow)
        self._follow()

    def add_meters(self, meters: QWidget) -> None:
        """Stand the meters before the device."""
        layout = self._meters.layout()
        assert layout is not None  # an empty one is false
        layout.addWidget(meters)

    def _lay_out(self, comparing: Comparing) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT, UNIT * 4, UNIT)
        layout.setSpacing(UNIT)
        for button in (self._start, self._play, self._loop, self._back, self._on):
            layout.addWidget(button)
        layout.addSpacing(UNIT * 3)
        layout.addLayout(_titled(self._time, "timecode"))
        layout.addSpacing(UNIT * 2)
        layout.addLayout(_titled(self._bar, "bar and beat"))
        layout.addSpacing(UNIT * 3)
        layout.addWidget(comparing)
        layout.addWidget(self._message, 3)
        layout.addStretch(1)
        self._meters = QWidget()
        QHBoxLayout(self._meters).setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._meters)
        layout.addSpacing(UNIT * 2)
        layout.addWidget(self._device)
        layout.addWidget(self._volume)
        self.setFixedHeight(UNIT * 15)

    def _fader(self) -> QSlider:
        made = QSlider(Qt.Orientation.Horizontal)
        made.setRange(0, FADER_STEPS)
        made.setPageStep(FADER_STEPS // 10)
        made.setFixedWidth(UNIT * 26)
        made.setAccessibleName("Listening level")
        made.setValue(round(position_of(self._models.playback.volume_db) * FADER_STEPS))
        made.valueChanged.connect(self._set_volume)
        return made

    def _bind_keys(self) -> None:
        for keys, work in (
            ("Space", self._space),
            ("Home", lambda: self._models.playback.seek(0.0)),
            ("L", self._toggle_loop),
            ("Alt+Left", self._go_back),
            ("Alt+Right", self._go_on),
            ("Shift+B", self._models.playback.flip),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(work)

    def _space(self) -> None:
        """Play or pause; a button that was reached by Tab is pressed instead."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and _reached_by_tab(focused):
            focused.click()
        else:
            self._models.playback.toggle()

    def _toggle_loop(self) -> None:
        playback = self._models.playback
        if playback.loop_s:
            playback.unloop()
        else:
            playback.loop(0.0, playback.length_s)
        self._follow()

    def _go_back(self) -> None:
        playback = self._models.playback
        if playback.clip:
            places = landmarks(playback.clip.recipe.plan)
            playback.seek(previous_place(places, playback.seconds, playing=playback.playing))

    def _go_on(self) -> None:
        playback = self._models.playback
        if playback.clip:
            place = next_place(landmarks(playback.clip.recipe.plan), playback.seconds)
            if place is not None:
                playback.seek(place)

    def _set_volume(self, value: int) -> None:
        self._models.playback.set_volume_db(volume_at(value / FADER_STEPS))

    def _follow(self) -> None:
        playback = self._models.playback
        there = playback.clip is not None
        for button in (self._start, self._play, self._loop, self._back, self._on):
            button.setEnabled(there)
        self._play.setIcon(icons.icon("pause" if playback.playing else "play", "accent"))
        name = "Pause" if playback.playing else "Play"
        self._play.setAccessibleName(name)
        self._play.setToolTip(f"{name} (Space)")
        self._loop.setChecked(playback.loop_s is not None)
        self._loop.setIcon(icons.icon("repeat", "accent" if playback.loop_s else "text"))
        self._show_device()
        self._show_place(playback.seconds)

    def _show_device(self) -> None:
        playback = self._models.playback
        heard = playback.playback
        asked = playback.device or SYSTEM
        shown = asked if heard.device in ("", "default") else heard.device
        name = self._device.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, DEVICE_PX)
        self._device.setText(name)
        self._device.setAccessibleName(f"Plays on {heard.device or asked}")
        rate = f", {heard.output_rate_hz} Hz" if heard.output_rate_hz else ""
        self._device.setToolTip(f"Plays on {heard.device or asked}{rate}; choose another")
        lost = heard.state is PlayState.NO_DEVICE or bool(heard.message)
        self._device.setIcon(icons.icon("speaker-off" if lost else "speaker", "muted"))
        self._message.setText(heard.message or ("There is no audio device" if lost else ""))
        self._message.setVisible(lost)
        self._meters.setVisible(not lost)  # they have nothing to show, and it needs the room
        decibels = playback.volume_db
        level = "silent" if decibels <= -60.0 else f"{decibels:+.1f} dB"
        self._volume.setToolTip(f"Listening level {level}; the file stays as it is")

    def _show_place(self, seconds: float) -> None:
        clip = self._models.playback.clip
        self._time.setText(timecode(clip.recipe.plan, seconds) if clip else NO_TIME)
        self._bar.setText(bar_and_beat(clip.recipe.plan, seconds) if clip else NO_BAR)


def _button(icon: str, tip: str, press: Callable[[], object]) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setIconSize(QSize(UNIT * 5, UNIT * 5))
    made.setAccessibleName(tip.partition(" (")[0])
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda: press())
    return made


def _reached_by_tab(button: QAbstractButton) -> bool:
    """Whether a button has the focus because the user moved it there by keys.

    One that only Tab leads to may also have got it when the window was opened; then no key has
    moved the focus yet.
    """
    window = button.window()
    moved = window and window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return bool(moved) and button.focusPolicy() is Qt.FocusPolicy.TabFocus


def _readout(role: theme.Role, width: int, name: str) -> QLabel:
    made = QLabel()
    font = theme.font(role)
    font.setFeature(font.Tag("tnum"), 1)
    made.setFont(font)
    made.setMinimumWidth(width)
    made.setAccessibleName(name)
    return made


def _titled(value: QLabel, title: str) -> QVBoxLayout:
    named = QLabel(title)
    named.setFont(theme.font("small"))
    named.setProperty("role", "muted")
    layout = QVBoxLayout()
    layout.setSpacing(0)
    layout.addWidget(value)
    layout.addWidget(named)
    return layout
