"""Piece: the stretch of one panel's music that is composed in one go, in its own ticks.

A panel is one piece, or several where a must-hit lies inside it. Everything in a piece is
relative to its own start, so that a piece sounds the same wherever an edit moves it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from musflow_studio.domain.description import Mood
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.keyed import keyed_random
from musflow_studio.domain.plan import Arrival, Ending, Key, Motif, Transition
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Style
from musflow_studio.planning.harmony.chord import Chord
from musflow_studio.planning.meter import Meter


@dataclass(frozen=True)
class CueGlobals:
    """What all panels of a cue share; locked from the first take on.

    Attributes:
        cue_uid, seed: keys of every draw.
        style, key, meter, motif: see domain.
        pinned_chords: the user's chords, one bar each; empty when the planner chooses.
        key_pinned: True when the user chose the key.
        loop: True when the last chord leads to the first instead of closing.
    """

    cue_uid: str
    seed: int
    style: Style
    key: Key
    meter: Meter
    motif: Motif
    pinned_chords: tuple[Chord, ...] = ()
    loop: bool = False
    key_pinned: bool = False

    def draw(self, purpose: str) -> random.Random:
        """A generator for a draw of the whole cue."""
        return keyed_random(self.seed, cue=self.cue_uid, purpose=purpose)


@dataclass(frozen=True)
class Piece:
    """One panel's stretch of the grid, and what it must answer.

    Attributes:
        panel_uid, panel: the panel and its number; `index` counts pieces inside it.
        start_tick: on the cue's grid (only for moving finished notes there).
        length_ticks: at least 1.
        bar_lines: relative ticks of the bar lines inside, ascending, 0 to under the length.
        bar_ticks: length of a full bar of the cue's metre.
        bar_number: number of the bar it starts in (for pinned chords only).
        tempi: (relative tick, microseconds per quarter), first at 0.
        mood, energy: of this panel.
        opens, closes: weight of the hit at its start and at its end.
        hit_shift_us, close_shift_us: exact time of the hit at its start (at its end) minus its
            grid time.
        first, last: at the cue's start, at its end.
        loops: the cue goes on from its end to its start.
        soft_hits: (relative tick, weight) of further hits inside.
        dialogue: somebody speaks: no melody, no cymbals, nothing busier than quarters.
        tacet: nothing sounds.
        before_silence, after_silence: next to a tacet piece.
        thin: two roles or fewer, for air.
        hush_ticks, leads_out, comes_in, target, wind_down_ticks: see `Passage`.
        variation: how often the panel was asked to be composed anew.
        arrival: what it comes from, once that is known; see `Arrival`.
        home: the key its music stands in; None for the cue's.
        ending, ends_open: of the piece that closes the cue; else None and False.
    """

    panel_uid: str
    panel: str
    index: int
    start_tick: int
    length_ticks: int
    bar_lines: tuple[int, ...]
    bar_ticks: int
    bar_number: int
    tempi: tuple[tuple[int, int], ...]
    mood: Mood
    energy: float
    opens: HitWeight
    closes: HitWeight
    hit_shift_us: int
    close_shift_us: int
    first: bool
    last: bool
    loops: bool = False
    soft_hits: tuple[tuple[int, HitWeight], ...] = ()
    dialogue: bool = False
    tacet: bool = False
    before_silence: bool = False
    after_silence: bool = False
    thin: bool = False
    hush_ticks: int = 0
    leads_out: Transition = Transition.NONE
    comes_in: Transition = Transition.NONE
    target: int | None = None
    wind_down_ticks: int = 0
    ending: Ending | None = None
    ends_open: bool = False
    variation: int = 0
    arrival: Arrival | None = None
    home: Key | None = None

    def microseconds(self, tick: int) -> int:
        """Microseconds from the piece's start to a relative tick (linear beyond the end)."""
        total = 0
        for i, (start, per_quarter) in enumerate(self.tempi):
            stop = self.tempi[i + 1][0] if i + 1 < len(self.tempi) else tick
            total += (max(start, min(stop, tick)) - start) * per_quarter
        return total // TICKS_PER_QUARTER

    def ticks_before_end(self, microseconds: int) -> int:
        """Ticks of the piece's last tempo that last so long, rounded up."""
        return -(-microseconds * TICKS_PER_QUARTER // self.tempi[-1][1])

    def tick_in_bar(self, tick: int) -> int:
        """How far into its bar a relative tick lies.

        Before the first bar line inside, counted back from it: where the bar began is another
        panel's business. Without any bar line the piece begins like a bar.
        """
        line = max((line for line in self.bar_lines if line <= tick), default=None)
        if line is not None:
            return tick - line
        return (tick - self.bar_lines[0]) % self.bar_ticks if self.bar_lines else tick

    @property
    def seconds(self) -> float:
        """Length in seconds on the grid."""
        return self.microseconds(self.length_ticks) / 1e6

    @property
    def hit_at_start(self) -> bool:
        """True when the cut into this piece is a must-hit."""
        return self.opens is HitWeight.MUST

    @property
    def hit_at_end(self) -> bool:
        """True when a must-hit (not the picture's end) follows."""
        return self.closes is HitWeight.MUST and not self.last

    def segments(self) -> tuple[tuple[int, int], ...]:
        """The piece cut at its bar lines, as (start, end); never empty."""
        edges = [0, *(line for line in self.bar_lines if 0 < line < self.length_ticks)]
        return tuple(zip(edges, [*edges[1:], self.length_ticks], strict=True))


def draw(cue: CueGlobals, piece: Piece, purpose: str, role: str = "") -> random.Random:
    """A generator for a draw of one piece; pieces inside one panel are told apart."""
    named = purpose if not piece.index else f"{purpose}/{piece.index}"
    panel = piece.panel_uid if not piece.variation else f"{piece.panel_uid}~{piece.variation}"
    return keyed_random(cue.seed, cue=cue.cue_uid, panel=panel, role=role, purpose=named)
