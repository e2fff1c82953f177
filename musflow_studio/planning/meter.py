"""Metres: reading them, and how strong each position of a bar is."""

from __future__ import annotations

from dataclasses import dataclass

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.grid import TICKS_PER_QUARTER

METERS = ("4/4", "3/4", "6/8", "5/4")
_ACCENTS = {"4/4": (0, 1920), "3/4": (0,), "6/8": (0, 1440), "5/4": (0, 2880)}


@dataclass(frozen=True)
class Meter:
    """A metre as the composer uses it.

    Attributes:
        name: "4/4".
        bar_ticks: ticks of a full bar.
        pulse_ticks: what a listener taps (a quarter; a dotted quarter in 6/8).
        accents: ticks in the bar that carry weight, the first 0.
    """

    name: str
    bar_ticks: int
    pulse_ticks: int
    accents: tuple[int, ...]

    def strength(self, tick_in_bar: int) -> float:
        """1 on the downbeat, 0.6 on a second accent, 0.35 on a beat, 0.1 between."""
        if tick_in_bar == 0:
            return 1.0
        if tick_in_bar in self.accents:
            return 0.6
        return 0.35 if tick_in_bar % self.pulse_ticks == 0 else 0.1


def parse_meter(text: str) -> Meter:
    """Read "4/4", "3/4", "6/8" or "5/4"; raises StudioError otherwise."""
    name = text.strip().replace(" ", "")
    if name not in METERS:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME, "unknown metre", value=text, legal=", ".join(METERS)
        )
    upper, lower = (int(part) for part in name.split("/"))
    beat = TICKS_PER_QUARTER * 4 // lower
    pulse = beat * 3 if lower == 8 else beat
    return Meter(name, upper * beat, pulse, _ACCENTS[name])
