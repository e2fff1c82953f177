"""Tally: one rule, counted over one cue or many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EXAMPLES_KEPT = 12


@dataclass(frozen=True)
class Tally:
    """How often a rule was kept where it applied.

    Attributes:
        rule: number of the rule, 1 to 10.
        name: the rule in words, with its figure ("below C4 no neighbours under 3 semitones").
        kept: cases that kept it.
        counted: cases it applied to.
        needed: share of `counted` that must be kept, 0..1.
        broken: where it was not kept, in words ("panel 3, bar 5, Cello: C3 under D3").
    """

    rule: int
    name: str
    kept: int
    counted: int
    needed: float = 1.0
    broken: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Kept of counted; 1 where the rule never applied."""
        return self.kept / self.counted if self.counted else 1.0

    @property
    def holds(self) -> bool:
        """True when enough cases kept the rule."""
        return self.share >= self.needed


def add_up(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """Tallies of the same rule and name over many cues, added; ordered by rule, then as met."""
    found: dict[tuple[int, str], Tally] = {}
    for one in tallies:
        before = found.get((one.rule, one.name))
        if before is None:
            found[one.rule, one.name] = one
            continue
        broken = (*before.broken, *one.broken)[:EXAMPLES_KEPT]
        found[one.rule, one.name] = Tally(
            one.rule, one.name, before.kept + one.kept, before.counted + one.counted,
            one.needed, broken,
        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda t: t.rule))
