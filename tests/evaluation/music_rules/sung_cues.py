"""Cues whose lead line a test can replace, to plant what a rule must catch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Note, Role
from musflow_studio.evaluation.music_rules.lead_line import lead_lines
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally, add_up
from musflow_studio.presets import load_styles

if TYPE_CHECKING:
    from gates import Gate

STYLES = load_styles()
STYLE = STYLES["tender-piano"]
Check = Callable[[CuePlan, object], tuple[Tally, ...]]


@cache
def cues() -> tuple[CuePlan, ...]:
    """A dozen cues of tender piano, both metres."""
    return tuple(sample_cues(STYLE, 12))


def with_lead(cue: CuePlan, change: Callable[[Sequence[Note]], Sequence[Note]]) -> CuePlan:
    """The cue with each panel's lead line changed, and nothing that doubles it."""
    lines = lead_lines(cue)
    if not lines:
        return cue
    notes = tuple(note for line in lines for note in change(line.notes))
    lead = next(part for part in cue.score.parts if part.instrument == lines[0].instrument)
    others = tuple(part for part in cue.score.parts if part.role is not Role.MELODY)
    parts = (replace(lead, notes=notes), *others)
    return replace(cue, score=replace(cue.score, parts=parts))


def tallies(check: Check, planned: Sequence[CuePlan]) -> dict[str, Tally]:
    """What a check says of all cues together, by name."""
    return {t.name: t for t in add_up(t for cue in planned for t in check(cue, STYLE))}


def gate_rule(gate: Gate, check: Check, rule: str, target: str) -> None:
    """Count a rule over 50 cues of every style (5 at normal size), and record the weakest shares.

    A handful of cues may miss a share that fifty reach, so that only full size is held to it all.
    """
    weakest: dict[str, tuple[float, str, float]] = {}
    counted = gate.size(50)
    for style in STYLES.values():
        sample = sample_cues(style, counted)
        for one in add_up(t for cue in sample for t in check(cue, style)):
            if one.needed and one.counted:
                share = (one.share, style.name, one.needed)
                weakest[one.name] = min(weakest.get(one.name, share), share)
    met = all(share >= needed for share, _, needed in weakest.values())
    figures = "; ".join(f"{name} {s:.0%} ({style})" for name, (s, style, _) in weakest.items())
    how = f"{counted} cues of each of {len(STYLES)} styles; the weakest style of each part"
    gate.record(rule, figures, target, how, met=met)
    slack = 0.0 if gate.full else 0.25
    for name, (share, style, needed) in weakest.items():
        assert share >= needed - slack, (name, style, share)
