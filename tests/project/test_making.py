"""Projects through the studio and the command: made, noted, made again, told apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Pins
from musflow_studio.domain.project import CueStatus, Project
from musflow_studio.domain.request import CueRequest
from musflow_studio.project.cues import CueEdit, add_cue, edit_cue, find_cue
from musflow_studio.project.refit import refit
from musflow_studio.project.variation import composed_anew
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio

STORIES = ("Dawn over the harbour", "A storm breaks", "They run", "She waves, alone")


@pytest.fixture
def panels(tmp_path: Path) -> Path:
    """Four panels of two seconds."""
    folder = tmp_path / "panels"
    folder.mkdir()
    rows = ["file,length_s,story"]
    for i, story in enumerate(STORIES, 1):
        Image.new("RGB", (64, 36), (50 * i, 90, 120)).save(folder / f"p{i}.png")
        rows.append(f'p{i}.png,2,"{story}"')
    (folder / "panels.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with Studio(Settings(library=tmp_path / "library")) as opened:
        yield opened


@pytest.fixture
def film(studio: Studio, panels: Path, tmp_path: Path) -> Path:
    """A project of two cues with a gap of a panel between them."""
    file = tmp_path / "film.musflow"
    studio.projects.new(file, CueRequest(sources=(panels,))).result(60)

    def two(project: Project) -> Project:
        return add_cue(edit_cue(project, "1M1", CueEdit(out_frame=96)), CueEdit(in_frame=144))

    studio.projects.edit(file, two).result(10)
    return file


def test_cues_are_made_on_their_frames_share_a_theme_and_are_noted(
    studio: Studio, film: Path
) -> None:
    told: list[tuple[Path, Project]] = []
    studio.projects.changed.connect(lambda file, project: told.append((file, project)))
    (first,) = studio.project_cue(film, "1M1").result(60).clips.result(120)
    (second,) = studio.project_cue(film, "1m2").result(60).clips.result(120)
    assert (first.frames, second.frames) == (4 * 44100, 2 * 44100)
    assert second.recipe.plan.in_frame == 144
    assert second.recipe.plan.cue_uid == "1M2"
    assert second.recipe.plan.pins.motif == first.recipe.plan.motif
    assert second.marks.name == "panels 1M2"
    project = studio.projects.open(film).result(10)
    assert find_cue(project, "1M1").clip_ids == (first.clip_id,)
    assert find_cue(project, "1M2").status is CueStatus.SKETCH
    assert told[-1] == (film, project)
    spots = studio.projects.spotting(film).result(10)
    assert [(s.cue.name if s.cue else "-", s.to_make) for s in spots] == [
        ("1M1", False),
        ("-", False),
        ("1M2", False),
    ]


def test_making_again_goes_on_from_the_chosen_clip(studio: Studio, film: Path) -> None:
    (first,) = studio.project_cue(film, "1M1").result(60).clips.result(120)
    (fresh,) = studio.project_cue(film, "1M1", fresh=True).result(60).clips.result(120)
    assert fresh.recipe.plan.seed != first.recipe.plan.seed
    studio.projects.edit(
        film, lambda p: edit_cue(p, "1M1", CueEdit(chosen_clip_id=first.clip_id, tail_s=1.0))
    ).result(10)
    (again,) = studio.project_cue(film, "1M1").result(60).clips.result(120)
    assert again.recipe.plan.score == first.recipe.plan.score
    assert again.frames == 5 * 44100
    cue = find_cue(studio.projects.open(film).result(10), "1M1")
    assert cue.clip_ids == (first.clip_id, fresh.clip_id, again.clip_id)
    assert cue.chosen_clip_id == first.clip_id
    assert cue.seed == first.recipe.plan.seed


def test_a_panel_composed_anew_goes_on_from_the_named_clip(studio: Studio, film: Path) -> None:
    (first,) = studio.project_cue(film, "1M1").result(60).clips.result(120)
    (fresh,) = studio.project_cue(film, "1M1", fresh=True).result(60).clips.result(120)
    studio.projects.edit(film, lambda p: composed_anew(p, ("2",))).result(10)
    job = studio.project_cue(film, "1M1", base=first.clip_id).result(60)
    (again,) = job.clips.result(120)
    told = refit(first.recipe.plan, again.recipe.plan)
    assert [panel.number for panel in told.changed] == ["2"]
    assert refit(fresh.recipe.plan, again.recipe.plan).sentence() == "Every bar was made anew."


def test_what_is_unpinned_or_no_loop_any_more_is_so_in_the_next_take(
    studio: Studio, film: Path
) -> None:
    pinned = CueEdit(pins=Pins(chords="Am F", bars=4), loop=True)
    studio.projects.edit(film, lambda p: edit_cue(p, "1M1", pinned)).result(10)
    (first,) = studio.project_cue(film, "1M1").result(60).clips.result(120)
    assert {chord.symbol for chord in first.recipe.plan.chords} == {"Am", "F"}
    free = CueEdit(unpin=("chords", "bars"), loop=False)
    studio.projects.edit(film, lambda p: edit_cue(p, "1M1", free)).result(10)
    (second,) = studio.project_cue(film, "1M1").result(60).clips.result(120)
    assert second.frames == 4 * 44100
    assert second.recipe.plan.pins.chords is None
    assert second.recipe.plan.key == first.recipe.plan.key


def test_takes_kept_before_a_cancel_are_noted(studio: Studio, film: Path) -> None:
    job = studio.project_cue(film, "1M1", CueRequest(takes=16)).result(60)
    kept = []
    studio.clip_kept.connect(lambda clip: kept.append(clip) or studio.cancel(job.job_id))
    with pytest.raises(StudioError) as cancelled:
        job.clips.result(120)
    assert cancelled.value.code is ErrorCode.CANCELLED
    cue = find_cue(studio.projects.open(film).result(10), "1M1")
    assert cue.clip_ids == tuple(clip.clip_id for clip in kept)
    assert cue.clip_ids


def test_a_project_is_never_written_over(studio: Studio, film: Path, panels: Path) -> None:
    before = film.read_bytes()
    with pytest.raises(StudioError) as refused:
        studio.projects.new(film, CueRequest(sources=(panels,))).result(60)
    assert refused.value.code is ErrorCode.CONTRADICTION
    assert film.read_bytes() == before


def test_a_change_that_fails_leaves_the_file_as_it_was(studio: Studio, film: Path) -> None:
    before = film.read_bytes()
    with pytest.raises(StudioError):
        studio.projects.edit(film, lambda p: edit_cue(p, "9M9", CueEdit())).result(10)
    assert film.read_bytes() == before


def musflow(*arguments: object, home: Path, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "musflow_studio", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
        env=os.environ | {"MUSFLOW_LIBRARY": str(home / "library"), "COLUMNS": "100"},
    )
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def test_a_day_with_the_command(panels: Path, tmp_path: Path) -> None:
    musflow("project", "new", panels, "-o", "film.musflow", home=tmp_path)
    musflow("project", "cue", "edit", "film.musflow", "1M1", "--to", "2", home=tmp_path)
    listed = musflow("project", "cue", "add", "film.musflow", "--in", "144", home=tmp_path)
    assert "00:00:06:00  00:00:08:00  4" in listed
    assert "no music" in listed
    taken = musflow("project", "cue", "add", "film.musflow", "1m1", home=tmp_path, status=2)
    assert taken.count("\n") == 1
    made = musflow("project", "make", "film.musflow", "1M2", "--json", home=tmp_path)
    clip = json.loads(made.splitlines()[0])
    assert clip["frames"] == 2 * 44100
    told = json.loads(musflow("project", "show", "film.musflow", "--json", home=tmp_path))
    assert [spot["cue"] for spot in told["spots"]] == ["1M1", None, "1M2"]
    assert clip["clip_dir"].endswith(told["spots"][2]["newest"][:6])
    idle = musflow("project", "make", "film.musflow", "1M2", home=tmp_path)
    assert "up to date" in idle
    planned = musflow("plan", "film.musflow", "--cue", "1M2", "--bpm", "90", home=tmp_path)
    assert "90 bpm" in " ".join(planned.split())  # wherever the line was broken
    clip_id = told["spots"][2]["newest"]
    marks = ("--rating", "4", "--tag", "x", "--name", "Dawn")
    marked = musflow("library", "mark", clip_id[:6], *marks, home=tmp_path)
    assert marked.strip() == "Dawn, 4 of 5, x"
    less = musflow("library", "mark", clip["clip_dir"], "--untag", "x", home=tmp_path)
    assert less.strip() == "Dawn, 4 of 5"
    bad = musflow("library", "mark", clip_id[:6], "--rating", "6", home=tmp_path, status=2)
    assert "0 to 5" in bad


def test_a_changed_board_is_shown_then_taken_over(panels: Path, tmp_path: Path) -> None:
    musflow("project", "new", panels, "-o", "film.musflow", home=tmp_path)
    file = tmp_path / "film.musflow"
    before = file.read_bytes()
    table = (panels / "panels.csv").read_text("utf-8").replace("p2.png,2,", "p2.png,3,")
    (panels / "panels.csv").write_text(table, encoding="utf-8")
    shown = musflow("project", "reload", "film.musflow", home=tmp_path)
    assert "panel 2 lasts 72 frames instead of 48" in shown
    assert "Nothing was changed" in shown
    assert file.read_bytes() == before
    taken = musflow("project", "reload", "film.musflow", "--yes", home=tmp_path)
    assert "00:00:09:00" in taken
    assert json.loads(file.read_text("utf-8"))["value"]["cues"][0]["out_frame"] == 216
    again = musflow("project", "reload", "film.musflow", "--yes", home=tmp_path)
    assert again == "The board is as it was.\n"
    moved = panels.rename(tmp_path / "elsewhere")
    gone = musflow("project", "reload", "film.musflow", home=tmp_path, status=2)
    assert gone.count("\n") == 1
    found = musflow("project", "reload", "film.musflow", moved, "--yes", home=tmp_path)
    assert "the board is now read from" in found


def test_edits_made_while_the_difference_is_read_are_kept(
    studio: Studio, film: Path, panels: Path
) -> None:
    (panels / "panels.csv").write_text("file,length_s\np1.png,3\np2.png,2\np4.png,2", "utf-8")
    told = studio.projects.compare(film).result(60)
    studio.projects.edit(film, lambda p: edit_cue(p, "1M2", CueEdit(tail_s=2.0))).result(10)
    after = studio.projects.take_over(film, told).result(10)
    assert len(after.storyboard.panels) == 3
    assert find_cue(after, "1M2").tail_s == 2.0
    assert (find_cue(after, "1M2").in_frame, find_cue(after, "1M2").out_frame) == (120, 168)
