"""Orchestra: what winds, brass and the low strings do with the chords, where they do not sing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.key import scale_pitch_classes
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.harmony.voicing import lead
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.figure import EIGHTH, places
from musflow_studio.planning.stroke import Stroke, nearest

STABS = {
    "4/4": (((0, 3), (0, 3, 6)), ((0, 6), (0, 3, 4)), ((0,), (0, 5, 6))),
    "3/4": (((0,), (0, 3)), ((0,), (0, 4)), ((0, 3), (0, 2, 4))),
    "6/8": (((0,), (0, 3)), ((0, 3), (0, 5)), ((0, 2), (0, 3))),
    "5/4": (((0, 3), (0, 6, 8)), ((0, 6), (0, 3, 6)), ((0, 3, 6), (0, 8))),
}
"""Eighths of even and of odd bars on which brass strikes."""


def chorale(desk: Desk) -> list[Stroke]:
    """Three voices that breathe with the metre: again on its second accent from energy 0.7 on."""
    strokes: list[Stroke] = []
    for span, voicing in zip(desk.spans, _line(desk, 3), strict=True):
        last = desk.closing and span is desk.spans[-1]
        again = [] if last or desk.piece.energy < 0.7 else _second_accents(desk, span)
        edges = [span.start, *again, span.end]
        for i, (start, end) in enumerate(pairwise(edges)):
            strokes += [Stroke(start, end - start, pitch, 0.2 - 0.3 * i) for pitch in voicing]
    return strokes


def stabs(desk: Desk) -> list[Stroke]:
    """Short chords on the accents; the odd bars answer the even ones, the last chord is held."""
    energy = desk.piece.energy
    even, odd = desk.draw("stabs").choice(STABS[desk.cue.meter.name])
    strokes: list[Stroke] = []
    for span, voicing in zip(desk.spans, _line(desk, 3), strict=True):
        if desk.closing and span is desk.spans[-1]:
            strokes += [Stroke(span.start, span.length, pitch, 0.3) for pitch in voicing]
            continue
        for step in places(desk, span, EIGHTH):
            wanted = odd if step.bar % 2 else even
            if step.place in wanted and (energy >= 0.8 or step.place == 0 or step.bar % 2):
                length = min(EIGHTH, span.end - step.tick)
                stress = 0.5 if step.place == 0 else 0.2
                strokes += [Stroke(step.tick, length, pitch, stress) for pitch in voicing]
    return strokes or _held(desk)


def stepping_bass(desk: Desk) -> list[Stroke]:
    """The bass, held; from energy 0.55 on it walks into the next chord, at the end of odd bars."""
    strokes: list[Stroke] = []
    pitches = _bass_pitches(desk)
    for i, (span, pitch) in enumerate(zip(desk.spans, pitches, strict=True)):
        walks = desk.piece.energy >= 0.55 and i % 2 == 1 and i + 1 < len(pitches)
        room = span.end - TICKS_PER_QUARTER
        passing = _between(desk, pitch, pitches[i + 1]) if walks else None
        if passing is None or room - span.start < 2 * TICKS_PER_QUARTER:
            strokes.append(Stroke(span.start, span.length, pitch))
            continue
        strokes.append(Stroke(span.start, room - span.start, pitch))
        strokes.append(Stroke(room, TICKS_PER_QUARTER, passing, -0.2))
    return strokes


def pedal(desk: Desk) -> list[Stroke]:
    """One tone held high over the changes, struck again where it would clash with its chord."""
    strokes: list[Stroke] = []
    target: float = (desk.low + desk.high) / 2
    for span in desk.spans:
        before = strokes[-1] if strokes else None
        if before and before.pitch % 12 in span.chord.pitch_classes:
            strokes[-1] = replace(before, length=span.end - before.start)
            continue
        options = [nearest(pc, desk.low, desk.high, target) for pc in span.chord.pitch_classes[:3]]
        pitch = min(options, key=lambda p: (abs(p - target), p))
        strokes.append(Stroke(span.start, span.length, pitch))
        target = pitch
    return strokes


def low_brass(desk: Desk) -> list[Stroke]:
    """Roots in octaves: held, and struck again on the second accent where all are loud."""
    strokes: list[Stroke] = []
    for span, pitch in zip(desk.spans, _bass_pitches(desk), strict=True):
        held = desk.closing and span is desk.spans[-1]
        again = [] if held or desk.piece.energy < 0.65 else _second_accents(desk, span)
        for i, (start, end) in enumerate(pairwise([span.start, *again, span.end])):
            strokes.append(Stroke(start, end - start, pitch, 0.3 - 0.2 * i))
            if pitch + 12 <= desk.high and desk.piece.energy >= 0.6:
                strokes.append(Stroke(start, end - start, pitch + 12, -0.1))
    return strokes


def _line(desk: Desk, voices: int) -> list[tuple[int, ...]]:
    chords = [span.chord for span in desk.spans]
    centre = desk.low + (desk.high - desk.low) * (0.4 + 0.2 * desk.piece.energy)
    return lead(chords, low=desk.low, high=desk.high, voices=voices, centre=centre)


def _bass_pitches(desk: Desk) -> list[int]:
    pitches: list[int] = []
    target: float = desk.low + 6
    for span in desk.spans:
        pitches.append(nearest(span.chord.bass, desk.low, desk.high, target))
        target = 0.5 * pitches[-1] + 0.5 * (desk.low + 6)
    return pitches


def _between(desk: Desk, pitch: int, following: int) -> int | None:
    """A tone of the key a step before the next bass note, on the way there; None if none fits."""
    gap = following - pitch
    if abs(gap) < 3:
        return None
    scale = set(scale_pitch_classes(desk.key))
    ways = (following - 1, following - 2) if gap > 0 else (following + 1, following + 2)
    return next((p for p in reversed(ways) if p % 12 in scale and desk.low <= p <= desk.high), None)


def _second_accents(desk: Desk, span: Span) -> list[int]:
    """Where the metre's second accent falls inside a span, a beat clear of its ends."""
    accents = desk.cue.meter.accents[1:] or (2 * TICKS_PER_QUARTER,)
    return [
        step.tick
        for step in places(desk, span, EIGHTH)
        if step.inside in accents
        and step.tick >= span.start + TICKS_PER_QUARTER
        and step.tick <= span.end - TICKS_PER_QUARTER
    ]


def _held(desk: Desk) -> list[Stroke]:
    first = desk.spans[0]
    length = min(EIGHTH, first.length)
    return [Stroke(first.start, length, pitch) for pitch in _line(desk, 3)[0]]
