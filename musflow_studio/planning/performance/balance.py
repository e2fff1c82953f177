"""Balance: who accompanies plays softer while a tune sounds that dies away by itself.

A piano's or a celesta's long note fades under chords that do not. As a pianist's left hand does,
chords, pads and a second voice step back as long as such a tune is held, most of all on the tune's
own instrument, where no colour tells the two apart. A tune that bows or winds double needs no help;
in loud panels everybody plays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.performance.articulation import sustains
from musflow_studio.planning.performance.thickness import Written
from musflow_studio.planning.stroke import Stroke

STEP_BACK, SAME_COLOUR = 0.9, 0.4
"""Stress taken away, and taken away besides where tune and chords share an instrument."""
FULL_TO_ENERGY = 0.5
"""From here on less and less steps back; nothing at full energy."""
_ACCOMPANY = frozenset({Role.HARMONY, Role.PAD, Role.COUNTER})


def balanced(written: Sequence[Written], energy: float) -> list[Written]:
    """The same voices; those that accompany are softer where they sound together with the tune.

    `energy` (0 to 1) is the panel's.
    """
    sung = [(voice, strokes) for voice, strokes in written if voice.role is Role.MELODY]
    if not sung or any(sustains(voice) for voice, strokes in sung if strokes):
        return list(written)
    lead, tune = sung[0]
    share = min(1.0, (1.0 - energy) / (1.0 - FULL_TO_ENERGY))
    return [
        (voice, _softened(strokes, tune, share * _less(voice, lead)))
        if voice.role in _ACCOMPANY
        else (voice, strokes)
        for voice, strokes in written
    ]


def _less(voice: RoleStyle, lead: RoleStyle) -> float:
    same = (voice.program, voice.bank) == (lead.program, lead.bank)
    return STEP_BACK + SAME_COLOUR * same


def _softened(strokes: Sequence[Stroke], tune: Sequence[Stroke], less: float) -> list[Stroke]:
    return [
        replace(s, stress=s.stress - less) if any(_together(s, note) for note in tune) else s
        for s in strokes
    ]


def _together(one: Stroke, other: Stroke) -> bool:
    return one.start < other.start + other.length and other.start < one.start + one.length
