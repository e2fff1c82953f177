"""What is heard through the window: the file itself, and two takes at one level."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import null_sink
import numpy as np
import pytest
import soundfile
from null_sink import RATE_HZ, NullSink
from PyQt6.QtCore import Qt
from scipy.signal import correlate

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.playback import PlayState
from musflow_studio.domain.request import CueRequest, RefinishRequest
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio
from ui.models import Models, make_models
from ui.transport import TransportBar

pytestmark = pytest.mark.skipif(not null_sink.available(), reason="PulseAudio is not installed")
LOOP_S = (1.0, 2.0)
PATIENCE_MS = 30_000


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NullSink]:
    with null_sink.null_sink(tmp_path / "pulse") as running:
        for name, value in running.environment.items():
            if not name.startswith("MUSFLOW"):
                monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def studio(tmp_path: Path, sink: NullSink) -> Iterator[Studio]:
    with Studio(Settings(library=tmp_path / "library")) as opened:
        yield opened


@pytest.fixture
def takes(studio: Studio) -> tuple[Clip, Clip]:
    """A take, and the same six decibels quieter."""
    request = CueRequest(text="She runs through the market", length_s=4, seed=3)
    (loud,) = studio.cue(request).result(60).clips.result(120)
    job = studio.refinish(RefinishRequest(loud.folder, gain_db=-6.0)).result(10)
    (quiet,) = job.clips.result(60)
    return loud, quiet


@pytest.fixture
def models(dressed, studio: Studio) -> Iterator[Models]:
    made = make_models(studio)
    yield made
    made.project.close()
    made.close()


def looped(clip: Clip) -> np.ndarray:
    """The left channel of what is repeated, as the file has it."""
    sound, _ = soundfile.read(clip.folder / clip.wav, always_2d=True)
    return np.asarray(sound[round(LOOP_S[0] * RATE_HZ) : round(LOOP_S[1] * RATE_HZ), 0])


def passes(recorded: np.ndarray, period: np.ndarray) -> list[np.ndarray]:
    """The repetitions in a recording, cut where they fit the file best."""
    match = correlate(recorded, period, "valid", method="fft")
    first = int(np.argmax(match)) % len(period)
    count = (len(recorded) - first) // len(period)
    return [recorded[first + n * len(period) :][: len(period)] for n in range(count)]


def level_db(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound**2) + 1e-20))


def test_compared_takes_sound_equally_loud_and_are_the_file(
    models: Models, takes: tuple[Clip, Clip], sink: NullSink, qtbot
) -> None:
    loud, quiet = takes
    bar = TransportBar(models)
    qtbot.addWidget(bar)
    bar.show()
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    qtbot.waitUntil(lambda: models.takes.entry(quiet.clip_id) is not None)
    playback = models.playback
    playback.compare(quiet.clip_id, loud.clip_id)
    qtbot.waitUntil(lambda: playback.clip_id == quiet.clip_id)
    playback.seek(LOOP_S[0])
    playback.loop(*LOOP_S)
    with sink.recording() as recording:
        qtbot.keyClick(bar, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: playback.playing, timeout=PATIENCE_MS)
        qtbot.wait(3500)
        qtbot.keyClick(bar, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
        assert playback.clip_id == loud.clip_id
        qtbot.wait(3500)
        qtbot.keyClick(bar, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: playback.playback.state is PlayState.PAUSED)
    period = looped(quiet)
    assert level_db(looped(loud)) - level_db(period) == pytest.approx(6.0, abs=0.1)
    heard = [p for p in passes(recording.samples[:, 0], period) if level_db(p) > -60]
    levels = [level_db(p) for p in heard[1:-1]]  # the first and the last are cut into
    assert len(levels) >= 4
    assert max(levels) - min(levels) < 0.35  # the switch itself lasts 12 ms
    before = min(float(np.max(np.abs(p - period))) for p in heard)
    assert before < 2.0**-23  # the quieter one is played bit for bit
