"""Solo pitches: a line alone is found, and a wrong note in it is heard."""

import numpy as np
import pytest

pytest.importorskip("onnxruntime")
from musflow_studio.evaluation.model.solo_pitches import (  # noqa: E402
    FEWEST_NOTES,
    heard_right,
    solo_notes,
)
from musflow_studio.evaluation.model.transcription import Transcriber  # noqa: E402
from musflow_studio.generation.musflow.sheet import ROW_WIDTH, Sheet  # noqa: E402

LINE = (60, 64, 67, 65, 62, 69, 72, 71)


def sheet(*more):
    told = [(0.5 * i + 0.1, 0.5 * i + 0.5, pitch, 0.8, 0, 0) for i, pitch in enumerate(LINE)]
    return Sheet(np.array([*told, *more], np.float32), np.zeros((200, ROW_WIDTH), np.float32))


def hummed(pitches):
    sound = np.zeros(5 * 44100)
    for i, pitch in enumerate(pitches):
        at = np.arange(round(0.4 * 44100)) / 44100
        hertz = 440 * 2 ** ((pitch - 69) / 12)
        tone = sum(np.sin(2 * np.pi * hertz * k * at) / k for k in (1, 2, 3))
        first = round((0.5 * i + 0.1) * 44100)
        sound[first : first + len(at)] += 0.2 * tone * np.exp(-3 * at)
    return sound.astype(np.float32)


def test_a_line_alone_is_found_and_nothing_else():
    alone = solo_notes(sheet(), 5.0)
    assert alone[:, 2].tolist() == list(LINE)
    assert len(solo_notes(sheet(), 1.2)) == 0, f"fewer than {FEWEST_NOTES} notes"
    chord = [(0.5 * i + 0.1, 0.5 * i + 0.5, 48, 0.8, 1, 0) for i in range(8)]
    assert len(solo_notes(sheet(*chord), 5.0)) == 0
    drums = [(0.5 * i + 0.1, 0.5 * i + 0.5, 38, 0.8, 3, 128) for i in range(8)]
    assert len(solo_notes(sheet(*drums), 5.0)) == 8


def test_a_wrong_note_is_heard():
    ear, spans = Transcriber(), solo_notes(sheet(), 5.0)
    assert heard_right(spans, ear.posteriors(hummed(LINE))[1]).all()
    wrong = list(LINE)
    wrong[3] += 1
    assert heard_right(spans, ear.posteriors(hummed(wrong))[1]).tolist() == [
        i != 3 for i in range(8)
    ]
    octave = [pitch - 12 for pitch in LINE]
    assert heard_right(spans, ear.posteriors(hummed(octave))[1]).all()
    assert not heard_right(spans, ear.posteriors(np.zeros(5 * 44100, np.float32))[1]).all()
