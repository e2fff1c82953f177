"""Rule 2, voicing: ranges, open spacing in the depth, little movement, independent outer voices.

Ranges are those of real instruments (`instrument_ranges`), whatever the style says. Spacing is
looked at over all pitched parts together, timpani included, a moment after every onset: unisons
count once; what overlaps for less than a 32nd or 60 ms (a legato, a release) is no interval.

- Below E2 one note sounds; of neighbouring notes below C3 each pair is an octave or a fifth (or
  those and octaves more); no note below C4 has a neighbour less than a minor third above it.
- Movement: a voicing is what pads, or the harmony, strike with a chord and hold for half of it.
  From one chord to the next, across cuts too, voices are paired so that they move least; a bare
  octave is one voice. One case a cue with at least four changes: their mean.
- Outer voices: see `outer_voices`; styles that are not tonal are not counted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

from musflow_studio.domain.plan import ChordSpan, CuePlan
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.instrument_ranges import playable_range
from musflow_studio.evaluation.music_rules.outer_voices import count_parallels
from musflow_studio.evaluation.music_rules.sounding import (
    pitch_name,
    pitched,
    place,
    shortest_ticks,
    sounds,
)
from musflow_studio.evaluation.tally import Tally

E2, C3, C4 = 40, 48, 60
MOST_MOVEMENT = 2.5
_FEWEST_CHANGES = 4


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count ranges, the three spacing limits, mean movement and outer parallels of one cue."""
    found = (_ranges(plan), *_spacing(plan), _movement(plan))
    return (*found, count_parallels(plan)) if style.tonal else found


def _ranges(plan: CuePlan) -> Tally:
    kept, counted, broken = 0, 0, []
    for part in pitched(plan):
        low, high = playable_range(part.program, part.bank)
        for note in part.notes:
            counted += 1
            kept += low <= note.pitch <= high
            if not low <= note.pitch <= high:
                broken.append(f"{place(plan, note.start_tick)}, {part.instrument}: "
                              f"{pitch_name(note.pitch)}")  # fmt: skip
    return Tally(2, "notes in the instrument's range", kept, counted, broken=tuple(broken))


def _spacing(plan: CuePlan) -> tuple[Tally, Tally, Tally]:
    """One case a moment for each limit."""
    moments = [(tick, sounding) for tick, sounding in _moments(plan) if len(sounding) > 1]
    return (
        _limit(plan, moments, "below E2 single notes", lambda a, b: b < E2),
        _limit(
            plan, moments, "below C3 octaves and fifths",
            lambda a, b: b < C3 and (b - a) % 12 not in (0, 7),
        ),
        _limit(
            plan, moments, "below C4 no neighbours under 3 semitones",
            lambda a, b: a < C4 and b - a < 3,
        ),
    )  # fmt: skip


def _limit(
    plan: CuePlan,
    moments: Sequence[tuple[int, list[int]]],
    name: str,
    breaks: Callable[[int, int], bool],
) -> Tally:
    broken = []
    for tick, sounding in moments:
        bad = [pair for pair in pairwise(sounding) if breaks(*pair)]
        if bad:
            low, high = bad[0]
            broken.append(f"{place(plan, tick)}: {pitch_name(low)} under {pitch_name(high)}")
    counted = len(moments)
    return Tally(2, name, counted - len(broken), counted, broken=tuple(broken))


def _moments(plan: CuePlan) -> list[tuple[int, list[int]]]:
    """A tick just after every onset, and the different pitches that sound there, ascending."""
    notes = sorted((n for part in pitched(plan) for n in part.notes), key=lambda n: n.start_tick)
    longest = max((n.duration_ticks for n in notes), default=0)
    starts = [n.start_tick for n in notes]
    moments = []
    for onset in sorted(set(starts)):
        tick = onset + shortest_ticks(plan, onset)
        near = notes[bisect_left(starts, tick - longest) : bisect_left(starts, tick)]
        moments.append((tick, sorted({n.pitch for n in near if sounds(n, tick)})))
    return moments


def _movement(plan: CuePlan) -> Tally:
    moved: list[float] = []
    for role in (Role.PAD, Role.HARMONY):
        notes = [n for part in pitched(plan) if part.role is role for n in part.notes]
        held = [
            _held(notes, chord, chord.start_tick + shortest_ticks(plan, chord.start_tick))
            for chord in plan.chords
        ]
        for (a, before), (b, after) in pairwise(zip(plan.chords, held, strict=True)):
            if min(_tones(before), _tones(after)) > 1 and a.pitch_classes != b.pitch_classes:
                moved.append(_least_movement(before, after))
    mean = sum(moved) / len(moved) if moved else 0.0
    kept, enough = mean <= MOST_MOVEMENT, len(moved) >= _FEWEST_CHANGES
    said = () if kept or not enough else (f"{plan.storyboard.title}: {mean:.2f} semitones",)
    name = f"mean voice movement at most {MOST_MOVEMENT:g} semitones"
    return Tally(2, name, int(kept and enough), int(enough), broken=said)


def _tones(pitches: Sequence[int]) -> int:
    return len({pitch % 12 for pitch in pitches})


def _held(notes: Iterable[Note], chord: ChordSpan, moment: int) -> list[int]:
    """Pitches that sound when a chord begins and for half of it, ascending."""
    half = chord.start_tick + (chord.end_tick - chord.start_tick) // 2
    return sorted({n.pitch for n in notes if sounds(n, moment) and sounds(n, half - 1)})


def _least_movement(before: Sequence[int], after: Sequence[int]) -> float:
    """Mean semitones of a voice, voices paired in order so that they move least."""
    few, many = sorted((before, after), key=len)
    return min(
        sum(abs(a - b) for a, b in zip(few, chosen, strict=True)) / len(few)
        for chosen in combinations(many, len(few))
    )
