"""Hits: the fast attacks that answer a must-hit, exactly at the cut.

Music starts on the sixteenth nearest to the cut, so the grid is off by a fraction of a frame and
at worst by half a sixteenth. Everything that starts with the cut is shifted to its exact time:
an accent alone at the cut with its chord an instant later would be heard as a flam.
"""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.harmony.progression import Span, span_at
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.drums import BASS_DRUM
from musflow_studio.planning.piece import Piece
from musflow_studio.planning.stroke import Stroke, ladder, nearest


def piano_hit(desk: Desk) -> list[Stroke]:
    """A low octave on the chord's bass (where the bass line starts) and two tones above it."""
    piece, chord, low, high = desk.piece, desk.spans[0].chord, desk.low, desk.high
    root = nearest(chord.bass, low, low + 17, low + 7)
    pitches = [root, root + 12]
    if piece.energy >= 0.35:
        pitches += [p for p in range(root + 24, high + 1) if p % 12 in chord.pitch_classes][:2]
    length = min(piece.length_ticks, 2 * TICKS_PER_QUARTER)
    return [Stroke(0, length, pitch, 0.4) for pitch in pitches if pitch <= high]


def soft_marks(piece: Piece, spans: Sequence[Span], low: int, high: int) -> list[Stroke]:
    """A bare octave at each should-hit inside the panel, no louder than the music around it."""
    strokes = []
    for tick, weight in piece.soft_hits:
        if weight is not HitWeight.SHOULD:
            continue
        root = nearest(span_at(tuple(spans), tick).chord.bass, low, high - 12, low + 10)
        length = min(piece.length_ticks - tick, TICKS_PER_QUARTER)
        strokes += [Stroke(tick, length, pitch, 0.3) for pitch in (root, root + 12)]
    return strokes


def timpani_hit(desk: Desk) -> list[Stroke]:
    """One stroke on the root."""
    pitch = nearest(desk.spans[0].chord.root, desk.low, desk.high, desk.low + 4)
    return [Stroke(0, min(desk.piece.length_ticks, 2 * TICKS_PER_QUARTER), pitch, 0.3)]


def drum_hit(desk: Desk) -> list[Stroke]:
    """One soft stroke of the bass drum."""
    return [Stroke(0, min(desk.piece.length_ticks, 2 * TICKS_PER_QUARTER), BASS_DRUM, 0.3)]


def chord_hit(desk: Desk) -> list[Stroke]:
    """The chord, short and wide: its bass at the bottom, two to four tones above by energy."""
    rungs = ladder(desk.spans[0].chord, desk.low, desk.high)
    above = rungs[1 :: max(1, len(rungs) // 4)][: 2 + round(2 * desk.piece.energy)]
    length = min(desk.piece.length_ticks, TICKS_PER_QUARTER)
    return [Stroke(0, length, pitch, 0.5) for pitch in (rungs[0], *above)]


def strike(desk: Desk) -> list[Stroke]:
    """One stroke of the player's lowest key: a drum, a cymbal."""
    return [Stroke(0, min(desk.piece.length_ticks, 4 * TICKS_PER_QUARTER), desk.low, 0.5)]
