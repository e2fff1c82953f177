"""Motifs fill one bar of any metre, begin on their own first note, and end on the longest."""

from __future__ import annotations

import random

import pytest
from scored_boards import HOPE, STYLE, board_of, planned

from musflow_studio.domain.description import Mood
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import Motif, Pins
from musflow_studio.domain.style import MelodyCharacter
from musflow_studio.planning import parse_meter, plan
from musflow_studio.planning.melody.motif import choose_motif, fit_motif
from musflow_studio.planning.meter import METERS

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


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("character", list(MelodyCharacter))
def test_every_character_has_motifs_in_every_metre(meter: str, character: MelodyCharacter) -> None:
    bar = parse_meter(meter)
    for mood in MOODS:
        slow = [choose_motif(bar, mood, random.Random(s), character, 480) for s in range(20)]
        assert min(min(motif.rhythm_ticks) for motif in slow) >= 480
        assert len({motif.degrees for motif in slow}) >= 2
        for seed in range(20):
            motif = choose_motif(bar, mood, random.Random(seed), character)
            assert sum(motif.rhythm_ticks) == bar.bar_ticks
            assert motif.rhythm_ticks[-1] == max(motif.rhythm_ticks)


@pytest.mark.parametrize("meter", METERS)
def test_a_theme_fits_any_metre_and_keeps_its_notes(meter: str) -> None:
    bar = parse_meter(meter)
    for degrees, rhythm in (
        ((0, 2, 4, 3), (1440, 480, 480, 1440)),
        ((0, 1, 0), (960, 480, 1440)),
        ((0, 1, 2, 3, 4, 5, 6), (240,) * 6 + (480,)),
    ):
        fitted = fit_motif(Motif(degrees, rhythm), bar)
        assert fitted.degrees == degrees
        assert sum(fitted.rhythm_ticks) == bar.bar_ticks
        assert fit_motif(fitted, bar) == fitted


def test_a_theme_keeps_the_gist_of_its_rhythm() -> None:
    dotted = Motif((0, 1, 2, 1), (1440, 480, 480, 1440))
    assert fit_motif(dotted, parse_meter("3/4")).rhythm_ticks == (960, 240, 240, 1440)


def test_a_pinned_theme_is_sung_in_another_cue() -> None:
    theme = planned(HOPE, seed=9).motif
    other = planned(HOPE, seed=2, pins=Pins(motif=theme, key="E minor"))
    assert other.motif == theme != planned(HOPE, seed=2).motif
    assert "The theme is pinned." in other.why
    waltz = planned(HOPE, seed=2, pins=Pins(motif=theme, meter="3/4")).motif
    assert (waltz.degrees, sum(waltz.rhythm_ticks)) == (theme.degrees, 2880)


def test_an_edit_to_another_metre_keeps_the_motif() -> None:
    board, seen = board_of(HOPE)
    first = plan(board, seen, STYLE, cue_uid="1M1", seed=3, pins=Pins(meter="4/4"))
    waltz = plan(board, seen, STYLE, cue_uid="1M1", seed=3, pins=Pins(meter="3/4"), base=first)
    assert waltz.motif.degrees == first.motif.degrees


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


def test_where_every_rhythm_would_be_a_run_there_is_a_motif_still() -> None:
    for seed in range(20):
        for character in MelodyCharacter:
            made = choose_motif(
                parse_meter("4/4"), MOODS[0], random.Random(seed), character, shortest_ticks=3000
            )
            assert sum(made.rhythm_ticks) == parse_meter("4/4").bar_ticks
