"""Rule 8, endings: the last onset, the last chord, no new phrase, and the ending the plan names.

The last onset falls on the last hit of the picture or on a downbeat. The last chord is the tonic
triad (or a chord on it), unless the plan says that the cue ends open. In the last two bars no
phrase begins: no two notes of the melody follow a rest of an eighth there, but for the cue's last
note. A phrase that begins before or with them may end there. Loops have no ending and are exempt.
Where the cue's last panels are tacet, the music ends before them.

button  everything is over 0.7 s after the last onset
ring    the last chord sounds for half a second or more, and is let go before the end
fade    expression or velocity falls by 6 dB from two bars before the end on
hold    the last chord is held to the last 0.5 s
cut     the last chord is held to the end
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan, Ending
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.tally import Tally
from musflow_studio.planning import parse_meter

_PHRASE_REST = TICKS_PER_QUARTER // 2
_VELOCITY_DB = 0.2
"""What one step of velocity is worth at the least (measured: 40 to 120 gives 14 to 16 dB)."""


@dataclass(frozen=True)
class Close:
    """How a cue ends, read from its notes."""

    plan: CuePlan

    @cached_property
    def end_tick(self) -> int:
        """Where the last sounding panel ends."""
        return max(p.end_tick for p in self.plan.panels if p.panel_uid not in self.plan.tacet)

    @cached_property
    def edge(self) -> int:
        """Where the last two bars begin."""
        return self.end_tick - 2 * parse_meter(self.plan.meter).bar_ticks

    @cached_property
    def notes(self) -> list[Note]:
        """Every note."""
        return [n for part in self.plan.score.parts for n in part.notes]

    @cached_property
    def last_onset(self) -> int:
        """Tick of the last note."""
        return max(n.start_tick for n in self.notes)

    @cached_property
    def seconds_held(self) -> float:
        """Written seconds from the last onset to the last note's end."""
        return self._seconds(self.last_onset, self._last_end)

    @cached_property
    def seconds_left(self) -> float:
        """Seconds from the last note's end to the end of the last sounding panel."""
        return self._seconds(self._last_end, self.end_tick)

    @property
    def _last_end(self) -> int:
        return max(n.start_tick + n.duration_ticks for n in self.notes)

    def _seconds(self, start: int, end: int) -> float:
        return float(self.plan.grid.seconds_at(end) - self.plan.grid.seconds_at(start))


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count one ending."""
    if plan.ending is None:
        return ()
    close = Close(plan)
    found = (
        ("the last onset is on the last hit or a downbeat", _on_downbeat(close)),
        ("the cue ends on the tonic or says it is open", _at_home(close)),
        ("no new phrase in the last two bars", not _begins_late(close)),
        ("the ending is heard as planned", _HEARD[plan.ending](close)),
    )
    where = (
        f"seed {plan.seed}, {plan.ending.value}, bar {plan.grid.bar_at(close.last_onset).number}"
    )
    return tuple(Tally(8, name, int(ok), 1, broken=() if ok else (where,)) for name, ok in found)


def _on_downbeat(close: Close) -> bool:
    plan = close.plan
    weights = (HitWeight.MUST, HitWeight.SHOULD)
    hits = [h.tick for h in plan.hits if h.panel_uid and h.weight in weights]
    inside = [tick for tick in hits if tick < close.end_tick]
    downbeats = {bar.start_tick for bar in plan.grid.bars}
    return close.last_onset in downbeats | ({max(inside)} if inside else set())


def _at_home(close: Close) -> bool:
    last = [c for c in close.plan.chords if c.start_tick < close.end_tick][-1]
    return close.plan.ends_open or last.pitch_classes[0] == close.plan.key.tonic


def _begins_late(close: Close) -> bool:
    sung = sorted(
        {
            (n.start_tick, n.start_tick + n.duration_ticks)
            for part in close.plan.score.parts
            if part.role is Role.MELODY
            for n in part.notes
        }
    )
    heard, following = 0, -1
    for start, end in sung:
        if start - heard >= _PHRASE_REST or not heard:
            following = 0 if start > close.edge else -1
        elif following == 0 and start != close.last_onset:
            return True
        heard = max(heard, end)
    return False


def _falls(close: Close) -> bool:
    return any(_part_falls(close, part) for part in close.plan.score.parts)


def _part_falls(close: Close, part: Part) -> bool:
    late = [n.velocity for n in part.notes if n.start_tick >= close.edge]
    before = [n.velocity for n in part.notes if n.start_tick < close.edge][-8:]
    if late and before and (np.mean(before) - late[-1]) * _VELOCITY_DB >= 6:
        return True
    points = [p for p in part.expression if p.tick >= close.edge]
    values = [p.value for p in points]
    return bool(late and values) and bool(40 * np.log10(max(values) / values[-1]) >= 6)


_HEARD: dict[Ending, Callable[[Close], bool]] = {
    Ending.BUTTON: lambda close: close.seconds_held <= 0.7,
    Ending.RING: lambda close: close.seconds_held >= 0.5 and close.seconds_left > 0.05,
    Ending.FADE: lambda close: close.seconds_held >= 0.5 and _falls(close),
    Ending.HOLD: lambda close: close.seconds_left <= 0.5,
    Ending.CUT: lambda close: close.seconds_left <= 0.02,
}
