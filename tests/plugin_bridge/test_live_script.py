"""The Remote Script for Live, installed, on a set with Live's names, with a real studio."""

from __future__ import annotations

import importlib
import json
import sys
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import soundfile
from live_stand_in import ControlSurface, StandInClip, StandInSong
from osc_ear import open_bridge

from musflow_studio.library import Library
from plugin_bridge.bridge import Bridge
from plugin_bridge.daw_install import DAWS, install
from plugin_bridge.running import ports_file
from plugin_bridge.verbs.takes import hit_rows


class Stage:
    """The installed script, and where it looks for the studio."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        patch.setenv("MUSFLOW_HOME", str(folder))
        self.ports = ports_file()
        install(DAWS["live"], folder)
        base = types.ModuleType("ableton.v2.control_surface")
        base.ControlSurface = ControlSurface
        for name in ("ableton", "ableton.v2"):
            patch.setitem(sys.modules, name, types.ModuleType(name))
        patch.setitem(sys.modules, base.__name__, base)
        patch.syspath_prepend(str(folder / "Remote Scripts"))
        self.script = importlib.import_module("MusFlow")

    def open_to(self, bridge: Bridge) -> None:
        """Let the script find this bridge."""
        self.ports.parent.mkdir(parents=True, exist_ok=True)
        self.ports.write_text(json.dumps({"osc_port": bridge.running.osc_port}))

    def clips(self) -> list:
        library = Library(self.folder / "library")
        return [library.show(entry.clip_id) for entry in library.list()]


@pytest.fixture(scope="module")
def stage(tmp_path_factory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("live")
    with pytest.MonkeyPatch.context() as patch:
        yield Stage(folder, patch)
        for name in [one for one in sys.modules if one.split(".")[0] == "MusFlow"]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def served(stage) -> Iterator[Stage]:
    with open_bridge(stage.folder) as bridge:
        stage.open_to(bridge)
        yield stage


def seconds_of(path: str) -> float:
    info = soundfile.info(path)
    return info.frames / info.samplerate


@pytest.fixture
def song() -> StandInSong:
    return StandInSong(seconds_of)


def ticking(stage: Stage, song: StandInSong, until: Callable[[ControlSurface], bool]) -> list[str]:
    """Run the script's ticks until something is so; what it said."""
    surface = stage.script.create_instance(song)
    limit = time.monotonic() + 30
    try:
        while not until(surface):
            assert time.monotonic() < limit
            surface.next_tick()
            time.sleep(0.02)
    finally:
        surface.disconnect()
    return surface.said


def wish(song: StandInSong, name: str, start: float = 9.5, end: float = 14.5) -> StandInClip:
    clip = StandInClip(name, start, end)
    song.tracks[0].arrangement_clips.append(clip)
    return clip


def track(song: StandInSong, name: str) -> list[StandInClip]:
    return next(one for one in song.tracks if one.name == name).arrangement_clips


def test_a_clip_named_as_a_wish_becomes_music_on_tracks_below_it(served, song):
    asked = wish(song, "> A storm at sea +stems +markers")
    ticking(served, song, lambda _: song.steps == 1)
    clip = served.clips()[0]
    assert asked.name == "A storm at sea +stems +markers"
    (mix,) = track(song, "MusFlow")
    assert (mix.file_path, mix.start_time, mix.warping) == (str(clip.folder / clip.wav), 9.5, False)
    assert mix.end_time == pytest.approx(14.5, abs=0.05)  # a frame of 24
    assert mix.muted
    for role, file in clip.stems.items():
        (stem,) = track(song, f"MusFlow {role}")
        assert (stem.file_path, stem.muted) == (str(clip.folder / file), False)
    plan = clip.recipe.plan
    assert plan.bpm == pytest.approx(97.5, abs=0.001)
    # 9.5 quarters are half a quarter after a bar line of 3/4, so the first bar has two and a half.
    first = plan.grid.bars[0]
    assert (first.end_tick - first.start_tick) / 960 == pytest.approx(2.5, abs=0.01)
    hits = [9.5 + row[1] * 97.5 / 60 for row in hit_rows(clip)]
    assert sorted(cue.time for cue in song.cue_points) == pytest.approx(hits, abs=0.001)
    assert all(cue.name.startswith("MusFlow: ") for cue in song.cue_points)
    assert song.current_song_time == 1.5


def test_a_second_wish_at_the_same_place_keeps_the_first_take_muted(served, song):
    asked = wish(song, "> A quiet morning")
    for takes in (1, 2):
        asked.name = "> A quiet morning"
        ticking(served, song, lambda _, n=takes: song.steps == n)
    (first,), (second,) = track(song, "MusFlow"), track(song, "MusFlow take 2")
    assert (first.muted, second.muted) == (True, False)


def test_two_wishes_at_once_each_get_their_own(served, song):
    wish(song, "> A storm +stems", 0, 4)
    wish(song, "> A quiet morning +stems", 30, 34)
    ticking(served, song, lambda _: song.steps == 2)
    early, late = sorted(track(song, "MusFlow"), key=lambda clip: clip.start_time)
    assert (early.start_time, late.start_time) == (0, 30)
    for one in song.tracks[1:]:
        for clip in one.arrangement_clips:
            mix = early if clip.start_time == 0 else late
            assert Path(mix.file_path).parent in Path(clip.file_path).parents


def test_a_live_that_cannot_place_files_says_which_to_drag(served):
    song = StandInSong(seconds_of, places_files=False)
    wish(song, "> A quiet morning")
    (said,) = ticking(served, song, lambda surface: bool(surface.said))
    assert said.endswith(str(served.clips()[0].folder / served.clips()[0].wav))


@pytest.mark.parametrize(
    ("name", "says"),
    [("> panels /etc", "outside the allowed"), ("> cue 1M1", "project")],
)
def test_what_is_wrong_is_said_in_live(served, song, name, says):
    asked = wish(song, name)
    (said,) = ticking(served, song, lambda surface: bool(surface.said))
    assert says in said
    assert asked.name == name.removeprefix("> ")


@pytest.mark.parametrize("name", ["A storm", ">", "> +stems", "… A storm"])
def test_other_names_are_left_alone(served, song, name):
    asked = wish(song, name)
    until = time.monotonic() + 0.5
    assert ticking(served, song, lambda _: time.monotonic() > until) == []
    assert asked.name == name


def test_a_studio_that_is_not_there_is_told_within_3_s(tmp_path, stage, song, monkeypatch):
    monkeypatch.setattr(sys.modules["MusFlow"], "PORTS_FILE", str(tmp_path / "bridge.json"))
    wish(song, "> A storm")
    started = time.monotonic()
    (said,) = ticking(stage, song, lambda surface: bool(surface.said))
    assert time.monotonic() - started < 3
    assert "does not answer" in said


def test_a_studio_closed_over_a_cue_is_told(tmp_path, stage, song, monkeypatch):
    monkeypatch.setattr(sys.modules["MusFlow"], "PORTS_FILE", str(tmp_path / "bridge.json"))
    asked = wish(song, "> The long war", 0, 900)
    surface = stage.script.create_instance(song)
    with open_bridge(tmp_path) as bridge:
        (tmp_path / "bridge.json").write_text(json.dumps({"osc_port": bridge.running.osc_port}))
        until = time.monotonic() + 2
        while time.monotonic() < until:
            surface.next_tick()
            time.sleep(0.05)
        assert asked.name == "… The long war"
    until = time.monotonic() + 10
    while not surface.said and time.monotonic() < until:
        surface.next_tick()
        time.sleep(0.05)
    surface.disconnect()
    assert "was closed before" in surface.said[0]
