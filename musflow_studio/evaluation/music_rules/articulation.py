"""Rule 6, articulation: how notes begin, meet, repeat and line up.

Attack: an instrument that takes 60 ms or more to speak (the style's `attack_ms`, which a gate
holds to the measured one) plays no note shorter than one and a half times that. Struck and plucked
instruments speak at once whatever their peak does, and are not counted.

Legato: in a legato line (the style says so; unsaid, melody, counter and bass of instruments that
are not plucked) a note that the next one follows without a rest of a thirty-second ends 20 to 50 ms
after the next begins, in sound. A repeated pitch cannot overlap itself, and a cut parts phrases:
neither is counted.

Staccato: a note of a staccato player sounds 40 to 55 % of its written length.

Repeats: where a pitch returns in a part within the same panel, its velocity differs by 4 or more
from the time before. Across a cut the music changes anyway.

Jitter: with the early start of slow attacks and the spread of rolled chords taken off, a note is
at most 8 ms from the grid; at a must-hit what a fast instrument starts is within 1 ms of the
picture, rolled chords by their first note, and slow ones start together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from musflow_studio.domain.general_midi import KIT_BANK, Nature, nature
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan, LengthMode
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Articulation, RoleStyle, Style
from musflow_studio.evaluation.tally import Tally

SLOW_MS = 60.0
OVERLAP_MS = (20.0, 50.0)
STACCATO_SHARES = (0.40, 0.55)
LEAST_VELOCITY_STEP = 4
JITTER_MS = 8.0
AT_HIT_MS = 1.0
_REST_TICKS = TICKS_PER_QUARTER // 8
_LINES = frozenset({Role.MELODY, Role.COUNTER, Role.BASS})
Played = tuple[Part, RoleStyle]


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count how notes speak, meet, repeat and line up."""
    known = {(v.role, v.instrument): v for v in style.roles}
    played = [(part, known[part.role, part.instrument]) for part in plan.score.parts]
    return (
        _tally(plan, "no slow attack on notes under 1.5 times as long", _attacks(plan, played)),
        _tally(plan, "legato overlaps of 20 to 50 ms", _overlaps(plan, played)),
        _tally(plan, "staccato sounds 40 to 55 %", _staccati(plan, played)),
        _tally(plan, "repeated notes differ in velocity by 4", _repeats(played)),
        _tally(plan, "jitter at most 8 ms, none at hits", _jitters(plan, played)),
    )


Verdict = tuple[Part, int, bool, str]
"""A part, the tick judged, whether the rule was kept there, and what was found."""


def _tally(plan: CuePlan, name: str, verdicts: Iterable[Verdict]) -> Tally:
    found = list(verdicts)
    broken = [
        f"bar {plan.grid.bar_at(tick).number}, {part.instrument}: {said}"
        for part, tick, kept, said in found if not kept
    ]  # fmt: skip
    return Tally(6, name, len(found) - len(broken), len(found), broken=tuple(broken))


def _end(note: Note) -> int:
    return note.start_tick + note.duration_ticks


def _begins_s(plan: CuePlan, note: Note) -> Fraction:
    return plan.grid.seconds_at(note.start_tick) + Fraction(note.shift_us, 1_000_000)


def _ends_s(plan: CuePlan, note: Note) -> Fraction:
    return plan.grid.seconds_at(_end(note)) + Fraction(note.end_shift_us, 1_000_000)


def _written_s(plan: CuePlan, note: Note) -> Fraction:
    return plan.grid.seconds_at(_end(note)) - plan.grid.seconds_at(note.start_tick)


def _slow(part: Part, player: RoleStyle) -> bool:
    sustained = nature(part.program, part.bank) is Nature.SUSTAINED
    return sustained and player.attack_ms >= SLOW_MS


def _attacks(plan: CuePlan, played: list[Played]) -> Iterator[Verdict]:
    for part, player in played:
        for note in part.notes if _slow(part, player) else ():
            long_ms = 1000 * float(_written_s(plan, note))
            said = f"{long_ms:.0f} ms for an attack of {player.attack_ms:g} ms"
            yield part, note.start_tick, long_ms >= 1.5 * player.attack_ms - 0.001, said


def _is_legato(part: Part, player: RoleStyle) -> bool:
    if player.articulation is not None:
        return player.articulation is Articulation.LEGATO
    plucked = nature(part.program, part.bank) is Nature.PLUCKED
    return part.role in _LINES and part.bank != KIT_BANK and not plucked


def _overlaps(plan: CuePlan, played: list[Played]) -> Iterator[Verdict]:
    low, high = OVERLAP_MS
    for part, player in played:
        if not _is_legato(part, player):
            continue
        for note in part.notes:
            follower = _follower(part, note)
            if follower and follower.pitch != note.pitch:
                gap_s = _ends_s(plan, note) - _begins_s(plan, follower)
                overlap_ms = 1000 * float(gap_s)
                kept = low <= overlap_ms <= high
                yield part, follower.start_tick, kept, f"overlap {overlap_ms:.0f} ms"


def _follower(part: Part, note: Note) -> Note | None:
    """The note of the same panel that takes over within a thirty-second of a note's end."""
    later = (n for n in part.notes if n.start_tick > note.start_tick)
    after = next(later, None)
    if after is None or after.panel_uid != note.panel_uid:
        return None
    return after if abs(after.start_tick - _end(note)) <= _REST_TICKS else None


def _staccati(plan: CuePlan, played: list[Played]) -> Iterator[Verdict]:
    low, high = STACCATO_SHARES
    for part, player in played:
        if player.articulation is not Articulation.STACCATO:
            continue
        for note in part.notes:
            sounds = _ends_s(plan, note) - _begins_s(plan, note)
            share = float(sounds / _written_s(plan, note))
            yield part, note.start_tick, low <= share <= high, f"sounds {share:.0%}"


def _repeats(played: list[Played]) -> Iterator[Verdict]:
    for part, _ in played:
        last: dict[tuple[str, int], int] = {}
        for note in part.notes:
            before = last.get((note.panel_uid, note.pitch))
            last[note.panel_uid, note.pitch] = note.velocity
            if before is not None:
                kept = abs(note.velocity - before) >= LEAST_VELOCITY_STEP
                yield part, note.start_tick, kept, f"velocity {before}, then {note.velocity}"


def _jitters(plan: CuePlan, played: list[Played]) -> Iterator[Verdict]:
    hits = _hit_seconds(plan)
    for part, player in played:
        groups: dict[int, list[Note]] = defaultdict(list)
        for note in part.notes:
            groups[note.start_tick].append(note)
        for tick, chord in groups.items():
            if tick in hits:
                yield _at_hit(plan, part, player, chord, hits[tick])
            else:
                yield _off_hit(plan, part, player, chord)


def _hit_seconds(plan: CuePlan) -> dict[int, Fraction]:
    """Picture time of the must-hits (in a loop: of the bar's grid), by the tick that answers."""
    starts = {p.panel_uid: p.start_tick for p in plan.panels}
    found = {}
    for hit in plan.hits:
        if hit.weight is HitWeight.MUST and hit.panel_uid:
            at_cut = hit.frame == 0 or hit.tick in starts.values()
            tick = starts.get(hit.panel_uid, hit.tick) if at_cut else hit.tick
            seconds = plan.storyboard.rate.seconds(hit.frame)
            loop = plan.length_mode is LengthMode.LOOP
            found[tick] = plan.grid.seconds_at(tick) if loop else seconds
    return found


def _at_hit(
    plan: CuePlan, part: Part, player: RoleStyle, chord: list[Note], seconds: Fraction
) -> Verdict:
    tick = chord[0].start_tick
    begins = [float(_begins_s(plan, n)) for n in chord]
    if _slow(part, player):
        spread_ms = 1000 * (max(begins) - min(begins))
        return part, tick, spread_ms <= AT_HIT_MS, f"spread {spread_ms:.1f} ms at a hit"
    late_ms = 1000 * (min(begins) - float(seconds))
    return part, tick, abs(late_ms) <= AT_HIT_MS, f"{late_ms:+.1f} ms at a hit"


def _off_hit(plan: CuePlan, part: Part, player: RoleStyle, chord: list[Note]) -> Verdict:
    early_ms = player.attack_ms if _slow(part, player) else 0.0
    tick = chord[0].start_tick
    offs = [n.shift_us / 1000 + early_ms for n in chord]
    if plan.grid.seconds_at(tick) * 1000 < early_ms + JITTER_MS:
        return part, tick, max(offs) <= early_ms + JITTER_MS, f"{max(offs):+.1f} ms"
    off = min(offs) if _rolled(chord) else max(offs, key=abs)
    return part, tick, abs(off) <= JITTER_MS, f"{off:+.1f} ms off the grid"


def _rolled(chord: list[Note]) -> bool:
    """True for a chord spread upwards on purpose: each tone later, the last by more than jitter."""
    shifts = [n.shift_us for n in sorted(chord, key=lambda n: n.pitch)]
    rising = all(low < high for low, high in pairwise(shifts))
    return rising and shifts[-1] - shifts[0] > 1000 * JITTER_MS
