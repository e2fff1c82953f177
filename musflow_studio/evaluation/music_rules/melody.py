"""Rule 3: the melody can be sung, lies over the harmony, and leaves it room.

Counted on the lead line of each panel (see `lead_line`). Intervals are those inside a panel.
Harmony is what pads and chordal parts sound when a melody note begins; arpeggios may cross the
melody, as a harp does. Strong are the metre's accents: the downbeat, and the third beat of 4/4,
the fourth eighth of 6/8, the fourth beat of 5/4. A panel without melody (too quiet, too short,
dialogue, tacet) is not counted, and a cue without any counts nothing. One note, such as the one a
cue ends on, is not yet a melody that could be asked how long it sounds. Nothing can turn back after
the cue's last note: a leap that lands on it is not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.music_rules.lead_line import LeadLine, lead_lines
from musflow_studio.evaluation.tally import Tally

OVER_SEMITONES, TWELFTH, THIRD, FIFTH = 3, 19, 4, 7
SUNG_LEAST, SUNG_MOST = 0.4, 0.75
_STRONG_QUARTERS = {"4/4": (0, 2), "3/4": (0,), "6/8": (0, 1.5), "5/4": (0, 3)}


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Rule 3 over one cue."""
    lines = lead_lines(plan)
    return (
        _tally(plan, "melody 3 semitones over the harmony", 0.9, _over_harmony(plan, lines)),
        _range(lines),
        _tally(plan, "melody in steps and thirds", 0.65, _intervals(lines, _is_small)),
        _tally(plan, "leaps over a fifth turned back", 0.8, _leaps(lines)),
        _tally(plan, "chord tones on strong beats", 0.85, _strong_beats(plan, lines)),
        *_sung(plan, lines),
    )


Case = tuple[Note, bool]
"""A note to which the rule applies, and whether it kept it."""


def _tally(plan: CuePlan, name: str, needed: float, cases: Iterable[Case]) -> Tally:
    found = list(cases)
    broken = tuple(_place(plan, note) for note, kept in found if not kept)
    return Tally(3, name, len(found) - len(broken), len(found), needed, broken)


def _place(plan: CuePlan, note: Note) -> str:
    return f"panel {note.panel_uid}, {plan.grid.position(note.start_tick)}: {note.pitch}"


def _over_harmony(plan: CuePlan, lines: Iterable[LeadLine]) -> Iterable[Case]:
    chordal = [
        n for part in plan.score.parts if part.role in (Role.HARMONY, Role.PAD) for n in part.notes
    ]
    for line in lines:
        near = [n for n in chordal if n.panel_uid == line.panel.panel_uid]
        for note in line.notes:
            tick = note.start_tick
            under = [
                n.pitch for n in near if n.start_tick <= tick < n.start_tick + n.duration_ticks
            ]
            if under:
                yield note, note.pitch >= max(under) + OVER_SEMITONES


def _range(lines: Iterable[LeadLine]) -> Tally:
    pitches: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        pitches[line.instrument] += [note.pitch for note in line.notes]
    wide = tuple(
        f"{instrument}: {min(sung)} to {max(sung)}"
        for instrument, sung in pitches.items()
        if max(sung) - min(sung) > TWELFTH
    )
    name = "each lead instrument within a twelfth"
    return Tally(3, name, len(pitches) - len(wide), len(pitches), 1.0, wide)


def _is_small(interval: int) -> bool:
    return abs(interval) <= THIRD


def _intervals(lines: Iterable[LeadLine], rule: Callable[[int], bool]) -> Iterable[Case]:
    for line in lines:
        for note, after in pairwise(line.notes):
            yield after, rule(after.pitch - note.pitch)


def _leaps(lines: Sequence[LeadLine]) -> Iterable[Case]:
    """A leap at the end of a panel's line is not turned back; that onto the last note is none."""
    ends = max((line.notes[-1].start_tick for line in lines), default=0)
    for line in lines:
        moves = [b.pitch - a.pitch for a, b in pairwise(line.notes)]
        for i, move in enumerate(moves):
            if abs(move) > FIFTH and line.notes[i + 1].start_tick != ends:
                yield line.notes[i + 1], move * sum(moves[i + 1 : i + 2]) < 0


def _strong_beats(plan: CuePlan, lines: Iterable[LeadLine]) -> Iterable[Case]:
    accents = {round(quarters * 960) for quarters in _STRONG_QUARTERS[plan.meter]}
    for line in lines:
        for note in line.notes:
            bar = plan.grid.bar_at(note.start_tick)
            if note.start_tick - bar.start_tick in accents:
                chord = next(c for c in plan.chords if c.start_tick <= note.start_tick < c.end_tick)
                yield note, note.pitch % 12 in chord.pitch_classes


def _sung(plan: CuePlan, lines: tuple[LeadLine, ...]) -> tuple[Tally, Tally]:
    """Of the panels with a melody 40 to 75 % is sung; of the whole cue it is said how much."""
    sung = sum(line.sung_ticks for line in lines)
    melodic = [line for line in lines if len(line.notes) > 1]
    open_ticks = sum(line.panel.end_tick - line.panel.start_tick for line in melodic)
    share = sum(line.sung_ticks for line in melodic) / max(1, open_ticks)
    kept = SUNG_LEAST <= share <= SUNG_MOST
    place = () if kept or not melodic else (f"{plan.storyboard.title}, {plan.meter}: {share:.2f}",)
    rule = Tally(
        3,
        "sounds 40 to 75 % of its panels",
        int(kept and bool(melodic)),
        int(bool(melodic)),
        1.0,
        place,
    )
    told = "sounds, of the whole cue in beats (told, not judged)"
    return rule, Tally(3, told, sung // 960, plan.grid.end_tick // 960, 0.0)
