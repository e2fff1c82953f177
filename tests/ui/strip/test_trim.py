"""Edges dragged: pixels to frames, beats and seconds worth meeting."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import tiny_cue

from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from ui.strip.trim import Trim, beat_lengths, length_text

BOARD = Storyboard("Film", FrameRate(), (Panel("a", "1", 30), Panel("b", "2", 50)))


def test_three_pixels_are_a_frame_and_nothing_is_shorter_than_one() -> None:
    trim = Trim.taken(BOARD, 0, 100, None)
    assert trim.dragged(115, snap=False).length_frames == 35
    assert trim.dragged(-500, snap=False).length_frames == 1
    assert trim.dragged(100, snap=True).length_frames == 30


def test_without_music_it_snaps_to_whole_seconds() -> None:
    trim = Trim.taken(BOARD, 1, 0, None)
    near = trim.dragged(-9, snap=True)
    assert (near.length_frames, near.snapped) == (48, True)
    assert near.text == "48 frames   2 s   -2   whole seconds"
    free = trim.dragged(-9, snap=False)
    assert (free.length_frames, free.snapped) == (47, False)
    assert not trim.dragged(-18, snap=True).snapped


def test_with_music_the_cut_snaps_to_its_beats() -> None:
    plan = tiny_cue.plan()  # 120 beats a minute over 24 frames
    assert beat_lengths(plan, 0, plan.storyboard.rate) == (12,)
    trim = Trim.taken(plan.storyboard, 0, 0, plan)
    moved = trim.dragged(30, snap=True)
    assert (moved.length_frames, moved.snapped) == (22, False)
    back = moved.dragged(3, snap=True)
    assert (back.length_frames, back.text) == (12, "12 frames   0.5 s   on a beat")


def test_beats_are_counted_from_where_the_cue_begins() -> None:
    later = replace(tiny_cue.plan(), in_frame=100, out_frame=124)
    assert beat_lengths(later, 90, later.storyboard.rate) == (10, 22)


def test_music_of_another_frame_rate_has_no_say() -> None:
    assert beat_lengths(tiny_cue.plan(), 0, FrameRate(Fraction(25))) == ()


def test_lengths_are_short_to_read() -> None:
    rate = FrameRate()
    assert [length_text(rate, n) for n in (24, 60, 61, 240)] == ["1 s", "2.5 s", "2.54 s", "10 s"]
