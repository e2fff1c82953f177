"""Players with a toy model: lengths, repeat, and a floor that really is other plans'."""

import numpy as np
import pytest
import torch
from evaluation_cues import hummed

from musflow_studio.evaluation.model.players import (
    codec_player,
    fitted,
    model_player,
    remembered,
    sheets_of,
    shuffled,
    untrained,
)
from musflow_studio.generation.musflow.model import TINY, Model
from musflow_studio.generation.musflow.sampling import Sampling


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(3)
    made = Model(TINY).eval()
    for parameter in made.velocity.parameters():
        torch.nn.init.normal_(parameter, std=0.05)  # untouched, it says the same of all noise
    return made


@pytest.fixture(scope="module")
def cues():
    return [hummed(number, 3.0) for number in range(4)]


def test_a_cue_is_played_as_long_as_it_is_and_the_same_again(model, cues):
    play = model_player(model, Sampling(2), 1)
    first = play(cues[0])
    assert first.shape == cues[0].sound.shape
    assert np.array_equal(first, play(cues[0]))
    assert not np.array_equal(first, model_player(model, Sampling(2), 2)(cues[0]))


def test_groups_are_sheets_of_their_own(cues):
    whole = [len(sheets_of(cue, by_groups=False)[0].notes) for cue in cues]
    parts = [sum(len(s.notes) for s in sheets_of(cue, by_groups=True)) for cue in cues]
    assert whole == parts
    assert max(len(sheets_of(cue, by_groups=True)) for cue in cues) > 1


def test_the_floor_plays_every_cue_from_another(cues):
    played = []

    def spying(cue):
        played.append(cue.cue.seed)
        return cue.sound

    floor = shuffled(cues, spying)
    for cue in cues:
        made = floor(cue)
        assert made.shape == cue.sound.shape
        assert not np.array_equal(made, cue.sound)
    assert sorted(played) == sorted(cue.cue.seed for cue in cues)
    assert all(a != cue.cue.seed for a, cue in zip(played, cues, strict=True))
    with pytest.raises(ValueError, match="two cues"):
        shuffled(cues[:1], spying)


def test_a_remembered_player_plays_once(cues):
    count = []
    play = remembered(lambda cue: (count.append(1), cue.sound)[1])
    first, again, other = play(cues[0]), play(cues[0]), play(cues[1])
    assert len(count) == 2
    assert first.dtype == np.float32
    assert np.array_equal(first, again)
    assert np.array_equal(other, cues[1].sound)


def test_the_codec_gives_back_as_much_as_it_got(model, cues):
    assert codec_player(model)(cues[1]).shape == cues[1].sound.shape


def test_an_untrained_model_shares_all_but_the_velocity(model):
    raw = untrained(model, 9)
    assert raw.vae is model.vae
    assert raw.velocity is not model.velocity


def test_fitting_cuts_and_repeats():
    sound = np.arange(8, dtype=np.float32).reshape(2, 4)
    assert fitted(sound, 3).tolist() == [[0, 1, 2], [4, 5, 6]]
    assert fitted(sound, 6)[0].tolist() == [0, 1, 2, 3, 0, 1]
