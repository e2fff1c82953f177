"""Rule 5, dynamics: long notes are shaped, must-hits are led into, nothing spoils them before.

Shape: a note over 1.2 s on an instrument that sounds as long as it is held moves by 4 dB or more
while it sounds, by the General MIDI 2 curve of expression, 40 log10(value/127) dB. What is struck
or plucked dies away by itself and is not counted.

Crescendo: counted for every part and every must-hit inside the cue with at least three quarters
of the same stretch of music before it. In the last two quarters before the hit (or
before the hush that prepares it), a sustaining instrument rises by 2 dB or more; a struck one ends
louder than it began there. A part that strikes only once in them cannot grow and is not counted;
neither is one that is silent by their second half: it does not lead.

Accents: in the 0.75 s before a must-hit no note stands out by 10 or more of velocity from the
notes of its part just before it (in the same panel: another has another level) and just after it;
the last one before the hit, from the one before by more than a crescendo explains (24).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from musflow_studio.domain.general_midi import Nature, nature
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan, Hit
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.tally import Tally

LONG_S = 1.2
SHAPE_DB = 4.0
RISE_DB = 2.0
NO_ACCENT_S = 0.75
ACCENT_VELOCITY = 10
CRESCENDO_VELOCITY = 24
APPROACH_TICKS = 2 * TICKS_PER_QUARTER
_LEAST_APPROACH = 3 * TICKS_PER_QUARTER


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count shaped long notes, crescendi into must-hits, and notes that do not spoil them."""
    return (_shapes(plan), _crescendi(plan), _no_accents(plan))


def _end(note: Note) -> int:
    return note.start_tick + note.duration_ticks


def _place(plan: CuePlan, part: Part, tick: int) -> str:
    return f"bar {plan.grid.bar_at(tick).number}, {part.instrument}"


def _shapes(plan: CuePlan) -> Tally:
    broken: list[str] = []
    counted = 0
    for part in plan.score.parts:
        if nature(part.program, part.bank) is not Nature.SUSTAINED:
            continue
        for note in part.notes:
            long = plan.grid.seconds_at(_end(note)) - plan.grid.seconds_at(note.start_tick)
            if long > LONG_S:
                counted += 1
                levels = _expression_db(part, note.start_tick, _end(note) - 1)
                if max(levels) - min(levels) < SHAPE_DB:
                    moved = f"{max(levels) - min(levels):.1f} dB in {float(long):.1f} s"
                    broken.append(f"{_place(plan, part, note.start_tick)}: {moved}")
    name = f"notes over {LONG_S} s are shaped by {SHAPE_DB:g} dB"
    return Tally(5, name, counted - len(broken), counted, broken=tuple(broken))


def _expression_db(part: Part, start: int, end: int) -> list[float]:
    """Expression over a stretch, at 33 moments, in dB under full."""
    ticks, values = [0.0], [127.0]
    if part.expression:
        ticks = [float(p.tick) for p in part.expression]
        values = [max(1.0, float(p.value)) for p in part.expression]
    heard = np.interp(np.linspace(start, end, 33), ticks, values)
    return [float(40 * np.log10(value / 127)) for value in heard]


def _crescendi(plan: CuePlan) -> Tally:
    broken: list[str] = []
    counted = 0
    for hit, start in _approached_hits(plan):
        end = _approach_end(plan, hit.tick)
        for part in plan.score.parts:
            grows = _grows(part, max(start, end - APPROACH_TICKS), end)
            counted += grows is not None
            if grows is False:
                broken.append(f"{_place(plan, part, hit.tick - 1)}: no rise into {hit.beat}")
    name = "a crescendo over 1-2 beats into must-hits"
    return Tally(5, name, counted - len(broken), counted, broken=tuple(broken))


def _inner_must_hits(plan: CuePlan) -> list[Hit]:
    return [
        hit for hit in plan.hits
        if hit.weight is HitWeight.MUST and hit.panel_uid and hit.tick > 0
    ]  # fmt: skip


def _approached_hits(plan: CuePlan) -> Iterator[tuple[Hit, int]]:
    """Must-hits inside the cue, each with the tick where the music before it began."""
    for hit in _inner_must_hits(plan):
        starts = [panel.start_tick for panel in plan.panels]
        starts += [other.tick for other in plan.hits if other.weight is HitWeight.MUST]
        before = max((t for t in starts if t < hit.tick), default=0)
        if hit.tick - before >= _LEAST_APPROACH:
            yield hit, before


def _approach_end(plan: CuePlan, hit_tick: int) -> int:
    """Where the approach ends: at the hit, or where the hush planned before it begins."""
    uid = next((p.panel_uid for p in plan.panels if p.start_tick < hit_tick <= p.end_tick), "")
    own = [passage for name, passage in plan.passages.items() if name.startswith(f"{uid}/")]
    return hit_tick - max((p.hush_ticks for p in own), default=0)


def _grows(part: Part, start: int, end: int) -> bool | None:
    """Whether a part gets louder from start to end; None where it cannot or does not play."""
    notes = [n for n in part.notes if n.start_tick < end and _end(n) > start]
    last = min(end, max((_end(n) for n in notes), default=0))
    if part.role is Role.ACCENT or last <= (start + end) // 2:
        return None
    if nature(part.program, part.bank) is Nature.SUSTAINED:
        levels = _expression_db(part, start, last - 2)
        return levels[-1] - min(levels) >= RISE_DB
    struck = [n for n in notes if n.start_tick >= start]
    ticks = sorted({n.start_tick for n in struck})
    if len(ticks) < 2 or ticks[-1] < (start + end) // 2:
        return None
    return _loudest(struck, ticks[-1]) > _loudest(struck, ticks[0])


def _loudest(notes: list[Note], tick: int) -> int:
    return max(n.velocity for n in notes if n.start_tick == tick)


def _no_accents(plan: CuePlan) -> Tally:
    broken: list[str] = []
    counted = 0
    for hit in _inner_must_hits(plan):
        from_s = plan.storyboard.rate.seconds(hit.frame) - Fraction(NO_ACCENT_S)
        for part in plan.score.parts:
            for note, stands_out in _judged(plan, part, hit.tick, from_s):
                counted += 1
                if stands_out:
                    where = _place(plan, part, note.start_tick)
                    broken.append(f"{where}: velocity {note.velocity} just before {hit.beat}")
    name = f"no accent in the {NO_ACCENT_S} s before a must-hit"
    return Tally(5, name, counted - len(broken), counted, broken=tuple(broken))


def _judged(
    plan: CuePlan, part: Part, hit_tick: int, from_s: Fraction
) -> Iterator[tuple[Note, bool]]:
    """Notes of a part that start in the last moments before a hit, and whether they stand out."""
    groups: dict[int, Note] = {}
    for note in part.notes:
        if note.start_tick < hit_tick:
            known = groups.get(note.start_tick)
            if known is None or note.velocity > known.velocity:
                groups[note.start_tick] = note
    line = [groups[tick] for tick in sorted(groups)]
    for before, note, after in zip([None, *line], line, [*line[1:], None], strict=False):
        if plan.grid.seconds_at(note.start_tick) < from_s:
            continue
        same = before is not None and before.panel_uid == note.panel_uid
        above = note.velocity - before.velocity if before and same else 0
        if after is None:
            yield note, above > CRESCENDO_VELOCITY
        else:
            yield note, min(above, note.velocity - after.velocity) >= ACCENT_VELOCITY
