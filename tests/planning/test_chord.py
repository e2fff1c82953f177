"""Chord symbols and roman numerals, closed form."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import StudioError
from musflow_studio.planning.chord import QUALITIES, numeral_chord, parse_chord, parse_chords
from musflow_studio.planning.key import parse_key


@pytest.mark.parametrize(
    ("symbol", "tones", "bass"),
    [
        ("C", (0, 4, 7), 0),
        ("Dm", (2, 5, 9), 2),
        ("Bbmaj7", (10, 2, 5, 9), 10),
        ("F/A", (5, 9, 0), 9),
        ("G7", (7, 11, 2, 5), 7),
        ("Asus4", (9, 2, 4), 9),
        ("Esus2", (4, 6, 11), 4),
        ("Bdim", (11, 2, 5), 11),
        ("C+", (0, 4, 8), 0),
        ("Cadd9", (0, 4, 7, 2), 0),
        ("F#m7b5", (6, 9, 0, 4), 6),
        ("Am7/G", (9, 0, 4, 7), 7),
    ],
)
def test_symbols(symbol: str, tones: tuple[int, ...], bass: int) -> None:
    chord = parse_chord(symbol)
    assert (chord.pitch_classes, chord.bass, chord.symbol) == (tones, bass, symbol)


def test_a_progression_may_have_bar_lines_and_commas() -> None:
    assert [c.symbol for c in parse_chords("| Dm | Bb, F  C |")] == ["Dm", "Bb", "F", "C"]


@pytest.mark.parametrize(
    "text", ["H", "Dm Xb", "", "   ", "Cmaj13b5#9", "C/", " ".join(["C"] * 65)]
)
def test_bad_chords_are_refused(text: str) -> None:
    with pytest.raises(StudioError) as caught:
        parse_chords(text)
    assert caught.value.exit_status == 2


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
    ],
)
def test_numerals(key: str, numeral: str, symbol: str, bass: int) -> None:
    chord = numeral_chord(numeral, parse_key(key))
    assert (chord.symbol, chord.bass) == (symbol, bass)


@pytest.mark.parametrize("numeral", ["VIII", "Q", "Ixyz", "iiii"])
def test_a_numeral_nobody_can_read_is_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        numeral_chord(numeral, parse_key("C major"))


def test_every_quality_starts_on_its_root() -> None:
    assert all(steps[0] == 0 and len(set(steps)) == len(steps) for steps in QUALITIES.values())
