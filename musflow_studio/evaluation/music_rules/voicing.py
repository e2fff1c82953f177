"""Rule 2, voicing: ranges, open spacing in the depth, little movement, independent outer voices.

Ranges are those of real instruments (`instrument_ranges`), whatever the style says. Spacing is
looked at over all pitched parts together, timpani included, a moment after every onset: unisons
count once; what overlaps for less than a 32nd or 60 ms (a legato, a release) is no interval.

- Below E2 one note sounds; of neighbouring notes below C3 each pair is an octave or a fifth (or
  those and octaves more); no note below C4 has a neighbour less than a minor third above it.
- Movement: a voicing is what pads, or the harmony, hold for at least half of a chord. From one
  chord to the next, across cuts too, voices are paired so that they move least; a bare octave is
  one voice. One case a cue with at least four changes: their mean.
- Outer voices are the lowest note and the melody, at every chord and bass note. Where no melody
  sounds, the highest held voice over an octave above the bass stands for it: the octave on top of
  a bass is its colour, no voice. A case is a move of the bass; parallel means that both move the
  same way, from a perfect fifth or octave to another one: from chord to chord, or from the
  melody's last note before the bass moves. An entry of the melody after a rest of more than an
  eighth is no parallel. Styles that are not tonal are not counted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import ChordSpan, CuePlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.instrument_ranges import is_pitched, playable_range
from musflow_studio.evaluation.tally import Tally

E2, C3, C4 = 40, 48, 60
MOST_MOVEMENT = 2.5
MOST_PARALLELS = 0.02
_VOICES = (Role.MELODY, Role.COUNTER, Role.PAD, Role.HARMONY)
_FEWEST_CHANGES = 4
_SHORTEST_S = 0.06
_EIGHTH = TICKS_PER_QUARTER // 2
_NOTE_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

Outer = tuple[int, int, int]
"""A moment of the outer voices: its tick, the lowest pitch, the melody's."""


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count ranges, the three spacing limits, mean movement and outer parallels of one cue."""
    found = (_ranges(plan), *_spacing(plan), _movement(plan))
    return (*found, _parallels(plan)) if style.tonal else found


def _ranges(plan: CuePlan) -> Tally:
    kept, counted, broken = 0, 0, []
    for part in _pitched(plan):
        low, high = playable_range(part.program, part.bank)
        for note in part.notes:
            counted += 1
            kept += low <= note.pitch <= high
            if not low <= note.pitch <= high:
                broken.append(f"{_place(plan, note.start_tick)}, {part.instrument}: "
                              f"{_name(note.pitch)}")  # fmt: skip
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
            broken.append(f"{_place(plan, tick)}: {_name(low)} under {_name(high)}")
    counted = len(moments)
    return Tally(2, name, counted - len(broken), counted, broken=tuple(broken))


def _moments(plan: CuePlan) -> list[tuple[int, list[int]]]:
    """A tick just after every onset, and the different pitches that sound there, ascending."""
    notes = sorted((n for part in _pitched(plan) for n in part.notes), key=lambda n: n.start_tick)
    longest = max((n.duration_ticks for n in notes), default=0)
    starts = [n.start_tick for n in notes]
    moments = []
    for onset in sorted(set(starts)):
        tick = onset + _shortest_ticks(plan, onset)
        near = notes[bisect_left(starts, tick - longest) : bisect_left(starts, tick)]
        moments.append((tick, sorted({n.pitch for n in near if _sounds(n, tick)})))
    return moments


def _movement(plan: CuePlan) -> Tally:
    moved: list[float] = []
    for role in (Role.PAD, Role.HARMONY):
        notes = [n for part in _pitched(plan) if part.role is role for n in part.notes]
        held = [_held(notes, chord) for chord in plan.chords]
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


def _held(notes: Iterable[Note], chord: ChordSpan) -> list[int]:
    """Pitches that sound for at least half of a chord, ascending."""
    half = (chord.end_tick - chord.start_tick) / 2

    def overlap(note: Note) -> int:
        end = note.start_tick + note.duration_ticks
        return min(end, chord.end_tick) - max(note.start_tick, chord.start_tick)

    return sorted({n.pitch for n in notes if overlap(n) >= half})


def _least_movement(before: Sequence[int], after: Sequence[int]) -> float:
    """Mean semitones of a voice, voices paired in order so that they move least."""
    few, many = sorted((before, after), key=len)
    return min(
        sum(abs(a - b) for a, b in zip(few, chosen, strict=True)) / len(few)
        for chosen in combinations(many, len(few))
    )


def _parallels(plan: CuePlan) -> Tally:
    counted, broken = 0, []
    for before, after in _outer_moves(plan):
        counted += before[1] != after[1]
        if _is_parallel(before, after):
            interval = "fifths" if (after[2] - after[1]) % 12 else "octaves"
            broken.append(f"{_place(plan, after[0])}: {interval}, bass {_name(before[1])} to "
                          f"{_name(after[1])}")  # fmt: skip
    name = f"outer parallels at most {MOST_PARALLELS:.0%}"
    kept = counted - len(broken)
    return Tally(2, name, kept, counted, 1 - MOST_PARALLELS, tuple(broken))


def _is_parallel(before: Outer, after: Outer) -> bool:
    _, low, high = before
    _, low_after, high_after = after
    perfect = (high - low) % 12 in (0, 7) and (high_after - low_after) % 12 == (high - low) % 12
    return perfect and low != low_after and (low_after > low) == (high_after > high)


def _outer_moves(plan: CuePlan) -> list[tuple[Outer, Outer]]:
    """Pairs of outer voices: from each moment to the next, and from the note just before it."""
    melody = sorted(
        (n for part in _pitched(plan) if part.role is Role.MELODY for n in part.notes),
        key=lambda n: (n.start_tick, n.pitch),
    )
    moves: list[tuple[Outer, Outer]] = []
    before: tuple[Outer, bool] | None = None
    for tick, low, high in _outer_moments(plan):
        sung = [n.pitch for n in melody if _sounds(n, tick)]
        now = ((tick, low, max(sung) if sung else high), bool(sung))
        if before and before[1] == now[1]:
            moves.append((before[0], now[0]))
        last = [n for n in melody if n.start_tick < tick - _shortest_ticks(plan, tick)]
        if before and sung and last and _leads(last[-1], tick):
            moves.append(((tick, before[0][1], last[-1].pitch), now[0]))
        before = now
    return moves


def _leads(note: Note, tick: int) -> bool:
    """True for a note that ends no more than an eighth before a tick."""
    return note.start_tick + note.duration_ticks >= tick - _EIGHTH


def _outer_moments(plan: CuePlan) -> list[Outer]:
    """Lowest and highest voice at every chord and every note of the bass, percussion aside."""
    notes = [n for p in _pitched(plan) if p.role is not Role.PERCUSSION for n in p.notes]
    voices = [n for p in _pitched(plan) if p.role in _VOICES for n in p.notes]
    bass = [n for part in _pitched(plan) if part.role is Role.BASS for n in part.notes]
    ticks = {chord.start_tick for chord in plan.chords} | {n.start_tick for n in bass}
    moments = []
    for onset in sorted(ticks):
        tick = onset + _shortest_ticks(plan, onset)
        low = min((n.pitch for n in notes if _sounds(n, tick)), default=127)
        high = max((n.pitch for n in voices if _sounds(n, tick)), default=0)
        if high > low + 12:
            moments.append((tick, low, high))
    return moments


def _pitched(plan: CuePlan) -> list[Part]:
    return [part for part in plan.score.parts if is_pitched(part.program, part.bank)]


def _sounds(note: Note, tick: int) -> bool:
    return note.start_tick <= tick < note.start_tick + note.duration_ticks


def _shortest_ticks(plan: CuePlan, tick: int) -> int:
    """Ticks of a 32nd, or of 60 ms where that is more."""
    per_quarter = plan.grid.tempo_at(tick).microseconds_per_quarter
    return max(TICKS_PER_QUARTER // 8, round(_SHORTEST_S * 1e6 * TICKS_PER_QUARTER / per_quarter))


def _place(plan: CuePlan, tick: int) -> str:
    bar = plan.grid.bar_at(min(tick, plan.grid.end_tick - 1))
    panel = next((p.panel_uid for p in plan.panels if p.start_tick <= tick < p.end_tick), "end")
    return f"{plan.storyboard.title}, {panel}, bar {bar.number}"


def _name(pitch: int) -> str:
    return f"{_NOTE_NAMES[pitch % 12]}{pitch // 12 - 1}"
