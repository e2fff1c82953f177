"""Rule 4: phrases of two or four bars that breathe and end on their longest note.

The lead line is cut at its rests (`lead_line.runs`), and the runs of a panel are read as phrases
in the way that breaks the rule least, as one who analyses looks for the reading that makes sense:
a motif, a rest and its answer are one phrase. Two bars: at most two and a half sung (with a
pick-up), and the next phrase no sooner than one and a half bars later. Four bars: at most four and
a half, the next phrase no sooner than three and a half. Lengths are not asked of panels under two
bars, nor of a single note; the cue's last note may ring to its end, or be struck short where the
cue ends with a button. Where a style swings, notes are compared as written: an eighth sounds twice
as long on the beat as off it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan, Ending
from musflow_studio.domain.score import Note
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.music_rules.lead_line import (
    EIGHTH,
    GRACE,
    LeadLine,
    lead_lines,
    runs,
)
from musflow_studio.evaluation.music_rules.motif_returns import motif_tallies
from musflow_studio.evaluation.tally import Tally
from musflow_studio.planning import parse_meter

SWUNG_APART = TICKS_PER_QUARTER // 3
"""How much longer a fully swung eighth is on the beat than off it."""


@dataclass(frozen=True)
class Phrase:
    """A phrase as read, and the tick by which the next one (or the panel's end) comes.

    `grace` ticks are what touch and swing may take off a written length.
    """

    notes: tuple[Note, ...]
    until_tick: int
    grace: int = GRACE

    @property
    def start(self) -> int:
        """Tick of the first note."""
        return self.notes[0].start_tick

    @property
    def end(self) -> int:
        """Tick where the last note ends."""
        return self.notes[-1].start_tick + self.notes[-1].duration_ticks

    def is_two_or_four(self, bar_ticks: int) -> bool:
        """True when it takes two or four bars."""
        sung, period = self.end - self.start, self.until_tick - self.start
        two = sung <= 2.5 * bar_ticks and period >= 1.5 * bar_ticks - EIGHTH
        return two or (sung <= 4.5 * bar_ticks and period >= 3.5 * bar_ticks - EIGHTH)

    def ends_longest(self) -> bool:
        """True when no note is longer than the last."""
        longest = max(note.duration_ticks for note in self.notes)
        return self.notes[-1].duration_ticks >= longest - self.grace


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Rule 4 over one cue."""
    lines = lead_lines(plan)
    bar_ticks = parse_meter(plan.meter).bar_ticks
    grace = GRACE + round(SWUNG_APART * style.swing)
    read = [(line, phrases(line, bar_ticks, grace)) for line in lines]
    return (
        _lengths(plan, read, bar_ticks),
        _breaths(plan, [phrase for _, found in read for phrase in found]),
        _last_notes(plan, read),
        *motif_tallies(plan, lines, bar_ticks, grace),
    )


def phrases(line: LeadLine, bar_ticks: int, grace: int = GRACE) -> tuple[Phrase, ...]:
    """The reading of a panel's runs as phrases that breaks the rule least; then, fewest phrases."""
    found = runs(line.notes)
    starts = [run[0].start_tick for run in found] + [line.panel.end_tick]

    @cache
    def best(first: int) -> tuple[int, int, tuple[Phrase, ...]]:
        if first == len(found):
            return 0, 0, ()
        options = []
        for after in range(first + 1, len(found) + 1):
            notes = tuple(note for run in found[first:after] for note in run)
            phrase = Phrase(notes, starts[after], grace)
            broken, count, rest = best(after)
            options.append((broken + _faults(phrase, bar_ticks), count + 1, (phrase, *rest)))
        return min(options, key=lambda option: option[:2])

    return best(0)[2]


def _faults(phrase: Phrase, bar_ticks: int) -> int:
    return (not phrase.is_two_or_four(bar_ticks)) + (not phrase.ends_longest())


Read = Sequence[tuple[LeadLine, tuple[Phrase, ...]]]


def _lengths(plan: CuePlan, read: Read, bar_ticks: int) -> Tally:
    asked = [
        phrase
        for line, found in read
        if line.panel.end_tick - line.panel.start_tick >= 2 * bar_ticks
        for phrase in found
        if len(phrase.notes) > 1
    ]
    broken = [phrase for phrase in asked if not phrase.is_two_or_four(bar_ticks)]
    return _tally(plan, "phrases of two or four bars", len(asked), broken)


def _breaths(plan: CuePlan, found: Sequence[Phrase]) -> Tally:
    """Between phrases, over the cuts too, an eighth is silent."""
    broken = [
        phrase for phrase, after in pairwise(found) if after.start - phrase.end < EIGHTH - GRACE
    ]
    return _tally(plan, "an eighth of breath after a phrase", max(0, len(found) - 1), broken)


def _last_notes(plan: CuePlan, read: Read) -> Tally:
    asked = [phrase for _, found in read for phrase in found if len(phrase.notes) > 1]
    if asked and plan.ending is Ending.BUTTON and read[-1][0].panel is plan.panels[-1]:
        asked = asked[:-1]
    broken = [phrase for phrase in asked if not phrase.ends_longest()]
    return _tally(plan, "the last note of a phrase its longest", len(asked), broken)


def _tally(plan: CuePlan, name: str, counted: int, broken: Sequence[Phrase]) -> Tally:
    places = tuple(
        f"panel {phrase.notes[0].panel_uid}, {plan.grid.position(phrase.start)}: "
        f"{len(phrase.notes)} notes, {(phrase.end - phrase.start) / 960:g} quarters"
        for phrase in broken
    )
    return Tally(4, name, counted - len(broken), counted, 0.95, places)
