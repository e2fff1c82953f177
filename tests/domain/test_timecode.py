"""FrameRate: parsing, rounding, SMPTE timecode."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.timecode import FrameRate

RATES = [FrameRate.parse(t) for t in ("23.976", "24", "25", "29.97", "29.97df", "30", "59.94df")]


@pytest.mark.parametrize(
    ("text", "fps"),
    [
        ("24", Fraction(24)),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_frame_rates_are_read_exactly(text, fps):
    assert FrameRate.parse(text).fps == fps


@pytest.mark.parametrize("text", ["", "0", "-24", "nan", "1/0", "a lot", "241", "24df", "inf"])
def test_what_is_no_frame_rate_is_refused_in_a_sentence(text):
    with pytest.raises(StudioError) as refused:
        FrameRate.parse(text)
    assert refused.value.sentence().endswith(".")


def test_drop_frame_skips_two_numbers_a_minute_but_not_every_tenth():
    # SMPTE ST 12-1: frame 1800 is 00:01:00;02, frame 17982 is 00:10:00;00.
    rate = FrameRate.parse("29.97df")
    assert rate.timecode(1799) == "00:00:59;29"
    assert rate.timecode(1800) == "00:01:00;02"
    assert rate.timecode(17982) == "00:10:00;00"
    with pytest.raises(StudioError, match="dropped"):
        rate.frames_of("00:01:00;01")


@given(st.sampled_from(RATES), st.integers(0, 2_000_000))
def test_timecode_reads_back(rate, frames):
    day = rate.frames_of(rate.timecode(frames))
    assert rate.timecode(day) == rate.timecode(frames)
    if frames < 24 * 3600 * 23:
        assert day == frames


@given(st.sampled_from(RATES), st.integers(0, 500_000), st.sampled_from([44100, 48000, 96000]))
def test_samples_are_the_nearest_to_the_exact_time(rate, frames, sample_rate_hz):
    exact = rate.seconds(frames) * sample_rate_hz
    assert abs(rate.samples(frames, sample_rate_hz) - exact) <= Fraction(1, 2)
    assert rate.nearest_frame(rate.seconds(frames)) == frames
