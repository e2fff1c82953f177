"""Registers: who sounds where in the depth, so that parts written apart do not turn to mud.

Voices are settled one after the other, the ground first. A stroke that would sound too near to
what is already there (see `voicing.clear_below`) ends when the trouble begins, if most of it is
over by then; else it moves to the nearest tone of its chord that is clear, or is left out.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.harmony.progression import Span, span_at
from musflow_studio.planning.harmony.voicing import C4, clear_below
from musflow_studio.planning.stroke import Stroke

GROUND = (Role.BASS, Role.PAD, Role.HARMONY)
"""What the melody is written over."""
PLACED_FIRST = (*GROUND, Role.MELODY, Role.COUNTER, Role.ARPEGGIO, Role.PERCUSSION, Role.ACCENT)
"""The order of settling: what comes later gives way to what came before."""

HIGHEST_BOUND = C4 + 1
"""Above this pitch nothing can be too near to a neighbour."""
_HEARD_TICKS = TICKS_PER_QUARTER // 8
_KIT_BANK = 128
_UNPITCHED = frozenset({113, *range(115, 128)})
"""General MIDI programs whose keys are sizes or noises: woodblocks, drums, effects."""


def is_pitched(voice: RoleStyle) -> bool:
    """False for drum kits and for instruments whose keys are sizes or noises."""
    return voice.bank != _KIT_BANK and voice.program not in _UNPITCHED


def settle(
    voice: RoleStyle, strokes: Sequence[Stroke], spans: tuple[Span, ...], placed: list[Stroke]
) -> list[Stroke]:
    """The strokes of a voice, clear of what is placed; those that count are added to `placed`.

    `placed` holds the strokes up to `HIGHEST_BOUND` of the voices before, ordered by start.
    """
    if not is_pitched(voice):
        return list(strokes)
    settled = []
    for stroke in sorted(strokes, key=lambda s: (s.start, s.pitch)):
        clear = _cleared(voice, stroke, spans, placed)
        if clear is None:
            continue
        settled.append(clear)
        if clear.pitch <= HIGHEST_BOUND:
            insort(placed, clear, key=lambda s: s.start)
    return settled


def _cleared(
    voice: RoleStyle, stroke: Stroke, spans: tuple[Span, ...], placed: Sequence[Stroke]
) -> Stroke | None:
    if stroke.pitch > HIGHEST_BOUND:
        return stroke
    heard = _together(stroke, placed)
    trouble = first_trouble(stroke.pitch, heard)
    if trouble is None:
        return stroke
    if trouble - stroke.start >= max(stroke.length // 2, TICKS_PER_QUARTER // 4):
        return replace(stroke, length=trouble - stroke.start)
    taken = {s.pitch for s in placed if s.start == stroke.start}
    for pitch in _alternatives(voice, stroke, spans):
        if pitch not in taken and first_trouble(pitch, heard) is None:
            return replace(stroke, pitch=pitch)
    return None


def _together(stroke: Stroke, placed: Iterable[Stroke]) -> list[tuple[int, list[int]]]:
    """The ticks at which something begins while a stroke sounds, and what sounds then, ascending.

    What overlaps for less than a 32nd is not heard as together.
    """
    end = stroke.start + stroke.length
    near = [
        s for s in placed
        if min(end, s.start + s.length) - max(stroke.start, s.start) >= _HEARD_TICKS
    ]  # fmt: skip
    ticks = sorted({max(stroke.start, s.start) for s in near})
    return [
        (tick, sorted({s.pitch for s in near if s.start <= tick < s.start + s.length}))
        for tick in ticks
    ]


def first_trouble(pitch: int, heard: Iterable[tuple[int, list[int]]]) -> int | None:
    """The first tick at which a pitch breaks the low-interval limits with what sounds."""
    for tick, sounding in heard:
        if not clear_below(sorted({*sounding, pitch})):
            return tick
    return None


def _alternatives(voice: RoleStyle, stroke: Stroke, spans: tuple[Span, ...]) -> list[int]:
    """Tones of the chord in the player's range, the nearest first; a bass keeps its tone."""
    chord = span_at(spans, stroke.start).chord
    tones = set(chord.pitch_classes) | {chord.bass}
    if voice.role in (Role.BASS, Role.PERCUSSION, Role.ACCENT):
        tones = {chord.bass, stroke.pitch % 12}
    options = [p for p in range(voice.low, voice.high + 1) if p % 12 in tones and p != stroke.pitch]
    return sorted(options, key=lambda p: (abs(p - stroke.pitch - 1), p))
