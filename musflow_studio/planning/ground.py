"""The ground: bass lines and soft drums."""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony import TENSE, Span
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke, nearest

BASS_DRUM = 36
EIGHTH = TICKS_PER_QUARTER // 2


def bass_line(
    cue: CueGlobals, piece: Piece, spans: Sequence[Span], low: int, high: int
) -> list[Stroke]:
    """The chord's bass note, held; from energy 0.7 on another after half a bar.

    The last chord of a piece that ends the cue is one held note.
    """
    strokes = []
    pitch = low + 7
    for span in spans:
        pitch = nearest(span.chord.bass, low, high, 0.5 * pitch + 0.5 * (low + 7))
        middle = span.start + cue.meter.bar_ticks // 2
        closing = piece.last and not cue.loop and span is spans[-1]
        if closing or piece.energy < 0.7 or span.end - middle < TICKS_PER_QUARTER:
            strokes.append(Stroke(span.start, span.length, pitch))
            continue
        strokes.append(Stroke(span.start, middle - span.start, pitch))
        other = _second_tone(span, low, high, pitch)
        strokes.append(Stroke(middle, span.end - middle, other, -0.1))
    return strokes


def _second_tone(span: Span, low: int, high: int, pitch: int) -> int:
    fifth = span.chord.pitch_classes[2] if len(span.chord.pitch_classes) > 2 else span.chord.root
    return nearest(
        fifth if span.chord.bass == span.chord.root else span.chord.bass, low, high, pitch
    )


def timpani_line(
    cue: CueGlobals, piece: Piece, spans: Sequence[Span], low: int, high: int
) -> list[Stroke]:
    """Roots on the downbeats; driven boards get a three-three-two beneath."""
    driven = piece.mood.tension >= TENSE or piece.mood.arousal > 0.6
    places = (0, 3, 6) if driven else (0,)
    pickup = draw(cue, piece, "pickup", "percussion").random() < 0.5
    strokes = []
    for span in spans:
        pitch = nearest(span.chord.root, low, high, low + 4)
        for start in range(-(-span.start // EIGHTH) * EIGHTH, span.end, EIGHTH):
            place = piece.tick_in_bar(start) // EIGHTH
            if place % 8 in places:
                strokes.append(Stroke(start, EIGHTH, pitch, 0.3 if place == 0 else -0.2))
            elif pickup and not driven and place == cue.meter.bar_ticks // EIGHTH - 1:
                strokes.append(Stroke(start, EIGHTH, pitch, -0.5))
    return strokes


def drum_line(cue: CueGlobals, piece: Piece, spans: Sequence[Span]) -> list[Stroke]:
    """A soft bass drum on the downbeats, and on the second accent where the board is driven."""
    driven = piece.mood.tension >= TENSE or piece.mood.arousal > 0.6
    strokes = []
    for start in range(0, spans[-1].end, EIGHTH):
        inside = piece.tick_in_bar(start)
        if inside == 0 or (driven and inside in cue.meter.accents):
            strokes.append(
                Stroke(start, TICKS_PER_QUARTER, BASS_DRUM, 0.2 if inside == 0 else -0.3)
            )
    return strokes
