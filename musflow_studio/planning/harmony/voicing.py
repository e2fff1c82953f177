"""Voicing: laying a chord out in a range, and moving to the next with little motion.

Low-interval limits: single notes below E2 (40), octaves and fifths only below C3 (48), no
neighbours closer than a minor third below C4 (60).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from musflow_studio.domain.plan import Arrival
from musflow_studio.planning.harmony.chord import Chord

E2, C3, C4 = 40, 48, 60
UPPER_HAND = 52
Voicing = tuple[int, ...]


def clear_below(pitches: Sequence[int]) -> bool:
    """True when ascending pitches keep the low-interval limits."""
    for low, high in pairwise(pitches):
        if high < E2 or (high < C3 and (high - low) % 12 not in (0, 7)):
            return False
        if low < C4 and high - low < 3:
            return False
    return True


@lru_cache(maxsize=4096)
def voicings(chord: Chord, low: int, high: int, voices: int) -> tuple[Voicing, ...]:
    """All clear layouts of a chord in a range: the third present, gaps of at most an octave.

    With fewer voices than tones the fifth goes first. Never empty: the nearest single tone is
    the last resort.
    """
    pitches = [p for p in range(low, high + 1) if p % 12 in chord.pitch_classes]
    needed = set(chord.pitch_classes[: 2 if voices < 3 else 3])
    needed.add(chord.pitch_classes[1])
    if voices >= 3 and len(chord.pitch_classes) > 3:
        needed = {chord.pitch_classes[1], chord.pitch_classes[3]}
    found = [
        v
        for v in combinations(pitches, voices)
        if all(2 <= b - a <= 12 for a, b in pairwise(v))
        and clear_below(v)
        and needed <= {p % 12 for p in v}
    ]
    if found:
        return tuple(found)
    if voices > 1:
        return voicings(chord, low, high, voices - 1)
    return (tuple((pitches or [low])[:1]),)


def movement(before: Voicing, after: Voicing) -> float:
    """Mean semitones a voice moves (voices paired from the top)."""
    pairs = list(zip(reversed(before), reversed(after), strict=False))
    return sum(abs(a - b) for a, b in pairs) / max(1, len(pairs))


def parallels(before: Voicing, after: Voicing) -> int:
    """Parallel fifths and octaves between neighbours and outer voices that both move."""
    pairs = list(zip(before, after, strict=False))
    found = 0
    for (a0, a1), (b0, b1) in combinations(pairs, 2):
        same = (b0 - a0) % 12 == (b1 - a1) % 12 and (b0 - a0) % 12 in (0, 7)
        found += same and a0 != a1 and (a1 - a0) == (b1 - b0)
    return found


def template(low: int, high: int, voices: int, centre: float) -> Voicing:
    """Where voices lie at rest: a fourth apart around a centre, inside a range."""
    bottom = centre - 2.5 * (voices - 1)
    return tuple(round(min(high, max(low, bottom + 5 * i))) for i in range(voices))


def lead(
    chords: Sequence[Chord],
    *,
    low: int,
    high: int,
    voices: int,
    centre: float,
    outer: bool = False,
    arrival: Arrival | None = None,
) -> list[Voicing]:
    """One voicing per chord: the first near the `template`, each next near the one before.

    Cost: mean movement, parallels (with the chord's bass, too) and distance from the template, so
    that the line neither leaps nor wanders off, and lines begun anew elsewhere connect to it. A
    voice is left out where that saves the outer voices from moving in parallel. Where the top is
    an `outer` voice, it likes to begin on a third or sixth over the bass: whatever came before,
    that is no parallel. What was held at the `arrival`, in the same range, leads on.
    """
    rest = template(low, high, voices, centre)
    line: list[Voicing] = []
    before = _reached(arrival, low, high)
    for chord in chords:
        best = _cheapest(voicings(chord, low, high, voices), before, chord, rest, outer)
        if before and in_parallel(before[1], before[0][-1], chord.bass, best[-1]) and voices > 2:
            fewer = voicings(chord, low, high, voices - 1)
            best = _cheapest((best, *fewer), before, chord, rest, outer)
        line.append(best)
        before = (line[-1], chord.bass)
    return line


def _cheapest(
    options: Sequence[Voicing],
    before: tuple[Voicing, int] | None,
    chord: Chord,
    rest: Voicing,
    outer: bool,
) -> Voicing:
    return min(options, key=lambda v: (_cost(v, before, chord, rest, outer), v))


def _reached(arrival: Arrival | None, low: int, high: int) -> tuple[Voicing, int] | None:
    """Held voices and bass before a line, if they lie where the line does."""
    if arrival is None or arrival.bass is None or not arrival.held:
        return None
    inside = tuple(pitch for pitch in arrival.held if low <= pitch <= high)
    return (inside, arrival.bass) if len(inside) > 1 else None


def spread(
    chords: Sequence[Chord],
    *,
    low: int,
    high: int,
    voices: int,
    arrival: Arrival | None = None,
) -> list[Voicing]:
    """Open chords for two hands: the bass deep, `voices` tones led closely above E3.

    The bass lies within an octave and a half of `low` and moves to the nearest place.
    """
    floor = min(max(UPPER_HAND, low), high)
    centre = (floor + high) / 2
    above = lead(
        chords, low=floor, high=high, voices=voices, centre=centre, outer=True, arrival=arrival
    )
    line: list[Voicing] = []
    before = arrival.bass if arrival else None
    deep = before if before is not None and low <= before <= low + 18 else low + 5
    for chord, voicing in zip(chords, above, strict=True):
        rest = 0.7 * deep + 0.3 * (low + 5)
        reach = [p for p in range(low, min(low + 18, floor)) if p % 12 == chord.bass]
        if reach:
            deep = min(reach, key=lambda p: (abs(p - rest), p))
        line.append((deep, *voicing) if reach else voicing)
    return line


def _cost(
    voicing: Voicing, before: tuple[Voicing, int] | None, chord: Chord, rest: Voicing, outer: bool
) -> float:
    drift = movement(rest, voicing)
    doubled = len(voicing) - len({p % 12 for p in voicing})
    third_doubled = sum(p % 12 == chord.pitch_classes[1] for p in voicing) > 1
    shape = 0.4 * doubled + 1.5 * third_doubled
    if before is None:
        return 1.8 * drift + shape + 2.0 * (outer and is_perfect(chord.bass, voicing[-1]))
    moves = 2.8 * movement(before[0], voicing) + 1.2 * parallels(before[0], voicing)
    moves += 6.0 * in_parallel(before[1], before[0][-1], chord.bass, voicing[-1])
    return moves + 0.6 * drift + shape


def is_perfect(bass: int, top: int) -> bool:
    """True for a fifth or an octave over a bass, by pitch classes."""
    return (top - bass) % 12 in (0, 7)


def in_parallel(bass_before: int, top_before: int, bass: int, top: int) -> bool:
    """True when both outer voices move from a fifth or octave to another one.

    The bass may be given by pitch class: whether it goes the same way is not asked.
    """
    same = (top_before - bass_before) % 12 == (top - bass) % 12
    return same and is_perfect(bass, top) and (bass - bass_before) % 12 != 0
