"""Transcription: tones are heard as their notes, wherever windows meet."""

import numpy as np
import pytest
from evaluation_cues import hummed

pytest.importorskip("onnxruntime")
from musflow_studio.evaluation.model.note_score import note_f1, written_notes  # noqa: E402
from musflow_studio.evaluation.model.transcription import (  # noqa: E402
    PACKAGE,
    Transcriber,
    decoded,
)

pytest.importorskip(PACKAGE + ".constants")


@pytest.fixture(scope="module")
def transcriber():
    return Transcriber()


def plucked(starts, pitches, seconds):
    sound = np.zeros(round(seconds * 44100), np.float32)
    at = np.arange(round(0.4 * 44100)) / 44100
    for start, pitch in zip(starts, pitches, strict=True):
        hertz = 440 * 2 ** ((pitch - 69) / 12)
        tone = sum(np.sin(2 * np.pi * hertz * k * at) / k for k in (1, 2, 3)) * np.exp(-6 * at)
        sound[round(start * 44100) :][: len(tone)] += 0.2 * tone.astype(np.float32)
    return sound


def test_a_scale_is_heard_note_by_note_across_windows(transcriber):
    starts = 0.3 + 0.5 * np.arange(14)
    pitches = 55 + np.array([0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5, 4, 2])
    heard = transcriber.notes(plucked(starts, pitches, 8.0))
    written = np.stack((starts, pitches), 1)
    assert note_f1(written, heard) > 0.9
    matched = [heard[np.abs(heard[:, 0] - s).argmin(), 0] - s for s in starts]
    assert np.abs(np.median(matched)) < 0.02


def test_a_hummed_plan_is_recognised_and_another_is_not(transcriber):
    cues = [hummed(n, 6.0) for n in (0, 1)]
    written = [written_notes(cue.sheet, cue.seconds) for cue in cues]
    heard = transcriber.notes(cues[0].mono)
    assert note_f1(written[0], heard) > 2 * note_f1(written[1], heard)


def test_silence_has_no_notes(transcriber):
    assert len(transcriber.notes(np.zeros(44100, np.float32))) == 0


def test_a_peak_without_a_held_note_is_none():
    onsets, held = np.zeros((40, 88), np.float32), np.zeros((40, 88), np.float32)
    onsets[10, 40], onsets[20, 41] = 0.9, 0.9
    held[10:20, 40] = 0.8
    assert decoded(onsets, held)[:, 1].tolist() == [61]
