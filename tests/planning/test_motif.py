"""Motifs fill one bar of any metre, begin on their own first note, and end on the longest."""

from __future__ import annotations

import random

import pytest
from scored_boards import HOPE, planned

from musflow_studio.domain.description import Mood
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import Pins
from musflow_studio.planning import parse_meter
from musflow_studio.planning.meter import METERS
from musflow_studio.planning.motif import choose_motif

MOODS = (Mood(0.5, 0.5, 0, 0), Mood(0.5, -0.5, 0, 0), Mood(-0.5, 0, 0, 0), Mood(-0.5, 0.5, 0, 0.9))


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("mood", MOODS)
def test_a_motif_is_one_bar(meter: str, mood: Mood) -> None:
    bar = parse_meter(meter)
    for seed in range(30):
        motif = choose_motif(bar, mood, random.Random(seed))
        assert 3 <= len(motif.degrees) == len(motif.rhythm_ticks) <= 7
        assert motif.degrees[0] == 0
        assert sum(motif.rhythm_ticks) == bar.bar_ticks
        assert motif.rhythm_ticks[-1] == max(motif.rhythm_ticks)


def test_strength_of_positions() -> None:
    four, six = parse_meter("4/4"), parse_meter(" 6/8")
    assert [four.strength(t) for t in (0, 960, 1920, 480)] == [1.0, 0.35, 0.6, 0.1]
    assert [six.strength(t) for t in (0, 1440, 480)] == [1.0, 0.6, 0.1]
    with pytest.raises(StudioError, match="etre"):
        parse_meter("7/8")


@pytest.mark.parametrize("meter", METERS)
def test_every_metre_can_be_planned(meter: str) -> None:
    cue = planned(HOPE, pins=Pins(meter=meter))
    assert cue.meter == meter
    assert sum(cue.motif.rhythm_ticks) == parse_meter(meter).bar_ticks
