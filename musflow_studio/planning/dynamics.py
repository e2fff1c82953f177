"""Dynamics: from strokes to notes with velocity and touch, and expression for sustained parts.

Velocity follows energy, the metre, and what comes: one or two beats of crescendo into a must-hit,
no accent in the last 0.75 s before it nor where the user said "avoid", and a breath just before,
longer where the music is loud.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.score import ControlPoint, Note, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke

JITTER_LIMIT_US = 8_000
NO_ACCENT_US = 750_000
SLOW_ATTACK_MS = 60.0
_METRE_WEIGHT = 9.0
_STRESS_WEIGHT = 11.0


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
    """The approach to a must-hit; without one, everything lies at the piece's end."""
    length = piece.length_ticks
    if not piece.hit_at_end:
        return Approach(length, length, length, length)
    early_us = max(0, -piece.close_shift_us)
    breath = piece.ticks_before_end(breath_microseconds(piece) + early_us)
    breath = min(breath, max(length // 5, piece.ticks_before_end(130_000 + early_us)), length // 2)
    beats = 2 if length >= 6 * TICKS_PER_QUARTER else 1
    swell = max(0, length - breath - beats * TICKS_PER_QUARTER)
    quiet = max(0, length - piece.ticks_before_end(NO_ACCENT_US + early_us))
    return Approach(swell, quiet, length - breath, length)


def breath_microseconds(piece: Piece) -> int:
    """Silence before a must-hit: 130 ms in quiet music, up to 430 ms in loud."""
    return int(130_000 + 300_000 * piece.energy)


def perform(
    cue: CueGlobals, piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke]
) -> list[Note]:
    """Notes of one instrument in one piece, relative to it, sorted and free of overlaps."""
    ahead = approach(piece)
    rng = draw(cue, piece, f"touch {voice.instrument}", voice.role.value)
    written = clear_overlaps([s for s in strokes if _has_room(s, ahead)])
    notes: list[Note] = []
    for stroke in written:
        length = max(1, min(stroke.length, ahead.silent_from - stroke.start))
        velocity = _velocity(cue, piece, voice, stroke, ahead, rng)
        shift = _shift(piece, voice, stroke, rng)
        notes.append(Note(stroke.start, length, stroke.pitch, velocity, piece.panel_uid, shift))
    return vary_repeats(notes)


def _has_room(stroke: Stroke, ahead: Approach) -> bool:
    """False for what the breath would cut to less than a sixteenth."""
    left = ahead.silent_from - stroke.start
    return stroke.start == 0 or left >= min(stroke.length, TICKS_PER_QUARTER // 4)


def clear_overlaps(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes by time; one that would still sound when its pitch returns ends there."""
    ordered = sorted(strokes, key=lambda s: (s.start, s.pitch, -s.length))
    kept: list[Stroke] = []
    latest: dict[int, int] = {}
    for stroke in ordered:
        before = latest.get(stroke.pitch)
        if before is not None and kept[before].start == stroke.start:
            continue
        if before is not None and kept[before].start + kept[before].length > stroke.start:
            kept[before] = replace(kept[before], length=stroke.start - kept[before].start)
        latest[stroke.pitch] = len(kept)
        kept.append(stroke)
    return kept


def vary_repeats(notes: list[Note]) -> list[Note]:
    """Neighbouring notes of one pitch differ in velocity by at least 4."""
    last: dict[int, int] = {}
    varied = []
    for note in notes:
        before = last.get(note.pitch)
        velocity = note.velocity
        if before is not None and abs(velocity - before) < 4:
            velocity = before - 4 if before > 8 and velocity <= before else before + 4
            velocity = velocity if velocity <= 127 else before - 4
        last[note.pitch] = velocity
        varied.append(replace(note, velocity=velocity))
    return varied


def _velocity(
    cue: CueGlobals,
    piece: Piece,
    voice: RoleStyle,
    stroke: Stroke,
    ahead: Approach,
    rng: random.Random,
) -> int:
    level = voice.velocity_low + (voice.velocity_high - voice.velocity_low) * piece.energy
    accent = _METRE_WEIGHT * (cue.meter.strength(piece.tick_in_bar(stroke.start)) - 0.35)
    stress = _STRESS_WEIGHT * stroke.stress
    if stroke.start >= ahead.no_accent_from or (stroke.start, HitWeight.AVOID) in piece.soft_hits:
        accent, stress = min(accent, 0.0), min(stress, 0.0)
    swell = 0.0
    if stroke.start >= ahead.swell_from:
        done = (stroke.start - ahead.swell_from) / max(1, ahead.silent_from - ahead.swell_from)
        swell = (6.0 + 8.0 * piece.energy) * done
    touch = rng.uniform(-2.5, 2.5)
    return max(1, min(127, round(level + accent + stress + swell + touch)))


def _shift(piece: Piece, voice: RoleStyle, stroke: Stroke, rng: random.Random) -> int:
    jitter = round(max(-1.0, min(1.0, rng.gauss(0, 0.35))) * JITTER_LIMIT_US)
    at_hit = stroke.start == 0 and piece.hit_at_start
    shift = stroke.roll_us + (piece.hit_shift_us if at_hit else jitter)
    if voice.attack_ms >= SLOW_ATTACK_MS:
        shift -= round(voice.attack_ms * (300 if at_hit else 1000))
    if not (piece.first or piece.after_silence):
        return shift
    hit = min(0, piece.hit_shift_us) if at_hit and not piece.first else 0
    return max(shift, hit - piece.microseconds(stroke.start))


def expression(piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke]) -> list[ControlPoint]:
    """Expression of a sustained part in a piece: a swell per note group, at least 4 dB deep.

    Levels are MIDI CC 11 with the General MIDI 2 curve (40 log10(value/127) dB): the trough is
    0.7 of the peak, 6 dB. Before a must-hit the line rises, then dips with the breath.
    """
    if not strokes or voice.role in (Role.PERCUSSION, Role.ACCENT):
        return []
    peak = 92 + 35 * piece.energy
    ahead = approach(piece)
    starts = sorted({s.start for s in strokes})
    points: dict[int, float] = {}
    for start, end in zip(starts, [*starts[1:], ahead.silent_from], strict=True):
        if end - start < TICKS_PER_QUARTER:
            points.setdefault(start, 0.85 * peak)
            continue
        points[start] = 0.72 * peak
        points[start + (end - start) * 3 // 5] = peak
    points[ahead.silent_from - 1] = 0.7 * peak
    if piece.hit_at_end:
        points = {t: v for t, v in points.items() if t <= ahead.swell_from}
        points[ahead.swell_from] = 0.7 * peak
        points[ahead.silent_from - 1] = min(127.0, 1.08 * peak)
        points[
            min(ahead.length - 1, ahead.silent_from + (ahead.length - ahead.silent_from) // 2)
        ] = 20
    elif piece.last:
        points[ahead.length - 1] = 24.0
    return [ControlPoint(max(0, t), max(1, min(127, round(v)))) for t, v in sorted(points.items())]
