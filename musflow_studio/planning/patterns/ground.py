"""The ground: bass lines."""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.stroke import Stroke, nearest


def bass(desk: Desk) -> list[Stroke]:
    """The chord's bass note, held; from energy 0.7 on another after half a bar.

    The last chord of a piece that ends the cue is one held note.
    """
    low, high = desk.low, desk.high
    strokes = []
    pitch = low + 7
    for span in desk.spans:
        pitch = nearest(span.chord.bass, low, high, 0.5 * pitch + 0.5 * (low + 7))
        middle = span.start + desk.cue.meter.bar_ticks // 2
        closing = desk.closing and span is desk.spans[-1]
        if closing or desk.piece.energy < 0.7 or span.end - middle < TICKS_PER_QUARTER:
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
