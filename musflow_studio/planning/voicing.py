"""Voicing: laying a chord out in a range, and moving to the next with little motion.

Low-interval limits: single notes below E2 (40), octaves and fifths only below C3 (48), no
neighbours closer than a minor third below C4 (60).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from musflow_studio.planning.chord import Chord

E2, C3, C4 = 40, 48, 60
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


def lead(
    chords: Sequence[Chord], *, low: int, high: int, voices: int, centre: float
) -> list[Voicing]:
    """One voicing per chord: the first nearest to `centre`, each next near the one before.

    Cost: mean movement, parallels, and drift from the centre, so that the line neither leaps nor
    wanders off.
    """
    line: list[Voicing] = []
    for chord in chords:
        options = voicings(chord, low, high, voices)
        before = line[-1] if line else None
        line.append(min(options, key=lambda v: (_cost(v, before, chord, centre), v)))
    return line


def _cost(voicing: Voicing, before: Voicing | None, chord: Chord, centre: float) -> float:
    drift = abs(sum(voicing) / len(voicing) - centre)
    doubled = len(voicing) - len({p % 12 for p in voicing})
    third_doubled = sum(p % 12 == chord.pitch_classes[1] for p in voicing) > 1
    shape = 0.4 * doubled + 1.5 * third_doubled
    if before is None:
        return drift + shape
    return 2.0 * movement(before, voicing) + 2.5 * parallels(before, voicing) + 0.3 * drift + shape
