"""Bad input: one clear sentence, exit 2, nothing half-written; odd names: no trouble at all."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import pytest
from bad_sources import BAD_SOURCES, picture

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


@pytest.mark.parametrize(("make", "names"), BAD_SOURCES)
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
