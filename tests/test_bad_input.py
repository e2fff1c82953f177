"""Bad input: one clear sentence, exit 2, nothing half-written; odd names: no trouble at all."""

from __future__ import annotations

import json
import math
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import Pins
from musflow_studio.domain.request import CueRequest
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with Studio(Settings(library=tmp_path_factory.mktemp("bad") / "library")) as opened:
        yield opened


def refusal(studio, **request) -> StudioError:
    """The error of a request that must not work, after checking that nothing was written."""
    with pytest.raises(StudioError) as refused:
        studio.cue(CueRequest(**request)).result(30).clips.result(60)
    error = refused.value
    assert error.exit_status == 2, error
    assert error.sentence().count("\n") == 0
    library = studio.settings.library
    assert not library.exists() or not [p for p in library.rglob("*") if p.suffix == ".wav"]
    return error


def picture(path: Path, size=(64, 36)) -> Path:
    Image.new("RGB", size, (200, 120, 40)).save(path)
    return path


def make_empty_folder(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def make_zero_byte(tmp_path):
    file = tmp_path / "zero.png"
    file.touch()
    return file


def make_truncated(tmp_path):
    whole = picture(tmp_path / "whole.png", (640, 360)).read_bytes()
    file = tmp_path / "cut.png"
    file.write_bytes(whole[: len(whole) // 2])
    return file


def make_renamed(tmp_path):
    file = tmp_path / "renamed.png"
    file.write_text("this is a shopping list", encoding="utf-8")
    return file


def make_giant(tmp_path):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    file = tmp_path / "giant.png"
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0" * 99))
        + chunk(b"IEND", b"")
    )  # fmt: skip
    return file


def make_not_json(tmp_path):
    file = tmp_path / "board.storyboarder"
    file.write_text("{boards: [", encoding="utf-8")
    return file


def make_pictureless_board(tmp_path):
    file = tmp_path / "lost.storyboarder"
    board = {"uid": "B4RD1", "url": "board-1-B4RD1.png", "number": 1, "newShot": True}
    file.write_text(json.dumps({"fps": 24, "boards": [board]}), encoding="utf-8")
    return file


def make_csv(length):
    def make(tmp_path):
        folder = tmp_path / "board"
        folder.mkdir()
        picture(folder / "one.png")
        (folder / "panels.csv").write_text(f"file,length_s\none.png,{length}\n", encoding="utf-8")
        return folder

    return make


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (make_empty_folder, "empty"),
        (make_zero_byte, "zero.png"),
        (make_truncated, "cut.png"),
        (make_renamed, "renamed.png"),
        (make_giant, "giant.png"),
        (make_not_json, "board.storyboarder"),
        (make_pictureless_board, "B4RD1"),
        (make_csv("0"), "one.png"),
        (make_csv("-2"), "one.png"),
        (make_csv("nan"), "one.png"),
        (make_csv("36000"), "one.png"),
        (make_csv("long"), "one.png"),
    ],
)
def test_bad_panels_are_named(studio, tmp_path, make, names):
    error = refusal(studio, sources=(make(tmp_path),))
    assert names in error.sentence()


@pytest.mark.parametrize("length", [0.0, -1.0, math.nan, math.inf, 36000.0, None])
def test_bad_lengths_of_a_text_cue(studio, length):
    assert "3600" in refusal(studio, text="A storm", length_s=length).sentence()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"style": "polka-metal"}, "polka-metal"),
        ({"engine": "theremin"}, "theremin"),
        ({"finish": "loudest"}, "loudest"),
        ({"pins": Pins(key="H flat minor")}, "H flat minor"),
        ({"pins": Pins(chords="Dm Xyz")}, "Xyz"),
        ({"pins": Pins(bpm=900)}, "240"),
        ({"pins": Pins(bpm=math.nan)}, "240"),
        ({"pins": Pins(meter="13/0")}, "13/0"),
        ({"pins": Pins(bars=8)}, "loop"),
        ({"from_panel": "99"}, "99"),
        ({"fps": "24df"}, "29.97"),
    ],
)
def test_bad_wishes_are_named(studio, wrong, says):
    request = {"text": "A storm", "length_s": 3.0} | wrong
    assert says in refusal(studio, **request).sentence()


def test_a_file_in_the_place_of_the_output_folder(studio, tmp_path):
    place = tmp_path / "taken"
    place.write_text("mine", encoding="utf-8")
    refusal(studio, text="A storm", length_s=2.0, output=place)
    assert place.read_text("utf-8") == "mine"


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        done = command("cue", "--text", "A storm", "--length", "20", "-o", small / "out")
        assert done.returncode == 2
        assert "full" in done.stderr
        assert not [p for p in small.rglob("*") if p.is_file()]
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def test_no_soundfont_anywhere(tmp_path):
    done = command(
        "cue", "--text", "A storm", "--length", "2", "-o", tmp_path / "out",
        MUSFLOW_SOUNDFONT=str(tmp_path / "nowhere.sf2"),
    )  # fmt: skip
    assert done.returncode == 2
    assert "nowhere.sf2" in done.stderr
    assert done.stdout == ""


def test_bad_input_leaves_one_sentence_and_status_2(tmp_path):
    done = command("cue", tmp_path / "not-there")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "not-there" in done.stderr


@pytest.mark.parametrize(
    "name", ["Größe & Straße", "🎬 akt 4/4", "4/4", "x" * 300, "CON", "...", "F# to A♭"]
)
def test_odd_names_are_no_trouble(studio, tmp_path, name):
    folder = tmp_path / name.replace("/", "_")[:120]
    folder.mkdir()
    picture(folder / f"panel {name.replace('/', '_')[:60]}.png")
    request = CueRequest(sources=(folder,), name=name, seed=1, output=tmp_path / "out dir é")
    (clip,) = studio.cue(request).result(30).clips.result(60)
    assert clip.folder.parent == tmp_path / "out dir é"
    assert clip.marks.name == name
    assert (clip.folder / clip.wav).is_file()


def command(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "musflow_studio", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
