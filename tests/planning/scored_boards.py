"""Boards with a described mood per panel, made by hand or drawn at random, for planning tests."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from musflow_studio.domain.description import (
    BoardReference,
    Description,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.planning import plan
from musflow_studio.presets import load_styles

RATES = ("23.976", "24", "25", "29.97", "30")
STYLE: Style = load_styles()["tender-piano"]


@dataclass(frozen=True)
class Look:
    """One panel: seconds, mood and energy, and the weight of the cut into it."""

    seconds: float
    valence: float
    arousal: float
    tension: float
    energy: float
    weight: HitWeight = HitWeight.SHOULD
    inner: tuple[InnerHit, ...] = ()


HOPE = (
    Look(5, 0.3, -0.4, 0.1, 0.15, HitWeight.MUST),
    Look(4, 0.4, -0.1, 0.1, 0.3),
    Look(6, 0.6, 0.2, 0.1, 0.5),
    Look(3.5, 0.6, 0.4, 0.1, 0.65, HitWeight.MUST),
    Look(7, 0.8, 0.6, 0.1, 0.85, HitWeight.MUST),
    Look(6, 0.5, -0.3, 0.1, 0.3),
)
DARK = (
    Look(6, -0.3, -0.2, 0.6, 0.15, HitWeight.MUST),
    Look(4, -0.4, 0.1, 0.6, 0.3),
    Look(3, -0.5, 0.4, 0.8, 0.55, HitWeight.MUST),
    Look(2.2, -0.5, 0.6, 0.9, 0.7),
    Look(5, -0.6, 0.8, 0.9, 0.9, HitWeight.MUST),
    Look(6, -0.4, -0.3, 0.3, 0.2, HitWeight.MUST),
)


def described(look: Look, uid: str) -> PanelDescription:
    """The description of a panel that looks so."""
    mood = Mood(look.valence, look.arousal, 0.0, look.tension)
    return PanelDescription(uid, "someone walks", mood, "", look.energy, (), ())


def board_of(looks: Sequence[Look], fps: str = "24") -> tuple[Storyboard, Description]:
    """A board and its description; panels are called p1, p2, ..."""
    rate = FrameRate.parse(fps)
    panels, seen = [], []
    for number, look in enumerate(looks, start=1):
        frames = max(1, rate.nearest_frame(look.seconds))
        uid = f"p{number}"
        panels.append(Panel(uid, str(number), frames, weight=look.weight, inner_hits=look.inner))
        seen.append(described(look, uid))
    return Storyboard("Board", rate, tuple(panels)), Description(
        tuple(seen), BoardReference(3.0, 1.0, 0.0)
    )


def random_looks(rng: random.Random, least: int = 2, most: int = 10) -> tuple[Look, ...]:
    """Panels of 0.8 to 12 s; the first cut and about a third of the others are must-hits."""
    return tuple(
        Look(
            rng.uniform(0.8, 12.0),
            rng.uniform(-1, 1),
            rng.uniform(-1, 1),
            rng.random(),
            rng.random(),
            HitWeight.MUST if i == 0 or rng.random() < 1 / 3 else HitWeight.SHOULD,
        )
        for i in range(rng.randint(least, most))
    )


def planned(looks: Sequence[Look], fps: str = "24", seed: int = 1, **options: object) -> CuePlan:
    """A plan for such a board in the shipped style."""
    board, description = board_of(looks, fps)
    return plan(board, description, STYLE, cue_uid="1M1", seed=seed, **options)  # type: ignore[arg-type]


def longer(board: Storyboard, index: int, frames: int) -> Storyboard:
    """The board with one panel some frames longer; what follows moves later."""
    panels = list(board.panels)
    changed = panels[index].length_frames + frames
    panels[index] = replace(panels[index], length_frames=changed)
    return replace(board, panels=tuple(panels))


def looks_strategy(most: int = 6) -> st.SearchStrategy[tuple[Look, ...]]:
    """Hypothesis: boards of 1 to `most` panels, very short ones included."""
    unit = st.floats(0, 1, width=32)
    signed = st.floats(-1, 1, width=32)
    weights = st.sampled_from(list(HitWeight))
    look = st.builds(Look, st.floats(0.0625, 9, width=32), signed, signed, unit, unit, weights)
    return st.lists(look, min_size=1, max_size=most).map(tuple)
