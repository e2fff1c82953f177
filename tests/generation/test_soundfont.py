"""Finding soundfonts: what is named, what is best, what is broken, what is missing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation import soundfont
from musflow_studio.generation.soundfont import find_soundfont, identify
from musflow_studio.paths import data_folder

HEAD = b"RIFF\x00\x00\x00\x00sfbk"


def test_this_machine_has_one() -> None:
    font = identify(find_soundfont())
    assert font.path.is_file()
    assert font.sha256 == hashlib.sha256(font.path.read_bytes()).hexdigest()
    assert font.licence


def test_the_variable_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "meine Töne.sf2"
    own.write_bytes(HEAD)
    monkeypatch.setenv("MUSFLOW_SOUNDFONT", str(own))
    assert find_soundfont() == own.resolve()


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVE", b"PK" * 20])
def test_what_is_no_soundfont_is_refused(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "wrong.sf2"
    wrong.write_bytes(data)
    monkeypatch.setenv("MUSFLOW_SOUNDFONT", str(wrong))
    with pytest.raises(StudioError) as caught:
        find_soundfont()
    assert caught.value.code is ErrorCode.BAD_FILE
    assert "wrong.sf2" in caught.value.sentence()


def test_a_named_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MUSFLOW_SOUNDFONT", str(tmp_path / "gone.sf2"))
    with pytest.raises(StudioError) as caught:
        find_soundfont()
    assert caught.value.code is ErrorCode.FILE_NOT_FOUND


def test_the_users_folder_comes_first_and_the_better_font_in_it() -> None:
    folder = data_folder() / "soundfonts"
    folder.mkdir(parents=True)
    for name in ("Aachen.sf2", "FluidR3_GM.sf2", "GeneralUser GS.sf2", "notes.txt"):
        (folder / name).write_bytes(HEAD)
    assert find_soundfont().name == "FluidR3_GM.sf2"


def test_none_anywhere_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(soundfont, "standard_folders", lambda: (tmp_path / "none",))
    with pytest.raises(StudioError) as caught:
        find_soundfont()
    assert caught.value.code is ErrorCode.NO_SOUNDFONT
    assert "musflow setup" in caught.value.sentence()


def test_an_unknown_fonts_licence_is_what_the_file_says(tmp_path: Path) -> None:
    words = b"Public domain, by A. Person\0"
    own = tmp_path / "own.sf2"
    own.write_bytes(HEAD + b"LIST\0\0\0\0INFOICOP" + len(words).to_bytes(4, "little") + words)
    assert identify(own).licence == "as the file says: Public domain, by A. Person"
    own.write_bytes(HEAD + b"LIST")
    assert "not stated" in identify(own).licence


def test_the_digest_follows_the_file(tmp_path: Path) -> None:
    own = tmp_path / "own.sf2"
    own.write_bytes(HEAD)
    before = identify(own).sha256
    own.write_bytes(HEAD + b"more")
    assert identify(own).sha256 != before
