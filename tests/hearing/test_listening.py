"""Hearing against sounds whose answer is known: streams, files, silence, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hearing.plain_sounds import clicks, triads

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.finishing.measurement import Meter
from musflow_studio.hearing import Listener, listen, listen_to_file, reference_of_file

RATE_HZ = 44100
CADENCE = ((60, 64, 67), (65, 69, 72), (67, 71, 74), (60, 64, 67))


@pytest.mark.parametrize("block", [1, 777, 50000])
def test_blocks_of_any_length_are_heard_alike(block: int) -> None:
    sound = triads(CADENCE, 0.5 if block > 1 else 0.1, RATE_HZ)
    whole, listener = listen(sound, RATE_HZ), Listener(RATE_HZ, 2)
    for start in range(0, sound.shape[1], block):
        listener.feed(sound[:, start : start + block])
    heard = listener.heard()
    assert heard.seconds == whole.seconds
    np.testing.assert_allclose(heard.chroma.values, whole.chroma.values, atol=1e-4)
    np.testing.assert_allclose(heard.loudness.lufs, whole.loudness.lufs, atol=1e-3)
    np.testing.assert_allclose(heard.timbre, whole.timbre, atol=1e-2)


@pytest.mark.parametrize("rate_hz", [22050, 48000, 96000])
def test_rates_and_levels_do_not_change_the_timbre(rate_hz: int) -> None:
    reference = listen(triads(CADENCE, 1.0, RATE_HZ), RATE_HZ).timbre
    other = listen(0.5 * triads(CADENCE, 1.0, rate_hz), rate_hz).timbre
    assert np.abs(other - reference).max() < 0.12 * np.abs(reference).max()


def test_a_file_is_heard_as_its_sound_is(tmp_path: Path) -> None:
    sound = clicks(100, 8, RATE_HZ)
    soundfile.write(tmp_path / "clicks.wav", sound.T, RATE_HZ, subtype="FLOAT")
    heard, same = listen_to_file(tmp_path / "clicks.wav"), listen(sound, RATE_HZ)
    assert heard.pulse.bpm == same.pulse.bpm
    np.testing.assert_array_equal(heard.timbre, same.timbre)
    assert listen_to_file(tmp_path / "clicks.wav", longest_s=2).seconds == 2


def test_silence_has_no_tempo_no_key_and_no_energy() -> None:
    heard = listen(np.zeros((2, RATE_HZ * 3), np.float32), RATE_HZ)
    assert heard.pulse.bpm == 0
    assert not len(heard.pulse.beats_s)
    assert heard.key is None
    assert heard.loudness.mean_lufs == -70
    assert not heard.timbre.any()
    assert all(chord.symbol == "N" for chord in heard.chords)


@pytest.mark.parametrize("frames", [0, 1, 300, 5000])
def test_very_short_sounds_are_heard(frames: int) -> None:
    heard = listen(np.full((1, frames), 0.1, np.float32), RATE_HZ)
    assert heard.seconds == frames / RATE_HZ
    assert heard.pulse.bpm == 0
    assert np.isfinite(heard.timbre).all()
    assert len(heard.loudness.energy(np.array([0.0]))) == 1


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="numbers"):
        listen(np.full((2, 100), np.nan, np.float32), RATE_HZ)
    with pytest.raises(StudioError, match="shape"):
        listen(np.zeros(100, np.float32), RATE_HZ)
    with pytest.raises(StudioError, match="4000 to 384000"):
        listen(np.zeros((1, 100), np.float32), 100)
    (tmp_path / "notes.txt").write_text("no sound")
    for name, code in (("notes.txt", ErrorCode.BAD_FILE), ("gone.wav", ErrorCode.FILE_NOT_FOUND)):
        with pytest.raises(StudioError) as refused:
            listen_to_file(tmp_path / name)
        assert refused.value.code is code


def test_loudness_agrees_with_the_meter_of_finishing() -> None:
    """Both are BS.1770-4; here spectra stand in for the filters and the top octave is not heard."""
    sound = np.concatenate([g * triads(CADENCE, 1.5, RATE_HZ) for g in (0.1, 0.5, 1.0)], axis=1)
    meter = Meter(RATE_HZ, 2)
    meter.feed(np.ascontiguousarray(sound.T))
    true = meter.survey().short_term_lufs
    told = listen(sound, RATE_HZ).loudness.lufs[15:][: len(true)]
    np.testing.assert_allclose(told, true, atol=0.3)


def test_energy_follows_level_and_not_gain() -> None:
    rising = np.concatenate([g * triads(CADENCE, 2.0, RATE_HZ) for g in (0.1, 1.0)], axis=1)
    times = np.array([2.0, 14.0])
    energy = listen(rising, RATE_HZ).loudness.energy(times)
    assert energy[1] - energy[0] > 0.5
    quieter = listen(0.25 * rising, RATE_HZ).loudness.energy(times)
    np.testing.assert_allclose(quieter, energy, atol=0.01)


def test_a_file_becomes_a_reference(tmp_path: Path) -> None:
    sound = np.tile(clicks(96, 12, RATE_HZ), (2, 1)) + triads(CADENCE, 3.0, RATE_HZ)
    soundfile.write(tmp_path / "Temp track.wav", sound.T, RATE_HZ)
    told = reference_of_file(tmp_path / "Temp track.wav")
    assert (told.name, told.key, told.encoder) == ("Temp track", "C major", "timbre 1")
    assert told.bpm == pytest.approx(96, rel=0.01)
    assert told.energy_curve[0][0] == 0
    assert told.energy_curve[-1][0] == 12
    assert "96 bpm, C major" in told.why
