"""What meters show, against closed forms and pyloudnorm."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest

from musflow_studio.waveform.levels import BAND_EDGES_HZ, STEPS_PER_S, LevelBuilder

RATES = [44100, 48000, 96000]


def built(sound, rate_hz=44100, block=4096):
    builder = LevelBuilder(rate_hz, sound.shape[1])
    for start in range(0, len(sound), block):
        builder.feed(sound[start : start + block].astype(np.float32))
    return builder.levels()


def tone(hertz, seconds, rate_hz=44100, level=0.5, channels=2):
    wave = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)
    return np.repeat(wave[:, None], channels, axis=1)


def pink(seconds, rate_hz=44100, seed=5):
    """Noise of equal power per octave, from 20 Hz up."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=rate_hz * seconds))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[: 20 * seconds] = 0
    return np.fft.irfft(spectrum) * 3


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_full_scale_tone_is_read_as_the_standard_says(rate_hz):
    """EBU Tech 3341, case 1: a stereo 1 kHz tone of -23 dBFS is -23 LUFS."""
    levels = built(tone(1000, 6, rate_hz, 10 ** (-23 / 20)), rate_hz)
    moment = levels.at(5.0)
    assert moment.short_term_lufs == pytest.approx(-23.0, abs=0.1)
    assert moment.momentary_lufs == pytest.approx(-23.0, abs=0.1)
    assert moment.peak_db == pytest.approx([-23.0, -23.0], abs=0.05)
    assert moment.level_db == pytest.approx([-26.01, -26.01], abs=0.05)


def test_noise_is_as_loud_as_pyloudnorm_finds_it():
    sound = np.column_stack([pink(5, 48000, seed) for seed in (1, 2)])
    told = pyloudnorm.Meter(48000, block_size=3.0).integrated_loudness(sound[48000 : 4 * 48000])
    heard = built(sound, 48000).at(4.0 - 1 / 60).short_term_lufs
    assert heard == pytest.approx(told, abs=0.1)


def test_true_peaks_lie_between_samples():
    """A tone at a quarter of the rate, sampled 45 degrees off its crests, reads 3 dB low."""
    wave = np.sin(np.pi / 2 * np.arange(44100) + np.pi / 4)
    levels = built(np.column_stack([wave, wave]))
    assert np.abs(wave).max() < 0.708
    assert levels.at(0.5).peak_db[0] == pytest.approx(0.0, abs=0.1)


def test_a_peak_is_told_at_its_step_and_channel():
    sound = np.zeros((44100, 2))
    sound[round(0.51 * 44100), 1] = 0.8
    left, right = built(sound).peaks.T
    assert left.max() == 0
    assert right.argmax() == int(0.51 * STEPS_PER_S)


def test_bands_hold_the_power_of_a_tone_where_it_is():
    bands = built(tone(1000, 2)).at(1.0).bands_db
    loudest = int(bands.argmax())
    assert BAND_EDGES_HZ[loudest] <= 1000 <= BAND_EDGES_HZ[loudest + 1]
    assert 10 * np.log10(np.sum(10 ** (bands / 10))) == pytest.approx(-9.03, abs=0.1)
    assert (np.delete(bands, [loudest - 1, loudest, loudest + 1]) < bands[loudest] - 30).all()


def test_pink_noise_looks_level():
    bands = built(pink(8)[:, None]).bands_db[10:-10]
    middle = 10 * np.log10(np.mean(10 ** (bands / 10), axis=0))[4:-1]
    assert np.ptp(middle) < 2.0


def test_any_block_size_gives_the_same():
    sound = np.random.default_rng(1).normal(0, 0.1, (50_000, 2))
    one, other = built(sound, block=50_000), built(sound, block=333)
    np.testing.assert_allclose(one.peaks, other.peaks, rtol=1e-4)
    np.testing.assert_allclose(one.bands_db, other.bands_db, atol=1e-3)
    assert len(one.peaks) == len(one.squares) == len(one.weighted) == 35  # 1.13 s


def test_outside_the_sound_meters_rest():
    moment = built(tone(440, 1)).at(1.5)
    assert moment.peak_db.tolist() == [-120.0, -120.0]
    assert moment.short_term_lufs == -120.0
    assert built(tone(440, 1)).at(-0.1).bands_db.max() == -120.0


def test_a_sound_of_a_few_samples_is_measured():
    assert built(tone(440, 0.001)).peaks.shape == (1, 2)
    assert built(np.empty((0, 2))).peaks.shape == (0, 2)
