"""Harmonic rhythm, dominants that lead on, cadences and walking basses."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from scored_boards import STYLE, Look, board_of, planned

from musflow_studio.domain.plan import ChordSpan, CuePlan, Pins
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning import plan
from musflow_studio.planning.harmony.chord import parse_chords
from musflow_studio.planning.harmony.key import parse_key, third_above
from musflow_studio.planning.harmony.phrase_chords import towards, walks_by_steps

SEEDS = range(10)


def one_panel(energy: float, seed: int, meter: str = "4/4", bpm: float = 120.0) -> CuePlan:
    looks = (
        Look(26, 0.4, 0.0, 0.2, energy, HitWeight.MUST),
        Look(6, 0.4, 0.0, 0.2, energy, HitWeight.SHOULD),
    )
    return planned(looks, seed=seed, pins=Pins(meter=meter, bpm=bpm))


def chords_of(cue: CuePlan) -> list[ChordSpan]:
    return [chord for chord in cue.chords if chord.panel_uid == "p1"]


def test_calm_chords_last_two_bars_and_loud_ones_one() -> None:
    for seed in SEEDS:
        calm, loud = chords_of(one_panel(0.1, seed)), chords_of(one_panel(0.6, seed))
        assert {c.end_tick - c.start_tick for c in calm[:-1]} == {2 * 3840}
        assert all(c.end_tick - c.start_tick <= 3840 for c in loud[:-1])


def test_slow_calm_chords_stay_a_bar() -> None:
    for seed in SEEDS:
        calm = chords_of(one_panel(0.1, seed, bpm=60.0))
        assert {c.end_tick - c.start_tick for c in calm[:-1]} == {3840}


@pytest.mark.parametrize(("meter", "places"), [("4/4", {0, 1920}), ("5/4", {0, 2880})])
def test_phrase_ends_move_on_strong_beats(meter: str, places: set[int]) -> None:
    inside, shared = set(), 0
    for seed in SEEDS:
        cue = one_panel(0.6, seed, meter)
        for chord in chords_of(cue)[:-2]:
            bar = cue.grid.bar_at(chord.start_tick)
            inside.add(chord.start_tick - bar.start_tick)
            shared += chord.start_tick > bar.start_tick
    assert inside <= places
    assert shared


@pytest.mark.parametrize(
    ("bar", "following", "led"),
    [
        ("IV", "vi", "IV,V7/vi"),
        ("vi", "I", "vi,V7"),
        ("I", "ii7", "I,V7/ii"),
        ("V", "I", "V"),  # it is the dominant already
        ("IV", "IV", "IV"),
        ("IV", "Vsus4", "IV"),  # not a chord to lean on
        ("IV", "V/7", "IV"),
        ("I", "vii°", "I"),
        ("vi", "bVII", "vi,V7/bVII"),
    ],
)
def test_a_bar_leads_to_the_next(bar: str, following: str, led: str) -> None:
    assert towards(bar, following, parse_key("C major")) == led


@pytest.mark.parametrize(
    ("symbols", "walks"),
    [("C G Am", True), ("C F G", False), ("Am E Am", True), ("C G7 C", True), ("C G/B C", False)],
)
def test_thirds_in_the_bass_walk(symbols: str, walks: bool) -> None:
    before, chord, after = parse_chords(symbols)
    assert walks_by_steps(before, chord, after) is walks


def test_inversions_are_spelled_and_make_steps() -> None:
    found = []
    for seed in SEEDS:
        cue = planned(
            (Look(20, 0.4, 0.0, 0.2, 0.5, HitWeight.MUST),), seed=seed, pins=Pins(bpm=120.0)
        )
        for before, chord in pairwise(cue.chords):
            if "/" in chord.symbol and chord.bass == chord.pitch_classes[1]:
                found.append(min((chord.bass - before.bass) % 12, (before.bass - chord.bass) % 12))
    assert found
    assert sum(step <= 2 for step in found) / len(found) > 0.8


@pytest.mark.parametrize(
    ("root", "pitch", "name"), [("E", 8, "G#"), ("Ab", 0, "C"), ("Bm7", 2, "D"), ("Gb", 10, "Bb")]
)
def test_thirds_have_names(root: str, pitch: int, name: str) -> None:
    assert third_above(root, pitch) == name


def test_untonal_styles_and_modes_keep_their_progressions() -> None:
    free = replace(STYLE, tonal=False)
    board, seen = board_of((Look(26, 0.4, 0.0, 0.2, 0.6, HitWeight.MUST),))
    for seed in SEEDS:
        cue = plan(board, seen, free, cue_uid="1M1", seed=seed, pins=Pins(bpm=120.0))
        starts = {cue.grid.bar_at(c.start_tick).start_tick - c.start_tick for c in cue.chords[:-3]}
        assert starts == {0}
