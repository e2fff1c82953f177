"""Air: where a cue thins out, and the silence before its biggest hit.

Both are decided once, over the whole cue, and kept with the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from musflow_studio.planning.ensemble import MOST_FOR_AIR, role_count
from musflow_studio.planning.meter import Meter
from musflow_studio.planning.piece import Piece

LONG_CUE_S = 45.0
THIN_BARS = 2
HUSH_FROM_ENERGY = 0.6
HUSH_US = 700_000
"""One beat of silence where it lasts so long; two otherwise, if there is room."""
_SHORTEST_BEFORE_HUSH_BEATS = 2
_ROOM_FOR_TWO_BEATS = 8


def thin_pieces(pieces: Sequence[Piece]) -> frozenset[int]:
    """Indices of the pieces that play with two roles or fewer, so that a long cue breathes.

    The calmest ones that have whole bars, until two bars are found. Never the closing one, unless
    there is no other.
    """
    if sum(piece.seconds for piece in pieces) <= LONG_CUE_S:
        return frozenset()
    calm = sorted(
        (i for i, piece in enumerate(pieces) if whole_bars(piece)),
        key=lambda i: (pieces[i].last, not _calm_already(pieces[i]), pieces[i].energy, i),
    )
    chosen: list[int] = []
    for i in calm:
        if sum(whole_bars(pieces[k]) for k in chosen) >= THIN_BARS:
            break
        chosen.append(i)
    return frozenset(i for i in chosen if not _calm_already(pieces[i]))


def whole_bars(piece: Piece) -> int:
    """Complete bars inside a piece."""
    edges = (*piece.bar_lines, piece.length_ticks)
    return sum(b - a >= piece.bar_ticks for a, b in pairwise(edges))


def _calm_already(piece: Piece) -> bool:
    return piece.tacet or role_count(piece.energy) <= MOST_FOR_AIR


def biggest_hit(pieces: Sequence[Piece]) -> int | None:
    """Index of the piece that opens with the biggest must-hit of a loud cue; None without one."""
    hits = [
        i
        for i, piece in enumerate(pieces)
        if i and piece.hit_at_start and piece.energy > HUSH_FROM_ENERGY and not piece.tacet
    ]
    return max(hits, key=lambda i: (pieces[i].energy, -i), default=None)


def hush_ticks(piece: Piece, meter: Meter) -> int:
    """Silence at the end of the piece before the biggest hit: a beat or two; 0 without room."""
    beats = piece.length_ticks // meter.pulse_ticks
    if piece.tacet or beats < _SHORTEST_BEFORE_HUSH_BEATS:
        return 0
    short = piece.ticks_before_end(HUSH_US) > meter.pulse_ticks
    return meter.pulse_ticks * (2 if short and beats >= _ROOM_FOR_TWO_BEATS else 1)
