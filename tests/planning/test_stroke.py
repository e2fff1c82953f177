"""Strokes: rolled chords after some of their tones moved or fell away."""

from __future__ import annotations

from musflow_studio.planning.stroke import Stroke, rolled_anew


def test_what_is_left_of_a_rolled_chord_is_rolled_from_its_lowest_tone() -> None:
    moved = [Stroke(0, 960, 65, roll_us=11_000), Stroke(0, 960, 60, roll_us=22_000)]
    assert [(s.pitch, s.roll_us) for s in rolled_anew(moved)] == [(65, 11_000), (60, 0)]


def test_other_strokes_stay_as_they_are() -> None:
    plain = [Stroke(0, 960, 60), Stroke(0, 960, 64), Stroke(960, 480, 67, 0.3)]
    rolled = [Stroke(1920, 960, 48 + 7 * i, roll_us=14_000 * i) for i in range(3)]
    assert rolled_anew([*plain, *rolled]) == [*plain, *rolled]
