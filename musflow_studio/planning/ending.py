"""Endings: the last chord, struck once and left to ring.

In picture mode the time is given, so the ending is composed, not slowed down: a cadence, the
tonic on the last bar line that leaves it room, and air before the picture ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.planning.harmony import Span
from musflow_studio.planning.piece import CueGlobals, Piece
from musflow_studio.planning.stroke import Stroke, ladder

RELEASE_US = 700_000


def closes(cue: CueGlobals, piece: Piece) -> bool:
    """True for the piece that ends the cue, unless it loops."""
    return piece.last and not cue.loop


def final_chord(span: Span, low: int, high: int) -> list[Stroke]:
    """The tonic, spread upwards over about a tenth of a second."""
    rungs = ladder(span.chord, low, high)
    picked = [rungs[0], *[p for p in rungs[1:] if p >= 48][:4]]
    return [
        Stroke(span.start, span.length, pitch, 0.1 - 0.1 * (i > 0), 22_000 * i)
        for i, pitch in enumerate(picked)
    ]


def let_go(piece: Piece, strokes: Sequence[Stroke]) -> list[Stroke]:
    """Notes end early enough for them and the room to fade before the picture ends."""
    room = min(piece.ticks_before_end(RELEASE_US), piece.length_ticks // 4)
    stop = piece.length_ticks - room
    return [
        Stroke(s.start, max(1, min(s.length, stop - s.start)), s.pitch, s.stress, s.roll_us)
        for s in strokes
        if s.start < stop
    ]
