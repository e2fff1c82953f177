"""Energy: sound that follows its curve, moves against it, or not at all."""

import numpy as np
import pytest

from musflow_studio.evaluation.model.energy_curve import energy_correlation, levels_db, moves
from musflow_studio.generation.musflow.sheet import ENERGY, NOTE_WIDTH, ROW_WIDTH, Sheet

LATENTS = 300


def swelling():
    rows = np.zeros((LATENTS, ROW_WIDTH), np.float32)
    rows[:, ENERGY.start] = 0.5 + 0.4 * np.sin(np.arange(LATENTS) / 30)
    return Sheet(np.zeros((0, NOTE_WIDTH), np.float32), rows)


def sounding(level_db):
    noise = np.random.default_rng(1).normal(0, 1, LATENTS * 2048)
    return (noise * np.repeat(10 ** (level_db / 20), 2048)).astype(np.float32)


def test_sound_that_follows_and_sound_that_moves_against():
    sheet = swelling()
    curve = sheet.rows[:, ENERGY.start]
    assert moves(sheet)
    assert energy_correlation(sheet, sounding(-40 + 20 * curve)) > 0.95
    assert energy_correlation(sheet, sounding(-20 - 20 * curve)) < -0.95
    assert energy_correlation(sheet, np.zeros(LATENTS * 2048, np.float32)) == 0


def test_levels_are_decibels():
    assert levels_db(sounding(np.full(LATENTS, -30.0))).mean() == pytest.approx(-30, abs=0.2)


def test_a_level_plan_does_not_count():
    sheet = swelling()
    sheet.rows[:, ENERGY.start] = 0.5
    assert not moves(sheet)
