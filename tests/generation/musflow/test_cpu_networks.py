"""The parts of CPU training: components, the drawn score, phases that are found and go on."""

import math

import numpy as np
import pytest
import torch

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.conditioning import note_roll, stacked
from musflow_studio.generation.musflow.decoding import decoded
from musflow_studio.generation.musflow.linear_codec import LinearCodec
from musflow_studio.generation.musflow.magnitude_vocoder import MagnitudeVocoder
from musflow_studio.generation.musflow.mel import MelFrontEnd, Spectrum, filter_bank
from musflow_studio.generation.musflow.model import PARTS, Model, load_model, save_model
from musflow_studio.generation.musflow.phase import found_phases
from musflow_studio.generation.musflow.shapes import HOP, MEL_WIDTH, SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.sketch import Sketch
from musflow_studio.generation.musflow.vocoder import VocoderConfig

SECOND = SAMPLE_RATE_HZ // HOP * HOP


def tones(hertz, samples=SECOND):
    """Steady tones as mid and side, (1, 2, samples)."""
    time = torch.arange(samples) / SAMPLE_RATE_HZ
    mid = sum(torch.sin(2 * math.pi * h * time + h) for h in hertz) / len(hertz) / 2
    return torch.stack((mid, mid / 4))[None]


def test_components_give_back_what_lies_in_few_dimensions():
    torch.manual_seed(1)
    shapes = torch.randn(20, MEL_WIDTH)
    frames = torch.einsum("btk,kf->bft", torch.randn(16, 80, 20), shapes)
    codec = LinearCodec()
    codec.fit(frames)
    latents = codec.encode(frames)
    assert torch.allclose(codec.decode(latents), frames, atol=1e-2)
    assert latents[:, :70].std() == pytest.approx(1, abs=0.1)
    assert float(codec.latent_weight.mean()) == pytest.approx(1)


def test_the_score_is_drawn_where_its_notes_sound():
    note = np.array([[0.0, 9.0, 69, 1.0, 1, 48]], np.float32)
    roll, expression = note_roll(stacked([note]), 2), torch.ones(1, 2, 4)
    loud = Sketch()(roll, expression)
    soft = Sketch()(roll, expression / 2)
    nearest = int(filter_bank()[:, round(440 * 2048 / SAMPLE_RATE_HZ)].argmax())
    assert abs(int(loud[0, :, 4].argmax()) - nearest) <= 1
    assert float((loud - soft)[0, nearest, 4]) == pytest.approx(math.log(4) / 3, abs=0.01)
    drums = note.copy()
    drums[:, of_sheet.GROUP] = of_sheet.GROUPS.index("drums")
    assert Sketch()(note_roll(stacked([drums]), 2), expression).unique().numel() == 1


def test_phases_of_steady_tones_are_found():
    real, spectrum = tones((220.0, 554.4, 830.6)), Spectrum()
    magnitudes = spectrum(real).abs()
    made = found_phases(spectrum, magnitudes, rounds=4)
    apart = (spectrum(made).abs() - magnitudes)[..., 4:-4].norm() / magnitudes[..., 4:-4].norm()
    assert apart < 0.1


def test_sound_goes_on_from_its_beginning():
    real, spectrum = tones((330.0, 415.3)), Spectrum()
    known = 40 * HOP
    made = found_phases(spectrum, spectrum(real).abs(), real[..., :known], rounds=0)
    late = slice(known, known + 8 * HOP)
    assert (made - real)[..., late].norm() / real[..., late].norm() < 0.2
    alone = found_phases(spectrum, spectrum(real).abs(), rounds=0)
    assert (alone - real)[..., late].norm() / real[..., late].norm() > 0.5


def test_stretches_meet_without_a_dip():
    codec, front = LinearCodec(), MelFrontEnd()
    real = tones((262.0, 330.0, 392.0), 96 * 2048)
    codec.fit(front(real))
    vocoder = MagnitudeVocoder(VocoderConfig(8, 1)).eval()
    latents = codec.encode(front(real))
    sound = torch.cat([*decoded(codec, vocoder, torch.split(latents, 32, -1))], -1)
    assert sound.shape == (1, 2, 96 * 2048)
    levels = sound[0, :, 8192:-8192].unfold(-1, 2048, 512).pow(2).mean((0, 2)).sqrt()
    assert float(levels.min()) > 0.5 * float(levels.median())


def test_a_model_of_parts_is_kept_and_loaded(tmp_path):
    model = Model(PARTS)
    save_model(model, tmp_path, {"sound": "dry", "untrained": ["joint_embedding"]})
    assert not (tmp_path / "joint_embedding.safetensors").exists()
    loaded = load_model(tmp_path)
    assert not loaded.listens
    assert isinstance(loaded.vae, LinearCodec)
    assert isinstance(loaded.vocoder, MagnitudeVocoder)
    assert loaded.dry
