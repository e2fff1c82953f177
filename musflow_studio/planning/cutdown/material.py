"""Material: what there is to cut in a plan, and where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import ChordSpan, CuePlan, PanelPlan
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.bar_lines import SIXTEENTH_TICKS, bar_ticks_of, pulse_ticks

EIGHTH_TICKS = TICKS_PER_QUARTER // 2
RHYTHM_GRACE_TICKS = TICKS_PER_QUARTER // 16
"""Touch may take this much off a written value."""
SCALE_STEPS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6)
"""Scale steps of a chromatic interval, by semitones within the octave."""

Stretch = tuple[int, int]
"""A part of the music, first tick and end."""


@dataclass(frozen=True)
class Material:
    """A plan as one who cuts it looks at it. All places are ticks on its grid.

    Attributes:
        plan: to be cut; in picture mode, with at least one note.
    """

    plan: CuePlan

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """All notes, by start."""
        found = (note for part in self.plan.score.parts for note in part.notes)
        return tuple(sorted(found, key=lambda note: (note.start_tick, note.pitch)))

    @cached_property
    def last_onset(self) -> int:
        """Where the last note begins, before the picture ends."""
        return max(note.start_tick for note in self.notes if note.start_tick < self.end)

    @cached_property
    def lateness_s(self) -> float:
        """How much later than written the last onset may sound (a rolled chord)."""
        late = [n.shift_us for n in self.notes if n.start_tick >= self.last_onset]
        return max(0, *late, 0) / 1e6

    @property
    def end(self) -> int:
        """End of the grid."""
        return self.plan.grid.end_tick

    @cached_property
    def length_s(self) -> float:
        """Of the picture."""
        frames = self.plan.out_frame - self.plan.in_frame
        return float(self.plan.storyboard.rate.seconds(frames))

    @cached_property
    def ring_s(self) -> float:
        """From the last onset to the picture's end."""
        return self.length_s - self.seconds(self.last_onset)

    @cached_property
    def bar_s(self) -> float:
        """Seconds of a full bar at the cue's tempo."""
        quarters = bar_ticks_of(self.plan.meter) / TICKS_PER_QUARTER
        return 60 * quarters / self.plan.bpm

    def seconds(self, tick: int) -> float:
        """Time of a tick."""
        return float(self.plan.grid.seconds_at(tick))

    @cached_property
    def bar_lines(self) -> tuple[int, ...]:
        """Where bars begin."""
        return tuple(bar.start_tick for bar in self.plan.grid.bars)

    @cached_property
    def panel_starts(self) -> frozenset[int]:
        """Where panels begin."""
        return frozenset(panel.start_tick for panel in self.plan.panels)

    @cached_property
    def must_hits(self) -> frozenset[int]:
        """Where must-hits are answered, the picture's end left out."""
        hits = self.plan.hits
        return frozenset(hit.tick for hit in hits if hit.weight is HitWeight.MUST and hit.panel_uid)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Bar lines and panel starts up to the last onset: where the music may be cut."""
        return self._cuttable({*self.bar_lines, *self.panel_starts})

    @cached_property
    def beats(self) -> tuple[int, ...]:
        """Every felt beat as well, for lengths that bars are too coarse for."""
        pulse = pulse_ticks(self.plan.meter)
        beats = {
            tick
            for bar in self.plan.grid.bars
            for tick in range(bar.start_tick, bar.end_tick, pulse)
        }
        return self._cuttable({*self.places, *beats})

    def _cuttable(self, ticks: Iterable[int]) -> tuple[int, ...]:
        """Places that leave bars made of sixteenths."""
        inside = (t for t in sorted(ticks) if t <= self.last_onset)
        return tuple(t for t in inside if self.past_line(t) % SIXTEENTH_TICKS == 0)

    def past_line(self, tick: int) -> int:
        """Ticks since the last bar line."""
        return tick - self.bar_lines[bisect_right(self.bar_lines, tick) - 1]

    def panel_at(self, tick: int) -> PanelPlan:
        """The panel whose music a tick lies in."""
        panels = self.plan.panels
        return panels[max(0, bisect_right([p.start_tick for p in panels], tick) - 1)]

    def chord_at(self, tick: int) -> ChordSpan | None:
        """The chord that sounds at a tick; None without any."""
        chords = self.plan.chords
        starts = [chord.start_tick for chord in chords]
        return chords[max(0, bisect_right(starts, tick) - 1)] if chords else None

    @cached_property
    def runs(self) -> tuple[Stretch, ...]:
        """The melody between its rests of an eighth or more."""
        runs: list[Stretch] = []
        for note in self._melody:
            end = note.start_tick + note.duration_ticks
            if runs and note.start_tick - runs[-1][1] < EIGHTH_TICKS - TICKS_PER_QUARTER // 16:
                runs[-1] = (runs[-1][0], max(runs[-1][1], end))
            else:
                runs.append((note.start_tick, end))
        return tuple(runs)

    @cached_property
    def statements(self) -> tuple[Stretch, ...]:
        """Where the motif is told inside one panel, by its contour or by its rhythm."""
        motif = self.plan.motif
        count = len(motif.degrees)
        steps = [b - a for a, b in pairwise(motif.degrees)]
        found = []
        for at in range(len(self._melody) - count + 1):
            notes = self._melody[at : at + count]
            told = _keeps_contour(notes, steps) or _keeps_rhythm(notes, steps, motif.rhythm_ticks)
            if told and notes[0].panel_uid == notes[-1].panel_uid:
                found.append((notes[0].start_tick, notes[-1].start_tick + 1))
        return tuple(found)

    @cached_property
    def _melody(self) -> tuple[Note, ...]:
        """Who leads in each panel, the first melody part that plays there: its highest notes."""
        lead: dict[int, Note] = {}
        parts = [part for part in self.plan.score.parts if part.role is Role.MELODY]
        for panel in self.plan.panels:
            voices = ([n for n in p.notes if n.panel_uid == panel.panel_uid] for p in parts)
            notes = next((own for own in voices if own), [])
            for note in sorted(notes, key=lambda note: note.pitch):
                lead[note.start_tick] = note
        return tuple(lead[tick] for tick in sorted(lead))


def _keeps_contour(notes: Sequence[Note], steps: Sequence[int]) -> bool:
    """True where the melody takes the motif's scale steps, or all of them the other way."""
    heard = [_scale_steps(b.pitch - a.pitch) for a, b in pairwise(notes)]
    return heard in (list(steps), [-step for step in steps])


def _keeps_rhythm(notes: Sequence[Note], steps: Sequence[int], rhythm_ticks: Sequence[int]) -> bool:
    """True where the rhythm is the motif's (or twice as long, or half), and so is the direction."""
    gaps = [b.start_tick - a.start_tick for a, b in pairwise(notes)]
    heard = [_sign(b.pitch - a.pitch) for a, b in pairwise(notes)]
    told = [_sign(step) for step in steps]
    return heard in (told, [-sign for sign in told]) and any(
        all(
            abs(gap - times * ticks) <= RHYTHM_GRACE_TICKS
            for gap, ticks in zip(gaps, rhythm_ticks, strict=False)
        )
        for times in (1.0, 2.0, 0.5)
    )


def _scale_steps(semitones: int) -> int:
    octaves, rest = divmod(abs(semitones), 12)
    return _sign(semitones) * (7 * octaves + SCALE_STEPS[rest])


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
