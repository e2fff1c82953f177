"""What a join costs: phrases, pick-ups, bars, harmony, hits, energy."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny_cue

from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from musflow_studio.domain.plan import ChordSpan, CuePlan
from musflow_studio.domain.score import Note, Part, Role, Score
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.cutdown.joins import (
    BROKEN_PROMISE,
    DANGLING_PICKUP,
    LOST_PICKUP,
    ODD_BAR,
    ROOT_MOTION,
    THROUGH_A_PHRASE,
    Joins,
)
from musflow_studio.planning.cutdown.material import Material

BAR = 3840
C, F, G, B = (
    ("C", (0, 4, 7)), ("F", (5, 9, 0)), ("G", (7, 11, 2)), ("F#", (6, 10, 1)),
)  # fmt: skip


def song(notes: list[tuple[int, int]], chords: tuple[tuple[str, tuple[int, ...]], ...]) -> CuePlan:
    """Eight bars of 4/4 with this melody (start, length) and a chord a bar, in one panel."""
    made = tiny_cue.plan()
    melody = tuple(Note(start, length, 72, 80, "a") for start, length in notes)
    spans = tuple(
        ChordSpan(i * BAR, (i + 1) * BAR, symbol, tones, tones[0], "a")
        for i, (symbol, tones) in enumerate(chords)
    )
    grid = Grid((TempoSection(0, 500_000),), (MeterSection(0, 4, 4),), 8 * BAR)
    panel = replace(made.panels[0], end_tick=8 * BAR, end_frame=384)
    hits = tuple(replace(hit, tick=5 * BAR) for hit in made.hits[:1])
    return replace(
        made, grid=grid, panels=(panel,), chords=spans, hits=hits,
        score=Score((Part(Role.MELODY, "piano", 0, 0, melody),)),
    )  # fmt: skip


STEADY = (C, F, G, C, F, G, C, C)


def joins(notes: list[tuple[int, int]], chords: tuple[tuple[str, tuple[int, ...]], ...] = STEADY):
    return Joins(Material(song(notes, chords)))


def test_a_rest_is_the_place_to_cut() -> None:
    sung = joins([(0, BAR - 960), (BAR, BAR - 960)])
    assert sung.leaving(BAR) == sung.entering(BAR) == 0.0


def test_cutting_through_a_phrase_is_bad_both_ways() -> None:
    held = joins([(0, BAR + 1920)])
    assert held.leaving(BAR) == THROUGH_A_PHRASE
    assert held.entering(BAR) == THROUGH_A_PHRASE


def test_a_pickup_belongs_to_what_follows() -> None:
    up = joins([(0, 1920), (BAR - 960, 480), (BAR - 480, 480), (BAR, 1920)])
    assert up.entering(BAR) == LOST_PICKUP
    alone = joins([(0, 1920), (BAR - 960, 480), (BAR - 480, 480)])
    assert alone.leaving(BAR) == DANGLING_PICKUP


def test_whole_bars_join_freely_and_broken_ones_do_not() -> None:
    free = joins([(0, 960)])
    assert free.between(BAR, 4 * BAR) == pytest.approx(0.0)  # F goes on as F
    assert free.between(BAR + 1920, 4 * BAR + 1920) == pytest.approx(ROOT_MOTION[0] * 0)
    assert free.between(BAR + 1920, 4 * BAR) >= ODD_BAR


def test_harmony_leads_on() -> None:
    falls = joins([(0, 960)], (C, G, C, F, B, G, C, C))
    assert falls.between(2 * BAR, 6 * BAR) == 0.0  # G to C, as it did
    assert falls.between(BAR, 3 * BAR) == ROOT_MOTION[5] == 0.0  # C to F
    assert falls.between(BAR, 4 * BAR) == ROOT_MOTION[6] == 1.0  # C to F sharp


def test_a_promised_hit_must_come() -> None:
    free = joins([(0, 960)])
    assert free.leaving(5 * BAR) == 0.0  # a should-hit promises nothing
    must = song([(0, 960)], STEADY)
    hit = replace(must.hits[0], weight=HitWeight.MUST)
    promised = Joins(Material(replace(must, hits=(hit,))))
    assert promised.leaving(5 * BAR) == BROKEN_PROMISE
