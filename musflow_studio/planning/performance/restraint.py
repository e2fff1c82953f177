"""Restraint: what a player leaves out while somebody speaks.

Under dialogue nothing is busier than the beat (a quarter; a dotted quarter in 6/8) and no cymbal
sounds. What falls between the beats is left out, and what stays rings until the next beat, so that
a broken figure becomes slow chords.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.meter import Meter
from musflow_studio.planning.performance.thickness import KIT_BANK
from musflow_studio.planning.piece import Piece
from musflow_studio.planning.stroke import Stroke

CYMBALS = frozenset({42, 44, 46, 49, 51, 52, 53, 54, 55, 57, 59})
"""Keys of a General MIDI kit that hiss: hats, rides, crashes, a tambourine."""


def restrained(
    meter: Meter, piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke]
) -> list[Stroke]:
    """The strokes of a voice that leave spoken words alone; all of them where nobody speaks."""
    if not piece.dialogue:
        return list(strokes)
    if voice.bank == KIT_BANK:
        return [s for s in strokes if s.pitch not in CYMBALS and _on_beat(meter, piece, s)]
    kept = [s for s in strokes if _on_beat(meter, piece, s)]
    starts = sorted({s.start for s in kept})
    following = dict(pairwise([*starts, piece.length_ticks]))
    return [
        replace(s, length=max(s.length, min(meter.pulse_ticks, following[s.start] - s.start)))
        for s in kept
    ]


def _on_beat(meter: Meter, piece: Piece, stroke: Stroke) -> bool:
    return not stroke.start or piece.tick_in_bar(stroke.start) % meter.pulse_ticks == 0
