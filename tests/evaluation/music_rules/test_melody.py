"""Rule 3 over sample cues of every style, and planted violations of each of its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sung_cues import STYLES, cues, gate_rule, tallies, with_lead

from musflow_studio.domain.score import Note
from musflow_studio.evaluation.music_rules import melody
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import add_up

if TYPE_CHECKING:
    from gates import Gate

Change = Callable[[Sequence[Note]], Sequence[Note]]


@pytest.mark.gate
def test_every_style_keeps_the_rule(gate: Gate) -> None:
    gate_rule(
        gate,
        melody.check,
        "rule 3, melody, over every style",
        "over the harmony 90 %, a twelfth, steps and thirds 65 %, leaps turned back 80 %, "
        "chord tones 85 %, 40-75 % sung",
    )


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    style = STYLES[name]
    sample = [cue for seed in (0, 1000) for cue in sample_cues(style, 6, seed)]
    for tally in add_up(t for cue in sample for t in melody.check(cue, style)):
        assert tally.holds, (tally.name, tally.share, tally.broken)


def lower(notes: Sequence[Note]) -> list[Note]:
    return [replace(note, pitch=note.pitch - 12) for note in notes]


def wider(notes: Sequence[Note]) -> list[Note]:
    return [replace(n, pitch=n.pitch + (10 if i % 4 == 3 else 0)) for i, n in enumerate(notes)]


def leaping(notes: Sequence[Note]) -> list[Note]:
    """Up an octave, and on upwards."""
    return [replace(n, pitch=60 + (0, 12, 14, 16)[i % 4]) for i, n in enumerate(notes)]


def chromatic(notes: Sequence[Note]) -> list[Note]:
    return [replace(note, pitch=note.pitch + 1) for note in notes]


def without_rest(notes: Sequence[Note]) -> list[Note]:
    following = [n.start_tick for n in notes[1:]] + [notes[-1].start_tick + 3840]
    lengths = [after - n.start_tick for n, after in zip(notes, following, strict=True)]
    return [replace(n, duration_ticks=length) for n, length in zip(notes, lengths, strict=True)]


def two_notes(notes: Sequence[Note]) -> list[Note]:
    return [replace(note, duration_ticks=240) for note in notes[:2]]


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lower, "melody 3 semitones over the harmony"),
        (wider, "each lead instrument within a twelfth"),
        (wider, "melody in steps and thirds"),
        (leaping, "leaps over a fifth turned back"),
        (chromatic, "chord tones on strong beats"),
        (without_rest, "sounds 40 to 75 % of its panels"),
        (two_notes, "sounds 40 to 75 % of its panels"),
    ],
)
def test_a_planted_violation_is_caught(change: Change, broken: str) -> None:
    assert tallies(melody.check, cues())[broken].holds
    planted = tallies(melody.check, [with_lead(cue, change) for cue in cues()])[broken]
    assert not planted.holds
    assert planted.broken


def test_a_cue_without_melody_counts_nothing() -> None:
    silent = [with_lead(cue, lambda _: ()) for cue in cues()]
    assert {t.counted for t in tallies(melody.check, silent).values() if t.needed} == {0}


def test_the_melody_of_the_whole_cue_is_told() -> None:
    told = tallies(melody.check, cues())["sounds, of the whole cue in beats (told, not judged)"]
    assert told.needed == 0.0
    assert 0.2 < told.share < 0.75
