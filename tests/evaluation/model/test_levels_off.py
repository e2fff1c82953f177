"""Level: decibels of known sounds, and how far a player is off."""

import numpy as np
import pytest

pytest.importorskip("onnxruntime")
from evaluation_cues import hummed  # noqa: E402

from musflow_studio.evaluation.model.adherence import (  # noqa: E402
    LEVEL,
    MEASURES,
    Listener,
    adherence,
    level_db,
)
from musflow_studio.evaluation.model.report import value_of  # noqa: E402
from musflow_studio.evaluation.model.transcription import Transcriber  # noqa: E402


def test_a_full_square_is_at_zero_and_half_of_it_at_minus_six():
    square = np.ones((2, 1000), np.float32)
    assert level_db(square) == pytest.approx(0, abs=1e-6)
    assert level_db(0.5 * square) == pytest.approx(-6.02, abs=0.01)
    assert level_db(0 * square) == -120


@pytest.mark.parametrize(("factor", "off_db"), [(1.0, 0.0), (2.0, 6.02), (0.25, 12.04)])
def test_who_plays_louder_or_softer_is_off_by_so_many_decibels(factor, off_db):
    cues = [hummed(1), hummed(4)]
    figures = adherence("B", "x", cues, lambda cue: factor * cue.sound, Listener(Transcriber()))
    level = value_of(figures, "x", MEASURES[LEVEL])
    assert level is not None
    assert level.count == 2
    assert level.value == pytest.approx(off_db, abs=0.01)
