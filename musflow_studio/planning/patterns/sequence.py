"""Sequencer: one short row of chord tones, repeated, whose steps open and close with the energy.

The row and its accents are drawn once for the cue, so that every panel runs on the same machine.
A panel decides how many of its steps are heard, how long they are held and which of its bars turn.
Rows are written for a bar of eighths: 8 steps in 4/4, 6 in 3/4 and 6/8, 10 in 5/4; sixteenths
play the row twice.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.planning.harmony.chord import Chord
from musflow_studio.planning.harmony.progression import TENSE, Span
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.patterns.steps import EIGHTH, SIXTEENTH, Step, steps
from musflow_studio.planning.stroke import Stroke

FASTEST_STEP_US = 105_000
"""A step shorter than this blurs: eighths are played instead of sixteenths."""

Row = tuple[int, ...]
ROWS: dict[int, tuple[Row, ...]] = {
    8: ((0, 1, 2, 3, 4, 3, 2, 1), (0, 2, 1, 3, 2, 4, 3, 1), (0, 2, 3, 4, 1, 2, 3, 2)),
    6: ((0, 1, 2, 3, 2, 1), (0, 2, 1, 3, 2, 1), (0, 2, 3, 1, 3, 2)),
    10: ((0, 1, 2, 3, 4, 2, 3, 4, 3, 1), (0, 2, 1, 0, 3, 1, 4, 2, 3, 1)),
}
NERVOUS_ROWS: dict[int, tuple[Row, ...]] = {
    8: ((0, 0, 2, 0, 0, 3, 0, 1), (0, 1, 0, 2, 0, 1, 0, 3)),
    6: ((0, 0, 2, 0, 3, 1), (0, 1, 0, 2, 0, 3)),
    10: ((0, 0, 2, 0, 0, 3, 0, 2, 0, 1), (0, 1, 0, 2, 0, 1, 0, 3, 0, 2)),
}
ACCENTS: dict[str, tuple[int, ...]] = {
    "4/4": (0, 3, 6), "3/4": (0, 2, 4), "6/8": (0, 3), "5/4": (0, 3, 6, 8),
}  # fmt: skip


@dataclass(frozen=True)
class _Machine:
    """A row in motion.

    Attributes:
        row: rungs, one a step.
        unit: ticks of a step.
        open_steps: for even and for odd bars, the steps that are heard.
        accents: steps with weight.
        hold: share of a step that a note is held.
    """

    row: Row
    unit: int
    open_steps: tuple[frozenset[int], frozenset[int]]
    accents: frozenset[int]
    hold: float


def sequence(desk: Desk) -> list[Stroke]:
    """The sequencer: sparse eighths in still panels, all sixteenths in the busiest."""
    machine = _machine(desk)
    strokes = []
    for span in desk.moving:
        tones = _rungs(span.chord, desk.low, room_under_melody(desk, span))
        for step in steps(desk.piece, machine.unit, span.start, span.end):
            if _heard(desk, machine, step):
                strokes.append(_stroke(desk, machine, span, tones, step))
    if desk.closing:
        strokes += _last_run(desk)
    return strokes or [Stroke(0, min(EIGHTH, desk.piece.length_ticks), desk.low)]


def _machine(desk: Desk) -> _Machine:
    energy, meter = desk.piece.energy, desk.cue.meter
    count = meter.bar_ticks // EIGHTH
    rows = NERVOUS_ROWS if desk.piece.mood.tension >= TENSE else ROWS
    row = desk.cue.draw(f"row {rows is ROWS}").choice(rows[count])
    sixteenth_us = desk.piece.microseconds(SIXTEENTH)
    fast = energy >= 0.5 and sixteenth_us >= FASTEST_STEP_US
    unit = SIXTEENTH if fast else EIGHTH
    accents = ACCENTS[meter.name]
    if fast:
        accents = tuple(a + turn for turn in (0, count) for a in accents)
    steps = count * (2 if fast else 1)
    heard = round(steps * (_share(energy, fast=fast)))
    rng = desk.draw("steps")
    masks = (_open(steps, accents, heard, rng), _open(steps, accents, heard, rng))
    return _Machine(row, unit, masks, frozenset(accents), 1.9 if energy < 0.25 else 0.85)


def _share(energy: float, *, fast: bool) -> float:
    """Share of the steps that are heard."""
    if fast:
        return min(1.0, 0.68 + 0.8 * (energy - 0.5))
    return min(1.0, 0.55 + 0.9 * energy)


def _open(steps: int, accents: tuple[int, ...], heard: int, rng: random.Random) -> frozenset[int]:
    """The steps that are heard: the first and the accents, then the others by chance."""
    others = [step for step in range(steps) if step not in accents]
    rng.shuffle(others)
    return frozenset([*accents, *others][: max(heard, 1)])


def _rungs(chord: Chord, low: int, high: int) -> tuple[int, ...]:
    """Chord tones within a range, ascending; the lowest of them is the row's 0."""
    return tuple(p for p in range(low, high + 1) if p % 12 in chord.pitch_classes)


def room_under_melody(desk: Desk, span: Span) -> int:
    """The highest tone allowed over a chord.

    A minor third under the melody, where that leaves an octave to run in.
    """
    sung = [s.pitch for s in desk.melody if s.start < span.end and span.start < s.start + s.length]
    return min(desk.high, max(desk.low + 12, min(sung, default=127) - 3))


def _heard(desk: Desk, machine: _Machine, step: Step) -> bool:
    """True for an open step; under dialogue only those on the quarters are."""
    on_quarter = step.inside % TICKS_PER_QUARTER == 0
    return step.place in machine.open_steps[step.bar % 2] and (
        on_quarter or not desk.piece.dialogue
    )


def _stroke(
    desk: Desk, machine: _Machine, span: Span, tones: tuple[int, ...], step: Step
) -> Stroke:
    """One step of the row; the last quarter of every fourth bar climbs a rung higher."""
    turns = step.bar % 4 == 3 and step.inside >= desk.cue.meter.bar_ticks * 3 // 4
    rung = machine.row[step.place % len(machine.row)] + turns
    length = min(round(machine.unit * machine.hold), span.end - step.tick)
    stress = 0.35 if step.place in machine.accents else -0.35
    return Stroke(step.tick, length, tones[folded(rung, len(tones))], stress)


def folded(rung: int, count: int) -> int:
    """A rung over the top turns back."""
    last = max(1, count - 1)
    return last - abs(last - rung % (2 * last)) if count > 1 else 0


def _last_run(desk: Desk) -> list[Stroke]:
    """The last chord: one slow climb through its tones, the top one left ringing."""
    span = desk.spans[-1]
    tones = _rungs(span.chord, desk.low, desk.high)[:4]
    starts = [span.start + i * EIGHTH for i in range(len(tones))]
    return [
        Stroke(start, min(2 * EIGHTH, span.end - start), pitch, -0.2 * i)
        for i, (start, pitch) in enumerate(zip(starts, tones, strict=True))
        if start < span.end
    ]
