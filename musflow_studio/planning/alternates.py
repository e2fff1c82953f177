"""Alternates: the plan of a take with some of its score left out, nothing composed anew.

no-melody       without the melody and what doubles it
no-drums        without drums, kits and cymbals, also at hits
bed             chords, pads and bass alone
under-dialogue  the whole cue as if somebody spoke in every panel: nothing sung or busier than the
                beat, no cymbals, softer and darker (see restraint, dynamics), room for the words

Notes edited by hand stay as they are: the score is read, not the style.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.plan import CuePlan, Dialogue, PanelPlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.performance.dynamics import UNDER_DIALOGUE
from musflow_studio.planning.performance.restraint import CYMBALS

DRUM_PROGRAMS = frozenset({47, 113, 115, 116, 117, 118, 119})
"""General MIDI programs that are struck for rhythm: timpani, woodblocks, taiko, toms, a cymbal."""
BED_ROLES = (Role.HARMONY, Role.PAD, Role.BASS)
IN_THE_WAY = (Role.COUNTER, Role.ARPEGGIO)
"""Roles that step aside for words wherever somebody else holds the harmony."""


def alternate_plan(plan: CuePlan, kind: Alternate) -> CuePlan:
    """The plan of one alternate; grid, key, chords and every note that stays are the same.

    Raises StudioError if nothing would be left to play.
    """
    parts = tuple(part for part in _MAKERS[kind](plan) if part.notes)
    if not parts:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"nothing is left to play in the alternate {kind.value!r}",
            value=", ".join(sorted({part.role.value for part in plan.score.parts})),
            hint="leave it out with --only",
        )
    panels = tuple(_told(panel, parts) for panel in plan.panels)
    why = (*plan.why, f"Alternate of the full take: {kind.words}.")
    spoken = tuple(p.panel_uid for p in panels) if kind is Alternate.UNDER_DIALOGUE else None
    return replace(
        plan,
        score=replace(plan.score, parts=parts),
        panels=panels,
        under_words=plan.under_words if spoken is None else spoken,
        why=why,
    )


def kept_roles(full: CuePlan, less: CuePlan) -> frozenset[Role]:
    """Roles of an alternate that sound exactly as they do in the full take."""
    if full.under_words != less.under_words:
        return frozenset()
    return frozenset(
        role
        for role in {part.role for part in less.score.parts}
        if _of(full, role) == _of(less, role)
    )


def _of(plan: CuePlan, role: Role) -> tuple[Part, ...]:
    return tuple(part for part in plan.score.parts if part.role is role and part.notes)


def _told(panel: PanelPlan, parts: tuple[Part, ...]) -> PanelPlan:
    uid = panel.panel_uid
    playing = {part.role for part in parts if any(n.panel_uid == uid for n in part.notes)}
    return replace(panel, roles=tuple(role for role in panel.roles if role in playing))


def is_drum(part: Part) -> bool:
    """True for a kit, and for the drums among the other programs."""
    drums = part.role is Role.PERCUSSION or part.program in DRUM_PROGRAMS
    return part.bank == KIT_BANK or drums


def _without_melody(plan: CuePlan) -> list[Part]:
    return [part for part in plan.score.parts if part.role is not Role.MELODY]


def _without_drums(plan: CuePlan) -> list[Part]:
    return [part for part in plan.score.parts if not is_drum(part)]


def _bed(plan: CuePlan) -> list[Part]:
    return [part for part in plan.score.parts if part.role in BED_ROLES and not is_drum(part)]


@dataclass(frozen=True)
class _Words:
    """Somebody speaks all through a cue.

    Attributes:
        composed: panels that were composed to stay under words already; they stay as they are.
        held: panels where chords, pads or bass play.
        bars: start ticks.
        pulse: ticks of a beat.
        ends: panel -> tick where it ends.
        begins: ticks where panels begin.
    """

    composed: frozenset[str]
    held: frozenset[str]
    bars: tuple[int, ...]
    pulse: int
    ends: dict[str, int]
    begins: frozenset[int]

    def on_beat(self, tick: int) -> bool:
        """True on a beat of the bar, or where a panel begins."""
        bar = self.bars[max(0, bisect_right(self.bars, tick) - 1)]
        return (tick - bar) % self.pulse == 0 or tick in self.begins

    def leaves(self, part: Part, note: Note) -> bool:
        """True for a note that may sound under the words."""
        if note.panel_uid in self.composed:
            return True
        if part.role in IN_THE_WAY and note.panel_uid in self.held:
            return False
        hisses = part.bank == KIT_BANK and note.pitch in CYMBALS
        return self.on_beat(note.start_tick) and not hisses


def _words(plan: CuePlan) -> _Words:
    spoken = {p.uid for p in plan.storyboard.panels if p.dialogue.strip()}
    bed = (n for part in plan.score.parts if part.role in BED_ROLES for n in part.notes)
    return _Words(
        composed=frozenset(spoken if plan.dialogue is Dialogue.UNDER else ()),
        held=frozenset(n.panel_uid for n in bed),
        bars=tuple(bar.start_tick for bar in plan.grid.bars),
        pulse=parse_meter(plan.meter).pulse_ticks,
        ends={p.panel_uid: p.end_tick for p in plan.panels},
        begins=frozenset(p.start_tick for p in plan.panels),
    )


def _under(plan: CuePlan) -> list[Part]:
    words = _words(plan)
    sounding = [part for part in plan.score.parts if part.role is not Role.MELODY]
    return [replace(part, notes=_restrained(words, part)) for part in sounding]


def _restrained(words: _Words, part: Part) -> tuple[Note, ...]:
    """What is left of a part, each note softer and ringing until the next where it was a figure."""
    kept = [n for n in part.notes if words.leaves(part, n)]
    following = dict(pairwise(sorted({n.start_tick for n in kept})))
    restrained = []
    for note in kept:
        if note.panel_uid in words.composed:
            restrained.append(note)
            continue
        velocity = max(1, round(note.velocity * UNDER_DIALOGUE))
        end = words.ends[note.panel_uid]
        room = min(words.pulse, following.get(note.start_tick, end) - note.start_tick)
        room = min(room, end - note.start_tick)
        ticks = note.duration_ticks if part.bank == KIT_BANK else max(note.duration_ticks, room)
        restrained.append(replace(note, velocity=velocity, duration_ticks=ticks))
    return tuple(restrained)


_MAKERS: dict[Alternate, Callable[[CuePlan], list[Part]]] = {
    Alternate.FULL: lambda plan: list(plan.score.parts),
    Alternate.NO_MELODY: _without_melody,
    Alternate.NO_DRUMS: _without_drums,
    Alternate.BED: _bed,
    Alternate.UNDER_DIALOGUE: _under,
}
