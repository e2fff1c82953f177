"""Refit: the grid after an edit, with the music of every untouched panel kept as it was.

Panels are matched by uid. A panel of unchanged length keeps its piece of grid, only moved. A panel
that is new or changed in length gets a new piece: a whole number of beats where the tempo allows,
else of eighths or sixteenths, at the tempo that makes everything after it move by exactly the
difference in frames. Irregular bars keep the bar lines after it in place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Grid
from musflow_studio.domain.plan import Fit
from musflow_studio.planning.fit.bar_lines import (
    EIGHTH_TICKS,
    SHORTEST_BAR_BEATS,
    SIXTEENTH_TICKS,
    pulse_ticks,
)
from musflow_studio.planning.fit.exact_limits import LONG_LIMIT, LONG_SECTION_S, SHORT_LIMIT
from musflow_studio.planning.fit.grid_piece import (
    Assembly,
    GridPiece,
    PanelCut,
    cuts_of,
    end_lag,
    pieces_of,
    tempi_lasting,
)
from musflow_studio.planning.fit.hit_report import snap_moments
from musflow_studio.planning.fit.moments import FitRequest, FittedGrid
from musflow_studio.planning.fit.tempo_fit import fit_grid, fitted

_STEP_COSTS = {EIGHTH_TICKS: 0.4, SIXTEENTH_TICKS: 1.8}
_OUT_OF_LIMIT = 10.0
_SLACK_FRAMES = Fraction(1, 2)


@dataclass(frozen=True)
class _Edit:
    """What stays the same while pieces are joined.

    Attributes:
        request: the new request.
        grid: the grid before the edit.
        meter: the locked metre.
        pieces: the earlier pieces by panel uid.
        end_lag: microseconds the earlier grid ended after its picture.
    """

    request: FitRequest
    grid: Grid
    meter: str
    pieces: dict[str, GridPiece]
    end_lag: Fraction

    def wanted_lag(self, uid: str) -> Fraction:
        """Microseconds the music of a panel (or the end, "") should start after its picture."""
        if not uid:
            return self.end_lag
        return self.pieces[uid].lag if uid in self.pieces else Fraction(0)

    def microseconds(self, frames: int) -> Fraction:
        """Exact microseconds of a frame count."""
        return self.request.rate.seconds(frames) * 1_000_000

    @property
    def base_micros(self) -> int:
        """The locked tempo, microseconds per quarter."""
        grid = self.grid
        return grid.base_microseconds_per_quarter or grid.tempi[0].microseconds_per_quarter


def refit_grid(request: FitRequest, base: FittedGrid, base_request: FitRequest) -> FittedGrid:
    """The grid for an edited board: untouched panels keep their music, tempo and metre are locked.

    Later music moves by exactly the frames inserted (to half a microsecond). Where panels were
    removed or reordered, the last piece before the seam keeps its ticks but is nudged in tempo if
    what follows would leave the fit's tolerance. A board that shares no panel with the base, a
    loop, and seams between panels shorter than a sixteenth are fitted anew at the locked tempo.

    Args:
        request: the edited board; same frame rate and fit as `base_request`.
        base: what was fitted before.
        base_request: the request `base` answers.
    """
    pieces = pieces_of(base, base_request)
    edit = _Edit(request, base.grid, base.meter, pieces, end_lag(base, base_request))
    locked = replace(request, bpm=base.grid.base_bpm, meter=base.meter)
    cuts = cuts_of(request)
    if request.is_loop or not any(cut.uid in pieces for cut in cuts):
        return fit_grid(locked)
    assembly = Assembly()
    starts = [
        _placed(edit, assembly, cut, uid) for cut, uid in zip(cuts, _followers(cuts), strict=True)
    ]
    grid = assembly.grid(base.meter, base.grid)
    if grid is None:
        return fit_grid(locked)
    ticks = _moment_ticks(edit, grid, cuts, [*starts, assembly.tick])
    return fitted(request, grid, ticks, base.meter)


def _followers(cuts: tuple[PanelCut, ...]) -> list[str]:
    return [*(cut.uid for cut in cuts[1:]), ""]


def _placed(edit: _Edit, assembly: Assembly, cut: PanelCut, follower: str) -> int:
    """Appends a panel's piece and returns the tick where it starts."""
    start = assembly.tick
    piece = edit.pieces.get(cut.uid)
    lag = assembly.microseconds - edit.microseconds(cut.start_frame)
    wanted = _duration(edit, cut, follower, lag)
    if piece is None or piece.length_frames != cut.length_frames:
        _add_new(edit, assembly, piece, follower, wanted)
    elif _may_stay(edit, piece, cut, follower, lag):
        assembly.add(piece.ticks, piece.tempi, piece.lines)
    else:
        assembly.add(piece.ticks, tempi_lasting(piece.ticks, wanted), piece.lines)
    return start


def _duration(edit: _Edit, cut: PanelCut, follower: str, lag: Fraction) -> Fraction:
    """Microseconds after which the next panel's music starts as far off as it did before."""
    frames = edit.microseconds(cut.length_frames)
    wanted = frames + edit.wanted_lag(follower) - lag
    return wanted if wanted > frames / 2 else frames


def _may_stay(edit: _Edit, piece: GridPiece, cut: PanelCut, follower: str, lag: Fraction) -> bool:
    """True if what follows an untouched piece stays in place, in tolerance or as near as before.

    A new panel after it makes up for any difference.
    """
    if follower and follower not in edit.pieces:
        return True
    if piece.follower == follower and abs(lag - piece.lag) < 1:
        return True
    after = lag + piece.microseconds - edit.microseconds(cut.length_frames)
    frame = edit.microseconds(1)
    early, late = edit.request.tolerance_frames
    return (
        -early <= after / frame <= late
        or abs(after) <= abs(edit.wanted_lag(follower)) + _SLACK_FRAMES * frame
    )


def _add_new(
    edit: _Edit, assembly: Assembly, piece: GridPiece | None, follower: str, wanted: Fraction
) -> None:
    """Appends a new piece that lasts as long as wanted."""
    ticks = _length(edit, assembly, piece, follower, wanted)
    room = ticks - 1
    if follower in edit.pieces:
        short = SHORTEST_BAR_BEATS * pulse_ticks(edit.meter)
        room = min(room, ticks + edit.pieces[follower].to_line - short)
    lines = [line for line in piece.lines if line <= room] if piece is not None else []
    assembly.add(ticks, tempi_lasting(ticks, wanted), lines)


def _length(
    edit: _Edit, assembly: Assembly, piece: GridPiece | None, follower: str, wanted: Fraction
) -> int:
    """Ticks of a new piece: near the reference tempo, so that the next beat falls on a beat."""
    pulse = pulse_ticks(edit.meter)
    if piece is not None and piece.follower == follower:
        rest = piece.ticks % pulse
    else:
        ahead = edit.pieces[follower].to_line if follower in edit.pieces else 0
        rest = -(assembly.past_line + ahead) % pulse
    reference = _reference_micros(edit, piece)
    ideal = float(wanted) / reference * TICKS_PER_QUARTER
    options = [
        (_length_cost(edit, ticks, ideal, wanted) + cost, ticks)
        for step, cost in ((pulse, 0.0), *_STEP_COSTS.items())
        for ticks in _nearest_two(rest, step, ideal)
    ]
    return min(options)[1]


def _reference_micros(edit: _Edit, piece: GridPiece | None) -> float:
    """The base tempo; in a steady fit the tempo the panel had."""
    if piece is None or edit.request.fit is Fit.EXACT:
        return float(edit.base_micros)
    return float(piece.microseconds * TICKS_PER_QUARTER / piece.ticks)


def _nearest_two(rest: int, step: int, ideal: float) -> list[int]:
    """Lengths `rest` plus a multiple of `step` around the ideal one, at least a sixteenth."""
    first = math.floor((ideal - rest) / step)
    lengths = [rest + step * (first + k) for k in (-1, 0, 1, 2)]
    return [ticks for ticks in lengths if ticks >= SIXTEENTH_TICKS] or [SIXTEENTH_TICKS + rest]


def _length_cost(edit: _Edit, ticks: int, ideal: float, wanted: Fraction) -> float:
    """Distance from the reference tempo, 4 % costing 1, and leaving the limit of an exact fit."""
    away = abs(math.log(ticks / ideal))
    base_deviation = abs(ticks * edit.base_micros / float(wanted) / TICKS_PER_QUARTER - 1)
    limit = LONG_LIMIT if wanted > LONG_SECTION_S * 1_000_000 else SHORT_LIMIT
    return away / LONG_LIMIT + _OUT_OF_LIMIT * (base_deviation > limit)


def _moment_ticks(
    edit: _Edit, grid: Grid, cuts: tuple[PanelCut, ...], starts: list[int]
) -> tuple[int, ...]:
    """The tick of each moment: panels where their pieces start, inner ones where they were."""
    snapped = snap_moments(grid, edit.request, edit.meter)
    spans = {
        cut.uid: (cut, start, stop)
        for cut, (start, stop) in zip(cuts, pairwise(starts), strict=True)
    }
    ticks: list[int] = []
    for moment, near in zip(edit.request.moments[:-1], snapped, strict=False):
        cut, start, stop = spans[moment.panel_uid]
        if not moment.inner:
            ticks.append(start)
            continue
        piece = edit.pieces.get(cut.uid)
        unchanged = piece is not None and piece.length_frames == cut.length_frames
        earlier = piece.inner.get(moment.frame - cut.start_frame) if piece and unchanged else None
        place = near if earlier is None else start + earlier
        ticks.append(min(max(place, ticks[-1] + 1), stop - 1))
    return (*ticks, starts[-1])
