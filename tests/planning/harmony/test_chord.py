"""Chord symbols, closed form."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import StudioError
from musflow_studio.planning.harmony.chord import QUALITIES, parse_chord, parse_chords


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
        ("C6/9", (0, 4, 7, 9, 2), 0),
        ("C6/9/E", (0, 4, 7, 9, 2), 4),
        ("G13", (7, 11, 2, 5, 9, 4), 7),
        ("Eø7", (4, 7, 10, 2), 4),
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


def test_every_quality_starts_on_its_root() -> None:
    assert all(steps[0] == 0 and len(set(steps)) == len(steps) for steps in QUALITIES.values())
