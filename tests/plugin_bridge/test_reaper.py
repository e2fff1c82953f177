"""The scripts for REAPER, on a timeline with REAPER's function names, with a real studio."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from osc_ear import open_bridge

from musflow_studio.library import Library
from plugin_bridge.daw_install import DAWS, install
from plugin_bridge.verbs.takes import hit_rows

pytestmark = pytest.mark.skipif(not shutil.which("lua5.3"), reason="needs lua5.3")
STAND_IN = Path(__file__).with_name("reaper_stand_in.lua")


class Project:
    """Runs commands in the stand-in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MUSFLOW_HOME", str(folder))
            (folder / "reaper").mkdir()
            install(DAWS["reaper"], folder / "reaper")

    def script(self, name: str) -> str:
        return str(self.folder / "reaper" / "Scripts" / "MusFlow" / f"musflow_{name}.lua")

    def after(self, *commands: str) -> dict[str, list[list[str]]]:
        """What is said and what lies on the timeline: kind -> rows."""
        file = self.folder / "commands"
        file.write_text("\n".join(commands), encoding="utf-8")
        words = ["lua5.3", str(STAND_IN), str(file)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        rows: dict[str, list[list[str]]] = {}
        for line in done.stdout.splitlines():
            kind, *told = line.split("\t")
            rows.setdefault(kind, []).append(told)
        return rows


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reaper")
    made = Project(folder)
    with open_bridge(folder):
        yield made


def wish(text: str, *, stems: str = "n", seconds: str = "3", source: str = "line") -> str:
    return r"input " + r"\n".join([text, source, seconds, "", "y", stems, "y"])


def test_a_cue_lands_on_the_selection_and_the_next_is_a_take_above_it(project):
    samples = 150_123
    first, last = 100_001 / 48000, (100_001 + samples) / 48000
    found = project.after(
        f"select {first!r} {last!r}",
        wish("A storm at sea", stems="y"),
        f"run {project.script('generate')}",
        "select 0 0",
        f"run {project.script('again')}",
        f"run {project.script('tempo_map')}",
    )
    assert "message" not in found
    clips = [Library(project.folder / "library").show(e.clip_id) for e in _entries(project)]
    newest, oldest = clips
    assert {newest.frames, oldest.frames} == {samples}
    mix = next(row for row in found["item"] if row[0] == "MusFlow")
    assert (float(mix[1]), float(mix[2])) == pytest.approx((first, samples / 48000), abs=1e-8)
    assert mix[3:5] == ["1", "2"]  # muted under its stems; two takes
    assert mix[6] == str(newest.folder / newest.wav)
    stems = {row[0]: row for row in found["item"] if row[0] != "MusFlow"}
    for role, file in newest.stems.items():
        assert stems[f"MusFlow {role}"][3] == "0"
        assert stems[f"MusFlow {role}"][6] == str(newest.folder / file)
    for name in stems.keys() - {f"MusFlow {role}" for role in newest.stems}:
        assert stems[name][3] == "1"
    hits = [first + row[2] / 48000 for row in hit_rows(newest)]
    assert [float(row[0]) for row in found["marker"]] == pytest.approx(hits, abs=1e-6)
    assert newest.recipe.plan.bpm == pytest.approx(97.5, abs=1e-3)
    grid = newest.recipe.plan.grid
    at, bpm, *_ = found["tempo"][0]
    assert (float(at), float(bpm)) == pytest.approx((first, grid.tempi[0].bpm), abs=1e-6)
    assert [row[0] for row in found["undo"]][-1] == "MusFlow: tempo map"
    assert len(found["undo"]) == 3


def test_without_a_selection_the_edit_cursor_and_the_seconds_count(project):
    found = project.after(
        "cursor 7.25", wish("A quiet morning", seconds="2"), f"run {project.script('generate')}"
    )
    (item,) = found["item"]
    assert (float(item[1]), float(item[2]), item[3]) == (7.25, 2.0, "0")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (wish(" "), "Say in a line"),
        (wish("x", source="song"), "line, panels"),
        (wish("x", seconds="long"), "Seconds must be a number"),
        (wish("x", seconds="9000"), "out of range"),
        (wish("/etc", source="panels"), "outside the allowed folders"),
        (wish("1M1", source="cue"), "project"),
    ],
)
def test_what_is_wrong_is_said_in_reaper(project, line, says):
    found = project.after(line, f"run {project.script('generate')}")
    assert says in found["message"][0][0]
    assert "item" not in found


def test_a_map_without_a_cue_and_a_studio_that_is_not_there_are_said(project, tmp_path):
    found = project.after(f"run {project.script('tempo_map')}")
    assert "No cue" in found["message"][0][0]
    alone = Project(tmp_path)
    found = alone.after(wish("A storm"), f"run {alone.script('generate')}")
    assert "is not running" in found["message"][0][0]
    box = tmp_path / "run" / "daw"
    (box / "inbox").mkdir()
    (box / "studio.txt").write_text("studio\tdead\t7\nport\t1\nend\n")
    found = alone.after(wish("A storm"), f"run {alone.script('generate')}")
    assert "does not answer" in found["message"][0][0]


def _entries(project: Project) -> list:
    return list(Library(project.folder / "library").list())
