"""Lines by a panel become fields: labels, bare lengths and numbers, quotes and speakers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.timecode import FrameRate
from musflow_studio.storyboard.pdf.caption_fields import read_fields, read_length

RATE = FrameRate()


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("3s", 3),
        ("2.5 sec", Fraction(5, 2)),
        ("2,5 Sek.", Fraction(5, 2)),
        ("4", 4),
        ("(3 seconds)", 3),
        ("72 frames", 3),
        ("36f", Fraction(3, 2)),
        ("00:04", 4),
        ("1:02.5", Fraction(125, 2)),
        ("00:00:03:12", Fraction(7, 2)),
        ("tbd", None),
        ("3 + 12", None),
        ("", None),
    ],
)
def test_lengths(words: str, seconds: Fraction | None) -> None:
    assert read_length(words, RATE) == seconds


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["She runs.", "Down the pier."], {"story": "She runs. Down the pier."}),
        (["Action: She runs", "down the pier."], {"story": "She runs down the pier."}),
        (
            ["ACTION", "She runs.", "NOTES", "Pan left."],
            {"story": "She runs.", "notes": "Pan left."},
        ),
        (["Action: He waits. Dialogue: Go!"], {"story": "He waits.", "dialogue": "Go!"}),
        (["He waits.", "MAYA: Go!"], {"story": "He waits.", "dialogue": "Go!"}),
        (["“Who is there?”"], {"dialogue": "Who is there?"}),
        (
            ["Shot 4A", "He waits. (2.5s)"],
            {"number": "4A", "shot": "4A", "story": "He waits. (2.5s)"},
        ),
        (
            ["4A", "2.5 s", "He waits."],
            {"number": "4A", "length_s": Fraction(5, 2), "story": "He waits."},
        ),
        (["Scene 12 Shot 3"], {"number": "12.3", "shot": "12.3"}),
        (["Sc. 12 / Sh. 3 / Panel 2"], {"number": "12.3.2", "shot": "12.3"}),
        (["Shot 4: He waits."], {"number": "4", "shot": "4", "story": "He waits."}),
        (["7. He waits."], {"number": "7", "story": "He waits."}),
        (
            ["INT. CELLAR - NIGHT", "He waits."],
            {"notes": "INT. CELLAR - NIGHT", "story": "He waits."},
        ),
        (["Dur: soon"], {"unread": "soon"}),
        (["The time: it is late."], {"story": "The time: it is late."}),
        (["Shot through the heart."], {"story": "Shot through the heart."}),
        (["Frame by frame he falls."], {"story": "Frame by frame he falls."}),
    ],
)
def test_fields(lines: list[str], expected: dict[str, object]) -> None:
    found = {k: v for k, v in vars(read_fields(lines, RATE)).items() if v not in ("", None)}
    assert found == expected


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_lines_are_read(lines: list[str]) -> None:
    read_fields(lines, RATE)
