"""The source of notes: partials where they belong, the same wherever a stretch begins."""

import numpy as np
import pytest
import torch

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.decoding import decoded
from musflow_studio.generation.musflow.linear_codec import LinearCodec
from musflow_studio.generation.musflow.magnitude_vocoder import MagnitudeVocoder
from musflow_studio.generation.musflow.mel import SILENT_FRAME, MelFrontEnd, Spectrum
from musflow_studio.generation.musflow.phase import found_phases
from musflow_studio.generation.musflow.shapes import HOP, SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.sheet import ROW_WIDTH, Sheet
from musflow_studio.generation.musflow.source import (
    NOISE,
    RING_S,
    noise,
    partials,
    source_bins,
    sources_of,
)
from musflow_studio.generation.musflow.strikes import strikes
from musflow_studio.generation.musflow.vocoder import VocoderConfig

FRAMES = 192


STEADY = 20  # a reed organ, which does not waver


def note(start, end, pitch, velocity=1.0, group=1, program=STEADY):
    return [start, end, pitch, velocity, group, program]


def notes(*rows):
    return np.array(rows, np.float32)


def peaks_hz(sound, count):
    """The loudest places of a long spectrum, ascending."""
    size = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 8 * len(sound)))
    inner = (size[1:-1] > size[:-2]) & (size[1:-1] > size[2:])
    places = np.flatnonzero(inner) + 1
    loudest = sorted(places[np.argsort(size[places])[-count:]])
    return [place * SAMPLE_RATE_HZ / (8 * len(sound)) for place in loudest]


def test_partials_turn_at_their_own_frequencies():
    bins = partials(notes(note(0, 9, 69)), 0, FRAMES)
    sound = Spectrum().inverse(bins)[0, 8 * HOP : -8 * HOP]
    assert peaks_hz(sound.numpy(), 3) == pytest.approx([440, 880, 1320], abs=0.2)
    turned = torch.polar(torch.tensor(1.0), -2 * torch.pi * 440 * torch.arange(44100) / 44100)
    assert float((sound[:44100] * turned).mean().abs()) == pytest.approx(0.5, rel=0.05)


def test_a_stretch_is_the_same_wherever_it_begins():
    some = notes(note(0.2, 0.9, 60), note(0.7, 1.5, 64, program=48), note(1.0, 1.2, 67, 0.3))
    whole = source_bins(some, 0, FRAMES)
    assert torch.allclose(source_bins(some, 70, 50), whole[..., 70:120], atol=1e-3)
    assert torch.allclose(noise(700, 30), noise(700 - 512, 30))


def test_it_sounds_from_the_start_rings_after_the_end_and_has_no_drums():
    bins = partials(notes(note(0.5, 1.0, 69)), 0, 400)
    level = bins.abs().amax((0, 1))
    frame = SAMPLE_RATE_HZ / HOP
    assert level[: int(0.47 * frame)].max() == 0
    assert level[int(0.6 * frame)] > 300
    assert 0.05 < level[int(2.0 * frame)] / level[int(0.6 * frame)] < 0.08  # 24 dB a second later
    assert level[int((1.0 + RING_S) * frame) + 1 :].max() == 0
    drums = notes(note(0, 9, 36, group=of_sheet.GROUPS.index("drums"), program=128))
    assert partials(drums, 0, 20).abs().max() == 0
    struck = source_bins(drums, 0, 20) - strikes(drums, 0, 20)
    assert torch.allclose(struck, NOISE * noise(0, 20), atol=1e-6)


def test_neighbours_nearer_than_the_bins_stay_two_tones():
    """C3 and D3 lie 16 Hz apart, less than a bin: magnitudes alone do not tell them."""
    chord = notes(note(0, 9, 48), note(0, 9, 50))
    low = torch.zeros(1025, 1)
    low[:10] = 1  # their first partials
    magnitudes = (partials(chord, 0, FRAMES).abs() * low)[None]
    source, spectrum = source_bins(chord, 0, FRAMES)[None], Spectrum()
    told = spectrum.inverse(source * magnitudes / source.abs())[0, 0].numpy()
    alone = found_phases(spectrum, magnitudes)[0, 0].numpy()
    wanted = [130.81, 146.83]
    assert peaks_hz(told, 2) == pytest.approx(wanted, abs=0.5)
    assert peaks_hz(alone, 2) != pytest.approx(wanted, abs=0.5)


def test_a_sound_has_the_bands_it_was_asked_for():
    """Magnitudes and phases that disagree where frames overlap cancel; that is made good."""
    torch.manual_seed(1)
    chord = notes(note(0, 9, 48), note(0, 9, 55), note(0.8, 9, 64))
    source, front = source_bins(chord, 0, FRAMES)[None], MelFrontEnd()
    frames = front(Spectrum().inverse(source)) + 0.15 * torch.randn(1, 256, FRAMES)  # 4 dB
    vocoder = MagnitudeVocoder(VocoderConfig(8, 1)).eval()
    with torch.no_grad():
        size = source.abs()
        bins = source / size * vocoder.log_magnitudes(frames, size).exp()
        drawn, made = Spectrum().inverse(bins), vocoder(frames, source=source)
    asked = frames > SILENT_FRAME
    before, after = ((frames - front(sound))[asked].abs().mean() for sound in (drawn, made))
    assert after < 0.7 * before


def test_stretches_of_a_sheet_meet_as_if_made_at_once():
    torch.manual_seed(1)
    sheet = Sheet(notes(note(0, 2, 60), note(1, 4, 64)), np.zeros((96, ROW_WIDTH), np.float32))
    codec, front = LinearCodec(), MelFrontEnd()
    real = Spectrum().inverse(source_bins(sheet.notes, 0, 96 * 4))[None]
    codec.fit(front(real))
    vocoder = MagnitudeVocoder(VocoderConfig(8, 1)).eval()
    latents = codec.encode(front(real))
    sources = sources_of([sheet])
    once = torch.cat([*decoded(codec, vocoder, [latents], sources=sources)], -1)
    pieces = torch.split(latents, 32, -1)
    joined = torch.cat([*decoded(codec, vocoder, pieces, sources=sources)], -1)
    assert torch.allclose(once, joined, atol=1e-4)
