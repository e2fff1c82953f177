"""Needles rise at once, hold, fall by so many dB a second."""

from __future__ import annotations

import numpy as np
import pytest

from ui.meters.ballistics import FALL_DB_PER_S, FLOOR_DB, HOLD_S, Needles, share


def db(*levels):
    return np.array(levels, np.float32)


def test_up_at_once_down_slowly():
    needles = Needles.resting(2).moved(db(-10, -30), 0.033)
    assert needles.shown_db.tolist() == [-10, -30]
    later = needles.moved(db(-90, -20), 0.5)
    assert later.shown_db == pytest.approx([-10 - FALL_DB_PER_S / 2, -20])


def test_peaks_are_held_and_then_fall():
    needles = Needles.resting(1).moved(db(-6), 0.033)
    for _ in range(14):
        needles = needles.moved(db(FLOOR_DB), HOLD_S / 15)
    assert needles.held_db[0] == -6
    needles = needles.moved(db(FLOOR_DB), 0.2).moved(db(FLOOR_DB), 1.0)
    assert needles.held_db[0] == pytest.approx(-6 - 1.2 * FALL_DB_PER_S, abs=0.1)


def test_all_come_to_rest():
    needles = Needles.resting(1)
    assert needles.at_rest
    needles = needles.moved(db(0), 0.033)
    assert not needles.at_rest
    for _ in range(100):
        needles = needles.moved(db(FLOOR_DB), 0.1)
    assert needles.at_rest


def test_places_on_a_scale():
    assert share(-24, -48, 0) == 0.5
    assert share(-100, -48, 0) == 0
    assert share(3, -48, 0) == 1
