"""Speed and spectrograms at toy size: every network is timed, every example drawn."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from evaluation_cues import hummed
from PIL import Image

from musflow_studio.evaluation.model.ablations import switches
from musflow_studio.evaluation.model.spectrograms import draw_spectrograms, mel_of
from musflow_studio.evaluation.model.speed import PER_CLIP, TOTAL, speed_figures
from musflow_studio.generation.musflow.model import TINY, Model


def test_every_network_is_timed_and_the_sum_is_all():
    torch.manual_seed(1)
    figures = speed_figures(Model(TINY).eval(), hummed(0, 2.0).sheet, 1)
    standard = {f.row: f.value for f in figures if f.measure == f"{PER_CLIP}, standard"}
    assert set(standard) == {TOTAL, "flow", "codec", "vocoder"}
    assert standard[TOTAL] == pytest.approx(sum(v for k, v in standard.items() if k != TOTAL))
    assert all(f.value > 0 for f in figures)


def test_examples_are_drawn_and_differ(tmp_path):
    cues = [hummed(number, 2.0) for number in (0, 1)]
    still = replace(cues[0], kept=0 * cues[0].sound)
    players = {"sampled": lambda cue: cue.sound, "silence": lambda cue: 0 * cue.sound}
    draw_spectrograms(cues, players, tmp_path / "s.png")
    draw_spectrograms([still, *cues], players, tmp_path / "with-silence.png")
    drawn = [(tmp_path / name).read_bytes() for name in ("s.png", "with-silence.png")]
    assert drawn[0] == drawn[1]
    pixels = np.asarray(Image.open(tmp_path / "s.png").convert("L"), float)
    left, right = pixels[:, : pixels.shape[1] // 2], pixels[:, pixels.shape[1] // 2 :]
    assert left.std() > 5
    assert not np.array_equal(left, right)
    assert mel_of(cues[0].sound).shape[0] == 128


def test_switches_change_one_thing_each():
    tried = switches()
    usual = tried["standard"]
    assert tried["without notes"].given == usual.given - {"notes"}
    assert [tried[f"{n} evaluations"].steps for n in (1, 2, 4, 8, 16)] == [1, 2, 4, 8, 16]
    assert {tried[f"guidance {s}"].strength for s in (1, 2, 3, 4, 5)} == {1, 2, 3, 4, 5}
