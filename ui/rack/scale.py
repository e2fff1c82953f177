"""Scale: a number of an effect as the place of a knob, as text, and read from text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from musflow_studio.domain.effect_table import EFFECTS, Range
from musflow_studio.domain.errors import ErrorCode, StudioError

MINUS = "\N{MINUS SIGN}"
_BY_RATIO = ("Hz", "ms", "s")
_LEAST_RATIO = 15.0
_NUMBER = re.compile(r"\s*([-+\u2212]?\d+(?:[.,]\d+)?)\s*(k?)\s*(\S*)\s*", re.IGNORECASE)
_SPOKEN_UNITS = {"dbfs": "db", "lufs": "db", "dbtp": "db", "sec": "s", "semitones": "st"}


@dataclass(frozen=True)
class Scale:
    """The travel of a knob.

    Attributes:
        legal: range and unit.
        by_ratio: equal turns are equal ratios: frequencies, times.
        whole: only whole numbers make a difference.
    """

    legal: Range
    by_ratio: bool = False
    whole: bool = False

    def share(self, value: float) -> float:
        """Where a value stands, 0 to 1."""
        low, high, _ = self.legal
        inside = min(high, max(low, value))
        if self.by_ratio:
            return math.log(inside / low) / math.log(high / low)
        return (inside - low) / (high - low)

    def value(self, share: float) -> float:
        """The value at a place, rounded to what an ear could tell."""
        low, high, _ = self.legal
        inside = min(1.0, max(0.0, share))
        exact = low * (high / low) ** inside if self.by_ratio else low + (high - low) * inside
        return min(high, max(low, self.tidy(exact)))

    def tidy(self, value: float) -> float:
        """Rounded: four figures by ratio, else a ten-thousandth of the range."""
        if self.whole:
            return float(round(value))
        if self.by_ratio:
            return float(f"{value:.4g}")
        span = self.legal.high - self.legal.low
        return round(value, max(0, 3 - math.floor(math.log10(span))))

    def text(self, value: float) -> str:
        """The value with its unit: "3.2 kHz", "\N{MINUS SIGN}6.0 dB", "0.35"."""
        unit = self.legal.unit
        if unit == "Hz" and abs(value) >= 1000:
            return f"{value / 1000:.3g} kHz"
        if self.whole or unit == "semitones":
            number = f"{value:g}"
        elif unit.startswith(("dB", "LUFS")):
            number = f"{value:.1f}"
        elif unit in ("ms", "Hz", "s"):
            number = f"{value:.3g}" if value < 100 else f"{value:.0f}"
        else:
            number = f"{value:.2f}"
        short = {"dBFS": "dB", "semitones": "st"}.get(unit, unit)
        return f"{number.replace('-', MINUS)} {short}".strip()

    def read(self, text: str, what: str) -> float:
        """A value as people type it: "3.2k", "-6", "-6,5 dB", "250 ms".

        Raises StudioError: no number, another unit, or out of range.
        """
        found = _NUMBER.fullmatch(text)
        if not found:
            raise StudioError(
                ErrorCode.BAD_INPUT, f"{what} is a number", value=text, legal=str(self.legal)
            )
        number, thousand, unit = found.groups()
        value = float(number.replace(",", ".").replace(MINUS, "-"))
        value *= self._factor(thousand, unit, text, what)
        if not self.legal.low <= value <= self.legal.high:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                f"{what} is out of range",
                value=self.text(value),
                legal=str(self.legal),
            )
        return float(round(value)) if self.whole else value

    def _factor(self, thousand: str, unit: str, text: str, what: str) -> float:
        spoken, own = _plain(unit), _plain(self.legal.unit)
        factor = 1000.0 if thousand else 1.0
        if spoken in ("", own):
            return factor
        if (spoken, own) in (("s", "ms"), ("ms", "s")):
            return factor * (1000.0 if own == "ms" else 0.001)
        if spoken == "%" and not own:
            return 0.01
        legal = str(self.legal)
        raise StudioError(ErrorCode.BAD_INPUT, f"{what} has another unit", value=text, legal=legal)


def scale_of(kind: str, name: str) -> Scale:
    """The scale of an effect's parameter."""
    return scale_over(EFFECTS[kind].parameters[name], whole=name == "bit_depth")


def scale_over(legal: Range, *, whole: bool = False) -> Scale:
    """The scale of a range: by ratio for frequencies, times, and wide positive ranges."""
    wide = legal.low > 0 and legal.high / legal.low >= _LEAST_RATIO
    return Scale(legal, wide and (legal.unit in _BY_RATIO or not legal.unit), whole)


def _plain(unit: str) -> str:
    lowered = unit.lower().strip("()")
    return _SPOKEN_UNITS.get(lowered, lowered)
