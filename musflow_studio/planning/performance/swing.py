"""Swing: eighths off the beat come late, as far as a style asks and the tempo lets them.

Inside a quarter the first half is stretched and the second squeezed. What answers the picture
stays where it is: the start and the end of a piece, and its inner hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.piece import Piece
from musflow_studio.planning.stroke import Stroke

TRIPLET_TICKS = TICKS_PER_QUARTER // 6
"""How late a fully swung eighth comes: on the third triplet instead of on the half."""
STRAIGHT_FROM_BPM, FULL_TO_BPM = 220.0, 120.0
"""The faster, the straighter: full swing up to 120 bpm, none from 220."""


def swung(piece: Piece, strokes: Sequence[Stroke], swing: float) -> list[Stroke]:
    """The strokes with their off-beats late; `swing` 0 (straight) to 1 (triplets)."""
    late = round(TRIPLET_TICKS * swing * _ease(60e6 / piece.tempi[0][1]))
    if not late:
        return list(strokes)
    return [_moved(piece, stroke, late) for stroke in strokes]


def _ease(bpm: float) -> float:
    """The share of the swing that a tempo leaves, 0 to 1."""
    share = (STRAIGHT_FROM_BPM - bpm) / (STRAIGHT_FROM_BPM - FULL_TO_BPM)
    return max(0.0, min(1.0, share))


def _moved(piece: Piece, stroke: Stroke, late: int) -> Stroke:
    start = _warped(piece, stroke.start, late)
    end = _warped(piece, stroke.start + stroke.length, late)
    return replace(stroke, start=start, length=max(1, end - start))


def _warped(piece: Piece, tick: int, late: int) -> int:
    """Where a tick lies in swung time; every beat and every hit stays."""
    fixed = {0, piece.length_ticks, *(at for at, _ in piece.soft_hits)}
    if tick in fixed or tick > piece.length_ticks:
        return tick
    half = TICKS_PER_QUARTER // 2
    inside = piece.tick_in_bar(tick) % TICKS_PER_QUARTER
    if inside <= half:
        moved = tick + inside * late // half
    else:
        moved = tick + (TICKS_PER_QUARTER - inside) * late // half
    return min(moved, piece.length_ticks)
