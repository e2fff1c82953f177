"""Rule 4, the motif: heard within eight bars, and again. Found in the notes, not in the plan.

Every group of 3 to 7 neighbouring notes that begins within the melody's first eight bars may be
the motif; the one that returns in most panels is. A group returns where the same number of
neighbouring notes keeps its contour (the same steps, or all turned over) or its rhythm (as it
was, or twice as long, or half). Chance is kept out: a rhythm counts together with four notes that
are not all equally long; a group of three needs rhythm and direction at once.

Asked of panels with a melody and with room for a motif: a bar, not counting the cue's last two,
where no phrase begins any more (rule 8). A cue with fewer than two of them cannot return to
anything and is not counted. The panel that states the motif is no return. "At the end" is the last
panel that has such room, or after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note
from musflow_studio.evaluation.music_rules.lead_line import GRACE, LeadLine
from musflow_studio.evaluation.tally import Tally

SHORTEST, LONGEST, EARLY_BARS = 3, 7, 8
ENERGY = 0.3
# Scale steps of a chromatic interval, by semitones within the octave.
_STEPS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6)


@dataclass(frozen=True)
class Shape:
    """What is remembered of a group of notes: scale steps and ticks between its onsets.

    `grace` ticks are what touch and swing may take off those.
    """

    steps: tuple[int, ...]
    gaps: tuple[int, ...]
    grace: int = GRACE

    def returns_in(self, other: Shape) -> bool:
        """True when another group keeps the contour or the rhythm."""
        contour = self.steps == other.steps or self.steps == tuple(-s for s in other.steps)
        rhythm = any(self._keeps_rhythm(other, times) for times in (1.0, 2.0, 0.5))
        if len(self.steps) < SHORTEST:
            return rhythm and self._same_direction(other)
        return contour or (rhythm and max(self.gaps) - min(self.gaps) > 2 * GRACE)

    def _keeps_rhythm(self, other: Shape, times: float) -> bool:
        return all(
            abs(a * times - b) <= self.grace for a, b in zip(self.gaps, other.gaps, strict=True)
        )

    def _same_direction(self, other: Shape) -> bool:
        mine, theirs = ([(s > 0) - (s < 0) for s in shape.steps] for shape in (self, other))
        return mine == theirs or mine == [-s for s in theirs]


@dataclass(frozen=True)
class FoundMotif:
    """A group of notes that returns: its shape, the line that states it, the lines that tell it."""

    shape: Shape
    stated: LeadLine
    told: tuple[LeadLine, ...]


def motif_tallies(
    plan: CuePlan, lines: Sequence[LeadLine], bar_ticks: int, grace: int = GRACE
) -> tuple[Tally, Tally, Tally]:
    """Stated within eight bars; returning in the panels that have energy; returning at the end."""
    stop = plan.panels[-1].end_tick - 2 * bar_ticks
    roomy = [n for n in lines if min(n.panel.end_tick, stop) - n.panel.start_tick >= bar_ticks]
    if len(roomy) < 2:
        return _tallies(0, 0, 0, (), False, "")
    asked = [line for line in roomy if line.panel.energy > ENERGY]
    found = find_motif(lines, asked, bar_ticks, grace)
    returns = [line for line in asked if found is None or line is not found.stated]
    missing = tuple(
        f"{plan.storyboard.title}, panel {line.panel.panel_uid}"
        for line in returns
        if found is None or line not in found.told
    )
    ends = found is not None and _ends_with(found.shape, lines, roomy[-1])
    stated = int(found is not None)
    return _tallies(1, stated, len(returns), missing, ends, plan.storyboard.title)


def _tallies(
    cues: int, stated: int, asked: int, missing: tuple[str, ...], ends: bool, title: str
) -> tuple[Tally, Tally, Tally]:
    def once(name: str, kept: int) -> Tally:
        return Tally(4, name, kept, cues, 0.95, () if kept == cues else (title,))

    name = "the motif in panels over energy 0.3"
    return (
        once("a motif within 8 bars that is heard again", stated),
        Tally(4, name, asked - len(missing), asked, 0.6, missing),
        once("the motif at the end", int(ends)),
    )


def find_motif(
    lines: Sequence[LeadLine], asked: Sequence[LeadLine], bar_ticks: int, grace: int = GRACE
) -> FoundMotif | None:
    """The early group that returns in most of the panels asked, then the longest; None if none."""
    early = lines[0].notes[0].start_tick + EARLY_BARS * bar_ticks
    best: tuple[tuple[int, int, int], FoundMotif] | None = None
    for line in lines:
        for shape, start in _groups(line.notes, grace=grace):
            if start >= early:
                continue
            told = tuple(other for other in lines if other is not line and tells(other, shape))
            if not told:
                continue
            among = sum(other in asked for other in told) + (line in asked)
            rank = (among, len(told), len(shape.steps))
            if best is None or rank > best[0]:
                best = rank, FoundMotif(shape, line, told)
    return best[1] if best else None


def tells(line: LeadLine, shape: Shape) -> bool:
    """True when somewhere in the line the shape returns."""
    return any(shape.returns_in(own) for own, _ in _groups(line.notes, len(shape.steps) + 1))


def _ends_with(shape: Shape, lines: Sequence[LeadLine], last: LeadLine) -> bool:
    return any(tells(line, shape) for line in lines[lines.index(last) :])


def _groups(
    notes: Sequence[Note], size: int | None = None, grace: int = GRACE
) -> Iterator[tuple[Shape, int]]:
    """The neighbouring notes of one line as shapes, with the tick of their first note."""
    gaps = [b.start_tick - a.start_tick for a, b in pairwise(notes)]
    steps = [_scale_steps(b.pitch - a.pitch) for a, b in pairwise(notes)]
    for count in [size] if size else range(SHORTEST, LONGEST + 1):
        for at in range(len(notes) - count + 1):
            own = slice(at, at + count - 1)
            yield Shape(tuple(steps[own]), tuple(gaps[own]), grace), notes[at].start_tick


def _scale_steps(semitones: int) -> int:
    octaves, rest = divmod(abs(semitones), 12)
    steps = 7 * octaves + _STEPS[rest]
    return steps if semitones >= 0 else -steps
