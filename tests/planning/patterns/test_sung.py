"""What doubles the melody keeps its shape: whole phrases an octave up, or at pitch."""

from __future__ import annotations

from dataclasses import replace

from patterns_desk import desk

from musflow_studio.planning.patterns.sung import octave_double
from musflow_studio.planning.stroke import Stroke
from musflow_studio.presets import style

VIOLINS = next(v for v in style("tender-piano").roles if v.pattern == "octave-double")
LOW = (Stroke(0, 480, 70), Stroke(480, 480, 76))
HIGH = (Stroke(1440, 480, 76), Stroke(1920, 480, 82))


def test_a_phrase_goes_up_as_a_whole_or_not_at_all() -> None:
    at = desk(replace(VIOLINS, low=60, high=90), melody=LOW + HIGH)
    assert [s.pitch for s in octave_double(at)] == [82, 88, 76, 82]


def test_what_lies_below_the_player_is_left_out() -> None:
    at = desk(replace(VIOLINS, low=80, high=90), melody=HIGH)
    assert [s.pitch for s in octave_double(at)] == [82]
