"""What the timeline shows, in seconds of the board."""

from __future__ import annotations

from dataclasses import replace

from timeline_boards import film, plan_of

from musflow_studio.domain.description import Mood, PanelDescription
from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from musflow_studio.domain.project import CueStatus
from musflow_studio.project.cues import CueEdit, edit_cue
from musflow_studio.project.panel_words import set_override
from musflow_studio.project.panels import roll_cut, set_length
from ui.timeline.contents import board_contents
from ui.timeline.music import music_contents, plan_hit


def told(uid: str) -> PanelDescription:
    return PanelDescription(uid, "", Mood(0.5, -0.5, 0, 0), "calm", 0.3, (), ())


def test_cues_gaps_and_panels_lie_where_they_are():
    board = board_contents(film(), told)
    assert board.length_s == 4
    assert [(b.cue.name, b.start_s, b.end_s) for b in board.cues] == [("1M1", 1, 2), ("1M2", 3, 4)]
    assert [(g.in_frame, g.out_frame) for g in board.gaps] == [(0, 24), (48, 72)]
    assert [p.start_s for p in board.panels] == [0, 1, 2, 3]
    assert (board.panels[0].energy, board.panels[0].by_hand) == (0.3, False)
    assert board.panels[0].valence == 0.5


def test_what_was_set_by_hand_counts_before_what_was_seen():
    block = board_contents(set_override(film(), ["u1"], energy=0.9), told).panels[0]
    assert (block.energy, block.by_hand, block.arousal) == (0.9, True, -0.5)
    assert board_contents(film(), lambda _: None).panels[0].energy is None


def test_silent_panels_of_a_cue_are_known():
    silent = edit_cue(film(), "1M1", CueEdit(out_frame=60, tacet=("u3", "u4")))
    board = board_contents(silent, told)
    assert board.cues[0].tacet == ((2.0, 2.5),)
    assert board.cues[1].tacet == ()


def test_omitted_cues_leave_a_gap():
    board = board_contents(edit_cue(film(), "1M1", CueEdit(status=CueStatus.OMITTED)), told)
    assert [(g.in_frame, g.out_frame) for g in board.gaps] == [(0, 72)]
    assert [b.cue.name for b in board.cues] == ["1M2", "1M1"]


def test_cuts_and_moments_inside_are_hits():
    marks = board_contents(film(), told).hits
    assert [(m.frame, m.inner, m.name) for m in marks] == [
        (0, False, ""), (24, False, ""), (36, True, "door"), (48, False, ""), (72, False, ""),
    ]  # fmt: skip


def test_music_is_laid_where_its_cue_begins():
    project = film()
    music = music_contents(project, project.cues[0], plan_of(project), 1.25)
    assert (music.start_s, music.end_s, music.made) == (1, 2.25, True)
    assert [(b.number, b.start_s, b.beats_s) for b in music.bars] == [(1, 1.0, (1.0, 1.5))]
    assert music.bars[0].meter == "4/4"
    assert [(c.text, c.start_s, c.end_s) for c in music.chords] == [("F#m", 1, 2)]
    assert [(k.text, k.start_s, k.end_s) for k in music.keys] == [("F# minor", 1, 2)]
    assert music.energy == ((1.0, 0.4), (2.0, 0.6))
    assert music_contents(project, project.cues[0], plan_of(project), None).end_s == 2.0


def test_the_plan_knows_its_hits_by_place():
    project = film()
    marks = board_contents(project, told).hits
    found = [plan_hit(m, project.cues[0], plan_of(project).hits) for m in marks]
    assert [hit.error_frames if hit else None for hit in found] == [None, None, 1.5, None, None]


def test_seams_of_an_edit_are_no_tempo_changes():
    project = film()
    grid = Grid((TempoSection(0, 500_000), TempoSection(480, 500_001), TempoSection(960, 400_000)),
                (MeterSection(0, 4, 4),), 1920)  # fmt: skip
    music = music_contents(project, project.cues[0], replace(plan_of(project), grid=grid), 1.0)
    assert [round(tempo.bpm) for tempo in music.tempi] == [120, 150]


def test_bars_that_touch_a_changed_panel_are_stale():
    project = film()
    plan = plan_of(project)
    assert music_contents(project, project.cues[0], plan, 1.0).stale == ()
    louder = set_override(project, ["u2"], energy=0.9)
    assert music_contents(louder, louder.cues[0], plan, 1.0).stale == ((1.0, 2.0),)
    elsewhere = set_override(project, ["u4"], energy=0.9)
    assert music_contents(elsewhere, elsewhere.cues[0], plan, 1.0).stale == ()
    assert music_contents(louder, louder.cues[0], plan, None).stale == ()


def test_a_cue_that_moved_as_a_whole_is_not_stale():
    project = film()
    later = set_length(project, "u1", 30)
    music = music_contents(later, later.cues[0], plan_of(project), 1.0)
    assert music.start_s == 1.25
    assert music.stale == ()
    rolled = roll_cut(project, "u2", 3)
    assert music_contents(rolled, rolled.cues[0], plan_of(project), 1.0).stale
