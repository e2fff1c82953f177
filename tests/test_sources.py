"""Where a cue starts: what a saved plan still takes, and what an edited clip leaves open."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny_cue

from musflow_studio.documents import dump_document
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Fit, LengthMode, Motif, Pins
from musflow_studio.domain.request import CueRequest
from musflow_studio.project import new_project, save_project
from musflow_studio.sources import Start, find_start


def saved(folder, made):
    file = folder / "plan.json"
    file.write_text(dump_document("musflow.plan", made), encoding="utf-8")
    return file


def editing(**changes) -> Start:
    """A start from a clip whose plan was changed like this."""
    made = replace(tiny_cue.plan(), **changes)
    return Start(made.storyboard, base=made)


def test_a_saved_plan_is_played_as_it_stands_but_for_seed_and_tail(tmp_path):
    made = tiny_cue.plan()
    file = saved(tmp_path, made)
    same = find_start(CueRequest(sources=(file,)))
    assert (same.plan, same.seed) == (made, made.seed)
    rings = find_start(CueRequest(sources=(file,), seed=9, tail_s=2.0))
    assert rings.plan == replace(made, tail_s=2.0)
    assert rings.seed == 9


@pytest.mark.parametrize(
    "wish",
    [
        {"pins": Pins(bpm=100)},
        {"fit": Fit.EXACT},
        {"fit": Fit.STEADY},
        {"style": "tender-piano"},
        {"loop": True},
        {"from_panel": "1"},
        {"to_panel": "2B"},
        {"takes": 2},
    ],
)
def test_what_a_saved_plan_has_decided_cannot_be_asked_again(tmp_path, wish):
    file = saved(tmp_path, tiny_cue.plan())
    with pytest.raises(StudioError) as refused:
        find_start(CueRequest(sources=(file,), **wish))
    assert refused.value.code is ErrorCode.CONTRADICTION
    assert "plan.json" in refused.value.sentence()


def test_a_saved_plan_and_a_clip_to_edit_exclude_each_other(tmp_path):
    file = saved(tmp_path, tiny_cue.plan())
    clip = tiny_cue.keep_one(tmp_path / "library")
    with pytest.raises(StudioError, match="as it stands"):
        find_start(CueRequest(sources=(file,), base_clip=clip.folder))


def test_a_project_and_a_saved_board_are_panels(tmp_path):
    board = tiny_cue.plan().storyboard
    save_project(new_project(board), tmp_path / "film.musflow")
    (tmp_path / "board.json").write_text(dump_document("musflow.storyboard", board), "utf-8")
    for name in ("film.musflow", "board.json"):
        start = find_start(CueRequest(sources=(tmp_path / name,)))
        assert [p.uid for p in start.board.panels] == [p.uid for p in board.panels]
        assert start.board.start_frames == board.start_frames
        assert (start.description, start.plan) == (None, None)


def test_a_new_cue_is_steady_without_a_tail():
    start = Start(tiny_cue.plan().storyboard)
    wishes = start.wishes(CueRequest(text="x"))
    assert (wishes.fit, wishes.tail_s) == (Fit.STEADY, 0.0)
    assert wishes.length_mode is LengthMode.PICTURE


def test_an_edit_keeps_fit_and_tail_until_told_otherwise():
    start = editing(fit=Fit.EXACT, tail_s=2.0)
    kept = start.wishes(CueRequest())
    assert (kept.fit, kept.tail_s) == (Fit.EXACT, 2.0)
    told = start.wishes(CueRequest(fit=Fit.STEADY, tail_s=0.0))
    assert (told.fit, told.tail_s) == (Fit.STEADY, 0.0)


def test_an_edit_keeps_the_pins_it_does_not_touch():
    start = editing(pins=Pins(bpm=96.0, key="D minor", chords="Dm Bb", meter="3/4"))
    assert start.wishes(CueRequest()).pins == Pins(96.0, "D minor", "Dm Bb", "3/4")
    faster = start.wishes(CueRequest(pins=Pins(bpm=104.0))).pins
    assert faster == Pins(104.0, "D minor", "Dm Bb", "3/4")
    elsewhere = start.wishes(CueRequest(pins=Pins(key="E minor"))).pins
    assert elsewhere == Pins(96.0, "E minor", None, "3/4")  # the chords belonged to D minor


def test_a_theme_from_another_clip_is_pinned_over_the_edited_clips_own():
    lent = Motif((0, 4, 3, 4), (480, 480, 960, 1920))
    start = editing(pins=Pins(motif=Motif((0, 1, 2), (960, 960, 1920))))
    assert start.wishes(CueRequest()).pins.motif == start.base.pins.motif
    themed = replace(start, theme=lent)
    assert themed.wishes(CueRequest(pins=Pins(bpm=100.0))).pins == Pins(bpm=100.0, motif=lent)
    fresh = Start(start.board, theme=lent)
    assert fresh.wishes(CueRequest()).pins.motif == lent


def test_an_edit_of_a_part_stays_on_its_panels_when_the_board_is_recut():
    """Panel b alone was scored; a longer panel a before it moves the part, not its panels."""
    made = tiny_cue.plan()
    base = replace(made, in_frame=12, out_frame=24, panels=made.panels[1:])
    first, second = made.storyboard.panels
    recut = replace(made.storyboard, panels=(replace(first, length_frames=19), second))
    wishes = Start(recut, base=base).wishes(CueRequest())
    assert (wishes.in_frame, wishes.out_frame) == (19, 31)
    whole = Start(recut, base=made).wishes(CueRequest())
    assert (whole.in_frame, whole.out_frame) == (0, 31)
    asked = Start(recut, base=base).wishes(CueRequest(to_panel="1"))
    assert (asked.in_frame, asked.out_frame) == (0, 19)


def test_panels_composed_anew_are_counted_from_the_edited_clip(tmp_path):
    clip = tiny_cue.keep_one(tmp_path)
    once = find_start(CueRequest(base_clip=clip.folder, redo=("2B",)))
    assert [panel.override.variation for panel in once.board.panels] == [0, 1]
    made = replace(tiny_cue.plan(), storyboard=once.board)
    again = find_start(
        CueRequest(base_clip=tiny_cue.keep_one(tmp_path, made=made).folder, redo=("2",))
    )
    assert [panel.override.variation for panel in again.board.panels] == [0, 2]


def test_nothing_can_be_composed_anew_without_a_clip():
    with pytest.raises(StudioError, match=r"only in a clip that is there.*--base"):
        find_start(CueRequest(text="rain", length_s=4, redo=("1",)))
