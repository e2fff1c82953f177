"""The room: decay as said, no low end, no ring, and a convolution that is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from musflow_studio.generation.room import (
    Convolution,
    Room,
    impulse_response,
    response_spectra,
)

RATE = 44100


def decay_s(response: NDArray[np.float32], hertz: float) -> float:
    """Seconds to -60 dB, from the -5 to -25 dB slope of the backward integral (ISO 3382)."""
    band = butter(3, (hertz / 1.41, hertz * 1.41), "bandpass", fs=RATE, output="sos")
    energy = np.cumsum(sosfilt(band, response[0].astype(float))[::-1] ** 2)[::-1]
    level = 10 * np.log10(energy / energy[0] + 1e-15)
    first, last = np.argmax(level < -5), np.argmax(level < -25)
    return float(last - first) / RATE * 3


@pytest.mark.parametrize("size", [0.3, 0.62, 0.9])
def test_it_decays_as_long_as_its_size_says(size: float) -> None:
    room = Room(room_size=size)
    measured = decay_s(impulse_response(room, RATE), 500)
    assert measured == pytest.approx(room.decay_s, rel=0.15)


def test_damping_shortens_the_highs() -> None:
    bright = impulse_response(Room(damping=0.0), RATE)
    dull = impulse_response(Room(damping=1.0), RATE)
    assert decay_s(dull, 8000) < 0.55 * decay_s(bright, 8000)
    assert decay_s(dull, 500) == pytest.approx(decay_s(bright, 500), rel=0.1)


def test_no_low_end_the_sides_differ_and_the_energy_is_the_wet_level() -> None:
    response = impulse_response(Room(wet_level=0.25), RATE).astype(float)
    power = np.abs(np.fft.rfft(response[0])) ** 2
    hertz = np.fft.rfftfreq(response.shape[1], 1 / RATE)
    assert power[hertz < 100].sum() < 1e-3 * power.sum()
    assert abs(np.corrcoef(response)[0, 1]) < 0.1
    assert np.sum(response**2, axis=1) == pytest.approx([0.25, 0.25], rel=1e-4)


def test_it_does_not_ring() -> None:
    """No frequency of the late field stands out more than noise does.

    Among 1,000 values of exponentially distributed power the largest lies about
    10 log10(ln 1000 / ln 2) = 10 dB over the median; 14 dB would be a tone.
    """
    response = impulse_response(Room(), RATE)[0].astype(float)
    late = response[RATE // 4 : RATE // 4 + 32768] * np.hanning(32768)
    power = np.abs(np.fft.rfft(late)) ** 2
    middle = power[300:1300].reshape(10, 100)  # levelled a tenth at a time: highs die faster
    over = 10 * np.log10(middle / np.median(middle, axis=1, keepdims=True))
    assert over.max() < 14


def test_the_first_sound_comes_after_the_pre_delay() -> None:
    response = impulse_response(Room(pre_delay_ms=50.0), RATE)
    assert np.flatnonzero(np.abs(response[0]) > 1e-3)[0] >= round(0.05 * RATE)


def test_the_same_room_is_the_same_samples() -> None:
    first = impulse_response(Room(room_size=0.41), RATE)
    impulse_response.cache_clear()
    assert np.array_equal(first, impulse_response(Room(room_size=0.41), RATE))


def test_a_style_may_leave_values_out_and_none_goes_out_of_range() -> None:
    assert Room.from_style({}) == Room()
    room = Room.from_style({"room_size": 2.0, "pre_delay_ms": 90, "colour": 3.0})
    assert room == replace(Room(), room_size=1.0, pre_delay_ms=90.0)


def test_convolution_in_blocks_is_convolution() -> None:
    draws = np.random.default_rng(3)
    response = draws.standard_normal((2, 700)).astype(np.float32)
    sound = draws.standard_normal(2048).astype(np.float32)
    room = Convolution(response_spectra(response, 256))
    wet = np.concatenate([room.process(b) for b in sound.reshape(-1, 256)], axis=1)
    for side in range(2):
        right = fftconvolve(sound, response[side])[:2048]
        assert np.max(np.abs(wet[side] - right)) < 1e-6 * np.max(np.abs(right)) * 10
