"""What cues are said and painted to be: true of them, told apart, and new where held out."""

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import torch

from musflow_studio.encoders.picture_features import measure_picture
from musflow_studio.generation.musflow.joint_embedding import (
    KINDS,
    JointConfig,
    JointEmbedding,
    contrast,
    together,
)
from musflow_studio.training.compose import compose
from musflow_studio.training.painted_worlds import WORLDS
from musflow_studio.training.paintings import HANDS, HELD_HAND, painting
from musflow_studio.training.prepared import HELD_OUT, words_of
from musflow_studio.training.scenes import load_scenes
from musflow_studio.training.sentences import (
    CAPTIONS,
    HELD_CAPTIONS,
    caption,
    players_of,
)
from musflow_studio.training.storytelling import story
from musflow_studio.training.train_joint import adapted, several


def test_scenes_name_styles_that_exist(styles):
    assert {name for scene in load_scenes() for name in scene.styles} <= set(styles)


def test_captions_say_what_is_true(styles):
    for seed in range(40):
        cue = compose(seed, styles)
        said = caption(cue, random.Random(seed), held=False)
        told = (players_of(cue)[0], cue.plan.style.replace("-", " "))
        assert any(one.lower() in said.lower() for one in told)
        if " bpm" in said:
            assert f"{round(cue.plan.bpm)} bpm" in said


def test_held_out_words_and_hand_are_not_in_training(styles):
    assert not set(CAPTIONS) & set(HELD_CAPTIONS)
    assert HELD_HAND not in HANDS
    for scene in load_scenes():
        assert not set(scene.who) & set(scene.held_who)
        assert not set(scene.does) & set(scene.held_does)
    cue = compose(HELD_OUT + 3, styles)
    _, stories = words_of(cue)
    assert all(any(w.lower() in s.lower() for w in cue.scene.held_who) for s in stories)


def test_no_phrase_of_a_held_out_story_is_told_in_training(styles):
    cues = [compose(seed, styles) for seed in range(120)]
    said, held = (
        {
            phrase
            for cue in cues
            for phrase in story(cue, random.Random(cue.seed), held=which).split(". ")
        }
        for which in (False, True)
    )
    places = {place.lower() for cue in cues for place in cue.scene.places}
    assert {phrase.strip(".").lower() for phrase in said & held} <= places
    assert len(said) > 250


def test_a_story_says_what_can_be_heard_in_a_storytellers_words(styles):
    musicians = ("bpm", "minor", "major", "drums", "strings", "piano", "tempo", "synth")
    for seed in range(60):
        cue = compose(seed, styles)
        told = story(cue, random.Random(seed), held=bool(seed % 2))
        assert told.endswith(".")
        assert not [word for word in musicians if word in told.lower()]
    worlds = {
        story(replace(cue, plan=replace(cue.plan, style=style)), random.Random(2), held=False)
        for style in styles
    }
    assert len(worlds) == len(styles)


@pytest.mark.parametrize("hand", [*HANDS, HELD_HAND])
def test_every_style_can_be_painted_in_every_hand_and_looks_its_own(styles, hand):
    cues = {cue.plan.style: cue for cue in (compose(seed, styles) for seed in range(60))}
    assert set(cues) == set(WORLDS) == set(styles)
    same = next(iter(cues.values()))
    pictures = {
        style: painting(replace(same, plan=replace(same.plan, style=style)), random.Random(1), hand)
        for style in styles
    }
    assert {picture.mode for picture in pictures.values()} == {"RGB"}
    seen = {style: np.array(measure_picture(one).vector) for style, one in pictures.items()}
    apart = [np.abs(seen[a] - seen[b]).max() for a, b in combinations(seen, 2)]
    assert min(apart) > 0.05


def test_what_says_more_about_the_music_counts_for_more():
    torch.manual_seed(4)
    heard = together([torch.randn(64, 512)])
    drawn = {
        "caption": heard[:, :384] * 8,
        "story": torch.randn(64, 384),
        "picture": torch.randn(64, 92),
    }
    network = JointEmbedding(JointConfig(16, 1, 64))
    optimizer = torch.optim.Adam(network.adapters.parameters(), 3e-3)
    for _ in range(150):
        fresh = {kind: d if kind == "caption" else torch.randn_like(d) for kind, d in drawn.items()}
        said = [adapted(network, kind, fresh[kind]) for kind in KINDS]
        loss = contrast(heard, together([several(said)]), network.log_scale)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        lengths = {kind: network.adapted(kind, d).norm(dim=1).mean() for kind, d in drawn.items()}
    assert lengths["caption"] > 1.5 * lengths["story"]
    assert lengths["caption"] > 1.5 * lengths["picture"]
    assert max(lengths.values()) < 1


def test_words_that_are_not_there_add_nothing():
    network = JointEmbedding(JointConfig(16, 1, 64))
    drawn = torch.randn(5, 384)
    drawn[2] = 0
    said = adapted(network, "story", drawn)
    assert not said[2].any()
    assert said[[0, 1, 3, 4]].abs().sum(1).all()
