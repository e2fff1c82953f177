"""Meters show what the heard file holds at the playhead."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.playback import Playback, PlayState
from ui.meters import MeterView, SpectrumView
from ui.models import Models

WAIT_MS = 20_000


@pytest.fixture
def clip(scored: Models, qtbot: QtBot) -> Clip:
    """A take that the player has, surveyed."""
    found = scored.takes.clip(scored.selection.clip_id)
    assert found
    qtbot.waitUntil(lambda: scored.playback.clip_id == found.clip_id, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: scored.peaks.of(found) is not None, timeout=WAIT_MS)
    return found


def tell(models: Models, clip: Clip, state: PlayState, seconds: float) -> None:
    """What the player says when it plays there."""
    frame = round(seconds * 44100)
    models.studio.playback_changed.emit(Playback(state, clip.clip_id, frame, clip.frames, 44100))


def test_levels_and_loudness_are_those_of_the_file(scored: Models, clip: Clip, qtbot: QtBot):
    view = MeterView(scored)
    qtbot.addWidget(view)
    view.show()
    wave = scored.peaks.of(clip)
    assert wave
    tell(scored, clip, PlayState.PLAYING, 0.5)
    qtbot.waitUntil(lambda: view.highest_db > -120, timeout=WAIT_MS)
    assert view.highest_db <= clip.loudness.true_peak_dbtp + 0.01
    told = wave.levels.short_term_lufs
    assert told.min() <= view.short_term_lufs <= told.max()
    tell(scored, clip, PlayState.PAUSED, 0.6)
    qtbot.waitUntil(lambda: view._levels.at_rest and view._peaks.at_rest, timeout=WAIT_MS)
    assert not view._feed._timer.isActive()
    view.forget_peak()
    assert view.highest_db == -120


def test_the_spectrum_is_that_of_the_file(scored: Models, clip: Clip, qtbot: QtBot):
    view = SpectrumView(scored)
    qtbot.addWidget(view)
    view.show()
    tell(scored, clip, PlayState.PLAYING, 0.2)
    qtbot.waitUntil(lambda: max(view.bands_db) > -90, timeout=WAIT_MS)
    wave = scored.peaks.of(clip)
    assert wave
    assert max(view.bands_db) <= wave.levels.bands_db.max()
    tell(scored, clip, PlayState.PAUSED, 0.3)
    qtbot.waitUntil(lambda: not view._feed._timer.isActive(), timeout=WAIT_MS)
