"""Boards drawn at random but sensibly, and the cues planned for them.

A board is a little story: three to nine panels of 1.5 to 9 s whose mood wanders, with a jump at
about a third of the cuts (those are must-hits), and energy that wanders beside it. No panel has
dialogue. Everything is drawn from the seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from musflow_studio.domain.description import (
    BoardReference,
    Description,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.plan import CuePlan, Pins
from musflow_studio.domain.storyboard import HitWeight, Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.planning import plan

RATES = ("23.976", "24", "25", "29.97", "30")


def sample_board(seed: int) -> tuple[Storyboard, Description]:
    """The board and the description of this seed; its panels are p1, p2 and so on."""
    rng = random.Random(f"sample board {seed}")
    rate = FrameRate.parse(rng.choice(RATES))
    mood, energy = _mood(rng), rng.random()
    panels, seen = [], []
    for number in range(1, rng.randint(3, 9) + 1):
        jump = number == 1 or rng.random() < 0.33
        if jump and number > 1:
            mood, energy = _mood(rng), rng.random()
        elif number > 1:
            mood, energy = _drift(rng, mood), _within(energy + rng.gauss(0, 0.1), 0.0, 1.0)
        uid, frames = f"p{number}", rate.nearest_frame(rng.uniform(1.5, 9.0))
        weight = HitWeight.MUST if jump else HitWeight.SHOULD
        panels.append(Panel(uid, str(number), frames, story="someone walks", weight=weight))
        seen.append(PanelDescription(uid, "someone walks", mood, "", energy, (), ()))
    board = Storyboard(f"Sample {seed}", rate, tuple(panels))
    return board, Description(tuple(seen), BoardReference(3.0, 1.0, 0.0))


def sample_cues(style: Style, count: int, first_seed: int = 0) -> Iterator[CuePlan]:
    """`count` cues of a style; every allowed metre is pinned in turn, every fourth is free."""
    for seed in range(first_seed, first_seed + count):
        board, description = sample_board(seed)
        turn = seed % (len(style.meters) + 1)
        meter = style.meters[turn] if turn < len(style.meters) else None
        yield plan(board, description, style, cue_uid="1M1", seed=seed, pins=Pins(meter=meter))


def _mood(rng: random.Random) -> Mood:
    valence, arousal = rng.uniform(-1, 1), rng.uniform(-1, 1)
    tension = _within(0.35 - 0.35 * valence + 0.25 * arousal + rng.gauss(0, 0.15), 0.0, 1.0)
    return Mood(valence, arousal, rng.uniform(-1, 1), tension)


def _drift(rng: random.Random, mood: Mood) -> Mood:
    def near(value: float, low: float) -> float:
        return _within(value + rng.gauss(0, 0.12), low, 1.0)

    return Mood(
        near(mood.valence, -1), near(mood.arousal, -1), mood.dominance, near(mood.tension, 0)
    )


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
