"""Keys: the accompanying piano, by energy and tension, in every metre.

The order of the tones is drawn once per piece, so a panel keeps one motion; its second bar answers
its first, and every fourth turns.
"""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.form.ending import final_chord
from musflow_studio.planning.harmony.progression import TENSE, Span
from musflow_studio.planning.harmony.voicing import spread
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.figure import EIGHTH, Table, fill
from musflow_studio.planning.patterns.hits import soft_marks
from musflow_studio.planning.stroke import Stroke, nearest

BROKEN: Table = {
    "4/4": (
        ((0, 1, 2, 3, 4, 3, 2, 3), (0, 1, 2, 3, 4, 5, 4, 3)),
        ((0, 2, 3, 4, 2, 4, 3, 2), (0, 2, 4, 3, 2, 3, 4, 2)),
        ((0, 1, 3, 2, 4, 2, 3, 1), (0, 1, 3, 4, 2, 3, 1, 2)),
    ),
    "3/4": (
        ((0, 1, 2, 3, 2, 1), (0, 1, 2, 4, 3, 2)),
        ((0, 2, 3, 4, 3, 2), (0, 2, 4, 3, 2, 3)),
        ((0, 2, 2, 3, 3, 2), (0, 2, 3, 2, 4, 3)),
    ),
    "6/8": (((0, 1, 2, 3, 2, 1), (0, 1, 2, 4, 3, 1)), ((0, 2, 3, 1, 3, 2), (0, 2, 3, 4, 3, 2))),
    "5/4": (
        ((0, 1, 2, 3, 2, 3, 0, 2, 4, 3), (0, 1, 2, 3, 4, 3, 0, 3, 2, 1)),
        ((0, 2, 3, 4, 3, 2, 1, 2, 4, 2), (0, 2, 4, 3, 2, 3, 1, 3, 4, 3)),
    ),
}
ROLLING: Table = {
    "4/4": (
        ((0, 2, 3, 4, 5, 4, 3, 2), (0, 2, 4, 5, 3, 4, 2, 3)),
        ((0, 1, 2, 4, 3, 5, 4, 2), (0, 1, 2, 4, 5, 4, 3, 4)),
        ((0, 2, 4, 3, 5, 4, 3, 2), (0, 2, 4, 5, 6, 5, 4, 3)),
    ),
    "3/4": (((0, 2, 3, 4, 5, 3), (0, 2, 4, 5, 4, 3)), ((0, 1, 2, 4, 3, 2), (0, 2, 3, 5, 4, 2))),
    "6/8": (((0, 2, 4, 5, 4, 2), (0, 2, 3, 5, 4, 3)), ((0, 1, 3, 4, 3, 2), (0, 2, 4, 3, 5, 4))),
    "5/4": (
        ((0, 2, 3, 4, 5, 4, 1, 3, 4, 2), (0, 2, 4, 5, 4, 3, 1, 4, 3, 2)),
        ((0, 1, 2, 4, 3, 5, 0, 3, 4, 3), (0, 1, 3, 4, 5, 4, 0, 4, 3, 2)),
    ),
}
OSTINATO: Table = {
    "4/4": (
        ((0, 1, 2, 1, 0, 1, 2, 1), (0, 1, 2, 1, 0, 2, 1, 2)),
        ((0, 0, 2, 0, 0, 1, 0, 1), (0, 0, 2, 0, 1, 0, 2, 1)),
        ((0, 2, 1, 2, 0, 2, 1, 1), (0, 2, 1, 2, 3, 2, 1, 2)),
    ),
    "3/4": (((0, 1, 2, 1, 2, 1), (0, 2, 1, 2, 0, 1)), ((0, 0, 2, 0, 1, 0), (0, 0, 2, 1, 2, 0))),
    "6/8": (((0, 1, 2, 0, 2, 1), (0, 2, 1, 0, 1, 2)), ((0, 0, 2, 0, 0, 1), (0, 0, 2, 1, 0, 2))),
    "5/4": (
        ((0, 1, 2, 1, 0, 1, 0, 2, 0, 1), (0, 1, 2, 1, 2, 1, 0, 2, 1, 2)),
        ((0, 0, 2, 0, 0, 1, 0, 2, 0, 1), (0, 0, 2, 0, 1, 0, 0, 2, 1, 0)),
    ),
}


def piano(desk: Desk) -> list[Stroke]:
    """Chords, broken eighths, rolling eighths or driving eighths, and the last chord."""
    low = desk.low if desk.piece.energy < 0.5 else max(desk.low, 43)
    strokes = _figure(desk, low, desk.high)
    strokes += soft_marks(desk.piece, desk.spans, low, desk.high)
    if desk.closing:
        strokes += final_chord(desk.spans[-1], desk.low, desk.high)
    return strokes


def _figure(desk: Desk, low: int, high: int) -> list[Stroke]:
    energy, tense = desk.piece.energy, desk.piece.mood.tension >= TENSE
    if energy < 0.25:
        return _tolling(desk.moving, low, high) if tense else _still_chords(desk, low, high)
    if tense:
        return _eighths(desk, low, high, OSTINATO, hold=1)
    if energy < 0.5:
        return _eighths(desk, low, high, BROKEN, hold=3)
    return _eighths(desk, low, high, ROLLING, hold=2)


def _still_chords(desk: Desk, low: int, high: int) -> list[Stroke]:
    """A low note, then the chord above it, gently spread; sometimes one tone again, later."""
    rng = desk.draw("still")
    strokes = []
    chords = [span.chord for span in desk.moving]
    for span, voicing in zip(
        desk.moving,
        spread(chords, low=low, high=high, voices=3, arrival=desk.piece.arrival),
        strict=True,
    ):
        strokes.append(Stroke(span.start, span.length, voicing[0]))
        for i, pitch in enumerate(voicing[1:]):
            strokes.append(Stroke(span.start, span.length, pitch, -0.2, 14_000 * (i + 1)))
        later, top = span.start + 2 * TICKS_PER_QUARTER, voicing[-1]
        if later + TICKS_PER_QUARTER <= span.end and rng.random() < 0.6:
            echo = nearest(span.chord.root, top + 1, high + 7, top + 5)
            strokes.append(Stroke(later, span.end - later, echo, -0.5))
    return strokes


def _tolling(spans: Sequence[Span], low: int, high: int) -> list[Stroke]:
    """A dark octave, and its fifth like a distant bell on every other beat."""
    strokes = []
    for span in spans:
        root = nearest(span.chord.bass, low, low + 12, low + 4)
        strokes.append(Stroke(span.start, span.length, root))
        if root + 12 <= high:
            strokes.append(Stroke(span.start, span.length, root + 12, -0.3))
        bell = nearest(span.chord.pitch_classes[-1], root + 13, high + 5, 60)
        for start in range(span.start + 2 * TICKS_PER_QUARTER, span.end - EIGHTH, 1920):
            strokes.append(Stroke(start, min(1920, span.end - start), bell, -0.6))
    return strokes


def _eighths(desk: Desk, low: int, high: int, table: Table, *, hold: int) -> list[Stroke]:
    pair = desk.draw("pattern").choice(table[desk.cue.meter.name])
    return fill(desk, low, high, pair, EIGHTH, hold=hold)
