"""Dynamics: how loud each note is struck, and how a piece runs into the hit at its end.

Velocity follows energy, the metre, the phrase (an arch, higher notes louder) and what comes: one
or two beats of crescendo into a must-hit, no accent in the last 0.75 s before it nor where the
user said "avoid", and a breath just before, longer where the music is loud.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Ending, Transition
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Articulation, RoleStyle
from musflow_studio.planning.meter import Meter
from musflow_studio.planning.performance.articulation import articulation
from musflow_studio.planning.piece import Piece
from musflow_studio.planning.stroke import Stroke

NO_ACCENT_US = 750_000
SWELL_VELOCITY = (10.0, 10.0)
"""Crescendo into a must-hit: so much velocity, and so much more at full energy."""
SWELL_DIP = 0.35
"""It begins so much of itself below the level around it."""
FADE_VELOCITY = 30.0
"""So much softer is the end of a cue that fades than two bars before."""
UNDER_DIALOGUE = 0.82
"""Velocity under dialogue: softer and darker, but still a bed; the sound makes room besides."""
LOUDEST = 124.0
LEAST_DIFFERENCE = 4
EIGHTH = TICKS_PER_QUARTER // 2
_METRE_WEIGHT = 9.0
_STRESS_WEIGHT = 11.0
_ARCH_VELOCITY = 7.0
_PHRASE_REST = TICKS_PER_QUARTER // 4


@dataclass(frozen=True)
class Approach:
    """How a piece runs into the hit at its end, in its ticks.

    Attributes:
        swell_from: crescendo begins; `length` where there is none.
        no_accent_from: accents are withheld.
        silent_from: the breath begins: nothing sounds.
        length: end of the piece.
    """

    swell_from: int
    no_accent_from: int
    silent_from: int
    length: int


def approach(piece: Piece) -> Approach:
    """How a piece runs into its end: towards a must-hit, over a cut, or into silence.

    Without any of them everything lies at the piece's end. Before a must-hit the music always
    grows and then gives way; before the biggest one it gives way for whole beats.
    """
    length = piece.length_ticks
    if piece.last or piece.before_silence:
        return Approach(length, length, length, length)
    beats = 2 if length >= 3 * TICKS_PER_QUARTER else 1
    if piece.hit_at_end:
        early_us = max(0, -piece.close_shift_us)
        breath = piece.ticks_before_end(breath_microseconds(piece) + early_us)
        least = piece.ticks_before_end(130_000 + early_us)
        breath = min(breath, max(length // 5, least), length // 2)
        breath = min(max(breath, piece.hush_ticks), length * 3 // 5)
        eighths = -(-breath // EIGHTH) * EIGHTH
        swell = max(0, length - eighths - beats * TICKS_PER_QUARTER)
        quiet = max(0, length - piece.ticks_before_end(NO_ACCENT_US + early_us))
        return Approach(swell, quiet, length - breath, length)
    if piece.leads_out is Transition.SWELL:
        return Approach(max(0, length - beats * TICKS_PER_QUARTER), length, length, length)
    if piece.leads_out is Transition.BREATH:
        rest = TICKS_PER_QUARTER // (1 if length >= 6 * TICKS_PER_QUARTER else 2)
        return Approach(length, length, length - min(rest, length // 2), length)
    return Approach(length, length, length, length)


def breath_microseconds(piece: Piece) -> int:
    """Silence before a must-hit: 130 ms in quiet music, up to 430 ms in loud."""
    return int(130_000 + 300_000 * piece.energy)


def velocities(
    piece: Piece, meter: Meter, voice: RoleStyle, strokes: Sequence[Stroke], rng: random.Random
) -> list[int]:
    """Velocity 1..127 of each stroke of a voice, in the strokes' order (by start)."""
    ahead = approach(piece)
    level = voice.velocity_low + (voice.velocity_high - voice.velocity_low) * piece.energy
    arches = _arches(voice, strokes)
    found = []
    for stroke, arch in zip(strokes, arches, strict=True):
        touch = _accent(piece, meter, stroke, ahead) + rng.uniform(-2.5, 2.5)
        if stroke.start < ahead.swell_from:
            loud = level + arch + touch
        else:
            loud = _swelling(piece, level, stroke, ahead) + touch
        loud -= _faded(piece, meter, stroke)
        loud *= UNDER_DIALOGUE if piece.dialogue else 1.0
        found.append(max(1, min(127, round(loud))))
    return found


def _faded(piece: Piece, meter: Meter, stroke: Stroke) -> float:
    """What a cue that fades takes away over its last two bars."""
    if piece.ending is not Ending.FADE:
        return 0.0
    left = (piece.length_ticks - stroke.start) / (2 * meter.bar_ticks)
    return FADE_VELOCITY * max(0.0, 1.0 - left)


def _accent(piece: Piece, meter: Meter, stroke: Stroke, ahead: Approach) -> float:
    """Of metre and stress; withheld before a hit, and flattened where the crescendo leads."""
    accent = _METRE_WEIGHT * (meter.strength(piece.tick_in_bar(stroke.start)) - 0.35)
    accent += _STRESS_WEIGHT * stroke.stress
    withheld = stroke.start >= min(ahead.no_accent_from, ahead.swell_from)
    if withheld:
        return 0.15 * min(accent, 0.0)
    return min(accent, 0.0) if (stroke.start, HitWeight.AVOID) in piece.soft_hits else accent


def _swelling(piece: Piece, level: float, stroke: Stroke, ahead: Approach) -> float:
    """The level in the crescendo; loud music makes room for it by beginning softer."""
    rise = SWELL_VELOCITY[0] + SWELL_VELOCITY[1] * piece.energy
    done = (stroke.start - ahead.swell_from) / max(1, ahead.silent_from - ahead.swell_from)
    return min(level, LOUDEST - rise * (1 - SWELL_DIP)) + rise * (done - SWELL_DIP)


def _arches(voice: RoleStyle, strokes: Sequence[Stroke]) -> list[float]:
    """What the phrase adds to each stroke of a line: an arch over it, and its contour."""
    if articulation(voice) is not Articulation.LEGATO and voice.role is not Role.MELODY:
        return [0.0] * len(strokes)
    return [value for phrase in phrases(strokes) for value in _arch(phrase)]


def phrases(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Strokes of a line, by start, parted wherever a sixteenth or more is silent."""
    parted: list[list[Stroke]] = []
    heard = 0
    for stroke in strokes:
        if not parted or stroke.start - heard >= _PHRASE_REST:
            parted.append([])
        parted[-1].append(stroke)
        heard = max(heard, stroke.start + stroke.length)
    return parted


def _arch(phrase: Sequence[Stroke]) -> list[float]:
    begin = phrase[0].start
    end = max(s.start + s.length for s in phrase)
    mean = sum(s.pitch for s in phrase) / len(phrase)
    return [
        _ARCH_VELOCITY * (math.sin(math.pi * ((s.start - begin) / (end - begin)) ** 0.8) - 0.6)
        + max(-4.0, min(4.0, 0.5 * (s.pitch - mean)))
        for s in phrase
    ]


def vary_repeats(notes: Sequence[Note], rising_from: int) -> list[Note]:
    """Neighbouring notes of one pitch differ in velocity by at least 4.

    From `rising_from` on (the crescendo; a tick) no note is softer than what began before it there.
    """
    last: dict[int, Note] = {}
    reached: dict[int, int] = {}
    varied: list[Note] = []
    for note in notes:
        rising = note.start_tick >= rising_from
        floor = max((v for tick, v in reached.items() if tick < note.start_tick), default=0)
        velocity = max(note.velocity, min(floor + 1, 127))
        before = last.get(note.pitch)
        if before and abs(velocity - before.velocity) < LEAST_DIFFERENCE:
            upwards = velocity > before.velocity or before.velocity - LEAST_DIFFERENCE <= floor
            velocity = _apart(before.velocity, upwards=upwards)
        if rising:
            reached[note.start_tick] = max(velocity, reached.get(note.start_tick, 0))
        last[note.pitch] = replace(note, velocity=velocity)
        varied.append(last[note.pitch])
    return varied


def _apart(velocity: int, *, upwards: bool) -> int:
    """The nearest velocity that differs enough, on the wanted side where there is room."""
    up, down = velocity + LEAST_DIFFERENCE, velocity - LEAST_DIFFERENCE
    return up if (upwards or down < 1) and up <= 127 else down
