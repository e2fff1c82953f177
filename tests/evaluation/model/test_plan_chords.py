"""Chords: constructed chroma are read as what they are, and only spelled beats count."""

import numpy as np
import pytest
from evaluation_cues import composed

from musflow_studio.domain.plan import ChordSpan
from musflow_studio.evaluation.model.chords import (
    chord_hits,
    heard_chroma,
    spelled_beats,
    triad_heard,
    triad_of,
)
from musflow_studio.evaluation.model.transcription import HOP, RATE_HZ
from musflow_studio.generation.musflow.sheet import sheet_of

SECONDS = 12.0


def span(pitches):
    return ChordSpan(0, 960, "?", pitches, pitches[0], "a")


@pytest.mark.parametrize("root", range(12))
@pytest.mark.parametrize("major", [True, False])
def test_each_triad_is_heard_as_itself(root, major):
    chroma = np.full(12, 0.1)
    chroma[[root, (root + (4 if major else 3)) % 12, (root + 7) % 12]] = 1
    assert triad_heard(chroma) == (root, major)


def test_the_triad_under_a_chord():
    assert triad_of(span((0, 4, 7))) == (0, True)
    assert triad_of(span((9, 0, 4, 7))) == (9, False)
    assert triad_of(span((2, 7, 9))) is None, "suspended"
    assert triad_of(span((11, 2, 5))) is None, "diminished"


def ideal(sheet, pitch_shift=0):
    """Posteriors of a transcriber that hears exactly the notes written, or others."""
    held = np.zeros((round(SECONDS * RATE_HZ / HOP), 88), np.float32)
    for start, end, pitch, velocity, group, _ in sheet.notes:
        if group != 3 and 21 <= pitch + pitch_shift <= 108:
            first, last = (round(float(t) * RATE_HZ / HOP) for t in (start, end))
            held[first:last, int(pitch) + pitch_shift - 21] += velocity
    return held


def test_who_hears_the_plan_hears_its_chords_and_who_hears_it_a_semitone_off_none():
    right, wrong, counted = [], [], 0
    for number in range(6):
        plan = composed(number).plan
        sheet = sheet_of(plan, round(SECONDS * 44100))
        beats = spelled_beats(plan, sheet, SECONDS)
        counted += len(beats)
        right += chord_hits(beats, ideal(sheet))
        wrong += chord_hits(beats, ideal(sheet, 1))
    assert counted > 30
    assert np.mean(right) > 0.95
    assert np.mean(wrong) < 0.05


def test_chroma_adds_octaves():
    held = np.zeros((1, 88), np.float32)
    held[0, [0, 12, 1]] = 1, 1, 0.5
    chroma = heard_chroma(held)[0]
    assert chroma[9] == 2
    assert chroma[10] == 0.25
    assert chroma.sum() == 2.25
