"""Effects, resampling, cut, loop: sounds stay in place, lengths are exact, seams close."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pedalboard
import pytest
import soundfile
from sounds import Sound, plucks, sine

from musflow_studio import presets
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect
from musflow_studio.effects import EffectChain
from musflow_studio.finishing.chain import through_effects
from musflow_studio.finishing.delivery import delivered
from musflow_studio.finishing.layout import Layout

RATES = (44100, 48000, 88200, 96000)
FACTORY = sorted(presets.load_finishing())
REVERB = (Effect("Reverb", {"room_size": 0.5, "wet_level": 0.3, "dry_level": 0.4}),)
GLUE = (Effect("Compressor", {"threshold_db": -30, "ratio": 3, "attack_ms": 5, "release_ms": 200}),)


def on_disk(tmp_path: Path, sound: Sound, rate_hz: int) -> AudioFile:
    path = tmp_path / f"take-{rate_hz}.wav"
    soundfile.write(path, sound, rate_hz, subtype="FLOAT")
    return AudioFile(path, len(sound), rate_hz, sound.shape[1])


def out(
    audio: AudioFile,
    rate_hz: int,
    length: int,
    effects: tuple[Effect, ...] = (),
    *,
    lead_in: int = 0,
    tail: int = 0,
    loop: bool = False,
) -> Sound:
    layout = Layout(audio.sample_rate_hz, rate_hz, lead_in, length, tail, loop, bool(effects))
    return np.concatenate(list(delivered(audio, effects, layout, lambda: False)))


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("name", FACTORY)
def test_an_impulse_stays_in_place_under_every_preset(
    tmp_path: Path, name: str, rate_hz: int
) -> None:
    sound = np.zeros((44100, 2), np.float32)
    sound[22050] = 0.5
    preset = presets.finishing_preset(name)
    heard = out(
        on_disk(tmp_path, sound, 44100), rate_hz, rate_hz, preset.effects, loop=preset.loop_seam
    )
    # What filters and moves a sound rounds off its attack by a few milliseconds; nothing else may.
    faithful = not preset.effects or {"deliverable", "glue"} & set(preset.tags)
    late = int(np.abs(heard[:, 0]).argmax()) - rate_hz // 2
    assert abs(late) <= (1 if faithful else 0.005 * rate_hz)


@pytest.mark.parametrize("kind", sorted(EFFECTS))
def test_every_effect_of_the_table_keeps_length_and_place(kind: str) -> None:
    sound = sine(2, 44100, 440, -12)
    sound[:44100] = 0
    parts = [sound[i : i + 10_000] for i in range(0, len(sound), 10_000)]
    heard = np.concatenate(list(through_effects(iter(parts), (Effect(kind, {}),), 44100)))
    assert heard.shape == sound.shape
    soon = np.abs(heard[20_000:60_000, 0])  # before the echo of a delay
    assert abs(np.flatnonzero(soon > 0.5 * soon.max())[0] + 20_000 - 44100) < 70


@pytest.mark.parametrize("kind", sorted(kind for kind in EFFECTS if EFFECTS[kind].live))
@pytest.mark.parametrize("block", [1, 500])
def test_live_effects_do_not_care_about_blocks(kind: str, block: int) -> None:
    sound = plucks(0.05 if block == 1 else 0.5, 44100, 0.5)
    whole = EffectChain([Effect(kind, {})], 44100, sound.shape[1]).processed(sound)
    if not EFFECTS[kind].defaults:  # not one of ours
        given = getattr(pedalboard, kind)().process(sound.T.copy(), 44100).T
        np.testing.assert_allclose(whole, given, atol=1e-6)
    parts = [sound[i : i + block] for i in range(0, len(sound), block)]
    heard = np.concatenate(list(through_effects(iter(parts), (Effect(kind, {}),), 44100)))
    np.testing.assert_allclose(heard, whole, atol=1e-6)


@pytest.mark.parametrize("kind", sorted(EFFECTS))
def test_the_table_knows_which_effects_are_linear(kind: str) -> None:
    one, two = plucks(0.5, 44100, 0.3, seed=1), plucks(0.5, 44100, 0.3, seed=2)
    telling = {
        "threshold_db": -30.0,
        "ratio": 4.0,
        "semitones": 3.0,
        "drive_db": 20.0,
    }  # at rest they do nothing
    settings = {name: telling[name] for name in EFFECTS[kind].parameters if name in telling}

    def heard(sound: Sound) -> Sound:
        return next(through_effects(iter([sound]), (Effect(kind, settings),), 44100))

    error = np.abs(heard(one + two) - heard(one) - heard(two)).max()
    assert bool(error < 1e-5) is EFFECTS[kind].linear


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("take_rate", [44100, 48000])
def test_length_is_exact_and_a_sine_stays_the_same_sine(
    tmp_path: Path, take_rate: int, rate_hz: int
) -> None:
    audio = on_disk(tmp_path, sine(1.5, take_rate, 1000, -6), take_rate)
    heard = out(audio, rate_hz, rate_hz + 123)
    assert len(heard) == rate_hz + 123
    middle = slice(2000, rate_hz - 2000)
    expected = sine(1.1, rate_hz, 1000, -6)
    np.testing.assert_allclose(heard[middle], expected[middle], atol=1e-4)


def test_lead_in_is_heard_by_the_effects_and_then_left_out(tmp_path: Path) -> None:
    sound = np.zeros((40_000, 2), np.float32)
    sound[9_000] = 0.8
    heard = out(on_disk(tmp_path, sound, 44100), 44100, 20_000, REVERB, lead_in=10_000)
    assert np.abs(heard).max() < 0.1  # the dry click lies in the lead-in
    assert np.abs(heard).max() > 1e-4  # its room rings into the cue


def test_a_take_shorter_than_the_tail_rings_out_through_the_effects(tmp_path: Path) -> None:
    audio = on_disk(tmp_path, plucks(1, 44100, 0.5), 44100)
    dry = out(audio, 44100, 44100, tail=44100)
    wet = out(audio, 44100, 44100, REVERB, tail=44100)
    assert len(dry) == len(wet) == 88200
    assert not dry[44100:].any()
    assert np.abs(wet[46000:60000]).max() > 1e-4


def test_closing_fade_reaches_zero_in_10_ms_without_a_tail(tmp_path: Path) -> None:
    level = np.full((44100, 2), 0.5, np.float32)
    heard = out(on_disk(tmp_path, level, 44100), 44100, 40_000)
    assert (heard[: 40_000 - 441] == 0.5).all()
    assert heard[-1].max() == 0
    assert (np.diff(heard[-441:, 0]) < 0).all()


def ringing(length: int, rate_hz: int) -> Sound:
    """Notes at odd places that ring far beyond the period `length`."""
    times = np.arange(3 * rate_hz) / rate_hz
    note = 0.2 * np.sin(2 * np.pi * 330 * times) * np.exp(-times / 0.7) * np.minimum(1, times * 200)
    sound = np.zeros((length + 3 * rate_hz, 2), np.float32)
    for start in (0, length // 3, length - 900):
        sound[start : start + len(note)] += note[: len(sound) - start, None].astype(np.float32)
    return sound


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("effects", [(), REVERB, GLUE], ids=["dry", "reverb", "compressor"])
def test_a_loop_is_the_second_pass_of_the_music_played_on_and_on(
    tmp_path: Path, effects: tuple[Effect, ...], rate_hz: int
) -> None:
    period = round(1.3 * 44100)  # a whole number of samples at every delivery rate
    once = ringing(period, 44100)
    passes = 12
    endless = np.zeros((passes * period + len(once), 2), np.float32)
    for start in range(0, passes * period, period):
        endless[start : start + len(once)] += once
    length = round(1.3 * rate_hz)
    loop = out(on_disk(tmp_path, once, 44100), rate_hz, length, effects, loop=True)
    played = out(on_disk(tmp_path, endless, 44100), rate_hz, length * 11, effects)
    assert len(loop) == length
    np.testing.assert_allclose(loop, played[9 * length : 10 * length], atol=2e-4)


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_loop_whose_bars_end_between_samples_has_no_seam(tmp_path: Path, rate_hz: int) -> None:
    seconds = 8 * 60 / 97  # eight beats at 97 bpm
    period = round(seconds * 44100)
    held = sine(seconds + 2, 44100, 44100 / period * 400, -6)  # 400 turns in a period
    head = held.copy()
    head[period:] = 0
    loop = out(on_disk(tmp_path, head, 44100), rate_hz, round(seconds * rate_hz), loop=True)
    twice = np.vstack((loop, loop))
    bend = np.abs(np.diff(twice[:, 0], 2))
    seam = len(loop)
    assert bend[seam - 50 : seam + 50].max() <= bend[1000:-1000].max() * 1.0001
    assert bend[seam - 50 : seam + 50].max() < 1.05 * bend[1000 : seam - 1000].max()


def test_cancelling_stops_between_blocks(tmp_path: Path) -> None:
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    audio = on_disk(tmp_path, plucks(10, 44100, 0.1), 44100)
    layout = Layout(44100, 44100, 0, 441000, 0, False, False)
    with pytest.raises(StudioError) as caught:
        list(delivered(audio, (), layout, cancelled))
    assert caught.value.code is ErrorCode.CANCELLED
    assert len(asked) == 3


def test_an_unreadable_take_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    with pytest.raises(StudioError, match=r"broken\.wav"):
        out(AudioFile(tmp_path / "broken.wav", 10, 44100, 2), 44100, 10)
