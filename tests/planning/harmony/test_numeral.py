"""Roman numerals, closed form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored_boards import HOPE, STYLE, board_of

from musflow_studio.domain.errors import StudioError
from musflow_studio.planning import plan
from musflow_studio.planning.harmony.key import parse_key
from musflow_studio.planning.harmony.numeral import (
    check_cadences,
    check_progressions,
    function_of,
    numeral_chord,
)


@pytest.mark.parametrize(
    ("key", "numeral", "symbol", "bass"),
    [
        ("C major", "IV", "F", 5),
        ("C major", "vi7", "Am7", 9),
        ("C major", "V/7", "G/B", 11),
        ("C major", "iv", "Fm", 5),
        ("C major", "bVI", "Ab", 8),
        ("A minor", "VI", "F", 5),
        ("A minor", "bVI", "F", 5),
        ("A minor", "V", "E", 4),
        ("A minor", "V/7", "E/G#", 8),
        ("D minor", "bII", "Eb", 3),
        ("Bb major", "Iadd9", "Bbadd9", 10),
        ("Eb minor", "III", "Gb", 6),
        ("D dorian", "IV", "G", 7),
        ("A dorian", "VI", "F", 5),
        ("C lydian", "II", "D", 2),
        ("C lydian", "IV", "F", 5),
        ("C lydian", "iv", "Fm", 5),
        ("A phrygian", "II", "Bb", 10),
        ("A phrygian", "ii7", "Bm7", 11),
        ("C mixolydian", "VII", "Bb", 10),
        ("C major", "V7/V", "D7", 2),
        ("C major", "V7/vi", "E7", 4),
        ("C major", "V7/vi/#5", "E7/G#", 8),
        ("C major", "vii°7/vi", "G#dim7", 8),
        ("A minor", "V7/iv", "A7", 9),
        ("A minor", "vii°7", "G#dim7", 8),
        ("A minor", "VII", "G", 7),
        ("A minor", "iiø7", "Bm7b5", 11),
        ("Db major", "V7/iii", "C7", 0),
        ("D minor", "N6", "Eb/G", 7),
        ("C minor", "Ger6", "Ab7", 8),
        ("C major", "I6/9", "C69", 0),
        ("C major", "ii11", "Dm11", 2),
        ("C major", "IV/1", "F/C", 0),
        ("C major", "V/1", "G/C", 0),
        ("D lydian", "IV", "G", 7),
        ("D lydian", "iv°", "G#dim", 8),
        ("D lydian", "II", "E", 4),
        ("D dorian", "VI", "Bb", 10),
        ("D dorian", "vi°", "Bdim", 11),
        ("E phrygian", "II", "F", 5),
        ("E phrygian", "iiø7", "F#m7b5", 6),
        ("C mixolydian", "I/b7", "C/Bb", 10),
    ],
)
def test_numerals(key: str, numeral: str, symbol: str, bass: int) -> None:
    chord = numeral_chord(numeral, parse_key(key))
    assert (chord.symbol, chord.bass) == (symbol, bass)


@pytest.mark.parametrize("numeral", ["VIII", "Q", "Ixyz", "iiii", "V/Q", "V/8", "V/ii/9", ""])
def test_a_numeral_nobody_can_read_is_refused(numeral: str) -> None:
    with pytest.raises(StudioError, match="(?i)not a roman numeral"):
        numeral_chord(numeral, parse_key("C major"))


@pytest.mark.parametrize("progression", ["", "I  vi IX", "I ii7,,V7"])
def test_bad_progressions_are_refused(progression: str) -> None:
    with pytest.raises(StudioError):
        check_progressions(["I V", progression])


def test_a_style_with_a_wrong_numeral_is_refused_by_the_planner() -> None:
    board, seen = board_of(HOPE)
    wrong = replace(STYLE, progressions_tense=("i IX",))
    with pytest.raises(StudioError, match="IX"):
        plan(board, seen, wrong, cue_uid="1M1", seed=1)


def test_chords_that_share_a_bar_change_on_its_strong_beat() -> None:
    board, seen = board_of(HOPE)
    shared = replace(
        STYLE, meters=("4/4",), progressions_major=("I,V vi,IV",), progressions_minor=("i,v VI,iv",)
    )
    cue = plan(board, seen, shared, cue_uid="1M1", seed=1)
    panel = max(cue.panels, key=lambda p: p.end_tick - p.start_tick)
    bars = [b for b in cue.grid.bars if panel.start_tick <= b.start_tick
            and b.end_tick <= panel.end_tick and b.end_tick - b.start_tick == 3840]  # fmt: skip
    inside = [c.start_tick for c in cue.chords if c.panel_uid == panel.panel_uid]
    assert bars
    assert any(b.start_tick + 1920 in inside for b in bars)
    assert all((t - b.start_tick) in (0, 1920) for b in bars for t in inside
               if b.start_tick <= t < b.end_tick)  # fmt: skip


@pytest.mark.parametrize(
    ("numeral", "function"),
    [("bVImaj7/3", "bVI"), ("V7/ii", "V"), ("N6", "bII"), ("iiø7", "ii"), ("i69", "i")],
)
def test_function(numeral: str, function: str) -> None:
    assert function_of(numeral) == function


@pytest.mark.parametrize("cadence", ["V7", "V7 i VI", "i V7", "I i", "V7 ii7,i", "V7 VI", ""])
def test_a_cadence_is_two_bars_that_come_home(cadence: str) -> None:
    check_cadences(["V7b9 i69", "ii7,V7 Imaj9", "N6 i"])
    with pytest.raises(StudioError) as caught:
        check_cadences(["V i", cadence])
    assert caught.value.value == cadence
