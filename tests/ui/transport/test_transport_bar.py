"""The transport follows the take that is heard, and works by keys."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from musflow_studio.domain.playback import OutputDevice, Playback, PlayState
from musflow_studio.settings import load_settings
from ui.models import Models
from ui.transport import TransportBar


def shown(models: Models, qtbot) -> TransportBar:
    bar = TransportBar(models)
    qtbot.addWidget(bar)
    bar.show()
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    return bar


def test_without_a_take_it_waits(models: Models, qtbot):
    bar = shown(models, qtbot)
    assert bar._time.text() == "--:--:--:--"
    assert not bar._play.isEnabled()


def test_it_shows_where_the_music_is(scored: Models, qtbot):
    bar = shown(scored, qtbot)
    qtbot.waitUntil(lambda: scored.playback.clip is not None)
    scored.playback.seek(1.5)
    assert bar._time.text() == "00:00:01:12"
    qtbot.keyClick(bar, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert scored.playback.seconds == 1.0  # the cut
    qtbot.keyClick(bar, Qt.Key.Key_Home)
    assert bar._time.text() == "00:00:00:00"
    qtbot.keyClick(bar, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert scored.playback.seconds == 1.0


def test_l_repeats_the_whole_and_lets_go(scored: Models, qtbot):
    bar = shown(scored, qtbot)
    qtbot.waitUntil(lambda: scored.playback.clip is not None)
    qtbot.keyClick(bar, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: scored.playback.loop_s == (0.0, 2.0))
    assert bar._loop.isChecked()
    qtbot.keyClick(bar, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: scored.playback.loop_s is None)
    assert not bar._loop.isChecked()


def test_the_listening_level_is_remembered(scored: Models, qtbot):
    bar = shown(scored, qtbot)
    bar._volume.setValue(100)
    assert scored.playback.volume_db == -15.0
    assert scored.preferences.get("volume_db", 0.0) == -15.0
    assert "-15.0 dB" in bar._volume.toolTip()
    bar._volume.setValue(200)


def test_a_device_that_vanished_is_said(scored: Models, qtbot):
    bar = shown(scored, qtbot)
    scored.playback._on_report(Playback(PlayState.NO_DEVICE, message="the audio device vanished"))
    assert bar._message.isVisible()
    assert bar._message.text() == "the audio device vanished"
    scored.playback._on_report(Playback(PlayState.STOPPED))
    assert not bar._message.isVisible()


def test_space_presses_only_a_button_reached_by_tab(scored: Models, qtbot):
    window = QWidget()
    pressed: list[str] = []
    reached, clicked = QPushButton("reached"), QPushButton("clicked")
    reached.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    layout = QVBoxLayout(window)
    bar = TransportBar(scored)
    for part in (bar, reached, clicked):
        layout.addWidget(part)
    reached.clicked.connect(lambda: pressed.append("reached"))
    clicked.clicked.connect(lambda: pressed.append("clicked"))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reached.setFocus()
    qtbot.keyClick(reached, Qt.Key.Key_Space)
    assert pressed == []  # it had the focus, but not by Tab
    bar._volume.setFocus()
    qtbot.keyClick(bar._volume, Qt.Key.Key_Tab)
    assert reached.hasFocus()
    qtbot.keyClick(reached, Qt.Key.Key_Space)
    clicked.setFocus()
    qtbot.keyClick(clicked, Qt.Key.Key_Space)
    assert pressed == ["reached"]


def test_a_message_has_the_room_of_the_meters(scored: Models, qtbot):
    bar = shown(scored, qtbot)
    meters = QWidget()
    meters.setMinimumWidth(300)
    bar.add_meters(meters)
    bar.resize(1264, 60)
    said = "the player's process ended unexpectedly; play again to start it anew"
    scored.studio.playback_changed.emit(Playback(PlayState.STOPPED, message=said))
    qtbot.waitUntil(lambda: bar._message.isVisible())
    assert not meters.isVisible()
    assert bar._message.heightForWidth(bar._message.width()) <= bar.height()
    scored.studio.playback_changed.emit(Playback(PlayState.STOPPED))
    qtbot.waitUntil(lambda: meters.isVisible())
    assert not bar._message.isVisible()


def test_a_device_that_is_chosen_stands_in_the_settings(scored: Models, qtbot):
    bar = shown(scored, qtbot)
    bar._device.menu()._show((OutputDevice("pulse (ALSA)", False),))
    chosen = next(a for a in bar._device.menu().actions() if a.text() == "pulse (ALSA)")
    chosen.trigger()
    assert scored.playback.device == "pulse (ALSA)"
    assert load_settings().audio_device == "pulse (ALSA)"
    assert "pulse (ALSA)" in bar._device.toolTip()
    scored.playback.choose_device("")
    assert load_settings().audio_device == ""
