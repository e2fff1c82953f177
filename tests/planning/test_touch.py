"""Articulation: how long notes sound by instrument, role and what the style asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desks import desk_at
from scored_boards import STYLE

from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.style import Articulation, RoleStyle
from musflow_studio.planning.performance.articulation import articulate, articulation, speaking

CELLO = replace(
    next(v for v in STYLE.roles if v.instrument == "Slow strings"),
    role=Role.COUNTER, program=42, attack_ms=200,
)  # fmt: skip
PIECE = desk_at(0.5, style_name="tender-piano", pattern="pad").piece


def line(*pitches: int, ticks: int = 960) -> list[Note]:
    return [Note(ticks * i, ticks, p, 80, "p1") for i, p in enumerate(pitches)]


@pytest.mark.parametrize(
    ("role", "program", "bank", "how"),
    [
        (Role.MELODY, 0, 8, Articulation.LEGATO),
        (Role.HARMONY, 0, 8, Articulation.STRUCK),
        (Role.PAD, 49, 0, Articulation.SUSTAINED),
        (Role.MELODY, 45, 0, Articulation.PLUCKED),
        (Role.PERCUSSION, 48, 128, Articulation.STRUCK),
    ],
)
def test_unsaid_it_follows_role_and_instrument(
    role: Role, program: int, bank: int, how: Articulation
) -> None:
    voice = replace(CELLO, role=role, program=program, bank=bank)
    assert articulation(voice) is how
    said = replace(voice, articulation=Articulation.STACCATO)
    assert articulation(said) is Articulation.STACCATO


def test_a_legato_note_ends_after_the_next_begins_however_early_that_is() -> None:
    early = [replace(n, shift_us=-200_000 - 1_000 * i) for i, n in enumerate(line(50, 52, 53))]
    played = articulate(PIECE, CELLO, early)
    assert [n.end_shift_us for n in played] == [-201_000 + 35_000, -202_000 + 35_000, 0]


def test_a_rest_or_the_same_pitch_is_left_as_written() -> None:
    parted = [
        *line(50),
        replace(line(52)[0], start_tick=1200),
        replace(line(52)[0], start_tick=2160),
    ]
    assert {n.end_shift_us for n in articulate(PIECE, CELLO, parted)} == {0}


def test_staccato_sounds_about_half_wherever_it_begins() -> None:
    short: RoleStyle = replace(CELLO, articulation=Articulation.STACCATO)
    written_us = PIECE.microseconds(960)
    for shift_us in (0, -7_000):
        (played,) = articulate(PIECE, short, [replace(line(50)[0], shift_us=shift_us)])
        sounds = written_us + played.end_shift_us - played.shift_us
        assert sounds == pytest.approx(0.48 * written_us, rel=0.001)


def test_a_line_sings_through_notes_too_short_to_speak() -> None:
    notes = [*line(50), Note(960, 120, 52, 80, "p1"), Note(1080, 1800, 53, 80, "p1")]
    kept = speaking(PIECE, CELLO, notes)
    assert [(n.start_tick, n.duration_ticks, n.pitch) for n in kept] == [
        (0, 1080, 50),
        (1080, 1800, 53),
    ]
    piano = replace(CELLO, program=0, attack_ms=5)
    assert speaking(PIECE, piano, notes) == notes
