"""Drums: timpani and the soft bass drum."""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import TENSE
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.figure import EIGHTH, on_pulse
from musflow_studio.planning.piece import Piece
from musflow_studio.planning.stroke import Stroke, nearest

BASS_DRUM = 36


def driven(piece: Piece) -> bool:
    """True where tension or arousal ask for a pulse."""
    return piece.mood.tension >= TENSE or piece.mood.arousal > 0.6


def tuned(desk: Desk, tick: int, root: int) -> int:
    """The drum for a moment: what the lowest voice sounds there, or a root where none is low.

    Anything else would growl against the bass.
    """
    below = [s.pitch for s in desk.placed if s.start <= tick < s.start + s.length]
    low = min(below, default=60)
    return nearest(low % 12 if low < 53 else root, desk.low, desk.high, desk.low + 4)


def timpani(desk: Desk) -> list[Stroke]:
    """Roots on the downbeats, a three-three-two beneath driven boards, one at the last chord."""
    places = (0, 3, 6) if driven(desk.piece) else (0,)
    pickup = desk.draw("pickup").random() < 0.5 and not driven(desk.piece)
    strokes = []
    for span in desk.moving:
        for start in range(on_pulse(span.start, EIGHTH), span.end, EIGHTH):
            place = desk.piece.tick_in_bar(start) // EIGHTH
            pitch = tuned(desk, start, span.chord.root)
            if place % 8 in places:
                strokes.append(Stroke(start, EIGHTH, pitch, 0.3 if place == 0 else -0.2))
            elif pickup and place == desk.cue.meter.bar_ticks // EIGHTH - 1:
                strokes.append(Stroke(start, EIGHTH, pitch, -0.5))
    return strokes + _last_stroke(desk)


def _last_stroke(desk: Desk) -> list[Stroke]:
    if not desk.closing:
        return []
    last = desk.spans[-1]
    pitch = tuned(desk, last.start, last.chord.root)
    length = min(desk.piece.length_ticks, 2 * TICKS_PER_QUARTER)
    return [Stroke(last.start, length, pitch, 0.3)]


def drum(desk: Desk) -> list[Stroke]:
    """A soft bass drum on the downbeats, and on the second accent where the board is driven."""
    if not desk.moving:
        return []
    strokes = []
    for start in range(0, desk.moving[-1].end, EIGHTH):
        inside = desk.piece.tick_in_bar(start)
        if inside == 0 or (driven(desk.piece) and inside in desk.cue.meter.accents):
            stress = 0.2 if inside == 0 else -0.3
            strokes.append(Stroke(start, TICKS_PER_QUARTER, BASS_DRUM, stress))
    return strokes
