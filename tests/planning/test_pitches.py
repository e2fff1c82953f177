"""Pitches: over the harmony, inside a twelfth, foreign tones left by step, phrases with an arch."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from desks import desk_at

from musflow_studio.planning.harmony.key import parse_key
from musflow_studio.planning.harmony.progression import span_at
from musflow_studio.planning.melody.line import (
    OVER_HARMONY,
    TWELFTH,
    Register,
    compass,
    scale_position,
    sing,
    write_melody,
)
from musflow_studio.planning.melody.phrase import Cell
from musflow_studio.planning.patterns import Desk
from musflow_studio.planning.stroke import Stroke

SEEDS = range(20)


def desk(energy: float = 0.6, seed: int = 1, chords: str = "Am F C G Am F E Am") -> Desk:
    return desk_at(energy, style_name="tender-piano", pattern="melody", chords=chords, seed=seed)


def sung(made: Desk, under: tuple[Stroke, ...] = ()) -> list[Stroke]:
    return write_melody(made.cue, made.piece, made.spans, made.voice, under)


def test_a_compass_is_a_twelfth_of_the_range_above_its_middle() -> None:
    assert compass(60, 72) == (60, 72)
    low, high = compass(55, 91)
    assert high - low == TWELFTH
    assert low - 55 > 91 - high


def test_the_melody_stays_in_its_compass() -> None:
    for seed in SEEDS:
        made = desk(seed=seed)
        low, high = compass(made.voice.low, made.voice.high)
        assert all(low <= s.pitch <= high for s in sung(made))


def test_it_climbs_over_a_high_harmony() -> None:
    shelf = (Stroke(0, 8 * 3840, 74),)
    over = [s.pitch >= 74 + OVER_HARMONY for seed in SEEDS for s in sung(desk(seed=seed), shelf)]
    assert np.mean(over) >= 0.9
    assert np.mean([s.pitch for seed in SEEDS for s in sung(desk(seed=seed))]) < 76


def test_foreign_tones_are_left_by_step_and_leaps_turn_back() -> None:
    by_step, turned = [], []
    for seed in SEEDS:
        made = desk(0.7, seed)
        line = sung(made)
        for before, note, after in zip(line, line[1:], line[2:], strict=False):
            tones = span_at(made.spans, note.start).chord.pitch_classes
            if note.pitch % 12 not in tones:
                key = made.cue.key
                moved = scale_position(key, after.pitch) - scale_position(key, note.pitch)
                by_step.append(abs(moved) == 1)
            if abs(note.pitch - before.pitch) > 7:
                turned.append((note.pitch - before.pitch) * (after.pitch - note.pitch) < 0)
    assert len(by_step) > 30
    assert np.mean(by_step) >= 0.9
    assert np.mean([*turned, True]) >= 0.8


def test_a_prescribed_contour_is_sung_where_the_chord_allows() -> None:
    made = desk(chords="C C")
    register = Register(60, 79, 66, 72)
    steps = (None, 2, -1, -1)
    cells = [Cell(960 * i, 960 if i % 2 else 480, step) for i, step in enumerate(steps)]
    line = sing(made.cue, made.piece, made.spans, cells, register, "test")
    places = [scale_position(made.cue.key, s.pitch) for s in line]
    assert [b - a for a, b in pairwise(places)] == [2, -1, -1]


def test_heights_shape_the_line() -> None:
    made = desk(chords="Am Am")
    register = Register(60, 79, 62, 77)
    rising = [Cell(960 * i, 960, height=i / 7) for i in range(8)]
    falling = [replace(cell, height=1 - cell.height) for cell in rising]
    up, down = (
        sing(made.cue, made.piece, made.spans, cells, register, "test")
        for cells in (rising, falling)
    )
    assert up[-1].pitch - up[0].pitch >= 7
    assert down[0].pitch - down[-1].pitch >= 7


def test_seconds_below_middle_c_are_avoided() -> None:
    made = desk(chords="Am Am")
    cells = [Cell(960 * i, 960) for i in range(8)]
    beside = (Stroke(0, 8 * 960, 52), Stroke(0, 8 * 960, 57))
    register = Register(48, 64, 55, 55)
    line = sing(made.cue, made.piece, made.spans, cells, register, "t", beside=beside)
    near = [abs(s.pitch - other) in (1, 2) for s in line for other in (52, 57) if s.pitch < 60]
    assert near
    assert not any(near)


def test_the_last_note_of_a_cue_is_the_tonic() -> None:
    for seed in SEEDS:
        made = desk_at(0.5, style_name="tender-piano", pattern="melody", seed=seed, last=True,
                       chords="Am F E Am")  # fmt: skip
        assert sung(made)[-1].pitch % 12 == 9


def test_altered_tones_count_as_their_degree() -> None:
    major, minor = parse_key("E major"), parse_key("E minor")
    assert scale_position(major, 67) == scale_position(major, 68)  # G of a borrowed C major
    assert scale_position(major, 75) - scale_position(major, 67) == 4
    assert scale_position(minor, 75) - scale_position(minor, 67) == 4  # the leading tone
    assert scale_position(minor, 65) - scale_position(minor, 64) == 1  # the Neapolitan
    assert scale_position(major, 66) - scale_position(major, 65) == 1  # E# leads to F#
