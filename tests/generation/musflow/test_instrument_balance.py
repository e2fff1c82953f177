"""Balance: what is measured too loud is taken back, from the card to the sound."""

import json
from contextlib import closing

import numpy as np
import pytest
import torch

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.request import Quality
from musflow_studio.generation.musflow.balance import MOST_DB, gains
from musflow_studio.generation.musflow.engine import SAMPLINGS
from musflow_studio.generation.musflow.model import LEVELS, TINY, Model, load_model, save_model
from musflow_studio.generation.musflow.sheet import ROW_WIDTH, Sheet
from musflow_studio.generation.musflow.stream import ModelStream
from musflow_studio.own_model import CARD


def sheet(*players):
    """Programs, and how many seconds each plays."""
    notes = [(0.0, seconds, 60, 0.8, 0, program) for program, seconds in players]
    return Sheet(np.array(notes, np.float32).reshape(-1, 6), np.zeros((12, ROW_WIDTH), np.float32))


def test_a_sheet_is_as_much_softer_as_its_players_are_too_loud():
    levels = {40: 6.0, 12: -3.0}
    sheets = [sheet((40, 1.0)), sheet((12, 0.5)), sheet((7, 1.0)), sheet(), sheet((40, 1), (7, 2))]
    found = 20 * torch.log10(gains(levels, sheets)).flatten()
    assert found.tolist() == pytest.approx([-6, 3, 0, 0, -2], abs=1e-4)
    wild = 20 * torch.log10(gains({40: 60.0}, [sheet((40, 1.0))]))
    assert float(wild) == pytest.approx(-MOST_DB, abs=1e-4)


def test_the_card_says_levels_and_the_stream_takes_them_back(tmp_path):
    torch.manual_seed(5)
    save_model(Model(TINY), tmp_path / "plain", {})
    plain = load_model(tmp_path / "plain")
    save_model(plain, tmp_path / "level", {LEVELS: {40: 6.0206}})
    level = load_model(tmp_path / "level")
    assert level.levels == {40: 6.0206}
    assert plain.levels == {}
    assert level.digest != plain.digest
    sounds = [played(model, sheet((40, 0.4))) for model in (plain, level)]
    assert np.abs(sounds[0]).max() > 0
    assert np.allclose(sounds[1], sounds[0] / 2, rtol=1e-3, atol=1e-6)


def played(model, one):
    with closing(ModelStream(model, {"one": one}, SAMPLINGS[Quality.DRAFT], 1, "cue")) as stream:
        return stream.read("one", 20_000, lambda: False)


def test_levels_that_cannot_be_read_are_said(tmp_path):
    save_model(Model(TINY), tmp_path, {LEVELS: {"violin": 3}})
    with pytest.raises(StudioError, match="no levels that can be read"):
        load_model(tmp_path)
    told = json.loads((tmp_path / CARD).read_text())
    told["card"][LEVELS] = ["40"]
    (tmp_path / CARD).write_text(json.dumps(told))
    with pytest.raises(StudioError, match="no levels that can be read"):
        load_model(tmp_path)
