"""Glitter: tones on tiptoe below, glints and runs above, for music that looks round corners."""

from __future__ import annotations

import random

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.progression import Span, span_at
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.steps import EIGHTH, SIXTEENTH, Step, steps
from musflow_studio.planning.stroke import Stroke, nearest

RUN_FROM_ENERGY = 0.6


def tiptoe(desk: Desk) -> list[Stroke]:
    """The root on the one, then its fifth or the semitone under the next root, short, with rests.

    Calm panels keep the one; where it is busy every pulse gets a tone.
    """
    meter, energy = desk.cue.meter, desk.piece.energy
    busy = energy >= 0.7 and not desk.piece.dialogue
    strokes: list[Stroke] = []
    for span in desk.moving:
        root = nearest(span.chord.bass, desk.low, desk.high, desk.low + 7)
        strokes.append(Stroke(span.start, min(EIGHTH, span.length), root, 0.2))
        if energy < 0.4:
            continue
        later = list(steps(desk.piece, meter.pulse_ticks, span.start + 1, span.end))
        kept = later if busy else [s for s in later if s.inside in meter.accents] or later[-1:]
        for step in kept:
            last = step is kept[-1]
            pitch = _under_next(desk, span, root) if last else _fifth(desk, span, root)
            strokes.append(Stroke(step.tick, min(EIGHTH, span.end - step.tick), pitch, -0.3))
    if desk.closing or not strokes:
        last_span = desk.spans[-1]
        root = nearest(last_span.chord.bass, desk.low, desk.high, desk.low + 7)
        strokes.append(Stroke(last_span.start, min(TICKS_PER_QUARTER, last_span.length), root, 0.1))
    return strokes


def _fifth(desk: Desk, span: Span, root: int) -> int:
    tones = span.chord.pitch_classes
    return nearest(tones[2] if len(tones) > 2 else span.chord.root, desk.low, desk.high, root + 3)


def _under_next(desk: Desk, span: Span, root: int) -> int:
    """The semitone under the next chord's root; inside the piece's last chord, the fifth."""
    after = next((s for s in desk.spans if s.start >= span.end), None)
    if after is None or after.chord.bass == span.chord.bass:
        return _fifth(desk, span, root)
    target = nearest(after.chord.bass, desk.low + 1, desk.high, root)
    return target - 1


def sparkle(desk: Desk) -> list[Stroke]:
    """Two quick tones and a third left ringing, once a bar at a place that moves.

    From energy 0.6 every fourth bar climbs a run instead. Nothing where the melody begins a note.
    """
    rng = desk.draw("sparkle")
    sung = {stroke.start for stroke in desk.melody}
    bars: dict[int, list[Step]] = {}
    for step in steps(desk.piece, EIGHTH, 0, desk.until):
        bars.setdefault(step.bar, []).append(step)
    strokes: list[Stroke] = []
    for bar, places in bars.items():
        if bar % 4 == 3 and desk.piece.energy >= RUN_FROM_ENERGY and not desk.piece.dialogue:
            strokes += _run(desk, places)
            continue
        free = [s for s in places[:-1] if s.tick not in sung and s.inside] or places[:1]
        strokes += _glint(desk, rng.choice(free).tick, rng)
    return strokes or _glint(desk, 0, rng)


def _glint(desk: Desk, tick: int, rng: random.Random) -> list[Stroke]:
    tones = _tones(desk, tick)
    first = rng.randrange(max(1, len(tones) - 2))
    up = rng.random() < 0.6
    picked = tones[first : first + 3]
    ordered = picked if up else picked[::-1]
    room = desk.piece.length_ticks - tick
    return [
        Stroke(tick + i * SIXTEENTH, min(3 * EIGHTH if i == 2 else SIXTEENTH, room - i * SIXTEENTH),
               pitch, (-0.3, -0.5, 0.2)[i])
        for i, pitch in enumerate(ordered)
        if room > i * SIXTEENTH
    ]  # fmt: skip


def _run(desk: Desk, places: list[Step]) -> list[Stroke]:
    """Sixteenths up the chord through the last half of a bar, louder as they climb."""
    half = places[len(places) // 2 :]
    ticks = [tick for step in half for tick in (step.tick, step.tick + SIXTEENTH)]
    tones = _tones(desk, ticks[0])
    return [
        Stroke(
            tick, SIXTEENTH, tones[min(i, len(tones) - 1 - (i % 2))], -0.6 + 0.8 * i / len(ticks)
        )
        for i, tick in enumerate(ticks)
    ]


def _tones(desk: Desk, tick: int) -> list[int]:
    chord = span_at(desk.spans, tick).chord
    return [p for p in range(desk.low, desk.high + 1) if p % 12 in chord.pitch_classes]
