"""Storytelling: a scene that would want a cue's music, in a storyteller's words.

What happens, where and to whom is the scene's. Some sentences more say, in pictures and not in a
musician's terms, what can be heard: the world its style belongs to, its pace, its feeling, how many
take part, how much of it there is, and things that sound like who plays most. Which of them and in
which order is drawn. What a cue says of itself must be audible in it: a feeling is light or dark by
the mode of the music, not by the mood its board was drawn with.
"""

from __future__ import annotations

import json
import random
from functools import cache
from importlib.resources import files
from typing import Any

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.training.compose import ComposedCue
from musflow_studio.training.sentences import FAMILIES, filled

LEFT_OUT = 0.2
"""How often each sentence is not said."""
_DRUMMED = "tuned percussion"
_LIGHT_MODES = ("major", "lydian", "mixolydian")


def story(cue: ComposedCue, rng: random.Random, *, held: bool) -> str:
    """A few sentences; templates, people, deeds and phrases are others where they are held out."""
    told, which = _told(), "held" if held else "said"
    said = [
        f"{rng.choice(told[kind][case][which])}."
        for kind, case in _cases(cue).items()
        if rng.random() >= LEFT_OUT
    ]
    rng.shuffle(said)
    said.insert(rng.randint(0, len(said)), _event(cue, rng, held=held))
    return " ".join(said)


def _event(cue: ComposedCue, rng: random.Random, *, held: bool) -> str:
    scene, told = cue.scene, _told()
    words = {
        "who": rng.choice(scene.held_who if held else scene.who),
        "does": rng.choice(scene.held_does if held else scene.does),
        "place": rng.choice(scene.places),
        "when": rng.choice(told["when"]),
    }
    return filled(rng.choice(told["events"]["held" if held else "said"]), words)


def _cases(cue: ComposedCue) -> dict[str, str]:
    """What is so of the cue, by kind of sentence."""
    bpm, energy, players = cue.plan.bpm, cue.energy, company(cue)
    shade = "light" if is_light(cue) else "dark"
    return {
        "worlds": cue.plan.style,
        "paces": "slow" if bpm < 80 else "moderate" if bpm < 112 else "fast",
        "feelings": f"{shade} {'lively' if energy > 0.5 else 'calm'}",
        "companies": "one" if players == 1 else "few" if players < 4 else "many",
        "strengths": "little" if energy < 0.35 else "much" if energy > 0.65 else "some",
        "details": _lead(cue),
    }


def is_light(cue: ComposedCue) -> bool:
    """Whether the music is in a major kind of mode."""
    return cue.plan.key.mode in _LIGHT_MODES


def company(cue: ComposedCue) -> int:
    """How many different instruments play."""
    return len({(part.bank, part.program) for part in cue.plan.score.parts if part.notes})


def _lead(cue: ComposedCue) -> str:
    """The family of who plays most notes beside the drums."""
    counts: dict[str, int] = {}
    for part in cue.plan.score.parts:
        if part.bank != KIT_BANK:
            family = FAMILIES[part.program // 8]
            counts[family] = counts.get(family, 0) + len(part.notes)
    return max(counts, key=lambda family: counts[family]) if any(counts.values()) else _DRUMMED


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((files(__package__) / "storytelling.json").read_text("utf-8"))
    return told
