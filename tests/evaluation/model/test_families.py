"""Families: what plays is read from the sheet, and a little training hears it."""

import numpy as np
import pytest
from evaluation_cues import composed, hummed

from musflow_studio.evaluation.model.families import (
    EMBEDDING,
    KINDS,
    FamilyEar,
    FamilyNetwork,
    families_playing,
    solo_family,
    train_families,
)
from musflow_studio.evaluation.model.held_out import HeldOutCue
from musflow_studio.generation.musflow.sheet import ROW_WIDTH, Sheet


def sheet(*told):
    return Sheet(np.array(told, np.float32), np.zeros((220, ROW_WIDTH), np.float32))


def test_who_plays_and_for_how_long():
    played = families_playing(
        sheet((0, 2, 60, 0.5, 0, 3), (1, 3, 60, 0.5, 1, 129 + 49), (0, 0.1, 36, 0.5, 3, 128)), 0, 2
    )
    assert np.flatnonzero(played).tolist() == [0, 6, 16]
    assert played[0] == pytest.approx(2)
    assert played[6] == pytest.approx(1)


def test_a_solo_is_of_one_family():
    assert solo_family(sheet((0, 2, 60, 0.5, 0, 41), (1, 2, 60, 0.5, 1, 43)), 5) == 5
    assert solo_family(sheet((0, 2, 60, 0.5, 0, 41), (1, 2, 60, 0.5, 1, 0)), 5) is None
    assert solo_family(sheet((8, 9, 60, 0.5, 0, 41)), 5) is None


def tones(kind, seed):
    """Noise bursts or a steady tone: two 'families' anyone can tell apart."""
    rng = np.random.default_rng(seed)
    at = np.arange(4 * 44100) / 44100
    sound = 0.2 * np.sin(2 * np.pi * rng.uniform(200, 800) * at) if kind == 0 else (
        rng.normal(0, 0.1, len(at)) * (at % 0.5 < 0.1))  # fmt: skip
    return np.stack((sound, sound)).astype(np.float32)


def test_it_learns_to_tell_tones_from_bursts():
    kinds = [0, 1] * 4
    cues = [
        HeldOutCue(composed(0), sheet((0, 10, 60, 0.5, 0, 0 if kind == 0 else 14)), tones(kind, n))
        for n, kind in enumerate(kinds)
    ]
    ear = FamilyEar(train_families(cues, 25, 1, lambda said: None, batch=4))
    heard = [ear.family(tones(kind, 100 + n)) for n, kind in enumerate(kinds)]
    assert heard == [0 if kind == 0 else 1 for kind in kinds]


def test_a_sound_is_heard_window_by_window():
    embedded, chances = FamilyEar(FamilyNetwork()).heard(hummed(0, 21.0).sound)
    assert embedded.shape == (2, EMBEDDING)
    assert chances.shape == (2, KINDS)
    assert not np.allclose(embedded[0], embedded[1])
