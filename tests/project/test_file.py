"""The project file survives moving, finds pictures again, and undo is a list of values."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_cue
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from musflow_studio.documents import save_document
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import PanelOverride, Storyboard
from musflow_studio.project import (
    CueStatus,
    History,
    Project,
    do,
    new_project,
    open_project,
    redo,
    save_project,
    undo,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `film/` with a picture beside the project, one below it and one outside."""
    for number, name in enumerate(("film/one.png", "film/shots/two.png", "library/three.png")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (number * 40, 0, 0)).save(tmp_path / name)
    return tmp_path / "film"


def _board(folder: Path) -> Storyboard:
    pictures = (folder / "one.png", folder / "shots/two.png", folder.parent / "library/three.png")
    panel = tiny_cue.board().panels[0]
    panels = tuple(
        replace(panel, uid=str(i), number=str(i + 1), picture=p) for i, p in enumerate(pictures)
    )
    return Storyboard("Film", tiny_cue.board().rate, panels, remarks=("panel 2: said once",))


def _saved(folder: Path) -> Project:
    save_project(new_project(_board(folder)), folder / "film.musflow")
    return open_project(folder / "film.musflow")


def test_a_new_project_has_one_cue_over_the_whole_board() -> None:
    (cue,) = new_project(tiny_cue.board()).cues
    assert (cue.name, cue.in_frame, cue.out_frame, cue.status) == ("1M1", 0, 24, CueStatus.TO_DO)


def test_everything_but_remarks_survives_with_digests_filled_in(folder: Path) -> None:
    opened = _saved(folder)
    without = [replace(p, picture_sha256="") for p in opened.storyboard.panels]
    assert without == list(_board(folder).panels)
    assert all(len(p.picture_sha256) == 64 for p in opened.storyboard.panels)
    assert opened.storyboard.remarks == ()
    edited = replace(
        opened,
        cues=(replace(opened.cues[0], status=CueStatus.REVIEW, clip_ids=("ab",), seed=3),),
        storyboard=replace(
            opened.storyboard,
            panels=(
                replace(opened.storyboard.panels[0], override=PanelOverride(energy=0.9)),
                *opened.storyboard.panels[1:],
            ),
        ),
    )
    save_project(edited, folder / "film.musflow")
    assert open_project(folder / "film.musflow") == edited


def test_paths_in_the_file_are_relative(folder: Path) -> None:
    _saved(folder)
    saved = json.loads((folder / "film.musflow").read_text("utf-8"))["value"]["storyboard"]
    pictures = [panel["picture"] for panel in saved["panels"]]
    assert pictures == ["one.png", "shots/two.png", "../library/three.png"]


def test_a_moved_folder_still_opens(folder: Path, tmp_path: Path) -> None:
    before = _saved(folder)
    (tmp_path / "elsewhere").mkdir()
    shutil.move(folder, tmp_path / "elsewhere" / "film")
    shutil.move(tmp_path / "library", tmp_path / "elsewhere" / "library")
    after = open_project(tmp_path / "elsewhere" / "film" / "film.musflow")
    assert after.storyboard.remarks == ()
    assert after.storyboard.panels[1].picture == tmp_path / "elsewhere/film/shots/two.png"
    digests = [[p.picture_sha256 for p in o.storyboard.panels] for o in (before, after)]
    assert digests[0] == digests[1]


def test_a_picture_moved_inside_the_folder_is_found_by_what_it_shows(folder: Path) -> None:
    _saved(folder)
    (folder / "old").mkdir()
    (folder / "one.png").rename(folder / "old" / "renamed.png")
    board = open_project(folder / "film.musflow").storyboard
    assert board.panels[0].picture == folder / "old" / "renamed.png"
    (remark,) = board.remarks
    assert "panel 1" in remark
    assert "found again" in remark


def test_a_lost_and_a_changed_picture_are_said(folder: Path) -> None:
    before = _saved(folder)
    (folder / "one.png").unlink()
    Image.new("RGB", (9, 9)).save(folder / "shots" / "two.png")
    board = open_project(folder / "film.musflow").storyboard
    lost, changed = board.remarks
    assert "panel 1: the picture one.png is missing" in lost
    assert "panel 2: the picture two.png was changed" in changed
    assert board.panels[0] == before.storyboard.panels[0]
    assert board.panels[1].picture_sha256 != before.storyboard.panels[1].picture_sha256


def test_another_document_is_no_project(tmp_path: Path) -> None:
    save_document("musflow.plan", tiny_cue.plan(), tmp_path / "a.musflow")
    with pytest.raises(StudioError, match=r"a\.musflow is a musflow\.plan") as failure:
        open_project(tmp_path / "a.musflow")
    assert failure.value.code is ErrorCode.BAD_FILE


def test_a_failed_save_keeps_the_old_file(folder: Path) -> None:
    opened = _saved(folder)
    before = (folder / "film.musflow").read_bytes()
    broken = replace(opened, cues=(replace(opened.cues[0], tail_s=float("nan")),))
    with pytest.raises(ValueError, match="JSON"):
        save_project(broken, folder / "film.musflow")
    assert (folder / "film.musflow").read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == ["film.musflow", "one.png", "shots"]


@given(st.lists(st.one_of(st.integers(0, 3), st.sampled_from(["undo", "redo"])), max_size=60))
def test_undo_and_redo_walk_one_list_of_values(steps: list[int | str]) -> None:
    history = History(0)
    values, place = [0], 0  # the plain model: a list and a finger on it
    for step in steps:
        if step == "undo":
            history, place = undo(history), max(0, place - 1)
        elif step == "redo":
            history, place = redo(history), min(len(values) - 1, place + 1)
        else:
            assert isinstance(step, int)
            history = do(history, step)
            if step != values[place]:
                values = [*values[: place + 1], step]
                place += 1
        assert history.present == values[place]
        assert (*history.past, history.present, *history.future) == tuple(values)
