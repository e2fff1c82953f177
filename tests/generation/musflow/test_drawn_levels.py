"""Drawn levels: what is too loud for its notes is made softer, and nothing else changes."""

import numpy as np
import pytest
import torch

from musflow_studio.generation.musflow.conditioning import FREE, ControlEncoder, stacked
from musflow_studio.generation.musflow.decoding import decoded
from musflow_studio.generation.musflow.drawn_levels import (
    LOUDER_DB,
    MOST_DB,
    SHARE,
    DrawnLevels,
    drawn_levels,
    towards,
)
from musflow_studio.generation.musflow.mel import CENTRE, SPREAD
from musflow_studio.generation.musflow.model import TINY, Model
from musflow_studio.generation.musflow.playing import played
from musflow_studio.generation.musflow.sampling import Sampling
from musflow_studio.generation.musflow.sheet import EXPRESSION, ROW_WIDTH, Sheet

DB = 20 / np.log(10) * SPREAD
"""Decibels of a step of 1 in normalised frames."""


def frames_at(db, count=12, bands=256):
    """Frames whose every band is so many decibels over full scale."""
    return torch.full((1, bands, count), (db / 20 * np.log(10) - CENTRE) / SPREAD).float()


@pytest.mark.parametrize(
    ("made", "drawn", "change"),
    [
        (-30, -24, 6 * SHARE),
        (-30, -34, -4 * SHARE),
        (-20, -35, LOUDER_DB - 15),
        (-5, -60, -MOST_DB * (1 + SHARE)),
        (-60, -10, MOST_DB * SHARE),
        (-96, -79.9, 0.0),
    ],
)
def test_a_level_goes_half_of_the_way_to_the_drawing_and_is_hardly_louder(made, drawn, change):
    held = towards(frames_at(made), frames_at(drawn, bands=128))
    found = (held - frames_at(made)) * DB
    assert found.numpy() == pytest.approx(change, abs=0.3)


def test_only_what_is_off_changes_and_what_is_finer_stays():
    drawn, made = frames_at(-30, bands=128), frames_at(-30)
    made[:, 64:128] += 12 / DB
    held = (towards(made, drawn) - made) * DB
    assert held[:, :56].abs().max() < 0.5
    assert held[:, 72:128].numpy() == pytest.approx(LOUDER_DB - 12, abs=0.5)
    assert torch.allclose(held[:, 128:], held[:, :128], atol=1e-4)
    rough = torch.linspace(-1, 1, 4).repeat(64)[None, :, None] / DB * 6
    kept = (towards(frames_at(-30) + rough, drawn) - frames_at(-30)) * DB
    assert float((kept[:, 40:88] * rough[:, 40:88]).mean() / rough.square().mean()) > 0.6 * DB


def test_levels_are_of_whole_models_of_bare_parts_alone():
    model = Model(TINY)
    one = [Sheet(np.zeros((0, 6), np.float32), np.zeros((4, ROW_WIDTH), np.float32))]
    model.card = {"sound": "dry"}
    assert drawn_levels(model, one) is None  # no timbre was fitted
    torch.nn.init.ones_(model.velocity.control.drawn.weight)
    assert drawn_levels(model, one) is not None
    model.card = {}
    assert drawn_levels(model, one) is None  # whole mixes have a room


def test_each_sheet_is_held_to_its_own_notes_wherever_a_stretch_begins():
    torch.manual_seed(2)
    control = ControlEncoder(16)
    rows = np.zeros((96, ROW_WIDTH), np.float32)
    rows[:, EXPRESSION] = 1
    sheets = [
        Sheet(np.array([(start, start + 0.7, pitch, 0.9, 0, 3)], np.float32), rows)
        for start, pitch in ((0.5, 60), (2.5, 72))
    ]
    levels, frames = DrawnLevels(control, sheets), frames_at(-40, count=384)
    whole = levels.held(frames, 0, [1])
    told = stacked([sheets[1].notes])
    alone = towards(frames, control.timbre(told, torch.from_numpy(rows[None, :, EXPRESSION])))
    assert torch.allclose(whole, alone, atol=1e-4)
    assert not torch.allclose(whole, levels.held(frames, 0, [0]), atol=0.1)
    later = levels.held(frames[..., :160], 40, [1])
    assert torch.allclose(later[..., 8:-8], whole[..., 168:312], atol=1e-3)


def test_stretches_are_held_as_if_made_at_once():
    torch.manual_seed(3)
    model = Model(TINY).eval()
    rows = np.zeros((96, ROW_WIDTH), np.float32)
    rows[:, EXPRESSION] = 1
    sheets = [Sheet(np.array([(1.0, 3.0, 60, 0.9, 0, 3)], np.float32), rows)]
    levels, latents = DrawnLevels(model.velocity.control, sheets), torch.randn(1, 96, 96)

    def sound(pieces, held):
        return torch.cat([*decoded(model.vae, model.vocoder, pieces, levels=held)], -1)

    once = sound([latents], levels)
    assert torch.allclose(once, sound(torch.split(latents, 32, -1), levels), atol=1e-3)
    assert not torch.allclose(once, sound([latents], None), atol=1e-3)


def test_what_is_played_from_notes_is_held_and_what_is_played_freely_is_not():
    torch.manual_seed(4)
    model = Model(TINY).eval()
    torch.nn.init.ones_(model.velocity.control.drawn.weight)
    rows = np.zeros((24, ROW_WIDTH), np.float32)
    rows[:, EXPRESSION] = 1
    sheets = [Sheet(np.array([(0.1, 0.9, 60, 0.9, 0, 3)], np.float32), rows)]

    def sound(card, how):
        model.card = card
        drawn = [torch.Generator().manual_seed(1)]
        return torch.cat([*played(model, sheets, None, how, drawn)], -1)

    dry, told = {"sound": "dry"}, Sampling(2)
    assert not torch.allclose(sound(dry, told), sound({}, told), atol=1e-4)
    free = Sampling(2, given=FREE)
    assert torch.equal(sound(dry, free), sound({}, free))
