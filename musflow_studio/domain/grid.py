"""Grid: an exact tempo map and metres. Ticks, seconds, samples, bars and beats.

Tempi are whole microseconds per quarter, as a Standard MIDI File stores them, so that the file
and the audio agree exactly. Times are fractions; samples are rounded once, from zero.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

TICKS_PER_QUARTER = 960


def bpm_text(bpm: float) -> str:
    """A tempo as people and file names write it, two decimals at most: "96", "83.52"."""
    return f"{bpm:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class TempoSection:
    """From `start_tick` on, a quarter lasts this many microseconds."""

    start_tick: int
    microseconds_per_quarter: int

    @property
    def bpm(self) -> float:
        """Quarters per minute."""
        return 60e6 / self.microseconds_per_quarter


@dataclass(frozen=True)
class MeterSection:
    """From `start_tick` (a bar line) on, bars have `numerator` beats of a 1/`denominator` note."""

    start_tick: int
    numerator: int
    denominator: int

    @property
    def beat_ticks(self) -> int:
        """Ticks of one beat as written in the signature's denominator."""
        return TICKS_PER_QUARTER * 4 // self.denominator

    @property
    def bar_ticks(self) -> int:
        """Ticks of one full bar."""
        return self.numerator * self.beat_ticks


@dataclass(frozen=True)
class Bar:
    """One bar: its number (1-based; 0 for a pick-up), its ticks and its metre."""

    number: int
    start_tick: int
    end_tick: int
    meter: MeterSection


@dataclass(frozen=True)
class Grid:
    """Tempo sections, metre sections and the tick where the music's grid ends.

    Attributes:
        tempi: first one at tick 0, ascending.
        meters: first one at tick 0, ascending, each on a bar line. A bar is cut short where the
            next section starts or the grid ends.
        end_tick: end of the grid; the picture's end lies at or before it.
        pickup: True when the first bar is a pick-up (numbered 0).
        base_microseconds_per_quarter: the tempo the sections stay near, as the composer reads it;
            None where it is the first section's.
    """

    tempi: tuple[TempoSection, ...]
    meters: tuple[MeterSection, ...]
    end_tick: int
    pickup: bool = False
    base_microseconds_per_quarter: int | None = None

    @property
    def base_bpm(self) -> float:
        """The cue's tempo in quarters per minute: the one all sections stay near."""
        return 60e6 / (self.base_microseconds_per_quarter or self.tempi[0].microseconds_per_quarter)

    @cached_property
    def _starts(self) -> tuple[tuple[int, ...], tuple[Fraction, ...]]:
        ticks = [self.tempi[0].start_tick]
        micros = [Fraction(0)]
        for before, after in zip(self.tempi, self.tempi[1:], strict=False):
            span = after.start_tick - before.start_tick
            ticks.append(after.start_tick)
            micros.append(
                micros[-1] + Fraction(span * before.microseconds_per_quarter, TICKS_PER_QUARTER)
            )
        return tuple(ticks), tuple(micros)

    def seconds_at(self, tick: int | Fraction) -> Fraction:
        """Exact seconds from the cue's start to a tick (linear beyond both ends)."""
        ticks, micros = self._starts
        i = max(0, bisect_right(ticks, tick) - 1)
        per_quarter = self.tempi[i].microseconds_per_quarter
        return (
            micros[i] + (tick - ticks[i]) * Fraction(per_quarter, TICKS_PER_QUARTER)
        ) / 1_000_000

    def tick_at(self, seconds: Fraction) -> Fraction:
        """Exact (fractional) tick at a time in seconds; inverse of `seconds_at`."""
        ticks, micros = self._starts
        wanted = Fraction(seconds) * 1_000_000
        i = max(0, bisect_right(micros, wanted) - 1)
        per_quarter = self.tempi[i].microseconds_per_quarter
        return ticks[i] + (wanted - micros[i]) * Fraction(TICKS_PER_QUARTER, per_quarter)

    def sample_at(self, tick: int | Fraction, sample_rate_hz: int) -> int:
        """Sample of a tick, rounded once from zero, halves up."""
        return math.floor(self.seconds_at(tick) * sample_rate_hz + Fraction(1, 2))

    def tempo_at(self, tick: int | Fraction) -> TempoSection:
        """The tempo section a tick lies in."""
        ticks, _ = self._starts
        return self.tempi[max(0, bisect_right(ticks, tick) - 1)]

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """All bars from tick 0 to `end_tick`; a bar may be short at a metre change or the end."""
        bars: list[Bar] = []
        number = 0 if self.pickup else 1
        for i, meter in enumerate(self.meters):
            stop = self.meters[i + 1].start_tick if i + 1 < len(self.meters) else self.end_tick
            tick = meter.start_tick
            while tick < stop:
                bars.append(Bar(number, tick, min(tick + meter.bar_ticks, stop), meter))
                number += 1
                tick += meter.bar_ticks
        return tuple(bars)

    def bar_at(self, tick: int | Fraction) -> Bar:
        """The bar a tick lies in; the last bar beyond the end."""
        starts = [bar.start_tick for bar in self.bars]
        return self.bars[max(0, bisect_right(starts, tick) - 1)]

    def position(self, tick: int | Fraction) -> str:
        """Bar and beat of a tick as people write it: "3.2" or "3.2+480" (ticks past the beat)."""
        bar = self.bar_at(tick)
        past = math.floor(Fraction(tick) + Fraction(1, 2)) - bar.start_tick
        beat, rest = divmod(past, bar.meter.beat_ticks)
        return f"{bar.number}.{beat + 1}" + (f"+{rest}" if rest else "")
