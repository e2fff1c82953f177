"""Codec: Griffin-Lim brings sound back from mel frames, and distance knows near from far."""

import numpy as np
import torch
from evaluation_cues import hummed

from musflow_studio.evaluation.model.codec import codec_distances, griffin_lim, spectrum_of
from musflow_studio.generation.musflow.mel import MelFrontEnd, to_mid_side
from musflow_studio.generation.musflow.model import TINY, Model


def mid_side(seconds=2.0):
    sound = hummed(0, 4.0).sound[:, 44100:]
    return to_mid_side(
        torch.from_numpy(np.ascontiguousarray(sound[:, : round(seconds * 20) * 2048]))
    )


def test_the_spectrum_found_has_the_bands_it_was_found_from():
    front = MelFrontEnd()
    frames = front(mid_side()[None])[:, :128]
    again = front.from_magnitudes(spectrum_of(frames, front)[:, None])
    assert float((again - frames).abs().median()) < 0.05


def test_griffin_lim_finds_sound_that_has_the_magnitudes():
    torch.manual_seed(1)
    front = MelFrontEnd()
    frames = front(mid_side()[None])[:, :128]
    magnitudes = spectrum_of(frames, front)
    turn = 2 * torch.pi * torch.rand(magnitudes.shape)
    any_phase = front.spectrum.inverse(torch.polar(magnitudes, turn))
    made = griffin_lim(frames, front)

    def missing(sound):
        return float((front.spectrum(sound).abs() - magnitudes).norm() / magnitudes.norm())

    assert made.shape == any_phase.shape
    assert missing(made) < 0.5 * missing(any_phase)
    assert torch.equal(made, griffin_lim(frames, front))


def test_an_untrained_codec_is_far_off():
    torch.manual_seed(1)
    found = codec_distances(mid_side(), MelFrontEnd(), Model(TINY).eval())
    assert set(found) == {"griffin_lim", "vocoder", "codec"}
    assert found["codec"] > 1.2 * found["griffin_lim"]
