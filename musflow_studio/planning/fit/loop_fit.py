"""Loop fit: the bars decide the length, at one tempo."""

from __future__ import annotations

import math

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.fit.bar_lines import bar_ticks_of
from musflow_studio.planning.fit.moments import FitRequest, microseconds_of

_UNEVEN = {0: 0.0, 2: 0.15}
_ODD = 0.35


def fit_loop(request: FitRequest, meter: str) -> tuple[int, int]:
    """Bars and microseconds per quarter of a loop.

    With given bars the tempo is the one that fills the picture, where it lies in the range, else
    the wanted one. Without, the bars come nearest to the picture: in a tempo near the mood's that
    fills it, fours of bars preferred. A pinned tempo stays.
    """
    quarters = bar_ticks_of(meter) / TICKS_PER_QUARTER
    seconds = float(request.rate.seconds(request.length_frames))
    filling = 60 * quarters / seconds  # tempo at which one bar fills the picture
    low, high = request.tempo_range_bpm
    if request.loop_bars is not None:
        bpm = filling * request.loop_bars
        return request.loop_bars, microseconds_of(bpm if low <= bpm <= high else request.wanted_bpm)
    counts = range(max(1, math.ceil(low / filling)), math.floor(high / filling) + 1)
    if request.bpm is not None or not counts:
        return max(1, round(request.wanted_bpm / filling)), microseconds_of(request.wanted_bpm)
    bars = min(counts, key=lambda count: _bars_cost(count, filling * count, request.wanted_bpm))
    return bars, microseconds_of(filling * bars)


def _bars_cost(bars: int, bpm: float, wanted_bpm: float) -> float:
    """Tempo's distance from the wanted one, 25 % costing 1, and uneven counts."""
    return abs(math.log(bpm / wanted_bpm)) / math.log(1.25) + _UNEVEN.get(bars % 4, _ODD)
