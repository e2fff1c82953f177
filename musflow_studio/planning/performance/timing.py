"""Timing: how far from the grid each note sounds.

Players of a section start together within a few milliseconds and drift together; slow attacks
start early, so that they are heard in time; what starts with a must-hit starts exactly there, and
sequenced instruments stay on the grid.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.performance.articulation import speaks_slowly
from musflow_studio.planning.piece import Piece
from musflow_studio.planning.stroke import Stroke

JITTER_LIMIT_US = 8_000
AT_HIT_SHARE = 0.3
"""How much of a slow attack is made up for at a must-hit: more would sound before it."""
_TOGETHER_US, _EACH_US = 2_400.0, 1_400.0
_SEQUENCED_PROGRAMS = frozenset((38, 39, *range(80, 104)))
_SEQUENCED_KITS = frozenset((24, 25, 26))


def shifts(
    piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke], rng: random.Random
) -> list[int]:
    """Microseconds each stroke of a voice is moved in sound, in the strokes' order (by start)."""
    together, tick = 0.0, -1
    found = []
    for stroke in strokes:
        if stroke.start != tick:
            tick, together = stroke.start, 0.5 * together + rng.gauss(0, _TOGETHER_US)
        jitter = 0.0 if _sequenced(voice) else together + rng.gauss(0, _EACH_US)
        jitter = max(-JITTER_LIMIT_US, min(JITTER_LIMIT_US, jitter))
        found.append(_shift(piece, voice, stroke, round(jitter)))
    return found


def _sequenced(voice: RoleStyle) -> bool:
    if voice.bank == KIT_BANK:
        return voice.program in _SEQUENCED_KITS
    return voice.program in _SEQUENCED_PROGRAMS


def _shift(piece: Piece, voice: RoleStyle, stroke: Stroke, jitter_us: int) -> int:
    at_hit = stroke.start == 0 and piece.hit_at_start
    shift = stroke.roll_us + (piece.hit_shift_us if at_hit else jitter_us)
    if speaks_slowly(voice):
        shift -= round(1000 * voice.attack_ms * (AT_HIT_SHARE if at_hit else 1.0))
    if not ((piece.first and not piece.loops) or piece.after_silence):
        return shift
    hit = min(0, piece.hit_shift_us) if at_hit and not piece.first else 0
    return max(shift, hit - piece.microseconds(stroke.start))
