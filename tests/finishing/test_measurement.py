"""Loudness and true peak against closed forms, the standards' own cases and a second meter."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from sounds import Sound, plucks, sine

from musflow_studio.finishing.measurement import Meter, Survey

RATES = (44100, 48000, 88200, 96000)


def measured(sound: Sound, rate_hz: int, block: int = 10_007) -> Survey:
    meter = Meter(rate_hz, sound.shape[1])
    for start in range(0, len(sound), block):
        meter.feed(sound[start : start + block])
    return meter.survey()


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_997_hz_sine_reads_its_peak_level_in_stereo(rate_hz: int) -> None:
    survey = measured(sine(5, rate_hz, 997, -23), rate_hz)
    assert survey.integrated_lufs == pytest.approx(-23.0, abs=0.01)
    assert survey.loudest_momentary_lufs == pytest.approx(-23.0, abs=0.05)
    assert survey.loudest_short_term_lufs == pytest.approx(-23.0, abs=0.05)


def test_one_channel_of_a_full_scale_sine_reads_minus_3_01() -> None:
    survey = measured(sine(5, 48000, 997, 0)[:, :1], 48000)
    assert survey.integrated_lufs == pytest.approx(-3.01, abs=0.01)


def steps(rate_hz: int, *parts: tuple[float, float]) -> Sound:
    return np.concatenate([sine(seconds, rate_hz, 1000, dbfs) for dbfs, seconds in parts])


def test_relative_gate_leaves_out_the_quiet_parts_ebu_tech_3341_case_3() -> None:
    sound = steps(48000, (-36, 10), (-23, 60), (-36, 10))
    assert measured(sound, 48000).integrated_lufs == pytest.approx(-23.0, abs=0.1)


def test_absolute_gate_leaves_out_the_nearly_silent_parts_ebu_tech_3341_case_4() -> None:
    sound = steps(48000, (-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10))
    assert measured(sound, 48000).integrated_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(("low", "expected"), [(-30, 10.0), (-15, 5.0), (-40, 20.0)])
def test_loudness_range_of_two_levels_is_their_difference_ebu_tech_3342(
    low: float, expected: float
) -> None:
    survey = measured(steps(48000, (-20, 20), (low, 20)), 48000)
    assert survey.loudness_range_lu == pytest.approx(expected, abs=1.0)


@pytest.mark.parametrize("rate_hz", RATES)
def test_agrees_with_pyloudnorm_on_notes(rate_hz: int) -> None:
    sound = plucks(8, rate_hz, 0.2)
    # The weighting with the standard's exact coefficients; this reader counts partial blocks.
    other = pyloudnorm.Meter(rate_hz, filter_class="DeMan").integrated_loudness(sound)
    assert measured(sound, rate_hz).integrated_lufs == pytest.approx(other, abs=0.05)


@pytest.mark.parametrize("rate_hz", RATES)
def test_true_peak_between_samples_is_3_db_over_them(rate_hz: int) -> None:
    sound = sine(1, rate_hz, rate_hz / 4, -6, phase=np.pi / 4)
    fade = np.minimum(1, np.arange(len(sound)) / 2000).astype(np.float32)
    sound = sound * np.minimum(fade, fade[::-1])[:, None]
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-9.01, abs=0.01)
    assert measured(sound, rate_hz).true_peak_db == pytest.approx(-6.0, abs=0.02)


def test_a_single_sample_is_never_read_lower_than_it_is() -> None:
    sound = np.zeros((4410, 2), np.float32)
    sound[2000, 1] = 0.5
    peak = measured(sound, 44100).true_peak_db
    assert peak is not None
    assert peak >= 20 * np.log10(0.5)


@pytest.mark.parametrize("block", [1, 777, 44100])
def test_block_size_does_not_matter(block: int) -> None:
    sound = plucks(1.0 if block > 1 else 0.05, 44100, 0.3)
    one, many = measured(sound, 44100, len(sound)), measured(sound, 44100, block)
    np.testing.assert_allclose(many.energies, one.energies, rtol=1e-9)
    np.testing.assert_allclose(many.peaks, one.peaks, rtol=1e-6)


def test_ticks_cover_the_sound_and_divide_the_hop() -> None:
    for rate_hz in RATES:
        survey = measured(plucks(0.777, rate_hz, 0.2), rate_hz)
        assert survey.tick_frames * survey.ticks_per_hop == rate_hz // 10
        assert survey.tick_frames <= rate_hz / 1000
        assert len(survey.peaks) == len(survey.energies) == -(-survey.frames // survey.tick_frames)


def test_silence_and_short_sounds_have_no_loudness() -> None:
    silent = measured(np.zeros((44100, 2), np.float32), 44100)
    assert silent.integrated_lufs is None
    assert silent.true_peak_db is None
    assert silent.loudest_momentary_lufs is None
    assert silent.loudness_range_lu is None
    almost = measured(sine(0.3999, 44100, 997, -10), 44100)
    assert not almost.is_long_enough
    assert almost.integrated_lufs is None
    assert measured(sine(0.4, 44100, 997, -10), 44100).is_long_enough


def test_a_constant_gain_on_the_survey_is_that_gain_on_the_sound() -> None:
    sound = plucks(3, 44100, 0.2)
    foretold = measured(sound, 44100).under_gain(0.25)
    real = measured(sound * np.float32(0.25), 44100)
    assert foretold.integrated_lufs == pytest.approx(real.integrated_lufs, abs=1e-4)
    assert foretold.true_peak_db == pytest.approx(real.true_peak_db, abs=1e-4)
