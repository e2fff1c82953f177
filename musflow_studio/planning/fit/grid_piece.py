"""Grid pieces: the part of a fitted grid that belongs to one panel, and pieces joined again."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Grid, TempoSection
from musflow_studio.planning.fit.bar_lines import SIXTEENTH_TICKS, meter_sections, pulse_ticks
from musflow_studio.planning.fit.moments import FitRequest, FittedGrid


@dataclass(frozen=True)
class PanelCut:
    """A panel's place in the picture: its uid, first frame and the frame after its last."""

    uid: str
    start_frame: int
    end_frame: int

    @property
    def length_frames(self) -> int:
        """Frames it stays."""
        return self.end_frame - self.start_frame


@dataclass(frozen=True)
class GridPiece:
    """The music of one panel, all ticks counted from the panel's start.

    Attributes:
        length_frames: the panel's length when it was fitted.
        ticks: length on the grid.
        microseconds: exact duration of these ticks.
        tempi: (tick, microseconds per quarter), the first at 0.
        lines: bar lines inside, below `ticks`.
        to_line: ticks to the first bar line at or after the start.
        lag: microseconds the music starts after the picture (negative: before).
        follower: uid of the panel after it; "" for the picture's end.
        inner: tick of each inner moment by its frame from the panel's start.
    """

    length_frames: int
    ticks: int
    microseconds: Fraction
    tempi: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]
    to_line: int
    lag: Fraction
    follower: str
    inner: dict[int, int]


def cuts_of(request: FitRequest) -> tuple[PanelCut, ...]:
    """The panels of a request in order."""
    starts = [moment for moment in request.moments if not moment.inner]
    return tuple(
        PanelCut(one.panel_uid, one.frame, following.frame) for one, following in pairwise(starts)
    )


def pieces_of(base: FittedGrid, request: FitRequest) -> dict[str, GridPiece]:
    """The grid of an earlier fit, cut at its panels."""
    starts = [
        tick
        for moment, tick in zip(request.moments, base.moment_ticks, strict=True)
        if not moment.inner
    ]
    cuts = cuts_of(request)
    followers = [*(cut.uid for cut in cuts[1:]), ""]
    return {
        cut.uid: _piece(base, request, cut, (start, stop), follower)
        for cut, (start, stop), follower in zip(cuts, pairwise(starts), followers, strict=True)
    }


def end_lag(base: FittedGrid, request: FitRequest) -> Fraction:
    """Microseconds an earlier fit's grid ends after its picture."""
    return _lag(base.grid, request, request.length_frames, base.grid.end_tick)


def _lag(grid: Grid, request: FitRequest, frame: int, tick: int) -> Fraction:
    return (grid.seconds_at(tick) - request.rate.seconds(frame)) * 1_000_000


def _piece(
    base: FittedGrid, request: FitRequest, cut: PanelCut, span: tuple[int, int], follower: str
) -> GridPiece:
    start, stop = span
    grid = base.grid
    lines = [bar.start_tick for bar in grid.bars]
    following = bisect_left(lines, start)
    to_line = (lines[following] if following < len(lines) else stop) - start
    return GridPiece(
        length_frames=cut.length_frames,
        ticks=stop - start,
        microseconds=(grid.seconds_at(stop) - grid.seconds_at(start)) * 1_000_000,
        tempi=_tempi_inside(grid, start, stop),
        lines=tuple(line - start for line in lines if start <= line < stop),
        to_line=to_line,
        lag=_lag(grid, request, cut.start_frame, start),
        follower=follower,
        inner={
            moment.frame - cut.start_frame: tick - start
            for moment, tick in zip(request.moments, base.moment_ticks, strict=True)
            if moment.inner and moment.panel_uid == cut.uid
        },
    )


def _tempi_inside(grid: Grid, start: int, stop: int) -> tuple[tuple[int, int], ...]:
    first = (0, grid.tempo_at(start).microseconds_per_quarter)
    later = (
        (section.start_tick - start, section.microseconds_per_quarter)
        for section in grid.tempi
        if start < section.start_tick < stop
    )
    return (first, *later)


def tempi_lasting(ticks: int, microseconds: Fraction) -> tuple[tuple[int, int], ...]:
    """One tempo, or two a microsecond per quarter apart, so that `ticks` last as long as wanted.

    Exact to half a microsecond.
    """
    slower_from = Fraction(microseconds * TICKS_PER_QUARTER, ticks)
    micros = math.floor(slower_from)
    missing = microseconds - Fraction(ticks * micros, TICKS_PER_QUARTER)
    longer = min(round(missing), ticks // TICKS_PER_QUARTER) * TICKS_PER_QUARTER
    if longer == 0:
        return ((0, round(slower_from)),)
    if longer == ticks:
        return ((0, micros + 1),)
    return ((0, micros + 1), (longer, micros))


@dataclass
class Assembly:
    """A grid being joined from pieces.

    Attributes:
        tick: where the next piece starts.
        microseconds: exact time of that tick.
        tempi: (tick, microseconds per quarter) so far.
        lines: bar lines so far, the first 0.
    """

    tick: int = 0
    microseconds: Fraction = Fraction(0)
    tempi: list[tuple[int, int]] = field(default_factory=list)
    lines: list[int] = field(default_factory=lambda: [0])

    def add(self, ticks: int, tempi: Iterable[tuple[int, int]], lines: Iterable[int]) -> None:
        """Append a piece; its ticks count from its own start."""
        placed = [(self.tick + tick, micros) for tick, micros in tempi]
        stops = [*(tick for tick, _ in placed[1:]), self.tick + ticks]
        for (tick, micros), stop in zip(placed, stops, strict=True):
            self.microseconds += Fraction((stop - tick) * micros, TICKS_PER_QUARTER)
        self.tempi += placed
        self.lines += [self.tick + line for line in lines if self.tick + line > self.lines[-1]]
        self.tick += ticks

    @property
    def past_line(self) -> int:
        """Ticks since the last bar line."""
        return self.tick - self.lines[-1]

    def grid(self, meter: str, base: Grid) -> Grid | None:
        """The joined grid at the base's tempo, or None if a bar would not be made of sixteenths."""
        lines = _cleared(self.lines, pulse_ticks(meter), base.pickup)
        if any((after - before) % SIXTEENTH_TICKS for before, after in pairwise(lines)):
            return None
        sections: list[TempoSection] = []
        for tick, micros in self.tempi:
            if not sections or sections[-1].microseconds_per_quarter != micros:
                sections.append(TempoSection(tick, micros))
        locked = base.base_microseconds_per_quarter or base.tempi[0].microseconds_per_quarter
        plain = base.base_microseconds_per_quarter is None and len(sections) == 1
        return Grid(
            tuple(sections),
            meter_sections(lines, self.tick, meter),
            self.tick,
            pickup=base.pickup and len(lines) > 1,
            base_microseconds_per_quarter=None if plain else locked,
        )


def _cleared(lines: list[int], shortest_ticks: int, pickup: bool) -> list[int]:
    """Bar lines without those that leave a bar under a beat; of two the later one stays."""
    kept: list[int] = []
    for line in lines:
        while len(kept) > 1 and line - kept[-1] < shortest_ticks:
            kept.pop()
        if not kept or pickup or line - kept[-1] >= shortest_ticks:
            kept.append(line)
    return kept
