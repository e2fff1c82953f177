"""Rule 1, density (the plan's part): how many play, and how much sounds at once.

A role plays in a panel when it has a note there; accents at hits are not counted. Panels shorter
than one bar of the cue's metre (a composed silence before a hit not counted) are held to the most
only: a melody, say, has no room in them. So are panels that stay under dialogue or are thinned for
air; tacet ones are not counted.
At most ten pitches sound at once, drums and timpani aside; tones in unison count once, and
overlaps under 60 ms (a legato, a chord change) are not heard as more.
"""

from __future__ import annotations

from collections.abc import Iterator

from musflow_studio.domain.plan import CuePlan, Dialogue, PanelPlan
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.tally import Tally
from musflow_studio.planning import parse_meter

MOST_PITCHES = 10
_ROLES_BY_ENERGY = ((0.25, 1, 2), (0.5, 3, 3), (0.75, 4, 5), (1.01, 5, 7))
_HEARD_S = 0.06


def check(plan: CuePlan, style: Style) -> tuple[Tally, ...]:
    """Count the panels whose number of roles suits their energy, and the moments not too thick."""
    return (_roles(plan), _pitches(plan))


def _roles(plan: CuePlan) -> Tally:
    sounding = [panel for panel in plan.panels if panel.panel_uid not in plan.tacet]
    broken = [said for panel in sounding for said in _wrong_count(plan, panel)]
    counted = len(sounding)
    return Tally(1, "roles by energy", counted - len(broken), counted, broken=tuple(broken))


def _wrong_count(plan: CuePlan, panel: PanelPlan) -> Iterator[str]:
    playing = {
        part.role
        for part in plan.score.parts
        if part.role is not Role.ACCENT and any(n.panel_uid == panel.panel_uid for n in part.notes)
    }
    _, least, most = next(row for row in _ROLES_BY_ENERGY if panel.energy < row[0])
    hush = sum(p.hush_ticks for name, p in plan.passages.items() if _of(name, panel))
    short = panel.end_tick - panel.start_tick - hush < parse_meter(plan.meter).bar_ticks
    if len(playing) > most or (len(playing) < least and not short and not _lightened(plan, panel)):
        named = ", ".join(sorted(playing)) or "none"
        yield f"{panel.panel_uid}, energy {panel.energy:.2f}: {len(playing)} roles ({named})"


def _lightened(plan: CuePlan, panel: PanelPlan) -> bool:
    """True where fewer play on purpose: somebody speaks, or the cue breathes."""
    speaks = {p.uid for p in plan.storyboard.panels if p.dialogue.strip()}
    if plan.dialogue is Dialogue.UNDER and panel.panel_uid in speaks:
        return True
    return any(p.thin for name, p in plan.passages.items() if _of(name, panel))


def _of(name: str, panel: PanelPlan) -> bool:
    """True for the passages of a panel."""
    return name.rpartition("/")[0] == panel.panel_uid


def _pitches(plan: CuePlan) -> Tally:
    notes = [n for part in plan.score.parts if part.role is not Role.PERCUSSION
             for n in part.notes if part.bank != 128]  # fmt: skip
    moments = sorted({note.start_tick for note in notes})
    broken = []
    for tick in moments:
        heard = {n.pitch for n in notes if _sounds(plan, n, tick)}
        if len(heard) > MOST_PITCHES:
            broken.append(f"bar {plan.grid.bar_at(tick).number}: {len(heard)} pitches at once")
    name = f"at most {MOST_PITCHES} notes at once"
    return Tally(1, name, len(moments) - len(broken), len(moments), broken=tuple(broken))


def _sounds(plan: CuePlan, note: Note, tick: int) -> bool:
    end = note.start_tick + note.duration_ticks
    if not note.start_tick <= tick < end:
        return False
    return float(plan.grid.seconds_at(end) - plan.grid.seconds_at(tick)) > _HEARD_S
