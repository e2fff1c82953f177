"""Prompt: the plan in words that a text-guided engine understands."""

from __future__ import annotations

import re

from musflow_studio.domain.grid import bpm_text
from musflow_studio.domain.plan import CuePlan, PanelPlan

_OF_PANELS = re.compile(r"; biggest at panel [^;.]*| at panel [^;.]*")
_LIVELY, _QUIET = 0.66, 0.33


def prompt_of(plan: CuePlan, start_s: float, end_s: float) -> str:
    """The caption without panel numbers, the mood of a stretch of the cue, tempo and key.

    Args:
        plan: what to say.
        start_s: seconds from the cue's start where the stretch begins.
        end_s: where it ends.
    """
    caption = _OF_PANELS.sub("", plan.caption).rstrip(". ")
    panel = _most_of(plan, start_s, end_s)
    told = [caption, *_mood(plan, panel), f"{bpm_text(plan.bpm)} bpm", plan.key.name]
    return ", ".join([*told, "instrumental film music"])


def _most_of(plan: CuePlan, start_s: float, end_s: float) -> PanelPlan:
    """The panel that fills most of a stretch; the last one beyond the cue's end."""
    seconds = plan.storyboard.rate.seconds

    def shared(panel: PanelPlan) -> float:
        first, last = float(seconds(panel.start_frame)), float(seconds(panel.end_frame))
        return min(last, end_s) - max(first, start_s)

    best = max(plan.panels, key=shared)
    return best if shared(best) > 0 else plan.panels[-1]


def _mood(plan: CuePlan, panel: PanelPlan) -> list[str]:
    described = [p for p in plan.description.panels if p.panel_uid == panel.panel_uid]
    said = [p.mood_word for p in described if p.mood_word]
    energy = (
        "energetic" if panel.energy > _LIVELY else "quiet" if panel.energy < _QUIET else "flowing"
    )
    return [*said, energy]
