"""Who plays in which stem, and the bed's level: what sampled instruments would have given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_cue import plan

from musflow_studio.domain.score import Role
from musflow_studio.generation.leveling import (
    CEILING_DB,
    FAST_HOPS,
    MOST_GAIN_DB,
    SLOW_HOPS,
    matched_gains,
)
from musflow_studio.generation.musflow.voices import bed_roles, groups_of


def played_by(*players: tuple[Role, int]):
    made = plan()
    one = made.score.parts[0]
    parts = tuple(replace(one, role=role, program=program) for role, program in players)
    return replace(made, score=replace(made.score, parts=parts))


def test_groups_are_stems_of_the_roles_that_play():
    cue = played_by((Role.COUNTER, 71), (Role.PAD, 89), (Role.ARPEGGIO, 46))
    assert groups_of(cue) == {
        "melody": (Role.COUNTER,),
        "harmony": (Role.PAD, Role.ARPEGGIO),
    }


@pytest.mark.parametrize(
    ("players", "bed"),
    [
        (((Role.PAD, 89), (Role.MELODY, 49)), (Role.PAD,)),
        (((Role.HARMONY, 52), (Role.BASS, 49)), (Role.HARMONY,)),
        (((Role.HARMONY, 52), (Role.HARMONY, 57)), ()),
        (((Role.HARMONY, 0), (Role.PAD, 42)), (Role.PAD,)),
    ],
)
def test_the_bed_is_pads_and_held_harmony(players, bed):
    assert bed_roles(played_by(*players)) == bed


def test_equal_powers_are_left_and_others_made_equal():
    level = np.full(200, 0.01)
    assert matched_gains(level, level) == pytest.approx(1.0, abs=1e-3)
    assert matched_gains(level, level / 16) == pytest.approx(4.0, rel=1e-3)
    assert matched_gains(level, np.zeros(200)).max() <= 10 ** (MOST_GAIN_DB / 20)


def test_where_the_sampled_bed_is_silent_so_is_the_model():
    reference, bed = np.full(200, 0.01), np.full(200, 0.01)
    reference[100:] = 0
    heard = matched_gains(reference, bed) ** 2 * bed
    assert heard[100 + FAST_HOPS :].max() == 0
    assert heard[60 : 100 - SLOW_HOPS + 1] == pytest.approx(0.01, rel=0.05)
    assert heard[:100].max() <= 0.01 * 10 ** (CEILING_DB / 10)


def test_the_level_changes_at_a_hard_cut_at_once():
    reference, bed = np.full(200, 0.001), np.full(200, 0.01)
    reference[100:] = 0.1
    gains = matched_gains(reference, bed, [-3, 100, 240])
    assert gains[:100] ** 2 == pytest.approx(0.1, rel=1e-3)
    assert gains[100:] ** 2 == pytest.approx(10, rel=1e-3)
