"""Drift: figures that ring on and chords that breathe, for music without edges."""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.harmony.voicing import lead
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.sequence import folded, room_under_melody
from musflow_studio.planning.patterns.steps import EIGHTH, Step, steps
from musflow_studio.planning.stroke import Stroke

FIGURES = ((0, 2, 3, 1, 4), (0, 1, 3, 4, 2), (2, 0, 3, 1, 4), (0, 3, 2, 4, 1))
FLOWING_ENERGY = 0.6


def drift(desk: Desk) -> list[Stroke]:
    """Few tones that overlap as they fade, the cue's own figure of them.

    In calm panels two or three quarters, then a rest as long; more of the bar fills with energy,
    until eighths flow with a gap here and there. Odd bars begin the figure later.
    """
    figure = desk.cue.draw("drift").choice(FIGURES)
    unit = TICKS_PER_QUARTER if desk.piece.energy < 0.4 or desk.piece.dialogue else EIGHTH
    rng = desk.draw("gaps")
    shift, gap = rng.randrange(2), rng.randrange(2, 5)
    strokes = []
    for span in desk.moving:
        tones = _tones(desk, span)
        for step in steps(desk.piece, unit, span.start, min(span.end, desk.until - EIGHTH)):
            if not _heard(desk, step, unit, gap):
                continue
            rung = figure[(step.place + step.bar * shift) % len(figure)]
            ring = min(3 * unit, desk.piece.length_ticks - step.tick)
            stress = 0.1 if step.inside == 0 else -0.3
            strokes.append(Stroke(step.tick, ring, tones[folded(rung, len(tones))], stress))
    if desk.closing or not strokes:
        strokes += _last(desk)
    return strokes


def _heard(desk: Desk, step: Step, unit: int, gap: int) -> bool:
    """True for the steps that sound: the front of the bar first, all but a gap where it flows."""
    if desk.piece.energy >= FLOWING_ENERGY:
        return step.place % 8 != gap
    share = 0.3 + 0.9 * desk.piece.energy
    late = (step.bar % 2) * unit
    return late <= step.inside < late + share * desk.cue.meter.bar_ticks


def _tones(desk: Desk, span: Span) -> list[int]:
    high = room_under_melody(desk, span)
    return [p for p in range(desk.low, high + 1) if p % 12 in span.chord.pitch_classes]


def _last(desk: Desk) -> list[Stroke]:
    """The last chord: its first and third tone, left to ring."""
    span = desk.spans[-1]
    late = min(TICKS_PER_QUARTER, span.length // 2)
    return [
        Stroke(span.start + at, span.length - at, pitch, -0.2)
        for at, pitch in zip((0, late), _tones(desk, span)[0:4:2], strict=False)
    ]


def breath(desk: Desk) -> list[Stroke]:
    """Two high voices that come and go: from the second beat of every other chord to its end."""
    chords = [span.chord for span in desk.spans]
    centre = (desk.low + desk.high) / 2
    line = lead(chords, low=desk.low, high=desk.high, voices=2, centre=centre)
    every = 1 if desk.piece.energy >= FLOWING_ENERGY else 2
    first = desk.draw("breath").randrange(every)
    strokes = []
    for index, (span, voicing) in enumerate(zip(desk.spans, line, strict=True)):
        late = min(desk.cue.meter.pulse_ticks, span.length // 4)
        if (index + first) % every == 0 or len(line) == 1:
            strokes += [Stroke(span.start + late, span.length - late, p) for p in voicing]
    return strokes
