"""Short cues: one panel of 4 to 6 s in one mood, cheap to render by the thousand."""

from __future__ import annotations

import random
from dataclasses import dataclass

from musflow_studio.domain.description import BoardReference, Description, Mood, PanelDescription
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.planning import plan

FPS = 24


@dataclass(frozen=True)
class ShortCue:
    """A plan and what it was drawn from.

    Attributes:
        plan: of one panel.
        style: its style.
        mood_word: a word of the studio's vocabulary.
    """

    plan: CuePlan
    style: Style
    mood_word: str


def short_cue(style: Style, seed: int) -> ShortCue:
    """The cue of this style and seed: mood, energy and length are drawn from the seed."""
    rng = random.Random(f"short cue {style.name} {seed}")
    word = rng.choice(list(MOOD_WORDS))
    mood, energy = Mood(*MOOD_WORDS[word]), 0.5 + 0.4 * MOOD_WORDS[word].arousal
    energy = min(1.0, max(0.05, energy + rng.gauss(0, 0.1)))
    panel = Panel("p1", "1", rng.randint(4 * FPS, 6 * FPS), story=f"a {word} moment")
    seen = PanelDescription("p1", panel.story, mood, word, energy, (word,), ())
    board = Storyboard(f"{word} {seed}", FrameRate.parse(str(FPS)), (panel,))
    described = Description((seen,), BoardReference(5.0, 1.0, 0.0))
    return ShortCue(plan(board, described, style, cue_uid="1M1", seed=seed), style, word)
