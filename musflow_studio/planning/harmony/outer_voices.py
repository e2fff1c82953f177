"""Outer voices: the bass line that a melody moves against, and what their intervals cost.

Fifths and octaves in a row make two voices one. A melody that lies a third, a sixth or a seventh
over a bass that moves is safe from them whatever came before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.harmony.voicing import in_parallel, is_perfect
from musflow_studio.planning.stroke import Stroke

PARALLEL_COST, HOLLOW_COST, HOLLOW_OPENING_COST = 9.0, 3.2, 5.0


@dataclass(frozen=True)
class Ground:
    """A bass line: (tick, pitch or pitch class) wherever it is struck, ascending."""

    line: tuple[tuple[int, int], ...]

    def under(self, start: int, end: int) -> tuple[int, ...]:
        """What sounds below from one tick to another: the note at the start first."""
        sounding = [pitch for tick, pitch in self.line if tick <= start][-1:]
        later = [pitch for tick, pitch in self.line if start < tick < end]
        return (*(sounding or [self.line[0][1]]), *later)

    def hollow_cost(self, pitch: int, start: int, end: int) -> float:
        """What it costs to lie a fifth or octave over bass notes struck under a note.

        More under the first of the line, since nobody knows what came before it.
        """
        struck = [(tick, low) for tick, low in self.line if start <= tick < end]
        return sum(
            HOLLOW_OPENING_COST if tick == self.line[0][0] else HOLLOW_COST
            for tick, low in struck
            if is_perfect(low, pitch)
        )

    def passing(self, left: tuple[int, int], reached: tuple[int, int]) -> tuple[int, int]:
        """The bass under the end of one note (start, end) and under the start of the next."""
        return self.under(*left)[-1], self.under(*reached)[0]


def parallel_cost(lows: tuple[int, int], before: int, after: int) -> float:
    """What it costs an upper voice to go from one pitch to the next over two bass notes."""
    return PARALLEL_COST * in_parallel(lows[0], before, lows[1], after)


def ground_of(
    spans: Sequence[Span], bass: Sequence[Stroke] = (), under: Sequence[Stroke] = ()
) -> Ground:
    """The bass line of a piece; without a bass, the lowest of `under` at each chord."""
    struck = {s.start: s.pitch for s in sorted(bass, key=lambda s: (-s.start, -s.pitch))}
    line = struck or {span.start: _lowest(span, under) for span in spans}
    return Ground(tuple(sorted(line.items())))


def _lowest(span: Span, under: Sequence[Stroke]) -> int:
    """The lowest pitch that sounds when a chord begins, or the chord's own bass."""
    sounding = [s.pitch for s in under if s.start <= span.start < s.start + s.length]
    return min(sounding, default=span.chord.bass)
