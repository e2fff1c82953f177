"""Groove: a head-nodding kit and the bass that leans on it, for loops that are not in a hurry."""

from __future__ import annotations

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.meter import Meter
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.kit import KICK, RIM, SNARE
from musflow_studio.planning.patterns.steps import EIGHTH, SIXTEENTH, Step, steps
from musflow_studio.planning.stroke import Stroke, nearest

BACKBEAT_ENERGY = 0.62
# Eighths of a bar where the kick answers itself, in even and in odd bars.
KICKS: dict[int, tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]] = {
    8: (((0, 5), (0, 3, 5)), ((0, 3), (0, 5, 7)), ((0, 5), (0, 1, 5))),
    6: (((0, 3), (0, 5)), ((0, 5), (0, 3, 5))),
    10: (((0, 5), (0, 3, 7)), ((0, 7), (0, 5, 9))),
}


def boom_bap(desk: Desk) -> list[Stroke]:
    """Kick and snare: the backbeat stays, the kick answers differently every other bar.

    In calmer panels the stick's rim plays the backbeat. Every fourth bar ends on ghost notes.
    """
    meter, energy = desk.cue.meter, desk.piece.energy
    kicks = desk.draw("kicks").choice(KICKS[meter.bar_ticks // EIGHTH])
    backbeats = _backbeats(meter)
    snare = SNARE if energy >= BACKBEAT_ENERGY else RIM
    strokes: list[Stroke] = []
    for step in _eighths(desk):
        if step.inside in backbeats:
            strokes.append(Stroke(step.tick, EIGHTH, snare, 0.2))
        elif step.place in kicks[step.bar % 2]:
            strokes.append(Stroke(step.tick, EIGHTH, KICK, 0.3 if step.place == 0 else -0.2))
        elif step.bar % 4 == 3 and step.inside == meter.bar_ticks - EIGHTH:
            strokes.append(Stroke(step.tick, SIXTEENTH, snare, -0.8))
            strokes.append(Stroke(step.tick + SIXTEENTH, SIXTEENTH, snare, -0.6))
    return strokes or [Stroke(0, EIGHTH, KICK)]


def _backbeats(meter: Meter) -> tuple[int, ...]:
    pulses = meter.bar_ticks // meter.pulse_ticks
    return tuple(b * meter.pulse_ticks for b in {2: (1,), 3: (2,), 4: (1, 3)}.get(pulses, (1, 3)))


def leaning_bass(desk: Desk) -> list[Stroke]:
    """The root on the one, held; a fifth or an octave before the middle of the bar.

    Calm panels keep the roots.
    """
    strokes: list[Stroke] = []
    pitch = desk.low + 6
    rng = desk.draw("lean")
    for span in desk.spans:
        pitch = nearest(span.chord.bass, desk.low, desk.high, 0.5 * pitch + 0.5 * (desk.low + 6))
        held = desk.closing and span is desk.spans[-1]
        answer = _answer(desk, span)
        if held or answer is None or desk.piece.energy < 0.4 or desk.piece.dialogue:
            strokes.append(Stroke(span.start, span.length, pitch))
            continue
        strokes.append(Stroke(span.start, answer - span.start, pitch, 0.1))
        other = _other(desk, span, pitch, fifth=rng.random() < 0.5)
        strokes.append(Stroke(answer, min(EIGHTH, span.end - answer), pitch, -0.5))
        if answer + 2 * EIGHTH <= span.end:
            length = min(3 * EIGHTH, span.end - answer - EIGHTH)
            strokes.append(Stroke(answer + EIGHTH, length, other, -0.2))
    return strokes


def _answer(desk: Desk, span: Span) -> int | None:
    """The eighth before the beat in the bar's middle, where a chord is long enough for it."""
    beat = TICKS_PER_QUARTER
    middle = -(-desk.cue.meter.bar_ticks // 2 // beat) * beat
    for step in steps(desk.piece, EIGHTH, span.start + 2 * EIGHTH, span.end - EIGHTH):
        if step.inside == middle - EIGHTH:
            return step.tick
    return None


def _other(desk: Desk, span: Span, pitch: int, *, fifth: bool) -> int:
    tones = span.chord.pitch_classes
    if fifth and len(tones) > 2:
        return nearest(tones[2], desk.low, desk.high, pitch + 4)
    return pitch + 12 if pitch + 12 <= desk.high else pitch


def _eighths(desk: Desk) -> list[Step]:
    """The eighths before the last chord."""
    return list(steps(desk.piece, EIGHTH, 0, desk.until))
