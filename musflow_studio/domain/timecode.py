"""Frame rates, frames and SMPTE timecode (SMPTE ST 12-1)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from musflow_studio.domain.errors import ErrorCode, StudioError

_NTSC = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.952": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}
_RATE = re.compile(r"^[+-]?[0-9]{1,9}(\.[0-9]{0,18}|/[0-9]{1,9})?$")
_TIMECODE = re.compile(r"^(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{2,3})$")
FPS_LEGAL = "1 to 240 frames per second, as 24, 23.976, 30000/1001 or 29.97df"


@dataclass(frozen=True)
class FrameRate:
    """Frames per second as an exact fraction, and whether timecode drops frame numbers.

    Attributes:
        fps: frames per second, 1 to 240.
        drop_frame: SMPTE drop-frame counting; only for 30000/1001 and 60000/1001.
    """

    fps: Fraction = Fraction(24)
    drop_frame: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.fps <= 240:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE, "frame rate out of range", value=self.fps, legal=FPS_LEGAL
            )
        if self.drop_frame and self.fps not in (Fraction(30000, 1001), Fraction(60000, 1001)):
            raise StudioError(
                ErrorCode.CONTRADICTION,
                "drop-frame timecode exists only at 29.97 and 59.94 frames per second",
                value=self.fps,
            )

    @classmethod
    def parse(cls, text: str | float | Fraction) -> FrameRate:
        """Read "24", "23.976", "29.97df", "30000/1001" or a number.

        Decimals within 0.005 of an NTSC rate mean that rate exactly.
        Raises StudioError if it is no frame rate.
        """
        raw = str(text).strip().lower()
        drop = raw.endswith("df")
        digits = raw.removesuffix("df").strip()
        try:
            fps = _NTSC.get(digits) or Fraction(digits if _RATE.match(digits) else "")
        except (ValueError, ZeroDivisionError):
            raise StudioError(
                ErrorCode.BAD_INPUT, "not a frame rate", value=text, legal=FPS_LEGAL
            ) from None
        for exact in _NTSC.values():
            if fps.denominator != 1 and abs(fps - exact) < Fraction(5, 1000):
                fps = exact
        return cls(fps, drop)

    @property
    def timecode_base(self) -> int:
        """Frame numbers per timecode second (30 for 29.97)."""
        return math.ceil(self.fps)

    def seconds(self, frames: int) -> Fraction:
        """Exact seconds of a frame count."""
        return Fraction(frames) / self.fps

    def nearest_frame(self, seconds: Fraction | float) -> int:
        """The frame nearest to a time; halves go up."""
        return math.floor(Fraction(seconds) * self.fps + Fraction(1, 2))

    def samples(self, frames: int, sample_rate_hz: int) -> int:
        """Samples from zero to a frame: `round(frames / fps x rate)`, halves up."""
        return math.floor(self.seconds(frames) * sample_rate_hz + Fraction(1, 2))

    def timecode(self, frames: int) -> str:
        """Frames since midnight as SMPTE timecode; a semicolon marks drop-frame."""
        base = self.timecode_base
        number = frames
        if self.drop_frame:
            dropped = base // 15  # 2 at 29.97, 4 at 59.94
            per_minute = base * 60 - dropped
            per_ten = base * 600 - dropped * 9
            tens, rest = divmod(frames, per_ten)
            number += dropped * 9 * tens
            if rest >= base * 60:
                number += dropped * (1 + (rest - base * 60) // per_minute)
        number %= base * 86400
        total_seconds, frame = divmod(number, base)
        minutes, second = divmod(total_seconds, 60)
        hour, minute = divmod(minutes, 60)
        separator = ";" if self.drop_frame else ":"
        return f"{hour:02d}:{minute:02d}:{second:02d}{separator}{frame:02d}"

    def frames_of(self, timecode: str) -> int:
        """SMPTE timecode as frames since midnight. Raises StudioError if it is none."""
        match = _TIMECODE.match(timecode.strip())
        hint = f"write hours:minutes:seconds:frames, as {self.timecode(0)}"
        if not match:
            raise StudioError(ErrorCode.BAD_INPUT, "not a timecode", value=timecode, hint=hint)
        hour, minute, second = (int(match[i]) for i in (1, 2, 3))
        frame = int(match[5])
        base = self.timecode_base
        if hour > 23 or minute > 59 or second > 59 or frame >= base:
            raise StudioError(ErrorCode.OUT_OF_RANGE, "not a timecode", value=timecode, hint=hint)
        number = ((hour * 60 + minute) * 60 + second) * base + frame
        if self.drop_frame:
            dropped = base // 15
            if second == 0 and frame < dropped and minute % 10:
                raise StudioError(
                    ErrorCode.OUT_OF_RANGE,
                    "this frame number is dropped in drop-frame timecode",
                    value=timecode,
                )
            minutes = hour * 60 + minute
            number -= dropped * (minutes - minutes // 10)
        return number
