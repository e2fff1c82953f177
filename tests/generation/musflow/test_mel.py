"""Sound to mel frames and back through the spectrum."""

import math

import pytest
import torch

from musflow_studio.generation.musflow.mel import (
    CENTRE,
    FLOOR,
    SPREAD,
    MelFrontEnd,
    Spectrum,
    filter_bank,
    to_left_right,
    to_mid_side,
)
from musflow_studio.generation.musflow.shapes import FFT_SIZE, HOP, MEL_BANDS, SAMPLE_RATE_HZ


def test_mid_and_side_go_back_to_left_and_right():
    stereo = torch.randn(3, 2, 1000)
    assert torch.allclose(to_left_right(to_mid_side(stereo)), stereo, atol=1e-6)


@pytest.mark.parametrize("hops", [4, 5, 64])
def test_the_spectrum_goes_back_to_the_sound_without_an_edge(hops):
    sound = torch.randn(2, 2, hops * HOP)
    spectrum = Spectrum()
    bins = spectrum(sound)
    assert bins.shape == (2, 2, FFT_SIZE // 2 + 1, hops)
    assert torch.allclose(spectrum.inverse(bins), sound, atol=1e-5)


def test_every_band_hears_something_and_peaks_at_its_centre():
    bank = filter_bank()
    assert bank.shape == (MEL_BANDS, FFT_SIZE // 2 + 1)
    assert (bank.max(1).values > 0.4).all()
    assert (bank.argmax(1).diff() >= 0).all()


def test_a_full_scale_sine_lies_at_zero_decibels_in_its_band():
    hz = 64 * SAMPLE_RATE_HZ / FFT_SIZE  # on a bin
    time = torch.arange(HOP * 32) / SAMPLE_RATE_HZ
    sine = torch.sin(2 * math.pi * hz * time)
    frames = MelFrontEnd()(torch.stack((sine, torch.zeros_like(sine)))[None])
    mid = frames[0, :MEL_BANDS, 8:-8].mean(1) * SPREAD + CENTRE
    side = frames[0, MEL_BANDS:] * SPREAD + CENTRE
    assert abs(float(mid.max())) < 0.7
    assert torch.allclose(side, torch.full_like(side, math.log(FLOOR)))
