"""Host bars: a grid whose bar lines are the workstation's.

The cue starts somewhere in a bar of the workstation. What is left of that bar becomes a pick-up
bar, and bar 1 starts on the workstation's next bar line. Music is written in sixteenths, so where
the rest of the bar is none, its first beat or so is played slower or faster, up to a quarter for
half a beat: after it every beat is the workstation's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from musflow_studio.domain.grid import TICKS_PER_QUARTER, MeterSection, TempoSection
from musflow_studio.planning.fit.bar_lines import (
    SIXTEENTH_TICKS,
    bar_ticks_of,
    meter_parts,
    pulse_ticks,
    signature_of,
)

UNHEARD_US = 100
"""Bar lines this near need no correction: a few samples."""
_SHORTEST_PICKUP = Fraction(1, 4)  # quarters; a shorter one is added to the first beat
_SHORTEST_BEND = 2  # sixteenths, where there is room


@dataclass(frozen=True)
class HostBars:
    """How a cue begins on the workstation's bars.

    Attributes:
        pickup_ticks: length of the first, short bar; 0 where the cue starts with a full one.
        tempi: the tempo, after a section that leads to the workstation's next beat where needed.
        meters: the metre, after the pick-up's.
    """

    pickup_ticks: int
    tempi: tuple[TempoSection, ...]
    meters: tuple[MeterSection, ...]


def host_bars(into_bar: Fraction, micros: int, meter: str) -> HostBars:
    """The beginning of a cue that starts inside a bar.

    Args:
        into_bar: quarters from the workstation's bar line to the cue's start, below a bar.
        micros: microseconds per quarter.
        meter: "4/4".
    """
    bar = bar_ticks_of(meter)
    rest = Fraction(bar, TICKS_PER_QUARTER) - into_bar if into_bar else Fraction(0)
    pickup = round(rest * TICKS_PER_QUARTER / SIXTEENTH_TICKS) * SIXTEENTH_TICKS
    if rest < _SHORTEST_PICKUP:
        pickup = 0
    bent = _bend_ticks(pickup, pulse_ticks(meter))
    late = (rest - Fraction(pickup, TICKS_PER_QUARTER)) * micros
    pickup %= bar
    tempi: tuple[TempoSection, ...] = (TempoSection(0, micros),)
    if abs(late) > UNHEARD_US:
        slower = micros + round(late * TICKS_PER_QUARTER / bent)
        tempi = (TempoSection(0, slower), TempoSection(bent, micros))
    meters: tuple[MeterSection, ...] = (MeterSection(pickup, *meter_parts(meter)),)
    if pickup:
        meters = (MeterSection(0, *signature_of(pickup, meter)), *meters)
    return HostBars(pickup, tempi, meters)


def _bend_ticks(pickup: int, pulse: int) -> int:
    """Ticks from the start to a beat, of at least half a quarter where the pick-up has room."""
    bent = pickup % pulse
    if bent < _SHORTEST_BEND * SIXTEENTH_TICKS and (pickup >= bent + pulse or not pickup):
        bent += pulse
    return bent


def check_into_bar(quarters: float, meter: str) -> Fraction | None:
    """The place in a bar as a fraction; None where it is outside of one."""
    bar = Fraction(bar_ticks_of(meter), TICKS_PER_QUARTER)
    if not (math.isfinite(quarters) and 0 <= quarters < bar):
        return None
    return Fraction(quarters)
