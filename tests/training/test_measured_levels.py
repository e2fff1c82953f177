"""Measured levels: twice as loud a corpus makes the model 6 dB softer beside it."""

from dataclasses import replace

import pytest
import torch

from musflow_studio.generation.musflow.model import TINY, Model
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.training.balance import MOST_CUES, measured
from musflow_studio.training.corpus import make_corpus, read_corpus


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    make_corpus(folder, range(5), [find_soundfont()], workers=1, kind="parts")
    return read_corpus(folder)


def test_levels_are_told_for_every_program_that_plays_alone(parts, monkeypatch):
    torch.manual_seed(7)
    model, told = Model(TINY).eval(), []
    monkeypatch.setattr("musflow_studio.training.balance.LATENTS", 40)
    softer = replace(parts, sounds=tuple(sound // 2 for sound in parts.sounds))
    found, beside_softer = (
        measured(model, one, lambda done, of: told.append((done, of))) for one in (parts, softer)
    )
    assert set(found) == set(beside_softer)
    assert len(found) >= 2
    assert told[-1][0] == told[-1][1] <= len(found) * MOST_CUES
    within = [program for program in found if abs(beside_softer[program]) < 5.9]
    assert within
    for program in within:
        assert beside_softer[program] - found[program] == pytest.approx(3.01, abs=0.05)
