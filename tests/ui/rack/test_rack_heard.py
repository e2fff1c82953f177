"""What the rack does is heard through a real sound server, and its levels move with the music."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import null_sink
import numpy as np
import pytest
from null_sink import RATE_HZ, NullSink

from musflow_studio.domain.audition import Hearing
from musflow_studio.domain.preset import Effect
from musflow_studio.domain.request import CueRequest
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio
from ui.models import Models, make_models
from ui.rack import RackView

pytestmark = pytest.mark.skipif(not null_sink.available(), reason="PulseAudio is not installed")
MS = 60_000


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NullSink]:
    with null_sink.null_sink(tmp_path / "pulse") as running:
        for name, value in running.environment.items():
            if not name.startswith("MUSFLOW"):
                monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def models(dressed, tmp_path: Path, sink: NullSink, qtbot) -> Iterator[Models]:
    """Models that look at a take of three seconds."""
    with Studio(Settings(library=tmp_path / "library")) as studio:
        request = CueRequest(text="She runs through the market", length_s=3, seed=3)
        (clip,) = studio.cue(request).result(60).clips.result(120)
        made = make_models(studio)
        made.selection.choose_clip(clip.clip_id)
        qtbot.waitUntil(lambda: made.rack.preset is not None and made.rack.shelf.loaded, timeout=MS)
        yield made
        made.close()


def test_a_knob_is_heard_while_it_moves_and_levels_follow_the_music(
    models: Models, sink: NullSink, qtbot
):
    view = RackView(models)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: models.rack.hearing.open, timeout=MS)
    models.rack.add(Effect("Gain", {"gain_db": 0.0}), 0, "Gain")
    qtbot.waitUntil(lambda: models.rack.hearing.state.hearing is Hearing.FILE, timeout=MS)
    qtbot.waitUntil(lambda: models.rack.levels.levels is not None, timeout=MS)
    models.playback.play()
    qtbot.waitUntil(lambda: models.playback.playing, timeout=MS)
    card = view.strip.cards[0]
    qtbot.waitUntil(lambda: card.before.level_db > -60, timeout=MS)
    assert card.after.level_db == pytest.approx(card.before.level_db, abs=0.2)
    with sink.recording() as recording:
        qtbot.wait(1500)
        models.rack.turn(0, {"gain_db": -40.0}, "Turn Gain of Gain")
        models.rack.hold()  # as while the mouse is down: what is heard is the live chain
        qtbot.waitUntil(lambda: models.rack.hearing.state.hearing is Hearing.LIVE, timeout=MS)
        qtbot.waitUntil(lambda: _level_db(recording.samples[-RATE_HZ // 4 :]) < -45, timeout=MS)
        loud = _level_db(recording.samples[:RATE_HZ])
        assert loud > -40
        models.rack.release()
        qtbot.waitUntil(
            lambda: (
                models.rack.levels.levels.at(1.5)[0] - models.rack.levels.levels.at(1.5)[1] > 39
            ),
            timeout=MS,
        )
        qtbot.waitUntil(lambda: card.before.level_db - card.after.level_db > 25, timeout=MS)
    models.playback.pause()
    qtbot.waitUntil(lambda: card.before.level_db < -100, timeout=MS)
    view.hide()


def _level_db(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))
