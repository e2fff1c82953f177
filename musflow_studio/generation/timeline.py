"""Timeline: the notes and the expression of a part, placed on the sample line."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.grid import Grid
from musflow_studio.domain.score import Note, Part
from musflow_studio.generation.damping import Damp, Hands

LATTICE_FRAMES = 64
"""Renderers work in blocks of 64 samples: events are rounded to the nearest multiple of it, which
moves them by at most 32 samples (0.73 ms at 44.1 kHz; a frame at 24 fps is 41.7 ms)."""

SHORTEST_HOLD_S = 0.03
"""Keys stay down at least this long, or an envelope could end before it has risen."""


@dataclass(frozen=True)
class Event:
    """A key pressed or released.

    Attributes:
        frame: sample from the cue's start, a multiple of LATTICE_FRAMES.
        pitch: MIDI note number.
        velocity: 1..127; 0 releases the key.
        hand: 0 or 1 (see damping).
    """

    frame: int
    pitch: int
    velocity: int
    hand: int = 0


@dataclass
class _Key:
    start: int
    end: int
    velocity: int


NO_HANDS = Hands()


def part_events(
    part: Part, grid: Grid, sample_rate_hz: int, end_frame: int, hands: Hands = NO_HANDS
) -> tuple[Event | Damp, ...]:
    """All events of a part in time order: releases and fades before presses of the same moment.

    Notes written at or after `end_frame` (the cue's out point) are left out and no key stays
    down past it. `shift_us` moves a note's start only: a note that starts early to be in time
    still ends as written, or where `end_shift_us` puts it. A key struck again while down is
    released first.
    """
    keys: dict[tuple[int, int], list[Note]] = defaultdict(list)
    for note in part.notes:
        if grid.seconds_at(note.start_tick) * sample_rate_hz < end_frame:
            keys[hands.turn(note.panel_uid), note.pitch].append(note)
    events: list[Event | Damp] = []
    first: dict[int, int] = {}
    for (turn, pitch), notes in keys.items():
        for press in _presses(notes, grid, sample_rate_hz, end_frame):
            events.append(Event(press.start, pitch, press.velocity, turn % 2))
            events.append(Event(press.end, pitch, 0, turn % 2))
            first[turn] = min(press.start, first.get(turn, press.start))
    if part.bank != KIT_BANK:
        events += [
            replace(damp, frame=_on_lattice(Fraction(damp.frame)))
            for damp in hands.damps(first, sample_rate_hz)
        ]
    return tuple(sorted(events, key=_order))


def _order(event: Event | Damp) -> tuple[int, int, int, int]:
    if isinstance(event, Damp):
        return event.frame, 1, event.hand, -event.level
    return event.frame, 2 if event.velocity else 0, event.pitch, event.hand


def _presses(notes: Iterable[Note], grid: Grid, rate: int, end_frame: int) -> list[_Key]:
    """The presses of one key: no two overlap, none starts where another starts."""
    hold = _on_lattice(Fraction(SHORTEST_HOLD_S) * rate)
    merged: list[_Key] = []
    for key in sorted((_key(n, grid, rate) for n in notes), key=lambda k: (k.start, k.velocity)):
        key.end = max(min(key.end, _on_lattice(Fraction(end_frame))), key.start + hold)
        last = merged[-1] if merged else None
        if last and last.start == key.start:
            last.end, last.velocity = max(last.end, key.end), key.velocity
            continue
        if last and last.end > key.start:
            key.end = max(key.end, last.end)
            last.end = key.start
        merged.append(key)
    return merged


def _key(note: Note, grid: Grid, rate: int) -> _Key:
    start_s = grid.seconds_at(note.start_tick) + Fraction(note.shift_us, 1_000_000)
    end_s = grid.seconds_at(note.start_tick + note.duration_ticks)
    end_s += Fraction(note.end_shift_us, 1_000_000)
    return _Key(max(0, _on_lattice(start_s * rate)), _on_lattice(end_s * rate), note.velocity)


def _on_lattice(frame: Fraction) -> int:
    return math.floor(frame / LATTICE_FRAMES + Fraction(1, 2)) * LATTICE_FRAMES


class Expression:
    """MIDI CC 11 as a gain curve, applied to the sound so that every renderer agrees.

    The gain is (value / 127)^2, i.e. 40 log10(value / 127) dB, as the General MIDI guidelines
    (RP-003) say; the value moves linearly between points, sample by sample.
    """

    def __init__(self, part: Part, grid: Grid, sample_rate_hz: int) -> None:
        points = part.expression
        self._frames = np.array([grid.sample_at(p.tick, sample_rate_hz) for p in points], float)
        self._values = np.array([p.value / 127 for p in points], float)

    def gain(self, start_frame: int, frames: int) -> NDArray[np.float32] | None:
        """Gains of `frames` samples, or None where there is no expression at all."""
        if not self._frames.size:
            return None
        line = np.arange(start_frame, start_frame + frames)
        value: NDArray[np.float64] = np.interp(line, self._frames, self._values)
        return (value**2).astype(np.float32)
