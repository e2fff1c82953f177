"""Seams: clicks at them are found, smooth ones are not; where they lie follows from the windows."""

import numpy as np
import pytest
import torch
from evaluation_cues import composed

from musflow_studio.evaluation.model.held_out import held_out_cue
from musflow_studio.evaluation.model.seams import (
    bar_seconds,
    memory_growth_mb,
    seam_seconds,
    seams_above,
)
from musflow_studio.generation.musflow.model import TINY, Model

SECONDS = 22.0


def long_cue(number):
    samples = round(SECONDS * 44100) // 2048 * 2048
    return held_out_cue(composed(number), np.zeros((2, samples), np.float32), samples)


def clicking(cue, places, level):
    """Quiet noise with a click at every bar line, and others of a level at some places."""
    rng = np.random.default_rng(cue.cue.seed)
    sound = rng.normal(0, 1e-3, cue.sound.shape).astype(np.float32)
    bars = [(at, 0.05) for at in bar_seconds(cue.cue.plan, cue.seconds)]
    for at, loud in [*bars, *((at, level) for at in places)]:
        first = round(at * 44100)
        sound[:, first : first + 800] += rng.normal(0, loud, sound[:, first : first + 800].shape)
    return sound


def test_where_windows_meet():
    assert seam_seconds(10.0) == []
    assert seam_seconds(22.0) == pytest.approx([216 * 2048 / 44100, 392 * 2048 / 44100])


def test_clicks_at_seams_are_found_and_quiet_seams_are_not():
    cues = [long_cue(number) for number in (0, 3, 5)]
    loud, count = seams_above(cues, lambda c: clicking(c, seam_seconds(c.seconds), 0.8))
    quiet, _ = seams_above(cues, lambda c: clicking(c, [], 0))
    assert count == 6
    assert loud == 1
    assert quiet == 0


def test_cues_without_seams_are_refused():
    short = held_out_cue(composed(0), np.zeros((2, 2048 * 100), np.float32), 2048 * 100)
    with pytest.raises(ValueError, match="no seam"):
        seams_above([short], lambda cue: cue.sound)


def test_memory_of_a_long_cue_stays():
    torch.manual_seed(1)
    assert memory_growth_mb(Model(TINY).eval(), long_cue(0).sheet, 0.6) < 60
