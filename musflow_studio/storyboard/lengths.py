"""Lengths: what people and files write as seconds, checked and laid on frames.

Cuts are rounded where they fall, from the start of the board, so that rounding never adds up:
every cut lies within half a frame of its time, however many panels come before it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import LONGEST_BOARD_S, LONGEST_PANEL_S
from musflow_studio.domain.timecode import FrameRate

MOVED_FRAMES = Fraction(1, 10)
"""A cut moved by more than this is worth a remark."""

_LEGAL = f"1 frame to {LONGEST_PANEL_S} s"
_NUMBER = re.compile(r"^([+-]?)([0-9]{1,15}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})$")
_HALF_MILLISECOND = Fraction(1, 2000)


def seconds_of(value: object, where: str, *, units_per_second: int = 1) -> Fraction:
    """A number, or its text ("2.5", "2,5", "2.5 s"), as exact seconds above zero.

    Args:
        value: what the source holds.
        where: the panel, for the error.
        units_per_second: 1000 if the source counts milliseconds.

    Raises StudioError for anything else: words, NaN, infinity, zero, below, over an hour.
    """
    number = _number(value)
    if number is None:
        raise StudioError(
            ErrorCode.BAD_INPUT, f"{where}: the length is not a number", value=value, legal=_LEGAL
        )
    seconds = number / units_per_second
    if not 0 < seconds <= LONGEST_PANEL_S:
        raise _out_of_range(where, f"{float(seconds):g} s")
    return seconds


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, float):
        return Fraction(str(value)) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    text = value.strip().lower().removesuffix("s").rstrip().replace(",", ".")
    match = _NUMBER.match(text)
    return Fraction(match[1] + match[2].rstrip(".")) if match else None


def frames_of(seconds: Fraction, rate: FrameRate, where: str) -> Fraction:
    """A length in frames, still a fraction, at least 1.

    A length within half a millisecond (and a tenth of a frame) of whole frames means whole
    frames: tools that count frames write milliseconds. Raises StudioError under nine tenths of
    a frame.
    """
    frames = seconds * rate.fps
    whole = math.floor(frames + Fraction(1, 2))
    if abs(frames - whole) <= min(_HALF_MILLISECOND * rate.fps, MOVED_FRAMES):
        frames = Fraction(whole)
    if frames < 1 - MOVED_FRAMES:
        raise _out_of_range(where, f"{float(seconds):g} s")
    return max(frames, Fraction(1))


def whole_frames(lengths: Sequence[Fraction]) -> tuple[tuple[int, ...], str]:
    """Panel lengths in whole frames, each at least 1, and a remark if cuts moved ("" if not).

    Args:
        lengths: panel lengths in frames, each at least 1.
    """
    cuts = list(accumulate(lengths, initial=Fraction(0)))
    rounded = [math.floor(cut + Fraction(1, 2)) for cut in cuts]
    moved = [abs(a - b) for a, b in zip(cuts, rounded, strict=True)]
    return tuple(b - a for a, b in pairwise(rounded)), _moved_remark(moved)


def check_board_length(lengths_s: Sequence[Fraction]) -> None:
    """Raise StudioError if a board is longer than two hours."""
    total = sum(lengths_s, Fraction(0))
    if total > LONGEST_BOARD_S:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"the board lasts {float(total):g} s",
            legal=f"up to {LONGEST_BOARD_S} s",
            hint="read it in parts",
        )


def _moved_remark(moved: Sequence[Fraction]) -> str:
    count = sum(m > MOVED_FRAMES for m in moved)
    if not count:
        return ""
    cuts = "1 cut lies" if count == 1 else f"{count} of {len(moved) - 1} cuts lie"
    most = f"by at most {float(max(moved)):.2f} frames"
    return f"{cuts} between frames and moved to the nearest, {most}"


def _out_of_range(where: str, value: str) -> StudioError:
    return StudioError(
        ErrorCode.OUT_OF_RANGE, f"{where}: the length is out of range", value=value, legal=_LEGAL
    )
