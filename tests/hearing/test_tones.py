"""Chroma, key and chords of sines whose pitches are known."""

from __future__ import annotations

import numpy as np
import pytest
from hearing.plain_sounds import triads

from musflow_studio.hearing import listen
from musflow_studio.hearing.chords import chords_of
from musflow_studio.hearing.key import is_major_on

RATE_HZ = 44100
MAJOR = ((60, 64, 67), (65, 69, 72), (67, 71, 74), (60, 64, 67))
MINOR = ((60, 63, 67), (65, 68, 72), (67, 70, 74), (60, 63, 67))


@pytest.mark.parametrize("up", [0, 1, 6, 11])
def test_keys_on_several_tonics(up: int) -> None:
    for cadence, mode in ((MAJOR, "major"), (MINOR, "minor")):
        heard = listen(triads([[p + up for p in c] for c in cadence], 1.0, RATE_HZ), RATE_HZ).key
        assert heard is not None
        assert (heard.tonic, heard.mode) == (up, mode)


@pytest.mark.parametrize("cents", [-40, -15, 0, 30])
def test_tuning_is_taken_out(cents: float) -> None:
    heard = listen(triads(MAJOR, 1.0, RATE_HZ, cents), RATE_HZ).chroma
    assert heard.tuning_cents == pytest.approx(cents, abs=4)
    plain = listen(triads(MAJOR, 1.0, RATE_HZ), RATE_HZ).chroma.values.sum(axis=1)
    assert np.corrcoef(heard.values.sum(axis=1), plain)[0, 1] > 0.99


def test_one_tone_is_its_pitch_class() -> None:
    heard = listen(triads([[57]], 2.0, RATE_HZ), RATE_HZ).chroma
    assert np.argmax(heard.values.sum(axis=1)) == 9


def test_chords_and_where_they_change() -> None:
    heard = listen(triads(MAJOR[:3] + MINOR[:1], 2.0, RATE_HZ), RATE_HZ)
    times = np.arange(0, 8.5, 0.5)
    chords = chords_of(heard.chroma.between(times), times)
    assert [chord.symbol for chord in chords] == ["C", "F", "G", "Cm"]
    assert [chord.start_s for chord in chords] == [0, 2, 4, 6]


def test_major_and_minor_on_the_same_tonic() -> None:
    for cadence, told in ((MAJOR, True), (MINOR, False)):
        total = listen(triads(cadence, 1.0, RATE_HZ), RATE_HZ).chroma.values.sum(axis=1)
        assert is_major_on(0, total.astype(np.float64)) is told
