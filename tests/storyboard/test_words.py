"""Text as people save it."""

from __future__ import annotations

from pathlib import Path

import pytest

from musflow_studio.domain.errors import StudioError
from musflow_studio.storyboard.words import read_words


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
