"""Styles are stepped through while the cue plays: the music changes on the bar, without a gap."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from gates import Gate
from null_sink import NullSink, available, null_sink

from musflow_studio.audition.styles import misfit
from musflow_studio.domain.audition import StyleState
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Pins
from musflow_studio.domain.request import CueRequest
from musflow_studio.player.deck import SWITCH_S
from musflow_studio.presets import style
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio

pytestmark = pytest.mark.skipif(not available(), reason="needs pulseaudio and parec")


class Follower:
    """Keeps the states and waits for one."""

    def __init__(self, studio: Studio) -> None:
        self.state = StyleState()
        self._changed = threading.Condition()
        studio.style_audition.changed.connect(self._hear)

    def _hear(self, state: StyleState) -> None:
        with self._changed:
            self.state = state
            self._changed.notify_all()

    def wait(self, true: Callable[[], bool], patience_s: float = 60) -> None:
        with self._changed:
            if not self._changed.wait_for(true, patience_s):
                raise TimeoutError(self.state)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("styles")


@pytest.fixture(scope="module")
def clip(home: Path) -> Clip:
    """A real cue of 8 s at 120 bpm."""
    with Studio(Settings(home)) as studio:
        request = CueRequest(
            text="They wait in the rain, then run.", length_s=8, seed=4, style="orchestral-hope",
            pins=Pins(bpm=120.0, meter="4/4"),
        )  # fmt: skip
        return studio.cue(request).result(60).clips.result(120)[0]


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NullSink]:
    with null_sink(tmp_path / "pulse") as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def studio(home: Path, sink: NullSink) -> Iterator[Studio]:
    with Studio(Settings(home)) as made:
        yield made


def played(studio: Studio, name: str) -> np.ndarray:
    """A draft as it is played: the file at its level."""
    audition = studio.style_audition
    prepared = audition._drafts[name]
    sound, _ = soundfile.read(prepared.file, dtype="float32", always_2d=True)
    return sound * np.float32(10 ** (audition._gain_db(prepared) / 20))


def off(recorded: np.ndarray, sound: np.ndarray, at: int, onset: int) -> float:
    """How far the first sounding frames differ, if the sound begins at a frame of the recording."""
    part = recorded[max(0, at + onset) :][:4096]
    return float(np.abs(part - sound[onset:][: len(part)]).sum())


def switches_on_bars(
    recorded: np.ndarray, drafts: dict[str, np.ndarray], bars: list[int]
) -> tuple[int, int]:
    """How many bars hold one draft alone after the crossfade, of how many whole ones."""
    frames = len(next(iter(drafts.values())))
    edges = [*bars, frames]
    fade = round(SWITCH_S * 44100) + 8
    first = next(iter(drafts.values()))
    begun = int(np.flatnonzero(np.abs(recorded[:, 0]) > 1e-4)[0])
    onset = int(np.flatnonzero(np.abs(first[:, 0]) > 1e-4)[0])
    near = range(begun - onset - 3000, begun - onset + 3000)
    start = min(near, key=lambda at: off(recorded, first, at, onset))
    good = whole = 0
    while True:
        for one, two in zip(edges, edges[1:], strict=False):
            a, b = start + one + fade, start + two
            if b > len(recorded) - 44100 // 2:
                return good, whole
            whole += 1
            good += any(
                np.abs(recorded[a:b] - draft[one + fade : two]).max() < 1e-5
                for draft in drafts.values()
            )
        start += frames


@pytest.mark.gate
@pytest.mark.timeout(900)
def test_stepping_styles_switches_the_music_on_the_bar(
    studio: Studio, sink: NullSink, clip: Clip, gate: Gate
) -> None:
    follower, audition = Follower(studio), studio.style_audition
    # The engine is loaded, as it is a few seconds after the studio was opened.
    studio.cue(CueRequest(text="Rain.", length_s=2)).result(30).clips.result(60)
    began = time.perf_counter()
    audition.open(clip).result(30)
    own = clip.recipe.plan.style
    follower.wait(lambda: len(follower.state.prepared) >= 1)
    ready_s = time.perf_counter() - began
    follower.wait(lambda: own in follower.state.prepared)
    follower.wait(lambda: len(follower.state.prepared) >= (4 if gate.full else 2))
    names = [own, *(name for name in follower.state.prepared if name != own)]
    drafts = {name: played(studio, name) for name in names}
    grid = clip.recipe.plan.grid
    bars = [grid.sample_at(bar.start_tick, 44100) for bar in grid.bars]
    count, bar_s = gate.size(100) if gate.full else 4, bars[1] / 44100
    underruns = 0

    def record() -> np.ndarray:
        nonlocal underruns
        audition.choose(own).result(10)
        studio.player.stop().result(5)
        with sink.recording() as recording:
            studio.player.play().result(20)
            time.sleep(0.3)
            for i in range(count):
                audition.choose(names[(i + 1) % len(names)]).result(10)
                time.sleep(bar_s)
            underruns = studio.player.playback.underruns
            time.sleep(bar_s)
            studio.player.stop().result(5)
        return recording.samples

    for _ in range(3):  # a busy machine starves the sound server
        good, whole = switches_on_bars(record(), drafts, bars)
        if good == whole:
            break
    gate.record(
        "presets 4: bars in which one style alone is heard, stepping styles at every bar",
        f"{good} of {whole}, {underruns} underruns",
        "all",
        f"{count} steps among {len(names)} `sampled` drafts, recorded, against their files",
        met=good == whole and whole >= count,
    )
    gate.record(
        "presets 4: seconds until the next style of an 8 s cue is prepared",
        f"{ready_s:.1f} s",
        "3 s",
        "from opening the audition, worker warm",
        met=ready_s <= 3.0,
    )
    assert whole >= count
    assert good == whole


def test_a_kept_style_is_the_music_of_its_draft(studio: Studio, sink: NullSink, clip: Clip) -> None:
    follower, audition = Follower(studio), studio.style_audition
    audition.open(clip).result(30)
    with pytest.raises(StudioError):
        audition.order().result(5)
    chosen = audition.step(1).result(30).style
    follower.wait(lambda: chosen in follower.state.prepared)
    assert follower.state.heard == chosen
    order = audition.order().result(5)
    made = studio.cue(order).result(30).clips.result(120)[0]
    assert made.recipe.plan.style == chosen
    assert made.recipe.plan.grid == clip.recipe.plan.grid
    kept = soundfile.read(made.folder / made.wav, dtype="int32")[0]
    draft = soundfile.read(studio.style_audition._drafts[chosen].file, dtype="int32")[0]
    assert np.array_equal(kept, draft)
    audition.close().result(10)
    assert audition.state().result(5) == StyleState()


def test_what_does_not_fit_the_grid_is_greyed_with_the_reason(
    studio: Studio, sink: NullSink, clip: Clip
) -> None:
    state = studio.style_audition.open(clip).result(30)
    assert "45 to 80" not in state.greyed.get("orchestral-hope", "")
    assert "45 and 80 bpm; the cue runs at 120" in state.greyed["dark-drone"]
    for wrong, code in (("dark-drone", ErrorCode.OUT_OF_RANGE), ("nope", ErrorCode.UNKNOWN_NAME)):
        with pytest.raises(StudioError) as caught:
            studio.style_audition.choose(wrong).result(5)
        assert caught.value.code is code
    assert studio.style_audition.state().result(5).style == "orchestral-hope"


def test_presets_and_styles_give_way_to_one_another(
    studio: Studio, sink: NullSink, clip: Clip
) -> None:
    studio.audition.open(clip).result(30)
    assert studio.style_audition.open(clip).result(30).clip_id == clip.clip_id
    assert studio.audition.state().result(5).clip_id == ""
    assert studio.audition.open(clip).result(30).clip_id == clip.clip_id
    assert studio.style_audition.state().result(5).clip_id == ""


def test_a_style_needs_the_cues_metre(clip: Clip) -> None:
    waltz = replace(style("tender-piano"), name="waltz", meters=("3/4",))
    assert "the cue is in 4/4" in misfit(waltz, clip)
    assert "runs at 120 (half that, 60, would fit)" in misfit(style("dark-drone"), clip)
    assert misfit(style("synth-pulse"), clip) == ""
    assert misfit(style("orchestral-hope"), clip) == ""
