"""Synthesisers: a bass that pumps under the kick, and chords stabbed between the beats."""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import TENSE, Span
from musflow_studio.planning.harmony.voicing import lead
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.steps import EIGHTH, SIXTEENTH, steps
from musflow_studio.planning.stroke import Stroke, nearest

# Eighths of a bar on which the chords are stabbed.
STABS: dict[int, tuple[tuple[int, ...], ...]] = {
    8: ((3, 6), (1, 4, 7), (2, 5, 7)),
    6: ((2, 5), (1, 4), (3, 5)),
    10: ((3, 6, 8), (1, 4, 7, 9), (3, 8)),
}


def pulse_bass(desk: Desk) -> list[Stroke]:
    """Held roots in still panels, a limping three-three-two, then eighths that duck on the beat.

    The duck is the sidechain of dance music: under the kick the bass is softest.
    """
    strokes: list[Stroke] = []
    pitch = desk.low + 5
    for span in desk.spans:
        pitch = nearest(span.chord.bass, desk.low, desk.high, 0.4 * pitch + 0.6 * (desk.low + 5))
        held = desk.closing and span is desk.spans[-1]
        if held or desk.piece.energy < 0.4 or desk.piece.dialogue:
            strokes.append(Stroke(span.start, span.length, pitch))
        elif desk.piece.energy < 0.6:
            strokes += _limping(desk, span, pitch)
        else:
            strokes += _pumping(desk, span, pitch)
    return strokes


def _limping(desk: Desk, span: Span, pitch: int) -> list[Stroke]:
    """Long, long, short: three, three and two eighths (or what the bar has instead)."""
    starts = sorted({span.start, *_places(desk, span, (0, 3, 6))})
    ends = [*starts[1:], span.end]
    return [
        Stroke(a, max(EIGHTH // 2, (b - a) * 4 // 5), pitch, 0.2 if a == span.start else -0.2)
        for a, b in zip(starts, ends, strict=True)
    ]


def _pumping(desk: Desk, span: Span, pitch: int) -> list[Stroke]:
    tense = desk.piece.mood.tension >= TENSE and desk.piece.energy >= 0.75
    strokes = []
    for step in steps(desk.piece, EIGHTH, span.start, span.end):
        on_beat = step.inside % desk.cue.meter.pulse_ticks == 0
        up = step.inside + EIGHTH == desk.cue.meter.bar_ticks and pitch + 12 <= desk.high
        split = tense and not on_beat and step.tick + EIGHTH <= span.end
        length = (SIXTEENTH if split else EIGHTH) * 3 // 4
        stress = -0.6 if on_beat and step.inside else 0.25
        strokes.append(Stroke(step.tick, length, pitch + 12 * up, stress))
        if split:
            strokes.append(Stroke(step.tick + SIXTEENTH, length, pitch, -0.5))
    return strokes


def stabs(desk: Desk) -> list[Stroke]:
    """Three-part chords, short, between the beats; the same rhythm through a panel."""
    count = desk.cue.meter.bar_ticks // EIGHTH
    places = desk.draw("stabs").choice(STABS[count])
    chords = [span.chord for span in desk.spans]
    centre = (desk.low + desk.high) / 2
    line = lead(chords, low=desk.low, high=desk.high, voices=3, centre=centre)
    strokes = []
    for span, voicing in zip(desk.spans, line, strict=True):
        last = desk.closing and span is desk.spans[-1]
        starts = [span.start] if last else _places(desk, span, places)
        length = min(2 * TICKS_PER_QUARTER, span.length) if last else EIGHTH * 2 // 3
        strokes += [
            Stroke(start, min(length, span.end - start), pitch, 0.1)
            for start in starts
            for pitch in voicing
        ]
    return strokes or [Stroke(0, min(EIGHTH, desk.piece.length_ticks), p) for p in line[0]]


def _places(desk: Desk, span: Span, places: tuple[int, ...]) -> list[int]:
    """Ticks of a span that are these eighths of a bar."""
    found = steps(desk.piece, EIGHTH, span.start, span.end)
    return [step.tick for step in found if step.place in places]
