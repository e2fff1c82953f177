"""Beats: clicks are tracked, and a tempo counts at the metre's own levels."""

import numpy as np
import pytest
from tiny_cue import plan

from musflow_studio.evaluation.model.beats import (
    has_pulse,
    tempo_bpm,
    tempo_is_right,
    tracked_beats,
)
from musflow_studio.generation.musflow.sheet import NOTE_WIDTH, ROW_WIDTH, Sheet


def clicks(bpm, seconds=12):
    rng = np.random.default_rng(3)
    sound = rng.normal(0, 1e-4, round(seconds * 44100)).astype(np.float32)
    burst = rng.normal(0, 0.5, 900).astype(np.float32) * np.linspace(1, 0, 900, dtype=np.float32)
    for at in np.arange(0.5, seconds - 0.1, 60 / bpm):
        first = round(at * 44100)
        sound[first : first + 900] += burst
    return sound


@pytest.mark.parametrize("bpm", [72, 97.3, 141])
def test_clicks_are_tracked(bpm):
    beats = tracked_beats(clicks(bpm))
    assert tempo_bpm(beats) == pytest.approx(bpm, rel=0.01)
    nearest = np.abs((beats - 0.5) / (60 / bpm) - np.round((beats - 0.5) / (60 / bpm)))
    assert np.median(nearest) * 60 / bpm < 0.03


def test_silence_has_no_beats():
    assert tempo_bpm(tracked_beats(np.zeros(44100 * 3, np.float32))) == 0


def test_a_tempo_is_right_at_the_levels_of_its_metre_and_nowhere_else():
    made = plan()
    assert made.meter == "4/4"
    for level in (0.25, 0.5, 1, 2):
        assert tempo_is_right(made, made.bpm * level * 1.03)
        assert not tempo_is_right(made, made.bpm * level * 1.06)
    assert not tempo_is_right(made, made.bpm * 2 / 3)
    assert not tempo_is_right(made, 0.0)


def test_a_pulse_needs_starts():
    rows = np.zeros((100, ROW_WIDTH), np.float32)
    notes = np.zeros((16, NOTE_WIDTH), np.float32)
    notes[:, 0] = np.arange(16) / 2
    assert has_pulse(Sheet(notes, rows), 8)
    assert not has_pulse(Sheet(notes[:8], rows), 8)
    notes[:, 0] = 1.0
    assert not has_pulse(Sheet(notes, rows), 8)
