"""Seconds to frames: what is accepted, and that rounding never adds up."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.storyboard.lengths import (
    check_board_length,
    frames_of,
    seconds_of,
    whole_frames,
)

RATES = [FrameRate.parse(r) for r in ("24", "23.976", "25", "29.97df", "30", "60", "119.88")]
rates = st.sampled_from(RATES)
milliseconds = st.integers(1000, 20_000).map(lambda ms: Fraction(ms, 1000))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (2, 2),
        (2.5, Fraction(5, 2)),
        ("2.5", Fraction(5, 2)),
        ("2,5", Fraction(5, 2)),
        (" 4 s ", 4),
        ("3.", 3),
        (".25", Fraction(1, 4)),
        ("+1", 1),
        (0.1, Fraction(1, 10)),
        ("3600", 3600),
    ],
)
def test_numbers_and_their_texts(written: object, seconds: Fraction) -> None:
    assert seconds_of(written, "panel 1") == seconds


@pytest.mark.parametrize(
    "value", [0, -1, "-0.5", "0", 3600.001, "36000", 10**30, "999999999999999"]
)
def test_out_of_range_names_panel_and_range(value: object) -> None:
    with pytest.raises(StudioError, match=r"(?i)panel 7: .*1 frame to 3600 s") as caught:
        seconds_of(value, "panel 7")
    assert caught.value.code is ErrorCode.OUT_OF_RANGE
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        "nan",
        "inf",
        "two",
        "",
        "1e3",
        "1.2.3",
        "٣",
        None,
        True,
        [],
        {},
    ]
    + ["9" * 5000],
)
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(StudioError, match="not a number"):
        seconds_of(value, "panel 7")


def test_milliseconds() -> None:
    assert seconds_of("1500", "board 1", units_per_second=1000) == Fraction(3, 2)
    with pytest.raises(StudioError, match="3601 s"):
        seconds_of(3_601_000, "board 1", units_per_second=1000)


@given(rate=rates, frames=st.integers(1, 5000))
def test_lengths_of_whole_frames_survive_milliseconds(rate: FrameRate, frames: int) -> None:
    written = Fraction(round(rate.seconds(frames) * 1000), 1000)
    assert frames_of(written, rate, "panel") == frames


@given(rate=rates, lengths=st.lists(milliseconds, min_size=1, max_size=60))
def test_every_cut_lies_within_half_a_frame(rate: FrameRate, lengths: list[Fraction]) -> None:
    exact = [frames_of(length, rate, "panel") for length in lengths]
    whole, remark = whole_frames(exact)
    errors = [abs(a - b) for a, b in zip(accumulate(exact), accumulate(whole), strict=True)]
    assert max(errors) <= Fraction(1, 2)
    assert min(whole) >= 1
    assert bool(remark) == (max(errors) > Fraction(1, 10))


@given(
    rate=rates,
    counts=st.lists(st.integers(5, 300), min_size=2, max_size=24),
    data=st.data(),
)
def test_moving_a_cut_leaves_the_other_panels_lengths(
    rate: FrameRate, counts: list[int], data: st.DataObject
) -> None:
    def read(frames: list[int]) -> tuple[int, ...]:
        seconds = [Fraction(round(rate.seconds(n) * 1000), 1000) for n in frames]
        return whole_frames([frames_of(s, rate, "panel") for s in seconds])[0]

    moved = data.draw(st.integers(0, len(counts) - 1))
    longer = [n + 7 * (i == moved) for i, n in enumerate(counts)]
    assert read(counts) == tuple(counts)
    assert read(longer) == tuple(longer)


@given(lengths=st.lists(st.fractions(1, 3, max_denominator=997), min_size=1, max_size=60))
def test_short_panels_never_vanish(lengths: list[Fraction]) -> None:
    whole, _ = whole_frames(lengths)
    assert min(whole) >= 1
    assert abs(sum(whole) - sum(lengths)) <= Fraction(1, 2)


def test_under_a_frame_is_refused_and_nearly_a_frame_is_one() -> None:
    rate = FrameRate()
    assert frames_of(Fraction(1, 24), rate, "panel 2") == 1
    assert frames_of(Fraction("0.04"), rate, "panel 2") == 1
    with pytest.raises(StudioError, match="anel 2.*1 frame"):
        frames_of(Fraction("0.02"), rate, "panel 2")


def test_the_remark_counts_moved_cuts_once() -> None:
    rate = FrameRate()
    lengths = [frames_of(Fraction("1.01"), rate, "panel") for _ in range(24)]
    whole, remark = whole_frames(lengths)
    assert sum(whole) == 582  # 24 x 1.01 s x 24 = 581.76 frames
    assert remark.startswith("20 of 24 cuts lie between frames and moved to the nearest")
    assert remark.endswith("by at most 0.48 frames")
    assert whole_frames([Fraction(24), Fraction(12)])[1] == ""


def test_a_board_over_two_hours_is_refused() -> None:
    check_board_length([Fraction(3600), Fraction(3600)])
    with pytest.raises(StudioError, match=r"7201 s.*up to 7200 s"):
        check_board_length([Fraction(3600), Fraction(3600), Fraction(1)])
