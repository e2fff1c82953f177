"""finish as a whole: exact files, levels, stems, loops, refusals."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
from gates import Gate
from sounds import MakeTake, Sound, plucks
from wavinfo import WavInfoReader

from musflow_studio import presets
from musflow_studio.domain.clip import FinishedAudio
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect, FinishingPreset
from musflow_studio.domain.take import Take
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.finishing import WavTags, finish
from musflow_studio.finishing.measurement import Meter, Survey

RATES = (44100, 48000, 88200, 96000)
AS_COMPOSED = presets.finishing_preset("as-composed")


@pytest.fixture
def done(tmp_path: Path, tags: WavTags):
    """Finish a take into tmp_path / out with plain defaults."""

    def run(take: Take, preset: FinishingPreset = AS_COMPOSED, **wanted: object) -> FinishedAudio:
        folder = tmp_path / "out"
        folder.mkdir(exist_ok=True)
        plain = {
            "length_frames": 44100,
            "sample_rate_hz": 44100,
            "folder": folder,
            "mix_name": "mix.wav",
            "tags": tags,
            "on_step": lambda fraction: None,
            "cancelled": lambda: False,
        }
        return finish(take, preset, **{**plain, **wanted})  # type: ignore[arg-type]

    return run


def read(file: FinishedAudio) -> Sound:
    return soundfile.read(file.mix.path, always_2d=True)[0]


def measured(path: Path) -> Survey:
    sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    meter = Meter(rate_hz, sound.shape[1])
    meter.feed(sound)
    return meter.survey()


def test_as_composed_changes_nothing_but_the_word_length(make_take: MakeTake, done) -> None:
    sound = plucks(1.5, 44100, 0.2)
    heard = read(done(make_take(sound, tail=22050)))
    step = 2**-23
    assert np.abs(heard[: 44100 - 441] - sound[: 44100 - 441]).max() <= 1.5 * step


@pytest.mark.gate
def test_lengths_are_exact_to_the_sample(make_take: MakeTake, done, gate: Gate) -> None:
    draws = random.Random(1)
    rates = [FrameRate.parse(text) for text in ("23.976", "24", "25", "29.97df", "30")]
    cases = gate.size(400)
    wrong = 0
    for case in range(cases):
        fps, rate_hz = rates[case % 5], RATES[case % 4]
        frames = draws.randint(1, 150)
        seconds = Fraction(frames) / fps.fps
        sound = plucks(float(seconds) + 0.3, 44100, 0.2, seed=case)
        length = fps.samples(frames, rate_hz)
        finished = done(make_take(sound), length_frames=length, sample_rate_hz=rate_hz)
        info = soundfile.info(finished.mix.path)
        exact = abs(length - seconds * rate_hz) <= Fraction(1, 2)
        stem_frames = soundfile.info(finished.stems[0].audio.path).frames
        wrong += not (exact and info.frames == length == stem_frames and info.samplerate == rate_hz)
    gate.record(
        "3. picture mode, files of another length than round(seconds x rate)",
        f"{wrong} of {cases}",
        "0",
        "finish() at 44.1/48/88.2/96 kHz, five frame rates, 1 to 150 frames; mix and stem",
        met=wrong == 0,
    )
    assert wrong == 0


@pytest.mark.parametrize("rate_hz", RATES)
def test_stated_tail_is_extra(make_take: MakeTake, done, rate_hz: int) -> None:
    take = make_take(plucks(3, 44100, 0.2), tail=88200)
    finished = done(take, length_frames=rate_hz, sample_rate_hz=rate_hz, tail_s=0.7)
    assert finished.mix.frames == soundfile.info(finished.mix.path).frames == rate_hz * 17 // 10


@pytest.mark.parametrize("name", sorted(presets.load_finishing()))
@pytest.mark.parametrize("level", [0.02, 0.25, 2.0])
def test_reported_levels_are_those_of_the_file_and_under_the_ceiling(
    make_take: MakeTake, done, name: str, level: float
) -> None:
    preset = presets.finishing_preset(name)
    finished = done(
        make_take(plucks(7, 44100, level)), preset, length_frames=240_000, sample_rate_hz=48000
    )
    file = measured(finished.mix.path)
    assert file.true_peak_db is not None
    assert file.true_peak_db <= preset.true_peak_ceiling_dbtp
    assert finished.loudness.true_peak_dbtp == pytest.approx(file.true_peak_db, abs=0.001)
    assert finished.loudness.integrated_lufs == pytest.approx(file.integrated_lufs, abs=0.01)
    if preset.target_lufs is not None and not finished.loudness.remarks:
        assert file.integrated_lufs == pytest.approx(preset.target_lufs, abs=0.1)
    bext = WavInfoReader(str(finished.mix.path)).bext
    assert bext.loudness_value == pytest.approx(file.integrated_lufs, abs=0.01)
    assert bext.max_true_peak == pytest.approx(file.true_peak_db, abs=0.01)


def test_gain_trims_and_the_ceiling_holds(make_take: MakeTake, done) -> None:
    take = make_take(plucks(3, 44100, 0.1))
    plain = read(done(take))
    softer = read(done(take, gain_db=-6.0206))
    np.testing.assert_allclose(softer, plain / 2, atol=3 * 2**-23)
    louder = done(take, gain_db=24.0)
    peak = measured(louder.mix.path).true_peak_db
    assert peak is not None
    assert -1.1 < peak <= -1.0
    assert any("limiter takes" in remark for remark in louder.loudness.remarks)


LINEAR = replace(
    presets.finishing_preset("film-mix"),
    effects=(
        Effect("HighpassFilter", {"cutoff_frequency_hz": 40}),
        Effect("Reverb", {"room_size": 0.4, "wet_level": 0.1, "dry_level": 0.5}),
    ),
)


@pytest.mark.parametrize("rate_hz", [44100, 48000])
@pytest.mark.parametrize("gain_db", [0.0, 20.0])
def test_stems_sum_to_the_mix_under_linear_effects_and_limiting(
    make_take: MakeTake, done, rate_hz: int, gain_db: float
) -> None:
    parts = [plucks(4, 44100, 0.1, seed=seed) for seed in range(4)]
    finished = done(
        make_take(*parts),
        LINEAR,
        length_frames=3 * rate_hz,
        sample_rate_hz=rate_hz,
        gain_db=gain_db,
    )
    assert (finished.loudness.limited_db > 1) is (gain_db > 0)
    stems = [soundfile.read(stem.audio.path, always_2d=True)[0] for stem in finished.stems]
    assert len(stems) == 4
    error = np.abs(sum(stems) - read(finished)).max()
    assert 20 * np.log10(error) < -90
    start = {WavInfoReader(str(f.audio.path)).bext.time_reference for f in finished.stems}
    assert start == {172_800_000}


def test_same_take_same_bytes(make_take: MakeTake, done) -> None:
    take = make_take(plucks(2, 44100, 1.5), plucks(2, 44100, 0.5, seed=2))
    film = presets.finishing_preset("film-mix")
    first = done(take, film)
    bytes_before = [f.path.read_bytes() for f in (first.mix, *(s.audio for s in first.stems))]
    second = done(take, film)
    assert bytes_before == [
        f.path.read_bytes() for f in (second.mix, *(s.audio for s in second.stems))
    ]


def test_silence_stays_digital_silence(make_take: MakeTake, done) -> None:
    for name in presets.load_finishing():
        finished = done(make_take(np.zeros((66150, 2), np.float32)), presets.finishing_preset(name))
        assert finished.loudness.integrated_lufs is None
        assert finished.loudness.true_peak_dbtp is None
        assert finished.loudness.remarks == ("the clip is silent",)
        assert not read(finished).any()


def test_a_short_clip_says_so(make_take: MakeTake, done) -> None:
    streaming = presets.finishing_preset("streaming-14")
    finished = done(make_take(plucks(0.3, 44100, 0.1)), streaming, length_frames=13230)
    assert finished.loudness.integrated_lufs is None
    assert "400 ms" in finished.loudness.remarks[0]
    assert finished.mix.frames == 13230


def test_mono_stays_mono(make_take: MakeTake, done) -> None:
    finished = done(make_take(plucks(2, 44100, 0.2)[:, :1]), sample_rate_hz=48000)
    assert finished.mix.channels == soundfile.info(finished.mix.path).channels == 1


@pytest.mark.parametrize("gain_db", [0.0, 20.0])
def test_a_loop_has_no_fade_and_closes(make_take: MakeTake, done, gain_db: float) -> None:
    times = np.arange(88200) / 44100
    ring = np.exp(-times / 0.5) * np.sin(2 * np.pi * 220 * times) * np.minimum(1, times * 100)
    sound = np.column_stack((ring, ring)).astype(np.float32) * 0.3
    finished = done(make_take(sound, tail=66150), loop=True, length_frames=22050, gain_db=gain_db)
    heard = read(finished)
    assert len(heard) == 22050
    bend = np.abs(np.diff(np.vstack((heard, heard))[:, 0], 2))
    assert bend[22050 - 20 : 22050 + 20].max() < 1.1 * bend[1000:21000].max()
    assert np.abs(heard[-441:]).max() > 0.05


def test_a_loop_with_a_tail_is_a_contradiction(make_take: MakeTake, done) -> None:
    with pytest.raises(StudioError) as caught:
        done(make_take(plucks(1, 44100, 0.2)), loop=True, tail_s=2.0)
    assert caught.value.code is ErrorCode.CONTRADICTION


def test_cancel_stops_and_leaves_no_half_file(make_take: MakeTake, done, tmp_path: Path) -> None:
    take = make_take(plucks(8, 44100, 0.2), plucks(8, 44100, 0.2, seed=3))
    for patience in range(0, 14, 3):
        left = [patience]

        def cancelled() -> bool:
            left[0] -= 1  # noqa: B023 - used before the loop goes on
            return left[0] < 0  # noqa: B023

        with pytest.raises(StudioError) as caught:
            done(take, length_frames=300_000, cancelled=cancelled)
        assert caught.value.code is ErrorCode.CANCELLED
        for file in (tmp_path / "out").rglob("*.wav"):
            assert soundfile.info(file).frames == 300_000
            file.unlink()


def test_steps_rise_to_one(make_take: MakeTake, done) -> None:
    told: list[float] = []
    done(make_take(plucks(1, 44100, 0.2), plucks(1, 44100, 0.2)), on_step=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.gate
def test_time_of_a_half_minute_cue(make_take: MakeTake, done, gate: Gate) -> None:
    take = make_take(*(plucks(31, 44100, 0.15, seed=s) for s in range(5)), tail=44100)
    spent = {}
    for name in ("as-composed", "film-mix", "streaming-14"):
        started = time.process_time()  # both threads together: what one core would need
        done(take, presets.finishing_preset(name), length_frames=30 * 44100)
        spent[name] = time.process_time() - started
    gate.record(
        "2. finishing of a 30 s stereo take with 5 stems, processor time on one core",
        ", ".join(f"{name} {seconds:.2f} s" for name, seconds in spent.items()),
        "1.5 s",
        "finish(), both threads added up",
        met=max(spent.values()) < 1.5,
    )
    assert max(spent.values()) < (1.5 if gate.full else 15)  # other work may share the cores


@pytest.mark.gate
def test_memory_of_a_long_cue(make_take: MakeTake, done, gate: Gate) -> None:
    minutes = gate.size(10)
    long = np.tile(plucks(60, 44100, 0.15), (minutes, 1))
    take = make_take(long, long)
    del long
    process = psutil.Process()
    before = process.memory_info().rss
    held: list[int] = []

    def cancelled() -> bool:
        held.append(process.memory_info().rss)
        return False

    started = time.process_time()
    streaming = presets.finishing_preset("streaming-14")
    done(take, streaming, length_frames=minutes * 60 * 44100, cancelled=cancelled)
    spent = time.process_time() - started
    grown = (max(held) - before) / 2**20
    gate.record(
        f"2. finishing of a {minutes}-minute take with 2 stems",
        f"{spent:.1f} s of one core, memory grown by {grown:.0f} MB",
        "300 MB",
        "finish(), streaming-14",
        met=grown < 300,
    )
    assert grown < 300
