"""The live chain is the offline render, whatever the buffer; knobs move without a step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import soundfile
from gates import Gate
from hypothesis import given, settings
from hypothesis import strategies as st

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.preset import Effect
from musflow_studio.finishing.delivery import delivered
from musflow_studio.finishing.layout import Layout
from musflow_studio.player.live import LiveSound, TakeSound
from musflow_studio.presets import load_finishing

RATE_HZ = 44100
LENGTH = 3 * RATE_HZ // 2
BUFFERS = (128, 512, 2048)
LIVE_KINDS = sorted(kind for kind, known in EFFECTS.items() if known.live)


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> AudioFile:
    """A chord with attacks every 0.2 s, that rings half a second beyond the cue."""
    t = np.arange(LENGTH + RATE_HZ // 2) / RATE_HZ
    envelope = np.exp(-12 * (t % 0.2))
    sound = np.column_stack(
        [0.2 * envelope * sum(np.sin(2 * np.pi * hz * t) for hz in chord)
         for chord in ((220, 331, 1760), (221, 440, 2500))]
    ).astype(np.float32)  # fmt: skip
    path = tmp_path_factory.mktemp("take") / "mix.wav"
    soundfile.write(path, sound, RATE_HZ, subtype="FLOAT")
    return AudioFile(path, len(sound), RATE_HZ, 2)


def offline(
    take: AudioFile, effects: Sequence[Effect], wet: float, *, lead_in: int = 0, loop: bool = False
) -> np.ndarray:
    layout = Layout(RATE_HZ, RATE_HZ, lead_in, LENGTH, 0, loop, bool(effects))
    return np.concatenate(list(delivered(take, tuple(effects), layout, lambda: False, wet=wet)))


def live(
    take: AudioFile, effects: Sequence[Effect], wet: float, lead_in: int = 0, *, loop: bool = False
) -> LiveSound:
    sound = TakeSound(take.path, RATE_HZ, lead_in / RATE_HZ, LENGTH, loops=loop)
    return LiveSound(sound, effects, wet, RATE_HZ, 0 if loop else 441)


def heard(sound: LiveSound, buffer: int, start: int = 0, count: int = LENGTH) -> np.ndarray:
    places = range(start, start + count, buffer)
    return np.concatenate([sound.read(at, min(buffer, start + count - at)) for at in places])


def apart_db(one: np.ndarray, two: np.ndarray) -> float:
    return 20 * float(np.log10(np.abs(one - two).max() + 1e-12))


@st.composite
def chains(draw: st.DrawFn) -> list[Effect]:
    """One to three effects with any legal numbers."""
    kinds = draw(st.lists(st.sampled_from(LIVE_KINDS), min_size=1, max_size=3))
    effects = []
    for kind in kinds:
        numbers = {
            name: draw(st.floats(legal.low, legal.high))
            for name, legal in EFFECTS[kind].parameters.items()
        }
        effects.append(Effect(kind, numbers, on=draw(st.booleans()) or len(kinds) == 1))
    return effects


@pytest.mark.gate
@pytest.mark.timeout(900)
def test_live_is_the_offline_render_from_the_first_frame(take: AudioFile, gate: Gate) -> None:
    apart: list[float] = []

    @given(effects=chains(), buffer=st.sampled_from(BUFFERS), wet=st.floats(0, 1))
    @settings(deadline=None, max_examples=gate.size(400), derandomize=True)
    def live_is_offline(effects: list[Effect], buffer: int, wet: float) -> None:
        wanted = offline(take, effects, wet)
        if not np.isfinite(wanted).all() or np.abs(wanted).max() > 30:
            return  # a filter that howls
        apart.append(apart_db(heard(live(take, effects, wet), buffer), wanted))
        assert apart[-1] < -90

    try:
        live_is_offline()
    finally:
        gate.record(
            "presets 2: the live chain against the offline render from the first frame, worst",
            f"{max(apart):.0f} dBFS over {len(apart)} chains",
            "-90 dBFS",
            f"one to three of {len(LIVE_KINDS)} live effects, any legal numbers (hypothesis), any "
            f"share of all, buffers of {', '.join(map(str, BUFFERS))} frames",
            met=max(apart) < -90,
        )


@pytest.mark.parametrize("kind", LIVE_KINDS)
@pytest.mark.parametrize("buffer", BUFFERS)
def test_every_live_effect_is_the_offline_render(take: AudioFile, kind: str, buffer: int) -> None:
    effects = [Effect(kind, {})]
    wanted = offline(take, effects, 1.0, lead_in=900)
    assert apart_db(heard(live(take, effects, 1.0, 900), buffer), wanted) < -90


@pytest.mark.parametrize("name", ["dream", "cathedral", "old-radio", "trailer"])
def test_taken_over_in_the_middle_it_is_the_offline_render(take: AudioFile, name: str) -> None:
    preset = load_finishing()[name]
    wanted = offline(take, preset.effects, 1.0)
    sound = live(take, preset.effects, 1.0)
    sound.run_up(20_000)
    sound.catch_up(23_456)
    got = heard(sound, 256, 23_456, 20_000)
    assert apart_db(got, wanted[23_456:43_456]) < -90


def test_a_loop_is_the_offline_loop_round_after_round(take: AudioFile) -> None:
    effects = [Effect("Space", {"decay_s": 2.0, "room_db": 0.0})]
    wanted = offline(take, effects, 1.0, loop=True)
    sound = live(take, effects, 1.0, loop=True)
    sound.run_up(0)
    first = heard(sound, 512)
    sound.turned_back(LENGTH, 0)
    assert apart_db(first, wanted) < -90
    assert apart_db(heard(sound, 512), wanted) < -60  # finishing hears ten seconds, this one more


def test_where_a_loop_turns_back_the_tail_rings_on(take: AudioFile) -> None:
    effects = [Effect("Delay", {"delay_seconds": 0.25, "feedback": 0.0, "mix": 1.0})]
    sound, plain = live(take, effects, 1.0), live(take, effects, 1.0)
    heard(sound, 512, 0, 30_000)
    sound.turned_back(30_000, 0)
    echo = sound.read(0, 8192)
    assert np.abs(echo).max() > 0.1  # what was played before the turn
    assert not plain.read(0, 8192).any()


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("Gain", "gain_db", -40), ("Width", "width", 0), ("Space", "room_db", 0),
     ("LowpassFilter", "cutoff_frequency_hz", 300), ("Saturation", "drive_db", 30)],
)  # fmt: skip
def test_a_knob_moves_without_a_step_and_arrives(
    take: AudioFile, kind: str, name: str, value: float
) -> None:
    start = {"LowpassFilter": {"cutoff_frequency_hz": 15000.0}}.get(kind, {})
    sound = live(take, [Effect(kind, start)], 1.0)
    before = heard(sound, 256, 0, 25_600)
    sound.turn(0, name, value)
    after = heard(sound, 256, 25_600, 25_600)
    whole = np.concatenate([before, after])[:, 0]
    usual = np.abs(np.diff(offline(take, [Effect(kind, start)], 1.0)[:, 0])).max()
    assert np.abs(np.diff(whole)).max() <= 1.5 * usual
    wanted = offline(take, [Effect(kind, {**start, name: value})], 1.0)
    close = slice(45_000, 51_200)
    assert apart_db(whole[close], wanted[close, 0]) < -26
    unturned = offline(take, [Effect(kind, start)], 1.0)
    assert apart_db(whole[close], unturned[close, 0]) > -40


def test_the_wet_share_moves_too(take: AudioFile) -> None:
    sound = live(take, [Effect("Gain", {"gain_db": -60.0})], 1.0)
    heard(sound, 256, 0, 8192)
    sound.blend(0.0)
    got = heard(sound, 256, 8192, 20_000)
    dry = offline(take, [], 1.0)[8192:28_192]
    assert apart_db(got[2048:], dry[2048:]) < -90


def test_a_seek_hears_what_came_shortly_before(take: AudioFile) -> None:
    echo = [Effect("Delay", {"delay_seconds": 0.2, "feedback": 0.0, "mix": 1.0})]
    sound, wanted = live(take, echo, 1.0), offline(take, echo, 1.0)
    heard(sound, 512, 0, 5000)
    assert apart_db(sound.read(40_000, 4096), wanted[40_000:44_096]) < -90
    assert apart_db(sound.read(5000, 512), wanted[5000:5512]) < -90  # the first reader goes on
