"""Names on disk are safe everywhere and never empty."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.grid import bpm_text
from musflow_studio.library.names import (
    SLUG_LENGTH,
    file_stem,
    key_slug,
    new_clip_id,
    package_name,
    slug,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The  Storm", "the-storm"),
        ("Größe é Übung", "grosse-e-ubung"),
        ("🎬🔥", "cue"),
        ("夜の海", "cue"),
        ("4/4", "4-4"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "cue"),
        ("CON", "con-cue"),
        ("lpt1", "lpt1-cue"),
        ("a" * 300, "a" * SLUG_LENGTH),
        ("Łódź İstanbul", "lodz-istanbul"),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(max_size=400))
def test_any_name_becomes_a_safe_slug(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= SLUG_LENGTH + 4


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("F# major", "Fsharp-major"),
        ("Bb minor", "Bb-minor"),
        ("", "no-key"),
    ],
)
def test_keys_have_no_sharp_sign(key: str, expected: str) -> None:
    assert key_slug(key) == expected


def test_tempi_are_short() -> None:
    assert [bpm_text(b) for b in (96.0, 97.5, 60e6 / 652_174, 100.0)] == ["96", "97.5", "92", "100"]


def test_files_and_folders_carry_the_id() -> None:
    clip_id = new_clip_id()
    assert re.fullmatch("[0-9a-f]{26}", clip_id)
    day = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)
    assert package_name("The Storm", day, clip_id) == f"2026-03-04-the-storm-{clip_id[:6]}"
    assert file_stem("S", 97.5, "F# minor", clip_id) == f"s_97.5bpm_Fsharp-minor_{clip_id[:6]}"
