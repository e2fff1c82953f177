"""Swing: off-beats late, beats and hits in place, order and legato kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desks import desk_at
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.meter import METERS
from musflow_studio.planning.performance.swing import swung
from musflow_studio.planning.piece import Piece
from musflow_studio.planning.stroke import Stroke


def piece(bpm: int = 100, meter: str = "4/4", early_ticks: int = 0) -> Piece:
    desk = desk_at(
        0.5, style_name="tender-piano", pattern="piano", bpm=bpm, meter=meter,
        early_ticks=early_ticks,
    )  # fmt: skip
    return desk.piece


@pytest.mark.parametrize("meter", METERS)
def test_full_swing_is_the_third_triplet(meter: str) -> None:
    eighths = [Stroke(i * 480, 480, 60) for i in range(12)]
    found = swung(piece(meter=meter), eighths, 1.0)
    assert [s.start % 960 for s in found] == [0, 640] * 6
    assert [s.length for s in found] == [640, 320] * 6


def test_fast_music_straightens() -> None:
    one = [Stroke(480, 480, 60)]
    starts = [swung(piece(bpm=bpm), one, 1.0)[0].start for bpm in (100, 120, 160, 200, 220, 240)]
    assert starts == sorted(starts, reverse=True)
    assert starts[:2] == [640, 640]
    assert starts[-2:] == [480, 480]


def test_a_straight_style_is_left_alone() -> None:
    eighths = [Stroke(i * 240, 240, 60) for i in range(30)]
    assert swung(piece(), eighths, 0.0) == eighths


def test_the_cut_and_inner_hits_stay_on_the_frame() -> None:
    cut_off_beat = piece(early_ticks=480)
    hit = replace(cut_off_beat, soft_hits=((960, HitWeight.SHOULD),))
    starts = [s.start for s in swung(hit, [Stroke(0, 480, 60), Stroke(960, 480, 60)], 1.0)]
    assert starts == [0, 960]
    assert swung(cut_off_beat, [Stroke(960, 480, 60)], 1.0)[0].start == 1120


@given(
    ticks=st.lists(st.integers(0, 15000), min_size=2, max_size=30, unique=True).map(sorted),
    swing=st.floats(0, 1),
)
def test_nothing_overtakes_and_nothing_leaves_the_piece(ticks: list[int], swing: float) -> None:
    line = [Stroke(a, b - a, 60) for a, b in zip(ticks, ticks[1:], strict=False)]
    found = swung(piece(), line, swing)
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert all(
        a.start + a.length == max(b.start, a.start + 1)
        for a, b in zip(found, found[1:], strict=False)
    )
    assert all(0 <= s.start and s.start + s.length <= 15361 for s in found)
