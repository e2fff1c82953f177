"""Outer voices: the bass and the melody, and how often they move in parallel.

The outer voices are the lowest note and the melody, at every chord and every note of the bass.
Where no melody sounds, the highest voice over an octave above the bass stands for it: the octave
on top of a bass is its colour, no voice. A case is a move of the bass; parallel means that both
move the same way, from a perfect fifth or octave to another one: from chord to chord, or from the
melody's last note before the bass moves. A rest of an eighth or more in the upper voice ends its
line: what comes then is an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Role
from musflow_studio.evaluation.music_rules.sounding import (
    pitch_name,
    pitched,
    place,
    shortest_ticks,
    sounds,
)
from musflow_studio.evaluation.tally import Tally

MOST_PARALLELS = 0.02
_EIGHTH = TICKS_PER_QUARTER // 2
_STANDING_IN = (Role.COUNTER, Role.PAD, Role.HARMONY)


@dataclass(frozen=True)
class Outer:
    """The outer voices at a tick; `sung` where the upper one is the melody."""

    tick: int
    low: int
    high: int
    sung: bool


def count_parallels(plan: CuePlan) -> Tally:
    """One case for every move of the bass under a line that goes on."""
    counted, broken = 0, []
    for before, after in _moves(plan):
        counted += before.low != after.low
        if is_parallel(before, after):
            interval = "fifths" if (after.high - after.low) % 12 else "octaves"
            moved = f"bass {pitch_name(before.low)} to {pitch_name(after.low)}"
            broken.append(f"{place(plan, after.tick)}: {interval}, {moved}")
    name = f"outer parallels at most {MOST_PARALLELS:.0%}"
    return Tally(2, name, counted - len(broken), counted, 1 - MOST_PARALLELS, tuple(broken))


def is_parallel(before: Outer, after: Outer) -> bool:
    """True when both voices move the same way between two perfect fifths or octaves."""
    interval = (before.high - before.low) % 12
    perfect = interval in (0, 7) and (after.high - after.low) % 12 == interval
    moved = before.low != after.low
    return perfect and moved and (after.low > before.low) == (after.high > before.high)


def _moves(plan: CuePlan) -> list[tuple[Outer, Outer]]:
    """Pairs of outer voices: from each moment to the next, and from the note just before it."""
    melody, others = _notes(plan, (Role.MELODY,)), _notes(plan, _STANDING_IN)
    moves: list[tuple[Outer, Outer]] = []
    before: Outer | None = None
    for now in _moments(plan, melody, others):
        if before and before.sung == now.sung:
            line = melody if now.sung else others
            if _goes_on(line, before.tick, now.tick):
                moves.append((before, now))
            last = _note_before(plan, line, now.tick) if now.sung else None
            if last:
                moves.append((Outer(now.tick, before.low, last.pitch, True), now))
        before = now
    return moves


def _note_before(plan: CuePlan, melody: Sequence[Note], tick: int) -> Note | None:
    """The melody note before the one at a tick, if less than an eighth of rest lies between."""
    earlier = [n for n in melody if n.start_tick < tick - shortest_ticks(plan, tick)]
    if not earlier or earlier[-1].start_tick + earlier[-1].duration_ticks <= tick - _EIGHTH:
        return None
    return earlier[-1]


def _goes_on(line: Iterable[Note], start: int, end: int) -> bool:
    """True when a line rests for less than an eighth at a time between two ticks."""
    reached = start
    for note in line:
        if note.start_tick >= end or note.start_tick - reached >= _EIGHTH:
            break
        reached = max(reached, note.start_tick + note.duration_ticks)
    return end - reached < _EIGHTH


def _moments(plan: CuePlan, melody: Sequence[Note], others: Sequence[Note]) -> list[Outer]:
    """The outer voices at every chord and every note of the bass, percussion aside."""
    notes = _notes(plan, [role for role in Role if role is not Role.PERCUSSION])
    ticks = {c.start_tick for c in plan.chords}
    ticks |= {n.start_tick for n in _notes(plan, (Role.BASS,))}
    moments = []
    for onset in sorted(ticks):
        tick = onset + shortest_ticks(plan, onset)
        low = min((n.pitch for n in notes if sounds(n, tick)), default=127)
        sung = [n.pitch for n in melody if sounds(n, tick)]
        high = max(sung or [n.pitch for n in others if sounds(n, tick)], default=0)
        if high > low + 12:
            moments.append(Outer(tick, low, high, bool(sung)))
    return moments


def _notes(plan: CuePlan, roles: Sequence[Role]) -> list[Note]:
    """The pitched notes of some roles, by start, then pitch."""
    found = [n for part in pitched(plan) if part.role in roles for n in part.notes]
    return sorted(found, key=lambda n: (n.start_tick, n.pitch))
