"""A changed board taken over: folders and Storyboarder files, edits kept, the difference told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from musflow_studio.domain.project import CueStatus, Project
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, PanelOverride
from musflow_studio.project import new_project, open_project, save_project
from musflow_studio.project.cues import CueEdit, add_cue, edit_cue
from musflow_studio.project.panel_order import moved_panels
from musflow_studio.project.reload import ChangeKind, Reload, reload
from musflow_studio.storyboard import read

STORIES = ("dawn over the harbour", "she reads the letter", "rain on the pier", "the boat is gone")


def draw(file: Path, shade: int) -> None:
    Image.new("RGB", (32, 18), (shade, 90, 120)).save(file)


def write_table(folder: Path, rows: list[tuple[str, float, str]]) -> None:
    lines = ["file,length_s,story", *(f'{name},{s},"{story}"' for name, s, story in rows)]
    (folder / "panels.csv").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four panels of two seconds at 24 frames: 48 each."""
    panels = tmp_path / "panels"
    panels.mkdir()
    for n in range(1, 5):
        draw(panels / f"p{n}.png", 40 * n)
    write_table(panels, [(f"p{n}.png", 2, story) for n, story in enumerate(STORIES, 1)])
    return panels


@pytest.fixture
def film(folder: Path) -> Project:
    """1M1 over panels 1 and 2, 1M2 over panel 4."""
    project = new_project(read((folder,)))
    return add_cue(edit_cue(project, "1M1", CueEdit(out_frame=96)), CueEdit(in_frame=144))


def edited(project: Project, at: int, **changes: object) -> Project:
    """The project with one panel edited in it."""
    panels = list(project.storyboard.panels)
    panels[at] = replace(panels[at], **changes)  # type: ignore[arg-type]
    return replace(project, storyboard=replace(project.storyboard, panels=tuple(panels)))


def said(told: Reload) -> list[str]:
    return [f"{c.kind} {c.about}: {c.says}" for c in told.changes]


def panel(project: Project, number: str) -> Panel:
    return next(p for p in project.storyboard.panels if p.number == number)


def test_an_unchanged_board_changes_nothing(film: Project, folder: Path) -> None:
    told = reload(film, read((folder,)))
    assert said(told) == []
    assert told.is_empty


def test_lengths_pictures_and_texts_follow_the_source(film: Project, folder: Path) -> None:
    draw(folder / "p2.png", 7)
    rows = [("p1.png", 3, STORIES[0]), ("p2.png", 2, STORIES[1]), ("p3.png", 2, "rain on the quay")]
    write_table(folder, [*rows, ("p4.png", 2, STORIES[3])])
    told = reload(film, read((folder,)))
    assert said(told) == [
        "length 1: lasts 72 frames instead of 48",
        "picture 2: has a new picture",
        'text 3: story: "rain on the pier" becomes "rain on the quay"',
        "cue 1M1: plays from 00:00:00:00 to 00:00:05:00",
        "cue 1M2: plays from 00:00:07:00 to 00:00:09:00",
    ]
    uids = [p.uid for p in told.after.storyboard.panels]
    assert uids == [p.uid for p in film.storyboard.panels]
    assert reload(told.after, read((folder,))).is_empty


def test_what_was_edited_here_stays_and_a_clash_is_said(film: Project, folder: Path) -> None:
    mine = edited(film, 0, story="my own words", override=PanelOverride(energy=0.9))
    mine = edited(mine, 1, weight=HitWeight.AVOID, inner_hits=(InnerHit(40, HitWeight.MUST),))
    mine = edited(mine, 2, length_frames=60)
    rows = [("p1.png", 2, "their words"), ("p2.png", 1, STORIES[1]), ("p3.png", 4, STORIES[2])]
    write_table(folder, [*rows, ("p4.png", 2, STORIES[3])])
    told = reload(mine, read((folder,)))
    one, two, three = (panel(told.after, n) for n in "123")
    assert (one.story, one.override) == ("my own words", PanelOverride(energy=0.9))
    assert (two.weight, two.length_frames, two.inner_hits) == (HitWeight.AVOID, 24, ())
    assert three.length_frames == 60
    assert said(told)[:4] == [
        "kept 1: story changed in the board too; yours stays",
        "length 2: lasts 24 frames instead of 48",
        "lost 2: loses 1 hit after its new end",
        "kept 3: length changed in the board too; yours stays",
    ]
    again = reload(told.after, read((folder,)))
    assert panel(again.after, "1").story == "my own words"
    assert again.is_empty


def test_panels_added_removed_and_moved(film: Project, folder: Path) -> None:
    draw(folder / "p5.png", 201)
    rows = [
        ("p4.png", STORIES[3]),
        ("p1.png", STORIES[0]),
        ("p5.png", "gulls"),
        ("p2.png", STORIES[1]),
    ]
    write_table(folder, [(name, 2, story) for name, story in rows])
    told = reload(film, read((folder,)))
    assert said(told) == [
        "moved 1: moved from place 4 to 1",
        "weight 1: is a must hit instead of should",  # as a board's first panel is
        "weight 2: is a should hit instead of must",
        'added 3: is new: 2.00 s, "gulls"',
        'removed 3: is gone, "rain on the pier"',
        "cue 1M1: plays from 00:00:02:00 to 00:00:08:00",
        "cue 1M2: plays from 00:00:00:00 to 00:00:02:00",
    ]


def test_a_cue_whose_panels_go_is_omitted_with_its_clips(film: Project, folder: Path) -> None:
    cues = tuple(replace(c, clip_ids=("aa",)) if c.name == "1M2" else c for c in film.cues)
    write_table(folder, [(f"p{n}.png", 2, STORIES[n - 1]) for n in (1, 2, 3)])
    told = reload(replace(film, cues=cues), read((folder,)))
    assert "cue 1M2: is omitted: its panels are gone" in said(told)
    omitted = told.after.cues[1]
    assert (omitted.status, omitted.clip_ids) == (CueStatus.OMITTED, ("aa",))


def test_panels_taken_out_or_added_or_reordered_here_stay_so(film: Project, folder: Path) -> None:
    one, two, three, four = film.storyboard.panels
    own = Panel("mine", "2B", 12, story="black frame")
    board = replace(film.storyboard, panels=(two, own, one, four))
    mine = replace(film, storyboard=board, cues=())
    write_table(folder, [(f"p{n}.png", 3 if n == 4 else 2, s) for n, s in enumerate(STORIES, 1)])
    told = reload(mine, read((folder,)))
    assert [p.uid for p in told.after.storyboard.panels] == [two.uid, "mine", one.uid, four.uid]
    assert said(told) == ["length 4: lasts 72 frames instead of 48"]


def test_a_project_that_never_noted_its_source_keeps_its_texts(film: Project, folder: Path) -> None:
    old = replace(edited(film, 0, story="my own words"), as_read=())
    write_table(folder, [(f"p{n}.png", 3, s) for n, s in enumerate(STORIES, 1)])
    told = reload(old, read((folder,)))
    assert panel(told.after, "1").story == "my own words"
    assert panel(told.after, "1").length_frames == 72
    assert [p.story for p in told.after.as_read] == list(STORIES)


def storyboarder(folder: Path, boards: list[dict[str, object]]) -> Path:
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for number, board in enumerate(boards):
        name = f"board-{board['uid']}.png"
        board["url"] = name
        if not (folder / "images" / name).exists():
            draw(folder / "images" / name, 30 * number)
    file = folder / "film.storyboarder"
    file.write_text(json.dumps({"fps": 24, "boards": boards}), encoding="utf-8")
    return file


def test_a_storyboarder_file_is_matched_by_its_uids(tmp_path: Path) -> None:
    boards = [
        {"uid": uid, "duration": 2000, "newShot": uid != "BB22B", "action": f"story {uid}"}
        for uid in ("AA11A", "BB22B", "CC33C")
    ]
    file = storyboarder(tmp_path, [dict(b) for b in boards])
    project = edited(new_project(read((file,))), 1, override=PanelOverride(valence=-0.5))
    boards[1] |= {"duration": "1500", "action": "quite another line", "newShot": True}
    draw(tmp_path / "images" / "board-BB22B.png", 222)
    file = storyboarder(tmp_path, [boards[2], boards[1]])
    told = reload(project, read((file,)))
    assert [p.uid for p in told.after.storyboard.panels] == ["CC33C", "BB22B"]
    kinds = [(c.kind, c.about) for c in told.changes]
    assert kinds == [
        (ChangeKind.MOVED, "1"),
        (ChangeKind.LENGTH, "2"),
        (ChangeKind.PICTURE, "2"),
        (ChangeKind.TEXT, "2"),
        (ChangeKind.WEIGHT, "2"),
        (ChangeKind.REMOVED, "1"),
        (ChangeKind.CUE, "1M1"),
    ]
    assert told.after.storyboard.panels[1].override == PanelOverride(valence=-0.5)


def test_the_file_remembers_what_was_read(film: Project, folder: Path, tmp_path: Path) -> None:
    save_project(edited(film, 0, story="my own words"), tmp_path / "film.musflow")
    opened = open_project(tmp_path / "film.musflow")
    assert opened.as_read == film.as_read
    assert opened.storyboard.source == folder
    told = reload(opened, read((folder,)))
    assert told.is_empty
    assert panel(told.after, "1").story == "my own words"


def test_the_fewest_panels_count_as_moved() -> None:
    assert moved_panels("abcdef", "bcdefa") == {"a"}
    assert moved_panels("abcdef", "abxdcef") <= {"c", "d"}
    assert len(moved_panels("abcdef", "abxdcef")) == 1
    assert moved_panels("abc", "xyz") == set()
