"""Takes dragged by a real mouse: into another program's window, and onto Ardour's timeline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ardour_desk
import pytest
import soundfile
from ardour_desk import Ardour, screen, wait_until
from PIL import Image

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.request import CueRequest
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[3]
MISSING = [name for name in ("Xvfb", "xdotool") if not shutil.which(name)]
ANSWER_S = 60
EMPTY_CANVAS, LOWER_CANVAS = (700, 560), (700, 700)
REGIONS = """
local told = {}
for route in Session:get_tracks ():iter () do
    local track = route:to_track ()
    if not track:isnil () then
        for region in track:playlist ():region_list ():iter () do
            told[#told + 1] = table.concat ({ region:name (), region:position ():samples (),
                region:length ():samples () }, "|")
        end
    end
end
return table.concat (told, "\\n")
"""

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("Größe home")  # names that are not plain letters


@pytest.fixture(scope="module")
def film(home: Path) -> tuple[Path, Clip]:
    """A project with a real take of two seconds."""
    panels = home / "panels"
    panels.mkdir()
    for number in (1, 2):
        Image.new("RGB", (160, 90), (60 * number, 90, 120)).save(panels / f"{number}.png")
    rows = "file,length_s,story\n1.png,1,Rain\n2.png,1,She smiles\n"
    (panels / "panels.csv").write_text(rows, encoding="utf-8")
    file = home / "film.musflow"
    with Studio(Settings(library=home / "library")) as studio:
        studio.projects.new(file, CueRequest(sources=(panels,))).result(60)
        (clip,) = studio.project_cue(file, "1M1").result(60).clips.result(120)
    return file, clip


class Process:
    """A program on the screen that tells lines of JSON."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self) -> Any:
        """The next line."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "it ended"
        return json.loads(line)


@contextmanager
def program(display: str, home: Path, script: str, *words: object) -> Iterator[Process]:
    """A script beside this file, on a display."""
    env = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "MUSFLOW_HOME": str(home),
        "MUSFLOW_LIBRARY": str(home / "library"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(HERE / script), *map(str, words)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=env, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Process(process)
        finally:
            assert process.stdin
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def drag(display: str, start: list[int], end: tuple[int, int]) -> None:
    """What a hand does: press, move in steps, rest over the target, let go."""

    def mouse(*words: object) -> None:
        env = os.environ | {"DISPLAY": display}
        subprocess.run(["xdotool", *map(str, words)], env=env, check=True, timeout=20)

    mouse("mousemove", *start)
    mouse("mousedown", 1)
    steps = 9
    for step in range(1, steps + 1):
        share = step / steps
        place = [round(a + (b - a) * share) for a, b in zip(start, end, strict=True)]
        mouse("mousemove", *place)
        time.sleep(0.08)
    time.sleep(0.5)
    mouse("mouseup", 1)


def test_files_of_a_take_reach_another_program(home: Path, film: tuple[Path, Clip]) -> None:
    project, clip = film
    with (
        screen() as display,
        program(display, home, "drop_target.py", 800, 100) as target,
        program(display, home, "drag_source.py", project, 20, 20) as source,
    ):
        assert target.told() == "ready"
        grips = source.told()
        for grip, files in (
            ("row", [clip.wav]),
            ("mix", [clip.wav]),
            ("midi", [clip.midi]),
            ("stems", list(clip.stems.values())),
        ):
            drag(display, grips[grip], (1000, 250))
            told = target.told()
            assert told["files"] == [str(clip.folder / file) for file in files], grip
            assert told["action"] == "CopyAction"
            assert "text/uri-list" in told["formats"]
            assert told["uris"].count("file:///") == len(files)
            assert source.told() == "dragged"
        assert all(Path(file).is_file() for file in told["files"])  # persistent, not moved away


@pytest.mark.skipif(
    bool(ardour_desk.MISSING), reason=f"needs {', '.join(ardour_desk.MISSING) or 'nothing'}"
)
def test_a_take_lands_on_ardours_timeline(
    home: Path, film: tuple[Path, Clip], tmp_path: Path
) -> None:
    project, clip = film
    ardour = Ardour(tmp_path, [], "function factory () return function () end end")
    with (
        ardour.running(),
        program(ardour.display, home, "drag_source.py", project, 1260, 380) as source,
    ):
        grips = source.told()
        drag(ardour.display, grips["row"], EMPTY_CANVAS)
        wait_until(lambda: len(regions(ardour)) == 1, ANSWER_S)
        ((name, position, length),) = regions(ardour)
        assert name.startswith(Path(clip.wav).stem)
        assert (length, position >= 0) == (clip.frames, True)
        drag(ardour.display, grips["stems"], LOWER_CANVAS)
        count = 1 + len(clip.stems)
        wait_until(lambda: len(regions(ardour)) == count, ANSWER_S)
        stems = regions(ardour)[1:]
        assert {length for _, _, length in stems} == {clip.frames}
        assert len({position for _, position, _ in stems}) == 1  # all begin together
    assert soundfile.info(clip.folder / clip.wav).frames == clip.frames  # still there, untouched


def regions(ardour: Ardour) -> list[tuple[str, int, int]]:
    """What lies on the timeline, as Ardour itself tells it: name, position, length in samples."""
    lines = ardour.ask(REGIONS).splitlines()
    parts = [line.rsplit("|", 2) for line in lines if line]
    return [(name, int(position), int(length)) for name, position, length in parts]
