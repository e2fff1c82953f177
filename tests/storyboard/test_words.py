"""Text as people save it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.errors import StudioError
from musflow_studio.storyboard.words import read_words, starred, tidy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("Grüße, Käpt’n".encode(encoding))
    assert read_words(tmp_path / "a.txt") == "Grüße, Käpt’n"


def test_unreadable_texts(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudioError, match="not text"):
        read_words(tmp_path / "odd.txt")
    with pytest.raises(StudioError, match="here is no file"):
        read_words(tmp_path / "gone.txt")
    with pytest.raises(StudioError, match="cannot be read"):
        read_words(tmp_path)


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(17_000_000)
    with pytest.raises(StudioError, match="too large.*16 MB"):
        read_words(tmp_path / "huge.txt")


def test_tidy_is_one_line() -> None:
    assert tidy(" The\tdoor\r\n opens.\0 ", "panel 1") == "The door opens."
    assert tidy("🎬 4/4 Übung", "panel 1") == "🎬 4/4 Übung"
    assert tidy(None, "panel 1") == ""
    assert tidy(3, "panel 1") == "3"
    with pytest.raises(StudioError, match="anel 1.*10001 characters"):
        tidy("x" * 10_001, "panel 1")


@given(st.text(st.characters(), max_size=80))
def test_tidy_always_gives_text_that_can_be_written(text: str) -> None:
    once = tidy(text, "panel")
    assert once.encode().decode() == once
    assert tidy(once, "panel") == once


def test_stars() -> None:
    assert starred("* The door slams.") == ("The door slams.", True)
    assert starred("The * is a star.") == ("The * is a star.", False)
    assert starred("") == ("", False)
