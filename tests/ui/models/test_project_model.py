"""The project on the desk: edits, files, clips that come while it is edited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from musflow_studio.domain.plan import Motif
from musflow_studio.project import Project, open_project, save_project
from musflow_studio.project.cues import CueEdit, edit_cue, with_clip
from ui.models import Models, make_models
from ui.models.working_file import Left, find_left, working_folder


def retitled(title: str):
    def change(project: Project) -> Project:
        return replace(project, storyboard=replace(project.storyboard, title=title))

    return change


def test_dropped_panels_become_a_project_on_disk_within_moments(opened: Models, qtbot):
    board = opened.project.board
    assert board
    assert [panel.story for panel in board.panels] == [
        "Rain on the empty deck",
        "She sees the lights and smiles",
    ]
    working = opened.project.working_file
    assert working
    qtbot.waitUntil(working.is_file)
    assert open_project(working).storyboard.panels == board.panels


def test_twenty_steps_back_and_forth(opened: Models):
    titles = [opened.project.title]
    for number in range(20):
        opened.project.do(f"Step {number}", retitled(f"Title {number}"))
        titles.append(opened.project.title)
    for title in reversed(titles[:-1]):
        opened.project.undo()
        assert opened.project.title == title
    assert not opened.project.can_undo
    for title in titles[1:]:
        opened.project.redo()
        assert opened.project.title == title
    assert opened.project.undo_text == "Step 19"


def test_a_drag_is_one_step(opened: Models):
    before = opened.project.title
    for number in range(5):
        opened.project.do("Drag", retitled(f"Drag {number}"), merge="title")
    opened.project.seal()
    opened.project.do("Drag", retitled("Second"), merge="title")
    opened.project.undo()
    assert opened.project.title == "Drag 4"
    opened.project.undo()
    assert opened.project.title == before


def test_a_refused_change_is_told_and_changes_nothing(opened: Models, qtbot):
    before = opened.project.project
    with qtbot.waitSignal(opened.errors.shown) as told:
        done = opened.project.do(
            "Rename", lambda p: edit_cue(p, "1M1", CueEdit(in_frame=500)), where="timeline"
        )
    assert not done
    assert told.args[1] == "timeline"
    assert opened.project.project == before


def test_saving_clears_the_dot_and_the_file_opens_again(opened: Models, qtbot, tmp_path: Path):
    opened.project.do("Rename", retitled("Ferry"))
    assert opened.project.dirty
    with qtbot.waitSignal(opened.project.file_changed):
        opened.project.save_as(tmp_path / "ferry")
    assert not opened.project.dirty
    assert opened.project.file == tmp_path / "ferry.musflow"
    assert opened.preferences.recent[0] == tmp_path / "ferry.musflow"
    with qtbot.waitSignal(opened.project.opened):
        opened.project.open(tmp_path / "ferry.musflow")
    assert opened.project.board
    assert opened.project.board.title == "Ferry"


def test_undo_takes_no_take_away(scored: Models):
    project = scored.project.project
    assert project
    (clip_id,) = project.cues[0].clip_ids
    scored.project.do("Rename", retitled("Later"))
    scored.project.undo()
    scored.project.undo()
    assert scored.project.project
    assert scored.project.project.cues[0].clip_ids == (clip_id,)
    assert scored.selection.clip_id == clip_id
    assert scored.takes.clip(clip_id)


def test_a_clean_close_leaves_nothing_to_recover(opened: Models, qtbot):
    qtbot.waitUntil(lambda: find_left(opened.preferences) is not None)
    opened.project.close()
    qtbot.waitUntil(lambda: find_left(opened.preferences) is None)


def test_more_panels_are_one_undo_step(opened: Models, qtbot, tmp_path: Path):
    Image.new("RGB", (64, 36), "#804020").save(tmp_path / "late.png")
    with qtbot.waitSignal(opened.project.changed):
        opened.project.add([tmp_path / "late.png"], at=1)
    assert opened.project.board
    assert [panel.picture.name for panel in opened.project.board.panels if panel.picture] == [
        "1.png",
        "late.png",
        "2.png",
    ]
    assert opened.project.undo_text == "Add a panel"
    opened.project.undo()
    assert len(opened.project.board.panels) == 2


def test_what_a_killed_window_left_is_taken_up_again(opened: Models, qtbot, studio):
    opened.project.do("Rename", retitled("Unsaved"))
    opened.project.flushed().result()
    left = find_left(opened.preferences)
    assert left == Left(opened.project.working_file, None)
    later = make_models(studio)  # as a window started after a kill: the file is still there
    with qtbot.waitSignal(later.project.opened):
        later.project.recover(find_left(later.preferences))
    assert later.project.title == "Unsaved"
    assert later.project.dirty
    assert later.project.working_file == left.working
    assert later.project.flushed().result() == left.working  # can be scored as it is
    qtbot.waitUntil(lambda: not later.descriptions.pending, timeout=20_000)
    assert later.errors.last is None
    later.close()


def test_saving_keeps_clips_that_another_program_noted(opened: Models, qtbot, tmp_path: Path):
    file = tmp_path / "ferry.musflow"
    opened.project.save_as(file)
    qtbot.waitUntil(lambda: opened.project.file == file)
    elsewhere = open_project(file)
    motif = Motif((0, 2, 4), (480, 480, 960))
    save_project(with_clip(elsewhere, elsewhere.cues[0].uid, "ab" * 13, 7, motif), file)
    opened.project.do("Rename", retitled("Ferry"))
    saved = opened.project.save()
    assert saved
    qtbot.waitUntil(lambda: not opened.project.dirty)
    there = open_project(file)
    assert (there.storyboard.title, there.cues[0].clip_ids) == ("Ferry", ("ab" * 13,))
    assert opened.project.project
    assert opened.project.project.cues[0].clip_ids == ("ab" * 13,)


def test_work_that_cannot_be_read_is_put_aside_and_said_once(models: Models, qtbot):
    working_folder().mkdir(parents=True, exist_ok=True)
    broken = working_folder() / "abc.musflow"
    broken.write_text('{"kind": "proj')
    left = find_left(models.preferences)
    assert left
    went_on: list[bool] = []
    models.project.recover(left, lambda: went_on.append(True))
    qtbot.waitUntil(lambda: bool(went_on))
    assert find_left(models.preferences) is None
    kept = broken.with_suffix(".unreadable")
    assert kept.read_text() == '{"kind": "proj'
    error = models.errors.last
    assert error
    assert str(kept) in error.sentence()
    kept.unlink()
