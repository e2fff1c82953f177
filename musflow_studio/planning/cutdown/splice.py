"""Splice: the selected stretches joined: a new line of time, and the music moved onto it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Grid, TempoSection
from musflow_studio.domain.plan import ChordSpan
from musflow_studio.domain.score import ControlPoint, Note, Part, Role
from musflow_studio.planning.cutdown.material import EIGHTH_TICKS, Material, Stretch
from musflow_studio.planning.cutdown.selection import Selection
from musflow_studio.planning.fit.bar_lines import meter_sections, pulse_ticks

RELEASE_S = 0.45
"""Held notes of the last chord end so long before the end."""
RINGING_S = 1.0
"""Last notes held longer than this ring, and follow the length of the ending."""


@dataclass(frozen=True)
class Splice:
    """The stretches of a selection, one after the other.

    Attributes:
        material: what is cut.
        selection: what stays of it.
        length_s: of the new picture.
    """

    material: Material
    selection: Selection
    length_s: Fraction

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where each stretch begins on the new grid."""
        starts = [0]
        for first, end in self.selection.stretches:
            starts.append(starts[-1] + end - first)
        return tuple(starts)

    @property
    def last_onset(self) -> int:
        """Where the last note begins on the new grid."""
        return self._starts[-1]

    def moved(self, tick: int) -> int | None:
        """Where a tick of the cue lies on the new grid; None if it was dropped.

        The last onset and all that follows it stay.
        """
        for (first, end), start in zip(self.selection.stretches, self._starts, strict=False):
            if first <= tick < end:
                return start + tick - first
        after = tick - self.material.last_onset
        return self.last_onset + after if after >= 0 else None

    @cached_property
    def stretches(self) -> tuple[tuple[Stretch, int], ...]:
        """The kept stretches, the last one up to the cue's end, and how far each moves."""
        *others, (first, _) = self.selection.stretches
        whole = [*others, (first, self.material.end)]
        return tuple(
            (stretch, start - stretch[0])
            for stretch, start in zip(whole, self._starts, strict=False)
        )

    @cached_property
    def grid(self) -> Grid:
        """Tempi and bars of what is kept; the last chord's tempo lets it end with the picture."""
        old = self.material.plan.grid
        tempi = self._tempi()
        played = Grid(tempi, old.meters[:1], 1)
        line = max(line for line in self._lines() if line <= self.last_onset)
        eighths = round((played.tick_at(self.length_s) - line) / EIGHTH_TICKS)
        end = max(line + eighths * EIGHTH_TICKS, self.last_onset + EIGHTH_TICKS)
        ring_us = (self.length_s - played.seconds_at(self.last_onset)) * 1_000_000
        last = round(ring_us * TICKS_PER_QUARTER / (end - self.last_onset))
        earlier = [section for section in tempi if section.start_tick < self.last_onset]
        base_us = old.base_microseconds_per_quarter or old.tempi[0].microseconds_per_quarter
        lines = [line for line in self._lines() if line < end]
        return Grid(
            (*earlier, TempoSection(self.last_onset, last)),
            meter_sections(lines, end, self.material.plan.meter),
            end,
            pickup=old.pickup and self.selection.stretches[0][0] == 0 and len(lines) > 1,
            base_microseconds_per_quarter=self._faster(base_us),
        )

    def _faster(self, microseconds_per_quarter: int) -> int:
        return round(microseconds_per_quarter / self.selection.speed)

    def _tempi(self) -> tuple[TempoSection, ...]:
        sections: list[TempoSection] = []
        for tick, micros in self._tempo_changes():
            if tick >= self.last_onset > 0:
                break
            if not sections or sections[-1].microseconds_per_quarter != micros:
                sections.append(TempoSection(tick, micros))
        return tuple(sections)

    def _tempo_changes(self) -> Iterator[tuple[int, int]]:
        grid = self.material.plan.grid
        for (first, end), by in self.stretches:
            yield first + by, self._faster(grid.tempo_at(first).microseconds_per_quarter)
            for section in grid.tempi:
                if first < section.start_tick < end:
                    yield section.start_tick + by, self._faster(section.microseconds_per_quarter)

    def _lines(self) -> Iterator[int]:
        """Bar lines; where a bar goes on over a join, it has none there."""
        past = 0
        shortest = pulse_ticks(self.material.plan.meter)
        last = -shortest
        for (first, end), by in self.stretches:
            inside = [line + by for line in self.material.bar_lines if first <= line < end]
            into = self.material.past_line(first)
            if into and (not past or past != into):
                inside.insert(0, first + by)
            for line in inside:
                if line - last >= shortest:
                    yield line
                    last = line
            past = self.material.past_line(end) if end < self.material.end else 0

    @cached_property
    def _ending(self) -> tuple[int, int, float]:
        """Release of the last notes before and after, in ticks past the last onset, and its ratio.

        Notes that ring follow the new length; short ones stay as they are, unless it is too short.
        """
        material, grid = self.material, self.grid
        onset = material.last_onset
        release = max(n.start_tick + n.duration_ticks for n in material.notes) - onset
        held_s = material.seconds(onset + release) - material.seconds(onset)
        room = float(grid.tick_at(self.length_s - Fraction(RELEASE_S))) - self.last_onset
        longer_s = self.selection.ring_s - material.ring_s
        wanted: float = release
        if held_s > RINGING_S:
            wanted = release * (held_s + longer_s) / held_s
        wanted = max(EIGHTH_TICKS, min(wanted, room))
        return release, round(wanted), wanted / release

    def _stretched(self, tick: int) -> int:
        """A tick after the last onset, on the new grid with its longer or shorter ring."""
        after = tick - self.material.last_onset
        return self.last_onset + round(after * self._ending[2])

    def chords(self) -> tuple[ChordSpan, ...]:
        """The chords of what is kept."""
        kept = [
            replace(
                chord,
                start_tick=max(chord.start_tick, first) + by,
                end_tick=min(chord.end_tick, end) + by,
            )
            for (first, end), by in self.stretches
            for chord in self.material.plan.chords
            if chord.start_tick < end and chord.end_tick > first
        ]
        end = self.grid.end_tick
        inside = [replace(c, end_tick=min(c.end_tick, end)) for c in kept if c.start_tick < end]
        return (*inside[:-1], replace(inside[-1], end_tick=end)) if inside else ()

    def parts(self) -> tuple[Part, ...]:
        """The parts that still play a note."""
        parts = (self._part(part) for part in self.material.plan.score.parts)
        return tuple(part for part in parts if part.notes)

    def _part(self, part: Part) -> Part:
        notes = [n for where in self.stretches for n in self._notes(part, *where)]
        points = [p for where in self.stretches for p in self._points(part, *where)]
        ordered = sorted(notes, key=lambda note: (note.start_tick, note.pitch))
        return replace(part, notes=tuple(ordered), expression=tuple(points))

    def _notes(self, part: Part, stretch: Stretch, by: int) -> Iterator[Note]:
        """The notes of a stretch; what hangs over its end stops there, as what it hangs into."""
        first, end = stretch
        for note in part.notes:
            start, stop = note.start_tick, note.start_tick + note.duration_ticks
            if start >= end or stop <= first or start > self.material.last_onset:
                continue
            if start < first and not _hangs_over(part, first, stop):
                continue
            start, stop = max(start, first), min(stop, end)
            shift = note.shift_us if note.start_tick >= first else 0
            stop = self._stretched(stop) if stop > self.material.last_onset else stop + by
            yield replace(
                note,
                start_tick=start + by,
                duration_ticks=max(1, stop - start - by),
                shift_us=shift,
            )

    def _points(self, part: Part, stretch: Stretch, by: int) -> Iterator[ControlPoint]:
        """The expression of a stretch, with its level at both ends."""
        first, end = stretch
        if not part.expression:
            return
        yield ControlPoint(first + by, _level(part.expression, first))
        for point in part.expression:
            if first < point.tick < end:
                late = point.tick > self.material.last_onset
                tick = self._stretched(point.tick) if late else point.tick + by
                yield ControlPoint(min(tick, self.grid.end_tick), point.value)
        if end < self.material.end:
            yield ControlPoint(end - 1 + by, _level(part.expression, end - 1))


def _hangs_over(part: Part, first: int, stop: int) -> bool:
    """Whether a note begun before a stretch is worth striking anew where it begins."""
    held = part.role not in (Role.PERCUSSION, Role.MELODY, Role.ACCENT)
    return held and stop - first >= TICKS_PER_QUARTER


def _level(points: Sequence[ControlPoint], tick: int) -> int:
    """The expression at a tick: linear between points."""
    before = next((p for p in reversed(points) if p.tick <= tick), points[0])
    after = next((p for p in points if p.tick > tick), before)
    if after.tick <= before.tick:
        return before.value
    share = (tick - before.tick) / (after.tick - before.tick)
    return round(before.value + share * (after.value - before.value))
