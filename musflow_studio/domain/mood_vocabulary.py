"""The mood words the studio knows, and where each stands.

Valence and arousal follow Russell's circumplex of affect (J. Pers. Soc. Psychol. 39, 1980),
dominance Mehrabian's third axis; tension (will something happen?) is ours. The numbers are our
reading of where a film composer would put the word, not a published norm.
"""

from __future__ import annotations

from typing import NamedTuple


class MoodWord(NamedTuple):
    """One word: valence, arousal, dominance in -1..1, tension in 0..1."""

    valence: float
    arousal: float
    dominance: float
    tension: float


MOOD_WORDS: dict[str, MoodWord] = {
    # delighted: pleasant, awake                 val   aro   dom   ten
    "joyful": MoodWord(+0.85, +0.55, +0.35, 0.05),
    "cheerful": MoodWord(+0.75, +0.35, +0.30, 0.05),
    "playful": MoodWord(+0.70, +0.50, +0.25, 0.15),
    "festive": MoodWord(+0.80, +0.65, +0.30, 0.10),
    "excited": MoodWord(+0.60, +0.75, +0.25, 0.30),
    "triumphant": MoodWord(+0.80, +0.75, +0.80, 0.15),
    "heroic": MoodWord(+0.55, +0.80, +0.80, 0.40),
    "adventurous": MoodWord(+0.55, +0.65, +0.45, 0.30),
    "amazed": MoodWord(+0.60, +0.45, -0.10, 0.25),
    "hopeful": MoodWord(+0.60, +0.20, +0.20, 0.15),
    "passionate": MoodWord(+0.60, +0.50, +0.10, 0.25),
    # at peace: pleasant, still
    "tender": MoodWord(+0.70, -0.25, -0.05, 0.05),
    "calm": MoodWord(+0.50, -0.60, +0.10, 0.00),
    "peaceful": MoodWord(+0.70, -0.65, +0.10, 0.00),
    "cosy": MoodWord(+0.70, -0.45, +0.15, 0.00),
    "dreamy": MoodWord(+0.50, -0.50, -0.20, 0.05),
    "relieved": MoodWord(+0.55, -0.30, +0.15, 0.10),
    "nostalgic": MoodWord(+0.25, -0.35, -0.10, 0.05),
    "sleepy": MoodWord(+0.30, -0.80, -0.20, 0.00),
    # between
    "mysterious": MoodWord(-0.10, +0.05, -0.20, 0.55),
    "curious": MoodWord(+0.25, +0.25, +0.10, 0.30),
    "solemn": MoodWord(-0.10, -0.35, +0.20, 0.20),
    "determined": MoodWord(+0.15, +0.50, +0.65, 0.50),
    "urgent": MoodWord(-0.20, +0.75, +0.10, 0.70),
    # threatened: unpleasant, awake
    "tense": MoodWord(-0.45, +0.50, -0.20, 0.85),
    "restless": MoodWord(-0.35, +0.40, -0.20, 0.60),
    "suspenseful": MoodWord(-0.40, +0.40, -0.30, 0.90),
    "ominous": MoodWord(-0.55, +0.30, -0.35, 0.80),
    "eerie": MoodWord(-0.50, +0.25, -0.40, 0.75),
    "frightened": MoodWord(-0.65, +0.65, -0.65, 0.85),
    "terrified": MoodWord(-0.80, +0.90, -0.75, 1.00),
    "panicked": MoodWord(-0.65, +0.95, -0.60, 0.95),
    "angry": MoodWord(-0.65, +0.70, +0.45, 0.70),
    "furious": MoodWord(-0.75, +0.90, +0.55, 0.80),
    "violent": MoodWord(-0.60, +0.95, +0.35, 0.85),
    "threatening": MoodWord(-0.60, +0.60, +0.30, 0.85),
    "chaotic": MoodWord(-0.50, +0.90, -0.30, 0.80),
    "desperate": MoodWord(-0.75, +0.55, -0.60, 0.75),
    # sad: unpleasant, still
    "sad": MoodWord(-0.70, -0.35, -0.40, 0.20),
    "melancholic": MoodWord(-0.45, -0.45, -0.25, 0.15),
    "lonely": MoodWord(-0.60, -0.50, -0.45, 0.20),
    "grieving": MoodWord(-0.85, -0.25, -0.55, 0.25),
    "bleak": MoodWord(-0.65, -0.45, -0.40, 0.35),
    "weary": MoodWord(-0.40, -0.65, -0.40, 0.15),
    "hopeless": MoodWord(-0.80, -0.40, -0.70, 0.35),
}


NEUTRAL = MoodWord(0.0, 0.0, 0.0, 0.25)
"""Where nothing is felt."""
