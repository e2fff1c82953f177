"""Voicings keep the low-interval limits and move little."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musflow_studio.domain.plan import Arrival
from musflow_studio.planning.harmony.chord import QUALITIES, Chord, parse_chord, parse_chords
from musflow_studio.planning.harmony.voicing import (
    clear_below,
    in_parallel,
    lead,
    movement,
    parallels,
    spread,
    voicings,
)
from musflow_studio.planning.stroke import ladder, nearest


@pytest.mark.parametrize(
    ("pitches", "clear"),
    [
        ((33, 38), False),  # two notes below E2
        ((33, 45), True),
        ((38,), True),
        ((41, 46), False),  # a fourth below C3
        ((41, 53), True),
        ((43, 45), False),
        ((52, 54), False),  # a second below C4
        ((52, 55, 59), True),
        ((60, 62), True),
    ],
)
def test_low_intervals(pitches: tuple[int, ...], clear: bool) -> None:
    assert clear_below(pitches) is clear


def chords() -> st.SearchStrategy[Chord]:
    def make(root: int, quality: str) -> Chord:
        tones = tuple((root + step) % 12 for step in QUALITIES[quality])
        return Chord(quality, tones, root)

    return st.builds(make, st.integers(0, 11), st.sampled_from(list(QUALITIES)))


@settings(max_examples=60, deadline=None)
@given(chords(), st.integers(3, 4))
def test_a_voicing_says_its_chord(chord: Chord, voices: int) -> None:
    for voicing in voicings(chord, 50, 69, voices):
        assert clear_below(voicing)
        assert {p % 12 for p in voicing} <= set(chord.pitch_classes)
        if len(chord.pitch_classes) > 2 and len(voicing) >= 3:
            assert chord.pitch_classes[1] in {p % 12 for p in voicing}


@settings(max_examples=40, deadline=None)
@given(st.lists(chords(), min_size=2, max_size=6))
def test_leading_stays_in_range_and_clear(line: list[Chord]) -> None:
    led = lead(line, low=50, high=69, voices=3, centre=60)
    assert len(led) == len(line)
    assert all(50 <= p <= 69 for voicing in led for p in voicing)
    assert all(clear_below(voicing) for voicing in led)


def test_a_common_progression_moves_by_steps() -> None:
    led = lead(parse_chords("C Am F G C"), low=50, high=69, voices=3, centre=60)
    assert sum(movement(a, b) for a, b in pairwise(led)) / 4 <= 2.0


def test_parallels_are_counted() -> None:
    assert parallels((48, 55, 64), (50, 57, 65)) == 1
    assert parallels((48, 55, 64), (48, 55, 65)) == 0


@settings(max_examples=60, deadline=None)
@given(chords(), st.integers(28, 60))
def test_ladders_are_open_at_the_bottom(chord: Chord, low: int) -> None:
    rungs = ladder(chord, low, low + 40)
    assert rungs[0] % 12 == chord.bass
    for a, b in pairwise(rungs):
        assert b - a >= (3 if b < 60 else 2)
        assert b >= 48 or (b - a) % 12 in (0, 7)


def test_nearest() -> None:
    assert nearest(2, 40, 60, 51) == 50
    assert nearest(2, 40, 60, 59) == 50
    assert nearest(7, 60, 65, 62) == 60
    assert parse_chord("D").root == 2


def test_outer_voices_leave_parallels_and_lead_on_from_an_arrival() -> None:
    chords = parse_chords("C D E F G Am G F")
    led = lead(chords, low=50, high=69, voices=4, centre=59)
    tops = [voicing[-1] for voicing in led]
    for i in range(1, len(chords)):
        assert not in_parallel(chords[i - 1].bass, tops[i - 1], chords[i].bass, tops[i])
    arrival = Arrival(1, 36, (55, 60, 64))
    reached = lead(parse_chords("F"), low=50, high=69, voices=3, centre=66, arrival=arrival)
    assert movement((55, 60, 64), reached[0]) <= 2
    elsewhere = Arrival(1, 36, (80, 84))
    assert lead(parse_chords("F"), low=50, high=69, voices=3, centre=60, arrival=elsewhere) == lead(
        parse_chords("F"), low=50, high=69, voices=3, centre=60
    )


def test_two_hands_spread_over_a_near_bass() -> None:
    line = spread(parse_chords("C F G Am C"), low=36, high=70, voices=3)
    assert all(clear_below(voicing) for voicing in line)
    assert [voicing[0] % 12 for voicing in line] == [0, 5, 7, 9, 0]
    assert all(abs(b[0] - a[0]) <= 7 for a, b in pairwise(line))
