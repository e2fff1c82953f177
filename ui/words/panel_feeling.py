"""What is shown about the chosen panel: what was set by hand, else what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.storyboard import Panel

Point = tuple[float, float]


@dataclass(frozen=True)
class PanelFeeling:
    """Mood and energy of one panel.

    Attributes:
        point: valence and arousal, -1 to 1 each; None while nothing was seen yet.
        seen_point: without what was set by hand; None where that is not known.
        energy: 0 to 1; None while nothing was seen yet.
        seen_energy: likewise without what was set.
        by_hand: whether any of mood, energy and words was set by hand.
        unsure: whether no mood could be told and none was set.
    """

    point: Point | None
    seen_point: Point | None
    energy: float | None
    seen_energy: float | None
    by_hand: bool
    unsure: bool

    @classmethod
    def of(cls, panel: Panel, said: PanelDescription | None) -> PanelFeeling:
        """The feeling of a panel; `said` may be a moment older than the panel."""
        over = panel.override
        mood_set = over.valence is not None or over.arousal is not None
        if said is None:
            point = (over.valence or 0.0, over.arousal or 0.0) if mood_set else None
            return cls(point, None, over.energy, None, over.by_hand, unsure=False)
        seen = said.seen_mood or said.mood
        return cls(
            (
                seen.valence if over.valence is None else over.valence,
                seen.arousal if over.arousal is None else over.arousal,
            ),
            (seen.valence, seen.arousal) if said.seen_mood else None,
            said.energy if over.energy is None else over.energy,
            said.seen_energy,
            over.by_hand,
            unsure=said.unsure and not mood_set,
        )
