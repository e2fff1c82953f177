"""Readouts: timecode and bars at a place, the places to go to, the fader."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny_cue

from ui.transport.readout import (
    bar_and_beat,
    landmarks,
    next_place,
    position_of,
    previous_place,
    timecode,
    volume_at,
)

PLAN = tiny_cue.plan()  # 24 frames at 24 fps, cut at frame 12, 120 quarters a minute


def test_timecode_counts_from_the_boards_first_frame():
    late = replace(PLAN, storyboard=replace(PLAN.storyboard, start_timecode_frames=86400))
    assert timecode(late, 0.0) == "01:00:00:00"
    assert timecode(late, 0.4999) == "01:00:00:11"  # a frame is shown until the next begins
    assert timecode(late, 12 / 24) == "01:00:00:12"
    assert timecode(replace(late, in_frame=12), 0.0) == "01:00:00:12"


def test_every_frame_is_shown_at_its_own_time():
    for frame in range(24):
        assert timecode(PLAN, frame / 24).endswith(f":{frame:02d}")


def test_bar_and_beat():
    assert [bar_and_beat(PLAN, s) for s in (0.0, 0.49, 0.5, 0.99, 5.0)] == [
        "1.1", "1.1", "1.2", "1.2", "1.2",
    ]  # fmt: skip


def test_places_to_go_to():
    places = landmarks(PLAN)
    assert places == (0.0, 0.5)
    assert next_place(places, 0.0) == 0.5
    assert next_place(places, 0.5) is None
    assert previous_place(places, 0.9, playing=False) == 0.5
    assert previous_place(places, 0.5, playing=False) == 0.0
    assert previous_place(places, 0.6, playing=True) == 0.0


def test_the_fader_finds_its_way_back():
    assert (volume_at(1.0), volume_at(0.0)) == (0.0, -60.0)
    for level in (0.0, -3.0, -12.5, -60.0):
        assert volume_at(position_of(level)) == pytest.approx(level)
