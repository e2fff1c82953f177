"""Seconds to pixels and back; zoom stays put under the pointer; rulers fall on round numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.timecode import FrameRate
from ui.timeline.axis import (
    MOST_PX_PER_S,
    TimeAxis,
    ruler_frames,
    ruler_step_frames,
    thinning,
)

FILM = FrameRate(Fraction(24))


@given(
    st.floats(0.5, 1200),
    st.floats(0.01, 1e7),
    st.floats(0, 1000),
    st.floats(0, 1),
    st.integers(1, 9),
)
def test_what_is_under_the_pointer_stays_there(length_s, factor, x, part, steps):
    axis = TimeAxis.fitting(1000, length_s).zoomed(40.0, 500).scrolled(part * 3000)
    before = axis.seconds(x)
    zoomed = axis.zoomed(factor, x)
    assert axis.least_px_per_s * 0.999 <= zoomed.px_per_s <= MOST_PX_PER_S
    if 0 < zoomed.left_s < zoomed.length_s * 1.03 - zoomed.span_s:
        assert zoomed.seconds(x) == pytest.approx(before, abs=1e-6)


@given(st.floats(0.1, 1200), st.integers(200, 4000))
def test_fitted_shows_all_and_stays_fitted(length_s, width):
    axis = TimeAxis.fitting(800, length_s).resized(width, length_s * 2)
    assert axis.fits
    assert axis.left_s == 0
    assert axis.x(length_s * 2) <= width


def test_a_zoomed_view_keeps_its_zoom_when_the_window_changes():
    axis = TimeAxis.fitting(800, 60).zoomed(10, 400)
    assert axis.resized(1200, 60).px_per_s == axis.px_per_s
    assert axis.resized(1200, 60).left_s == axis.left_s


def test_pages_turn_only_when_the_playhead_leaves():
    axis = TimeAxis.fitting(1000, 100).zoomed(10, 0)
    assert axis.revealing(axis.left_s + axis.span_s / 2) is axis
    turned = axis.revealing(axis.right_s + 0.1)
    assert turned.left_s < axis.right_s + 0.1 < turned.left_s + turned.span_s / 2


def test_a_range_is_shown_whole():
    axis = TimeAxis.fitting(1000, 100).showing(20, 22)
    assert axis.x(20) == pytest.approx(1000 * 0.05 / 1.1, abs=1)
    assert axis.x(22) == pytest.approx(1000 * 1.05 / 1.1, abs=1)


@pytest.mark.parametrize(
    ("px_per_s", "frames"), [(24 * 100, 1), (24 * 42, 2), (100, 24), (10, 240), (0.1, 24 * 1800)]
)
def test_rulers_are_marked_at_round_numbers(px_per_s, frames):
    assert ruler_step_frames(FILM, px_per_s, 84) == frames


def test_marks_fall_on_round_timecode_whatever_the_start():
    axis = TimeAxis.fitting(1000, 10)
    frames = list(ruler_frames(axis, FILM, 24, offset=86_405))
    assert {(frame + 86_405) % 24 for frame in frames} == {0}
    assert frames[0] == 19
    assert len(frames) == 10


def test_labels_are_thinned_by_powers_of_two():
    assert thinning(30, 26) == 1
    assert thinning(10, 26) == 4
    assert thinning(0.001, 26) == 32768
