"""Notes: known scores of known notes; unisons and drums are left out."""

import numpy as np
import pytest
from evaluation_cues import composed

from musflow_studio.evaluation.model.note_score import is_legible, note_f1, written_notes
from musflow_studio.generation.musflow.sheet import ROW_WIDTH, Sheet, sheet_of


def notes(*told):
    return np.array(told, float).reshape(-1, 2)


def test_f1_of_known_notes():
    written = notes((0.1, 60), (0.5, 64), (1.0, 67), (1.5, 72))
    assert note_f1(written, written) == 1
    assert note_f1(written, written + (0.04, 0)) == 1
    assert note_f1(written, written + (0.08, 0)) == 0
    assert note_f1(written, written + (0.08, 0), near_s=0.1) == 1
    assert note_f1(written, written + (0, 1)) == 0
    assert note_f1(written, written[:2]) == pytest.approx(2 * 1 * 0.5 / 1.5)
    assert note_f1(written, notes()) == 0
    with pytest.raises(ValueError, match="no note is written"):
        note_f1(notes(), written)


def test_unisons_are_one_note_and_drums_none():
    rows = np.zeros((200, ROW_WIDTH), np.float32)
    told = [
        (0.5, 1, 60, 0.5, 0, 0),
        (0.51, 1, 60, 0.5, 1, 48),
        (0.8, 1, 60, 0.5, 1, 48),
        (0.5, 1, 36, 0.5, 3, 128),
        (0.5, 1, 64, 0.5, 1, 116),
        (0.5, 1, 65, 0.5, 1, 129 + 116),
        (5.0, 6, 62, 0.5, 0, 0),
    ]
    sheet = Sheet(np.array(told, np.float32), rows)
    written = written_notes(sheet, 4.0)
    assert np.allclose(written, notes((0.5, 60), (0.8, 60)))


def test_a_plan_against_itself_and_against_another():
    sheets = [sheet_of(composed(n).plan, 8 * 44100) for n in range(5)]
    written = [w for w in (written_notes(s, 8.0) for s in sheets) if len(w) > 5]
    assert len(written) > 2
    for one, other in zip(written, written[1:], strict=False):
        assert note_f1(one, one) == 1
        assert note_f1(one, other) < 0.4


def test_a_legible_cue_is_thin_and_holds_few_tones():
    rows = np.zeros((200, ROW_WIDTH), np.float32)

    def played(program, count, group=0):
        told = [
            (i / count * 4, i / count * 4 + 0.2, 60 + i % 12, 0.5, group, program)
            for i in range(count)
        ]
        return Sheet(np.array(told, np.float32), rows)

    assert is_legible(played(0, 20), 4.0)
    assert not is_legible(played(0, 40), 4.0), "ten notes a second"
    assert not is_legible(played(89, 20), 4.0), "a pad"
    assert not is_legible(played(129 + 49, 20), 4.0), "slow strings, a variation"
    assert not is_legible(played(128, 20, 3), 4.0), "drums alone"
    assert not is_legible(played(129 + 25, 20, 3), 4.0), "another kit"
