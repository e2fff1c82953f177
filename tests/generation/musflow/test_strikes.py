"""Strokes begin at their sample; notes that begin inside a window have the window's true bins."""

import math

import numpy as np
import pytest
import torch

from musflow_studio.generation.musflow.mel import Spectrum
from musflow_studio.generation.musflow.shapes import FFT_SIZE, HOP, SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.source import late_lobe, source_bins
from musflow_studio.generation.musflow.strikes import DRUMS, TONES_HZ, strikes

FRAMES = 200


def stroke(start, pitch=38, velocity=1.0, group=DRUMS):
    return np.array([[start, start + 0.1, pitch, velocity, group, 128]], np.float32)


@pytest.mark.parametrize("start", [0.5, 0.7031])
def test_before_a_stroke_there_is_nothing(start):
    bins = strikes(stroke(start), 0, FRAMES)
    sound = Spectrum().inverse(bins)[0].numpy()
    at = round(start * SAMPLE_RATE_HZ)
    assert np.abs(sound[: at - 1]).max() < 1e-4 * np.abs(sound).max()
    assert np.abs(sound[at : at + 100]).max() > 0.3 * np.abs(sound).max()
    later = at + SAMPLE_RATE_HZ // 2
    assert np.abs(sound[later : later + 4096]).max() < 0.2 * np.abs(sound).max()


def test_a_kick_sings_lower_than_a_tom_and_a_snare_does_not_sing():
    def lowest_hz(pitch):
        sound = Spectrum().inverse(strikes(stroke(0.1, pitch), 0, FRAMES))[0].numpy()
        size = np.abs(np.fft.rfft(sound, 1 << 18)) ** 2
        hertz = np.fft.rfftfreq(1 << 18, 1 / SAMPLE_RATE_HZ)
        heard = hertz < 500
        return hertz[heard][size[heard].argmax()], size[heard].max() / size[heard].mean()

    (kick, clear), (tom, _), (_, unclear) = (lowest_hz(pitch) for pitch in (36, 50, 38))
    assert kick == pytest.approx(TONES_HZ[36], rel=0.1)
    assert tom == pytest.approx(TONES_HZ[50], rel=0.1)
    assert clear > 3 * unclear


def test_a_stretch_of_strokes_is_the_same_wherever_it_begins():
    both = np.concatenate((stroke(0.4), stroke(0.9, 36, 0.5)))
    whole = source_bins(both, 0, FRAMES)
    assert torch.allclose(source_bins(both, 60, 40), whole[..., 60:100], atol=1e-6)
    assert strikes(stroke(0.4, group=1), 0, FRAMES) is None
    assert strikes(stroke(0.4), 140, FRAMES) is None


@pytest.mark.parametrize(("late", "place"), [(0, 40.0), (900, 41.37), (1800, 60.5)])
def test_a_window_that_is_silent_at_first_has_a_wider_lobe(late, place):
    samples = np.arange(FFT_SIZE)
    turns = 1.1 + 2 * np.pi * place / FFT_SIZE * (samples - FFT_SIZE / 2)
    window = (0.5 - 0.5 * np.cos(2 * np.pi * samples / FFT_SIZE)) * (samples >= late)
    bins = np.arange(int(place) - 8, int(place) + 9)
    real = np.fft.fft(np.exp(1j * turns) / 2 * window)[bins]
    away = torch.tensor(bins - place, dtype=torch.float32)
    lobe = late_lobe(away, torch.tensor(float(late))).numpy()
    drawn = FFT_SIZE / 4 * lobe * np.exp(1.1j) * (1 - 2 * (bins % 2))
    assert np.abs(drawn - real).max() < 1e-3 * np.abs(real).max()


def test_a_tone_begins_at_its_sample():
    start = 0.5031
    notes = np.array([[start, 2.0, 69, 1.0, 1, 20]], np.float32)
    sound = Spectrum().inverse(source_bins(notes, 0, FRAMES))[0].numpy()
    at = round(start * SAMPLE_RATE_HZ)
    before = np.sqrt(np.mean(sound[at - HOP : at - 64] ** 2))
    after = np.sqrt(np.mean(sound[at + 64 : at + HOP] ** 2))
    assert 20 * math.log10(after / before) > 25
