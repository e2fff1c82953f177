"""`musflow library` on a real library, as a terminal of 80 columns shows it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from retrieval.small_music import write_music
from tiny_cue import keep_one


@pytest.fixture
def library(tmp_path):
    keep_one(tmp_path / "library", "She closes [slowly] the door for the very last time tonight")
    keep_one(tmp_path / "library", "Storm")
    return tmp_path / "library"


def listed(library, *words):
    done = subprocess.run(
        [sys.executable, "-m", "musflow_studio", "library", "list", *words],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MUSFLOW_LIBRARY": str(library), "COLUMNS": "80"},
    )
    return done.stdout.splitlines()


def test_the_list_has_one_line_a_clip(library):
    heading, *rows = listed(library)
    assert heading.split() == ["id", "made", "name", "key", "bpm", "length"]
    assert len(rows) == 2
    assert any("She closes [slowly] the" in row for row in rows)


def test_several_words_narrow_the_list(library):
    assert len(listed(library, "closes", "door")) == 2
    assert listed(library, "closes", "storm") == ["No clip holds 'closes storm'."]


def test_an_empty_library_says_how_to_fill_it(tmp_path):
    assert listed(tmp_path / "empty") == ["No clips yet: musflow cue makes one."]


def test_music_is_found_by_words(tmp_path):
    home = os.environ | {"MUSFLOW_LIBRARY": str(tmp_path / "library"), "COLUMNS": "80"}
    write_music(tmp_path / "music")

    def asked(*words):
        command = [sys.executable, "-m", "musflow_studio", "library", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=home)
        return done.stdout

    assert "searched from now on" in asked("folders", "add", str(tmp_path / "music"))
    shown = asked("search", "fast", "rain", "--count", "1")
    assert "Targeted (fast)" in shown
    assert "Broad (all 6)" in shown
    assert "rain on a roof" in shown
