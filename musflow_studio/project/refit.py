"""Refit: what an edit changed between two plans of a cue, panel by panel and in bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from musflow_studio.domain.plan import CuePlan, PanelPlan
from musflow_studio.domain.score import Note, Part


class Touch(StrEnum):
    """What became of one panel's music."""

    SAME = "same"
    MOVED = "moved"
    REFITTED = "re-fitted"
    REWRITTEN = "rewritten"
    NEW = "new"


@dataclass(frozen=True)
class PanelRefit:
    """One panel of the later plan.

    Attributes:
        panel_uid, number: the panel.
        touch: same; moved as it is; fitted to another length or tempo; other notes; or new.
        first_bar, last_bar: bars of the later plan it touches, inclusive.
    """

    panel_uid: str
    number: str
    touch: Touch
    first_bar: int
    last_bar: int


@dataclass(frozen=True)
class Refit:
    """What an edit changed.

    Attributes:
        panels: every panel of the later plan, in order.
        gone: how many panels of the earlier plan are not in it.
        moved_frames: by how many frames the later panels that stayed as they are were moved
            (the largest move; 0 where nothing moved).
    """

    panels: tuple[PanelRefit, ...]
    gone: int = 0
    moved_frames: int = 0

    @property
    def changed(self) -> tuple[PanelRefit, ...]:
        """The panels whose notes or times are others."""
        return tuple(p for p in self.panels if p.touch not in (Touch.SAME, Touch.MOVED))

    @property
    def bars(self) -> tuple[tuple[int, int], ...]:
        """The bars that were touched, as inclusive ranges of the later plan, ascending."""
        ranges: list[tuple[int, int]] = []
        for panel in self.changed:
            first, last = panel.first_bar, panel.last_bar
            if ranges and first <= ranges[-1][1] + 1:
                first, last = ranges[-1][0], max(last, ranges.pop()[1])
            ranges.append((first, last))
        return tuple(ranges)

    def sentence(self) -> str:
        """What happened, as the window says it: "Bars 9\u201311 re-fitted, the rest untouched."."""
        if not self.changed:
            text = "No bar was touched" if not self.gone else "A panel went, no bar was touched"
        elif len(self.changed) == len(self.panels):
            return "Every bar was made anew."
        else:
            fitted = all(panel.touch is not Touch.REWRITTEN for panel in self.changed)
            verb = "re-fitted" if fitted else "made anew"
            text = f"{bar_ranges(self.bars)} {verb}, the rest untouched"
        return f"{text}{self._move()}."

    def _move(self) -> str:
        frames = abs(self.moved_frames)
        if not frames:
            return ""
        when = "later" if self.moved_frames > 0 else "earlier"
        return f"; what follows comes {frames} frame{'' if frames == 1 else 's'} {when}"


def refit(before: CuePlan, after: CuePlan) -> Refit:
    """Compare two plans of a cue, panel by panel.

    A panel is untouched when every player plays the same notes at the same times from its start.
    """
    old, new = _music(before), _music(after)
    earlier = {panel.panel_uid: panel for panel in before.panels}
    numbers = {panel.uid: panel.number for panel in after.storyboard.panels}
    told = []
    moves = [0]
    for panel in after.panels:
        uid = panel.panel_uid
        touch = _touch(earlier.get(uid), panel, old.get(uid), new[uid])
        if touch is Touch.MOVED:
            moves.append(panel.start_frame - earlier[uid].start_frame)
        first, last = _bars(after, panel)
        told.append(PanelRefit(uid, numbers[uid], touch, first, last))
    gone = len(earlier.keys() - {panel.panel_uid for panel in after.panels})
    return Refit(tuple(told), gone, max(moves, key=abs))


def bar_ranges(ranges: Iterable[tuple[int, int]]) -> str:
    """Bars as people write them: "Bar 4", "Bars 9-11 and 14"; a pick-up is bar 0."""
    ranges = tuple(ranges)
    words = [str(a) if a == b else f"{a}\u2013{b}" for a, b in ranges]
    text = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    single = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
    return f"Bar {text}" if single else f"Bars {text}"


_Heard = tuple[str, int, int, int, int]
"""Player, tick from the panel's start, duration, pitch, velocity."""


@dataclass(frozen=True)
class _Music:
    """A panel's notes and the tempi they are played in, from the panel's start."""

    notes: tuple[_Heard, ...]
    tempi: tuple[tuple[int, int], ...]


def _music(plan: CuePlan) -> dict[str, _Music]:
    starts = {panel.panel_uid: panel.start_tick for panel in plan.panels}
    notes: dict[str, list[_Heard]] = defaultdict(list)
    for part in plan.score.parts:
        for note in part.notes:
            if note.panel_uid in starts:
                notes[note.panel_uid].append(_heard(part, note, starts[note.panel_uid]))
    return {
        panel.panel_uid: _Music(tuple(sorted(notes[panel.panel_uid])), _tempi(plan, panel))
        for panel in plan.panels
    }


def _heard(part: Part, note: Note, start: int) -> _Heard:
    player = f"{part.role}/{part.instrument}"
    return player, note.start_tick - start, note.duration_ticks, note.pitch, note.velocity


def _tempi(plan: CuePlan, panel: PanelPlan) -> tuple[tuple[int, int], ...]:
    opening = plan.grid.tempo_at(panel.start_tick).microseconds_per_quarter
    inside = (
        (section.start_tick - panel.start_tick, section.microseconds_per_quarter)
        for section in plan.grid.tempi
        if panel.start_tick < section.start_tick < panel.end_tick
    )
    return ((0, opening), *inside)


def _touch(was: PanelPlan | None, now: PanelPlan, old: _Music | None, new: _Music) -> Touch:
    if was is None or old is None:
        return Touch.NEW
    if old.tempi != new.tempi or _frames(was) != _frames(now):
        return Touch.REFITTED
    if old.notes != new.notes:
        return Touch.REWRITTEN
    return Touch.SAME if was.start_frame == now.start_frame else Touch.MOVED


def _frames(panel: PanelPlan) -> int:
    return panel.end_frame - panel.start_frame


def _bars(plan: CuePlan, panel: PanelPlan) -> tuple[int, int]:
    last = max(panel.start_tick, panel.end_tick - 1)
    return plan.grid.bar_at(panel.start_tick).number, plan.grid.bar_at(last).number
