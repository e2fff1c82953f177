"""Expression: the swell of instruments that can swell, as MIDI CC 11 points.

Levels follow the General MIDI 2 curve, 40 log10(value/127) dB. A line breathes over its phrases;
held chords rise over one and fall over the next, so that two make an arch. Every stretch of 1.2 s
moves by 6 dB. Before a must-hit the sound rises, then gives way to the breath.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Ending
from musflow_studio.domain.score import ControlPoint, Note, Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.performance.articulation import sustains
from musflow_studio.planning.performance.dynamics import approach
from musflow_studio.planning.piece import Piece

LEAST_ARCH_US = 1_100_000
TROUGH = 0.7
"""Of the peak: -6.2 dB."""
_DEEPENINGS = 3  # one note's swell can flatten its neighbour's
LEAD_TROUGH = 0.62
"""Where the crescendo into a must-hit begins, of the peak: -8.3 dB."""
DEEP_ENOUGH = 0.77
"""Of the peak: -4.5 dB."""


def expression(piece: Piece, voice: RoleStyle, notes: tuple[Note, ...]) -> list[ControlPoint]:
    """Expression of a voice in a piece; empty for instruments that die away by themselves."""
    if not notes or not sustains(voice):
        return []
    peak = 92 + 35 * piece.energy
    if voice.role is Role.ACCENT:
        points = _struck(notes, peak)
    else:
        points = _ended(piece, notes, _arches(piece, notes, peak), peak)
        for note in notes * _DEEPENINGS:
            _deepen(piece, note, points)
    ahead = approach(piece)
    if ahead.silent_from < ahead.length:
        points[(ahead.silent_from + ahead.length) // 2] = 20.0
    elif piece.last and piece.ending not in (Ending.HOLD, Ending.CUT):
        points[ahead.length - 1] = 24.0 if piece.ending is not Ending.FADE else 6.0
    return [ControlPoint(max(0, t), max(1, min(127, round(v)))) for t, v in sorted(points.items())]


def _struck(notes: Sequence[Note], peak: float) -> dict[int, float]:
    """An accent: at full strength, then held back."""
    start, end = notes[0].start_tick, max(n.start_tick + n.duration_ticks for n in notes)
    return {start: peak, start + (end - start) // 2: TROUGH * peak}


def _arches(piece: Piece, notes: Sequence[Note], peak: float) -> dict[int, float]:
    """Rise and fall by turns, from change to change of the notes, then into the hit at the end."""
    ahead = approach(piece)
    stop = max(n.start_tick + n.duration_ticks for n in notes) - 1
    leads = ahead.swell_from < min(stop, ahead.silent_from)
    turns = _turns(piece, notes, _swell_start(notes, ahead.swell_from) if leads else stop)
    low_first = not leads or len(turns) % 2 == 1
    points = {
        tick: (TROUGH * peak if (place % 2 == 0) is low_first else peak)
        for place, tick in enumerate(turns)
    }
    if leads:
        points[turns[-1]] = LEAD_TROUGH * peak
        points[max(stop, turns[-1] + 1)] = min(127.0, 1.08 * peak)
    return points


def _ended(
    piece: Piece, notes: Sequence[Note], points: dict[int, float], peak: float
) -> dict[int, float]:
    """The last chord falls, deeply in a fade; cut off by the picture it rises instead."""
    if piece.ending in (None, Ending.BUTTON):
        return points
    struck = max(n.start_tick for n in notes)
    stop = max(n.start_tick + n.duration_ticks for n in notes) - 1
    ticks = sorted(points)
    at = float(np.interp(struck, ticks, [points[t] for t in ticks]))
    high, low = min(127.0, 1.05 * peak), TROUGH * peak
    turn, end = (low, high) if piece.ending is Ending.CUT else (high, low)
    shape = {struck: at, struck + (stop - struck) // 4: turn, stop: end}
    if piece.ending is Ending.FADE:
        shape[stop] = 10.0
    return {t: v for t, v in points.items() if t < struck} | shape


def _swell_start(notes: Sequence[Note], swell_from: int) -> int:
    """Where the crescendo begins: with a note, if one begins within a quarter of `swell_from`."""
    near = [n.start_tick for n in notes if abs(n.start_tick - swell_from) < TICKS_PER_QUARTER]
    return min(near, key=lambda tick: (abs(tick - swell_from), -tick), default=swell_from)


def _turns(piece: Piece, notes: Sequence[Note], stop: int) -> list[int]:
    """Ticks where notes begin, at least LEAST_ARCH_US apart, and at last `stop`."""
    turns = [min(notes[0].start_tick, stop)]
    for tick in sorted({n.start_tick for n in notes if n.start_tick < stop}):
        if _us(piece, turns[-1], tick) >= LEAST_ARCH_US:
            turns.append(tick)
    if len(turns) > 1 and _us(piece, turns[-1], stop) < LEAST_ARCH_US:
        turns.pop()
    return [*turns, stop] if stop > turns[-1] else turns


def _deepen(piece: Piece, note: Note, points: dict[int, float]) -> None:
    """Let a long note that lies across a turn of the arch begin or end softer."""
    start, end = note.start_tick, note.start_tick + note.duration_ticks - 1
    if _us(piece, start, end) < LEAST_ARCH_US:
        return
    ticks = sorted(points)
    line = [points[t] for t in ticks]
    inside = [start, *(t for t in ticks if start < t < end), end]
    heard = [float(np.interp(t, ticks, line)) for t in inside]
    if min(heard) <= DEEP_ENOUGH * max(heard):
        return
    high = inside[heard.index(max(heard))]
    far = start if high - start > end - high else end
    points[far] = (DEEP_ENOUGH - 0.02) * max(heard)


def _us(piece: Piece, start: int, end: int) -> int:
    return piece.microseconds(end) - piece.microseconds(start)
