"""Bar lines: metres written so that every bar is as long as its signature says.

MIDI and most workstations know no partial bars. Where a bar line must come early, the bar before it
gets an honest signature (2/4, 5/8). Only the very last bar may be cut by the grid's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER, MeterSection

EIGHTH_TICKS = TICKS_PER_QUARTER // 2
SIXTEENTH_TICKS = TICKS_PER_QUARTER // 4
SHORTEST_BAR_BEATS = 2


def meter_parts(meter: str) -> tuple[int, int]:
    """Numerator and denominator of "4/4"."""
    numerator, denominator = meter.split("/")
    return int(numerator), int(denominator)


def bar_ticks_of(meter: str) -> int:
    """Ticks of a full bar of a metre."""
    numerator, denominator = meter_parts(meter)
    return numerator * TICKS_PER_QUARTER * 4 // denominator


def pulse_ticks(meter: str) -> int:
    """Ticks of the felt beat: a dotted quarter in 6/8, 9/8 and 12/8, else a quarter."""
    numerator, denominator = meter_parts(meter)
    compound = denominator == 8 and numerator % 3 == 0 and numerator > 3
    return 3 * EIGHTH_TICKS if compound else TICKS_PER_QUARTER


def signature_of(ticks: int, meter: str) -> tuple[int, int]:
    """Signature of a bar of this many ticks (a multiple of a sixteenth), coarsest beat first.

    The cue's own metre is kept where it fits; bars in a compound metre count eighths.
    """
    assert ticks > 0, "a bar has a length"
    assert ticks % SIXTEENTH_TICKS == 0, "a bar is made of sixteenths"
    if ticks == bar_ticks_of(meter):
        return meter_parts(meter)
    coarsest = 8 if pulse_ticks(meter) != TICKS_PER_QUARTER else 4
    for denominator in (coarsest, 8, 16):
        if ticks % (TICKS_PER_QUARTER * 4 // denominator) == 0:
            return ticks * denominator // (TICKS_PER_QUARTER * 4), denominator
    raise AssertionError("unreachable: sixteenths always fit")


def filled(gap_ticks: int, meter: str) -> list[int]:
    """Bar lengths that fill a gap: full bars, then a short one.

    A rest under two beats is joined to the bar before it.
    """
    bar = bar_ticks_of(meter)
    full, rest = divmod(gap_ticks, bar)
    lengths = [bar] * full
    if rest and full and rest < SHORTEST_BAR_BEATS * pulse_ticks(meter):
        lengths[-1] += rest
    elif rest:
        lengths.append(rest)
    return lengths


def meter_sections(lines: Sequence[int], end_tick: int, meter: str) -> tuple[MeterSection, ...]:
    """Metre sections with a bar line at each of `lines` (ascending, first 0, below `end_tick`).

    The last stretch runs in full bars of the cue's metre and may be cut by the grid's end.
    """
    bars = [
        (start, length)
        for line, following in pairwise(lines)
        for start, length in _placed(line, filled(following - line, meter))
    ]
    bars.append((lines[-1], bar_ticks_of(meter)))
    return tuple(_joined(bars, meter))


def _placed(start: int, lengths: Iterable[int]) -> Iterator[tuple[int, int]]:
    for length in lengths:
        yield start, length
        start += length


def _joined(bars: Iterable[tuple[int, int]], meter: str) -> Iterator[MeterSection]:
    last: tuple[int, int] | None = None
    for start, length in bars:
        signature = signature_of(length, meter)
        if signature != last:
            yield MeterSection(start, *signature)
        last = signature


def spaced(lines: Iterable[int], shortest_ticks: int) -> list[int]:
    """Bar lines without those that follow the one before closer than `shortest_ticks`."""
    kept: list[int] = []
    for line in lines:
        if not kept or line - kept[-1] >= shortest_ticks:
            kept.append(line)
    return kept
