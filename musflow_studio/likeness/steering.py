"""Steering: tempo, key and energy curve of a reference as wishes for a cue.

A temp track's shape is taken, not its notes. What the user pinned goes before it, and every panel
says in its evidence that its energy came from the reference, so that it can be set by hand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from musflow_studio.domain.description import (
    Description,
    Evidence,
    EvidenceSource,
    PanelDescription,
)
from musflow_studio.domain.plan import Pins
from musflow_studio.domain.reference import Reference, Trait
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.domain.style import Style

LEAST_SURE = 0.05
"""A key that was heard with less confidence than this is not offered."""
USUAL_BPM = (60.0, 160.0)
"""Where a tempo lies that the style does not know."""


def pins_like(reference: Reference, traits: Collection[Trait], style: Style | None = None) -> Pins:
    """Tempo and key of the reference as pins, where they were heard and are asked for.

    Who hears a tempo may hear its half or double: the one that lies in the style's range is taken.
    """
    tempo = reference.bpm if Trait.TEMPO in traits else None
    key = reference.key if Trait.KEY in traits and reference.key_sure >= LEAST_SURE else None
    return Pins(bpm=None if tempo is None else related_bpm(tempo, style), key=key)


def related_bpm(bpm: float, style: Style | None) -> float:
    """The tempo, its half or its double, nearest to it within the style's range or the usual."""
    related = (bpm, bpm / 2, bpm * 2)
    ranges = [USUAL_BPM]
    if style is not None:
        ranges.insert(0, (style.tempo_low_bpm, style.tempo_high_bpm))
    for low, high in ranges:
        for one in related:
            if low <= one <= high:
                return round(one, 2)
    return min(240.0, max(40.0, bpm))


def description_like(
    description: Description,
    board: Storyboard,
    reference: Reference,
    in_frame: int = 0,
    out_frame: int | None = None,
) -> Description:
    """The description with each panel of the cue as energetic as the reference is there.

    The reference's curve is stretched over the cue. Panels whose energy was set by hand keep it.
    """
    curve = np.array(reference.energy_curve, float).reshape(-1, 2)
    last = board.length_frames if out_frame is None else out_frame
    if len(curve) < 2 or curve[-1, 0] <= curve[0, 0]:
        return description
    starts = dict(zip((p.uid for p in board.panels), board.start_frames, strict=False))
    lengths = {panel.uid: panel.length_frames for panel in board.panels}

    def followed(panel: PanelDescription) -> PanelDescription:
        first = starts[panel.panel_uid]
        span = (max(first, in_frame), min(first + lengths[panel.panel_uid], last))
        by_hand = panel.seen_energy is not None and panel.seen_energy != panel.energy
        if span[0] >= span[1] or by_hand:
            return panel
        shares = [(frame - in_frame) / (last - in_frame) for frame in span]
        return _with_energy(panel, mean_energy(curve, *shares), reference.name)

    return replace(description, panels=tuple(followed(panel) for panel in description.panels))


def mean_energy(curve: np.ndarray, start: float, end: float) -> float:
    """The mean of (second, energy) points between two shares, 0 to 1, of their time."""
    from_s, whole_s = curve[0, 0], curve[-1, 0] - curve[0, 0]
    at_s = from_s + np.linspace(start, end, 33) * whole_s
    return float(np.clip(np.interp(at_s, curve[:, 0], curve[:, 1]).mean(), 0, 1))


def _with_energy(panel: PanelDescription, energy: float, name: str) -> PanelDescription:
    says = f"the reference {name} has energy {energy:.2f} here"
    kept = tuple(e for e in panel.evidence if e.source is not EvidenceSource.REFERENCE)
    evidence = Evidence(EvidenceSource.REFERENCE, says, 1.0)
    return replace(panel, energy=energy, seen_energy=energy, evidence=(*kept, evidence))
