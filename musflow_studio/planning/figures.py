"""Figures: what piano, harp and pizzicato do with a chord, by energy and tension.

Each figure fills one chord span from its bar's pulse; the pattern is drawn once per piece, so a
panel keeps one motion.
"""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony import TENSE, Span
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke, ladder, nearest

EIGHTH = TICKS_PER_QUARTER // 2
SIXTEENTH = TICKS_PER_QUARTER // 4
# Rungs of the chord's ladder, one per eighth, for bars of four and of three.
BROKEN_FOUR = ((0, 1, 2, 3, 4, 3, 2, 3), (0, 2, 3, 4, 2, 4, 3, 2), (0, 1, 3, 2, 4, 2, 3, 1))
BROKEN_THREE = ((0, 1, 2, 3, 2, 1), (0, 2, 3, 4, 3, 2), (0, 1, 3, 2, 4, 2))
ROLLING = ((0, 2, 3, 4, 5, 4, 3, 2), (0, 1, 2, 4, 3, 5, 4, 2), (0, 2, 4, 3, 5, 4, 3, 2))
CLIMBING = ((0, 1, 2, 3, 4, 3, 2, 1), (0, 1, 2, 3, 1, 2, 3, 4), (0, 2, 1, 3, 2, 4, 3, 1))
OSTINATO = ((0, 1, 2, 1, 0, 1, 2, 1), (0, 0, 2, 0, 0, 1, 0, 1), (0, 2, 1, 2, 0, 2, 1, 1))


def piano_figure(
    cue: CueGlobals, piece: Piece, spans: Sequence[Span], low: int, high: int
) -> list[Stroke]:
    """The accompanying piano: chords, broken eighths, rolling eighths or driving eighths."""
    energy, tense = piece.energy, piece.mood.tension >= TENSE
    if energy < 0.25:
        return _tolling(spans, low, high) if tense else _still_chords(cue, piece, spans, low, high)
    if tense:
        return _eighths(cue, piece, spans, low, high, OSTINATO, hold=1)
    if energy < 0.5:
        table = BROKEN_THREE if cue.meter.bar_ticks == 3 * TICKS_PER_QUARTER else BROKEN_FOUR
        return _eighths(cue, piece, spans, low, high, table, hold=3)
    return _eighths(cue, piece, spans, low, high, ROLLING, hold=2)


def harp_figure(
    cue: CueGlobals, piece: Piece, spans: Sequence[Span], low: int, high: int
) -> list[Stroke]:
    """Sixteenths climbing and falling through the chord."""
    pattern = draw(cue, piece, "pattern", "arpeggio").choice(CLIMBING)
    return _fill(piece, spans, low, high, pattern, SIXTEENTH, hold=2, stress=-0.2)


def pizzicato_figure(
    cue: CueGlobals, piece: Piece, spans: Sequence[Span], low: int, high: int
) -> list[Stroke]:
    """A nervous ostinato in eighths, in threes against the bar (3+3+2), rests between."""
    groups = draw(cue, piece, "pattern", "pizzicato").choice(
        ((0, 3, 6), (0, 2, 3, 6), (0, 3, 5, 6))
    )
    strokes = []
    for span in spans:
        rungs = ladder(span.chord, low, high)
        for start in range(_on_pulse(span.start, EIGHTH), span.end, EIGHTH):
            place = piece.tick_in_bar(start) // EIGHTH % 8
            if place in groups:
                rung = rungs[min(groups.index(place), len(rungs) - 1)]
                strokes.append(Stroke(start, EIGHTH // 2, rung, 0.5 if place == 0 else 0.1))
    return strokes


def _still_chords(
    cue: CueGlobals, piece: Piece, spans: Sequence[Span], low: int, high: int
) -> list[Stroke]:
    """A low note, then the chord above it, gently spread; sometimes one tone again, later."""
    rng = draw(cue, piece, "still", "harmony")
    strokes = []
    for span in spans:
        rungs = ladder(span.chord, low, high)
        above = [p for p in rungs[1:] if p >= 48][:3]
        strokes.append(Stroke(span.start, span.length, rungs[0]))
        for i, pitch in enumerate(above):
            strokes.append(Stroke(span.start, span.length, pitch, -0.2, 14_000 * (i + 1)))
        later = span.start + 2 * TICKS_PER_QUARTER
        if above and later + TICKS_PER_QUARTER <= span.end and rng.random() < 0.6:
            echo = nearest(span.chord.root, above[-1] + 1, high + 7, above[-1] + 5)
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


def _eighths(
    cue: CueGlobals,
    piece: Piece,
    spans: Sequence[Span],
    low: int,
    high: int,
    table: Sequence[Sequence[int]],
    *,
    hold: int,
) -> list[Stroke]:
    pattern = draw(cue, piece, "pattern", "harmony").choice(table)
    return _fill(piece, spans, low, high, pattern, EIGHTH, hold=hold, stress=0.0)


def _fill(
    piece: Piece,
    spans: Sequence[Span],
    low: int,
    high: int,
    pattern: Sequence[int],
    unit: int,
    *,
    hold: int,
    stress: float,
) -> list[Stroke]:
    """One ladder rung per unit, each ringing `hold` units; a chord always begins on its bass."""
    strokes = []
    for span in spans:
        rungs = ladder(span.chord, low, high)
        for start in range(span.start, span.end, unit):
            place = (start - span.start) // unit % len(pattern)
            pitch = rungs[_folded(pattern[place], len(rungs))]
            length = min((4 if place == 0 and unit == EIGHTH else hold) * unit, span.end - start)
            own = stress + (0.15 if place == 0 else -0.25)
            strokes.append(Stroke(start, length, pitch, own))
    return strokes


def _folded(rung: int, count: int) -> int:
    """A rung beyond the top of a short ladder turns back instead of hammering the top."""
    return rung if rung < count else max(0, 2 * (count - 1) - rung)


def _on_pulse(tick: int, unit: int) -> int:
    return -(-tick // unit) * unit
