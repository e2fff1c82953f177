"""The model that ships: whole, small enough, playing what it is told, found by its engines."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.model.held_out import Source, rendered_cues
from musflow_studio.evaluation.model.players import codec_player
from musflow_studio.generation.musflow.engine import SAMPLINGS
from musflow_studio.generation.musflow.model import load_model
from musflow_studio.generation.musflow.playing import played as played_by
from musflow_studio.generation.musflow.shapes import (
    SAMPLE_RATE_HZ,
    latent_seconds,
)
from musflow_studio.generation.musflow.sheet import (
    CHORD,
    DRUM_PROGRAM,
    GROUPS,
    ROW_WIDTH,
    START_S,
    Sheet,
)
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.own_model import MODEL_VARIABLE, WEIGHTS

LATENTS = 96
BLURRED = (3_000_003, 3_000_012, 3_000_074)
"""Parts, of seeds that nothing is trained or judged by, whose beginnings the codec blurs most."""
MIDDLE_S = latent_seconds(LATENTS) / 2


@pytest.fixture(scope="module")
def shipped():
    return load_model(WEIGHTS)


def played(model, pitches, program, group=1):
    """Mono sound of a chord that begins in the middle."""
    notes = [(MIDDLE_S, 9.0, pitch, 0.8, group, program) for pitch in pitches]
    rows = np.zeros((LATENTS, ROW_WIDTH), np.float32)
    rows[:, 0], rows[:, 28], rows[:, 29 + group] = 1, 0.6, 1
    rows[:, CHORD][:, [pitch % 12 for pitch in pitches]] = 1
    sheet = Sheet(np.array(notes, np.float32), rows)
    drawn, how = torch.Generator().manual_seed(1), SAMPLINGS[Quality.STANDARD]
    pieces = played_by(model, [sheet], None, how, drawn)
    return torch.cat([*pieces], -1)[0].mean(0).numpy()


def loudest_classes(sound, count):
    size = np.abs(np.fft.rfft(sound * np.hanning(sound.size))) ** 2
    hertz = np.fft.rfftfreq(sound.size, 1 / SAMPLE_RATE_HZ)
    heard = (hertz > 250) & (hertz < 500)  # the notes themselves, no overtones
    classes = np.rint(69 + 12 * np.log2(hertz[heard] / 440)).astype(int) % 12
    power = np.bincount(classes, size[heard], 12)
    return set(np.argsort(power)[-count:])


def test_it_is_whole_and_small(shipped):
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) < 60e6
    assert {file.suffix for file in WEIGHTS.iterdir()} == {".json", ".safetensors"}
    assert shipped.dry
    assert shipped.listens


@pytest.mark.parametrize("program", [48, 52, 89])
def test_it_plays_the_chord_it_is_told_when_it_is_told(shipped, program):
    sound = played(shipped, (60, 64, 67), program)
    before, after = sound[: sound.size // 2 - 4096], sound[sound.size // 2 + 4096 :]
    assert loudest_classes(after, 3) == {0, 4, 7}
    assert loudest_classes(played(shipped, (62, 65, 69), program)[-65536:], 3) == {2, 5, 9}
    assert np.std(after) > 30 * np.std(before)


def test_a_piano_falls_and_strings_stay(shipped):
    def rise_db(program):
        sound = played(shipped, (60, 64, 67), program)[round(MIDDLE_S * SAMPLE_RATE_HZ) :]
        early, late = sound[2048:6144], sound[40960:61440]
        return 20 * np.log10(np.std(late) / np.std(early))

    assert rise_db(48) - rise_db(0) > 3


def test_its_drums_are_struck_when_they_are_told_and_a_kick_is_lower_than_a_hat(shipped):
    def heard(pitch):
        sound = played(shipped, (pitch,), DRUM_PROGRAM, GROUPS.index("drums"))
        at = round(MIDDLE_S * SAMPLE_RATE_HZ)
        stroke, before = sound[at : at + 4096], sound[at - 8192 : at - 1024]
        assert np.std(stroke) > 10 * np.std(before)
        size = np.abs(np.fft.rfft(stroke)) ** 2
        return float(np.fft.rfftfreq(4096, 1 / SAMPLE_RATE_HZ) @ size / size.sum())

    assert 5 * heard(36) < heard(42)


def test_struck_notes_through_its_codec_do_not_jump_out(shipped, tmp_path):
    """Frames are blurred over a beginning; making good what is missing before it must not."""
    louder_db = []
    for seed in BLURRED:
        source = Source(tmp_path, find_soundfont(), 10.0, "parts", seed)
        (cue,) = rendered_cues(source, 1)
        real, through = loudest(cue, cue.sound), loudest(cue, codec_player(shipped)(cue))
        louder_db += [*20 * np.log10(through / real)]
    assert -1 < np.mean(louder_db) < 3.5


def loudest(cue, sound):
    """The loudest sample of each beginning's 80 ms."""
    begun = [note[START_S] for note in cue.sheet.notes if note[START_S] < cue.seconds - 0.1]
    firsts = [round(float(at) * SAMPLE_RATE_HZ) for at in sorted(set(begun))]
    return np.array([np.abs(sound[:, first : first + 3500]).max() for first in firsts])


def test_its_engines_find_it(tmp_path):
    env = {k: v for k, v in os.environ.items() if k != MODEL_VARIABLE}
    said = subprocess.run(
        [sys.executable, "-m", "musflow_studio", "cue", "--text", "A calm sea", "--length", "6",
         "--style", "ambient-pad", "--engine", "hybrid", "--json"],
        env=env | {"MUSFLOW_LIBRARY": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(said.stdout)["engine"] == "hybrid"
