"""An audition as it is heard: prepared presets, the live chain and knobs, recorded and compared."""

from __future__ import annotations

import errno
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

from musflow_studio import disk
from musflow_studio.domain.audition import AuditionState, Hearing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import Playback, PlayState, SwitchAt
from musflow_studio.domain.preset import Effect
from musflow_studio.domain.request import CueRequest, RefinishRequest
from musflow_studio.finishing.measurement import Meter
from musflow_studio.presets import finishing_preset, shelf
from musflow_studio.presets.reading import FINISHING, preset_bytes
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio

pytestmark = pytest.mark.skipif(not available(), reason="needs pulseaudio and parec")


class Follower:
    """Keeps an audition's states and the player's reports, and waits for one."""

    def __init__(self, studio: Studio) -> None:
        self.state = AuditionState()
        self.playback = Playback(PlayState.STOPPED)
        self._changed = threading.Condition()
        studio.audition.changed.connect(self._hear_state)
        studio.playback_changed.connect(self._hear_playback)

    def _hear_state(self, state: AuditionState) -> None:
        with self._changed:
            self.state = state
            self._changed.notify_all()

    def _hear_playback(self, playback: Playback) -> None:
        with self._changed:
            self.playback = playback
            self._changed.notify_all()

    def wait(self, true: Callable[[], bool], patience_s: float = 60) -> None:
        with self._changed:
            if not self._changed.wait_for(true, patience_s):
                raise TimeoutError((self.state, self.playback))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audition")


@pytest.fixture(scope="module")
def clip(home: Path) -> Clip:
    """A real cue of 6 s."""
    with Studio(Settings(home)) as studio:
        request = CueRequest(text="They run, the storm breaks.", length_s=6, seed=3)
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


def opened(studio: Studio, clip: Clip) -> Follower:
    """An audition whose clip's own file is prepared."""
    follower = Follower(studio)
    studio.audition.open(clip).result(30)
    own = clip.recipe.preset.name
    follower.wait(lambda: own in follower.state.prepared)
    return follower


def hear_file(studio: Studio, follower: Follower, name: str) -> None:
    studio.audition.choose(name).result(30)
    follower.wait(
        lambda: follower.state.hearing is Hearing.FILE and name in follower.state.prepared
    )


def file_of(studio: Studio, name: str) -> np.ndarray:
    """The prepared file of a preset."""
    renders = studio.audition._renders
    assert renders
    prepared = renders.prepared(finishing_preset(name))
    assert prepared
    return soundfile.read(prepared.file, dtype="float32", always_2d=True)[0]


def recorded(studio: Studio, sink: NullSink, seconds: float) -> np.ndarray:
    """What is heard from the start on."""
    studio.player.seek(0).result(5)
    with sink.recording() as recording:
        studio.player.play().result(20)
        time.sleep(seconds)
        studio.player.stop().result(5)
    return recording.samples


def one_round(studio: Studio, sink: NullSink) -> np.ndarray:
    """Four seconds of the loop that follows the first second, played without a gap of the server.

    A busy machine starves the sound server, which then plays zeros; of five tries.
    """
    for _ in range(5):
        sound = recorded(studio, sink, 6.2)
        heard = np.flatnonzero(np.abs(sound[:, 0]) > 1e-5)
        part = sound[heard[0] : heard[-1]][44100 : 5 * 44100]
        silent = np.convolve(part[:, 0] == 0, np.ones(64), "valid")
        if len(part) == 4 * 44100 and silent.max() < 64:
            return part
    raise TimeoutError("the sound server was starved five times")


def find(samples: np.ndarray, part: np.ndarray) -> int:
    """Where a part begins in a recording, by its first sound."""
    first = int(np.flatnonzero(np.abs(part[:, 0]) > 1e-3)[0])
    wanted = part[first : first + 512]
    heard = np.flatnonzero(np.abs(samples[:, 0]) > 1e-4)
    near = range(max(0, int(heard[0]) - 2048), int(heard[0]) + 44100)
    best = min(near, key=lambda at: float(np.abs(samples[at : at + 512] - wanted).sum())
               if at + 512 <= len(samples) else np.inf)  # fmt: skip
    return best - first


@pytest.mark.gate
def test_a_prepared_preset_is_heard_bit_for_bit_and_is_what_keeping_delivers(
    studio: Studio, sink: NullSink, clip: Clip, gate: Gate
) -> None:
    follower = opened(studio, clip)
    studio.audition.match(on=False).result(5)
    hear_file(studio, follower, "cathedral")
    wanted = file_of(studio, "cathedral")
    for _ in range(3):  # a busy machine starves the sound server
        got = recorded(studio, sink, 4.0)
        start = find(got, wanted)
        length = min(len(got) - start, 2 * 44100)
        differing = int((got[start : start + length] != wanted[:length]).any(axis=1).sum())
        if not differing:
            break
    chosen = studio.audition.chosen().result(5)[1]
    kept = studio.refinish(RefinishRequest(clip.folder, preset=chosen)).result(30)
    delivered = soundfile.read(
        (made := kept.clips.result(60)[0]).folder / made.wav, dtype="float32", always_2d=True
    )[0]
    same = bool(np.array_equal(delivered, wanted))
    gate.record(
        "presets 2: a prepared preset, recorded, against its file and against what is kept",
        f"{differing} of {length} samples differ; kept file {'equal' if same else 'differs'}",
        "0 differ, equal",
        "null sink, `cathedral` over a real cue, matching off",
        met=same and not differing,
    )
    assert same
    assert differing == 0


@pytest.mark.gate
def test_presets_are_equally_loud_over_the_loop(
    studio: Studio, sink: NullSink, clip: Clip, gate: Gate
) -> None:
    names = ["as-composed", "cathedral", "telephone", "streaming-14", "wide", "night", "lo-fi",
             "under-dialogue"][: 8 if gate.full else 4]  # fmt: skip
    follower = opened(studio, clip)
    studio.audition.loop(44100, 5 * 44100).result(5)
    levels = {}
    for name in names:
        hear_file(studio, follower, name)
        assert not follower.state.capped
        meter = Meter(44100, 2)
        meter.feed(one_round(studio, sink))
        levels[name] = meter.survey().integrated_lufs or -70.0
    spread = max(levels.values()) - min(levels.values())
    gate.record(
        "presets 1: loudness of matched presets over a loop, recorded, largest difference",
        f"{spread:.2f} LU over {len(levels)} presets",
        "0.5 LU",
        "null sink, 4 s of a real cue repeat: " + ", ".join(names),
        met=spread <= 0.5,
    )
    assert spread <= 0.5, levels


@pytest.mark.gate
@pytest.mark.timeout(600)
def test_many_switches_beside_a_generation_neither_click_nor_starve(
    studio: Studio, sink: NullSink, clip: Clip, gate: Gate
) -> None:
    names = ["as-composed", "cathedral", "old-radio", "tape", "wide"]
    follower = opened(studio, clip)
    for name in names:
        hear_file(studio, follower, name)
    count, rng = gate.size(500), np.random.default_rng(5)
    steps = [
        float(np.abs(np.diff(file_of(studio, name), axis=0)).max())
        * 10 ** (studio.audition._level(finishing_preset(name)).gain_db / 20)
        for name in names
    ]
    request = CueRequest(text="A long chase through the rain.", length_s=60, takes=16)

    def record() -> tuple[float, int]:
        with sink.recording() as recording:
            studio.player.play().result(20)
            time.sleep(0.3)
            job = studio.cue(request).result(20)
            before = follower.playback.underruns
            for _ in range(count):
                at = SwitchAt(str(rng.choice(["buffer", "beat", "bar"])))
                studio.audition.choose(str(rng.choice(names)), at).result(10)
                time.sleep(float(rng.uniform(0.01, 0.06)))
            assert not job.clips.done()
            underruns = follower.playback.underruns - before
            studio.player.pause().result(5)
            studio.cancel(job.job_id).result(30)
            time.sleep(0.3)
        # The server's own gaps (it was starved, not we) show as zeros in the middle.
        sound = recording.samples
        return float(np.abs(np.diff(sound, axis=0)).max()), underruns

    tries, underruns = 0, 1
    while underruns and tries < 3:  # other programs on the same cores starve the sound server
        worst, underruns = record()
        tries += 1
    ratio = worst / max(steps)
    gate.record(
        "presets 1: random switches beside a generation, underruns and largest jump",
        f"{underruns} underruns, {ratio:.2f} of the files' own largest step",
        "0, 1.5",
        f"{count} switches among {len(names)} matched presets (next buffer, beat or bar), "
        f"takes of a minute being generated beside; recording {tries} of at most 3",
        met=not underruns and ratio <= 1.5,
    )
    assert underruns == 0
    assert ratio <= 1.5


@pytest.mark.gate
@pytest.mark.timeout(600)
def test_a_knob_is_heard_soon_and_the_heaviest_preset_is_light(
    studio: Studio, sink: NullSink, clip: Clip, gate: Gate
) -> None:
    opened(studio, clip)
    studio.player.play().result(20)
    worst = []
    shown = [e.preset for e in shelf.list_presets().entries]
    for preset in shown if gate.full else [p for p in shown if p.name in ("dream", "lo-fi")]:
        if not preset.effects or not all(e.live for e in preset.effects):
            continue
        studio.audition._player.live("live", clip, preset).result(20)
        studio.player.times().result(5)
        time.sleep(5.0 if gate.full else 2.0)
        told = studio.player.times().result(5)
        gate.record(
            f"presets 3: share of a block that `{preset.name}` takes live, p99 (worst)",
            f"{told['p99']:.1%} ({told['worst']:.1%})",
            "30 %",
            f"{told['blocks']} blocks of 256 frames at 44.1 kHz, player's render thread; begun "
            f"{told['late_p99_s'] * 1000:.0f} ms late at p99 ({told['late_worst_s'] * 1000:.0f} ms "
            "at worst) of the 23 ms it is ahead",
            met=told["p99"] < 0.3,
        )
        worst.append(told["p99" if gate.full else "p50"])
    studio.audition.choose("dream").result(20)
    waits = []
    for i in range(gate.size(300)):
        began = time.perf_counter()
        studio.audition.turn(2, "mix", 0.2 + 0.5 * (i % 2)).result(20)
        waits.append(time.perf_counter() - began)
        time.sleep(0.02)
    waits = sorted(waits[1:])  # the first one starts the chain
    p99 = waits[min(len(waits) - 1, len(waits) * 99 // 100)]
    gate.record(
        "presets 3: from turning a knob to the device taking the change, p99",
        f"{p99 * 1000:.0f} ms (median {waits[len(waits) // 2] * 1000:.0f} ms)",
        "60 ms",
        f"{len(waits)} turns through the facade, buffer of 512 frames; the device's own latency "
        "comes on top",
        met=p99 < 0.06,
    )
    # At a tenth of the size the p99 of thirty is the worst, and other programs on the same cores
    # decide it; what we spend ourselves is told by the median.
    assert (p99 if gate.full else waits[len(waits) // 2]) < 0.06
    assert max(worst) < 0.3


def test_a_preset_is_heard_live_at_once_and_as_its_file_when_it_is_there(
    studio: Studio, sink: NullSink, clip: Clip
) -> None:
    follower = opened(studio, clip)
    studio.player.play().result(20)
    busy = studio.cue(CueRequest(text="Calm sea.", length_s=20)).result(20)  # the worker is taken
    state = studio.audition.choose("underwater").result(10)
    assert state.hearing is Hearing.LIVE
    studio.audition.turn(0, "cutoff_frequency_hz", 900.0).result(20)
    assert follower.state.edited
    follower.wait(lambda: follower.playback.key == "live")
    studio.audition.release().result(10)
    follower.wait(lambda: follower.state.hearing is Hearing.FILE)
    assert busy.clips.done()
    follower.wait(lambda: follower.playback.key not in ("live", clip.clip_id))
    assert studio.audition.chosen().result(5)[1].effects[0].parameters == {
        "cutoff_frequency_hz": 900.0
    }


def test_what_cannot_run_live_waits_for_its_file(
    studio: Studio, sink: NullSink, clip: Clip
) -> None:
    follower = opened(studio, clip)
    lower = replace(
        finishing_preset("tape"), name="lower",
        effects=(Effect("PitchShift", {"semitones": -3.0}, live=False),),
    )  # fmt: skip
    assert studio.audition.choose(lower).result(10).hearing is Hearing.WAITING
    follower.wait(lambda: follower.state.hearing is Hearing.FILE)
    assert follower.state.edited  # it does not lie on the shelf


def test_steps_slots_bypass_and_blind(studio: Studio, sink: NullSink, clip: Clip) -> None:
    follower = opened(studio, clip)
    audition = studio.audition
    names = follower.state.names
    here = names.index(clip.recipe.preset.name)
    assert audition.step(1).result(10).preset.name == names[here + 1]
    assert audition.step(-2).result(10).preset.name == names[here - 1]
    audition.put("A").result(5)
    audition.put("B", "wide").result(5)
    assert audition.hear("B").result(5).preset.name == "wide"
    assert follower.state.slots == {"A": names[here - 1], "B": "wide"}
    follower.wait(lambda: "wide" in follower.state.prepared)
    assert audition.bypass(on=True).result(5).hearing is Hearing.BYPASS
    follower.wait(lambda: follower.playback.key not in ("live",))
    assert audition.bypass(on=False).result(5).hearing is Hearing.FILE
    hidden = audition.blind(on=True).result(5)
    assert hidden.preset is None
    assert set(hidden.slots) == {"A", "B"}
    assert set(hidden.slots.values()) <= set(hidden.names)
    assert set(hidden.names) == {str(i) for i in range(1, len(names) + 1)}
    assert "wide" not in str(hidden)
    shown = audition.blind(on=False).result(5)
    assert (shown.preset.name, shown.names) == ("wide", names)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda a: a.choose("no-such"), ErrorCode.UNKNOWN_NAME),
        (lambda a: a.turn(9, "mix", 0.5), ErrorCode.OUT_OF_RANGE),
        (lambda a: a.turn(-1, "wet", 2.0), ErrorCode.OUT_OF_RANGE),
        (lambda a: a.hear("D"), ErrorCode.UNKNOWN_NAME),
        (lambda a: a.hear("C"), ErrorCode.BAD_INPUT),
        (lambda a: a.loop(10, 5), ErrorCode.OUT_OF_RANGE),
    ],
)
def test_what_cannot_be_is_refused_and_the_music_goes_on(
    studio: Studio, sink: NullSink, clip: Clip, call: Callable, code: ErrorCode
) -> None:
    follower = opened(studio, clip)
    studio.player.play().result(20)
    before = follower.state
    with pytest.raises(StudioError) as caught:
        call(studio.audition).result(10)
    assert caught.value.code is code
    assert studio.audition.state().result(5) == before
    follower.wait(lambda: follower.playback.state is PlayState.PLAYING)


def test_a_take_that_vanished_is_said_and_the_music_goes_on(
    home: Path, studio: Studio, sink: NullSink, clip: Clip
) -> None:
    follower = opened(studio, clip)
    studio.player.play().result(20)
    mix = clip.take.mix.path
    mix.rename(mix.with_suffix(".away"))
    try:
        studio.audition.choose("memory")
        follower.wait(lambda: bool(follower.state.message))
        assert "cannot be read" in follower.state.message
        follower.wait(lambda: follower.playback.state is PlayState.PLAYING)
    finally:
        mix.with_suffix(".away").rename(mix)


@pytest.mark.gate
def test_troubles_are_one_sentence_each_and_the_music_goes_on(
    studio: Studio, sink: NullSink, clip: Clip, tmp_path: Path, gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    follower = opened(studio, clip)
    studio.player.play().result(20)
    mine = replace(finishing_preset("tape"), name="mine", title="Mine")
    studio.presets.save(mine).result(10)
    shelf_before = studio.presets.list().result(10)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def save_on_a_full_disk() -> object:
        with monkeypatch.context() as patch:
            patch.setattr(disk.os, "fsync", full)
            return studio.presets.save(replace(mine, wet=0.2), replaces=True).result(10)

    def take_in(text: str) -> object:
        file = tmp_path / "given.json"
        file.write_text(text)
        return studio.presets.take_in(file).result(10)

    def hear(effect: Effect) -> object:
        return studio.audition.choose(replace(mine, effects=(effect,))).result(10)

    told = preset_bytes(FINISHING, mine).decode()
    troubles: dict[str, tuple[Callable[[], object], ErrorCode]] = {
        "a broken preset file": (lambda: take_in("{"), ErrorCode.BAD_FILE),
        "a file of another kind": (lambda: take_in(told.replace("musflow.finishing", "x")),
                                   ErrorCode.BAD_FILE),
        "a newer file": (lambda: take_in(told.replace('"schema_version": 2',
                                                      '"schema_version": 9')),
                         ErrorCode.NEWER_VERSION),
        "an unknown effect": (lambda: hear(Effect("Spaces", {})), ErrorCode.UNKNOWN_NAME),
        "an unknown parameter": (lambda: hear(Effect("Space", {"decay": 2.0})),
                                 ErrorCode.UNKNOWN_NAME),
        "a parameter out of range": (lambda: hear(Effect("Space", {"decay_s": 400.0})),
                                     ErrorCode.OUT_OF_RANGE),
        "a knob out of range": (lambda: studio.audition.turn(-1, "wet", 2.0).result(10),
                                ErrorCode.OUT_OF_RANGE),
        "a full disk while saving": (save_on_a_full_disk, ErrorCode.DISK_FULL),
    }  # fmt: skip
    well = 0
    for trouble, (cause, code) in troubles.items():
        with pytest.raises(StudioError) as caught:
            cause()
        said = caught.value.sentence()
        assert caught.value.code is code, trouble
        heard_at = follower.playback.frame
        follower.wait(lambda at=heard_at: follower.playback.frame != at)
        well += (
            "\n" not in said
            and said.endswith(".")
            and follower.playback.state is PlayState.PLAYING
            and studio.presets.list().result(10) == shelf_before
        )
    gate.record(
        "presets 7: troubles told in one sentence while the music goes on and nothing is lost",
        f"{well} of {len(troubles)}",
        "all",
        ", ".join(troubles),
        met=well == len(troubles),
    )
    assert well == len(troubles)


def test_without_a_clip_there_is_nothing_to_choose(studio: Studio) -> None:
    with pytest.raises(StudioError):
        studio.audition.choose("tape").result(5)
