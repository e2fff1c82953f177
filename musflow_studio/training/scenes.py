"""Scenes: what a storyboard may show, and which music it would want.

A scene names its styles and mood, its colours and shapes for painting, and its places, people and
deeds for stories; those under `held` are kept from training.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Scene:
    """One kind of scene.

    Attributes:
        name: "sea storm".
        styles: names of composition styles.
        valence, arousal: -1 to 1, where the moods of its panels lie about.
        sky, ground, light: colours, 0 to 255.
        shapes: what is painted: "waves", "city", "room", "cave", "hills", "columns", "orbs" or
            "trees".
        places, who, does: words for stories; held_who, held_does: those kept from training.
    """

    name: str
    styles: tuple[str, ...]
    valence: float
    arousal: float
    sky: Colour
    ground: Colour
    light: Colour
    shapes: str
    places: tuple[str, ...]
    who: tuple[str, ...]
    does: tuple[str, ...]
    held_who: tuple[str, ...]
    held_does: tuple[str, ...]


@cache
def load_scenes() -> tuple[Scene, ...]:
    """All scenes, in the file's order."""
    told = json.loads((files(__package__) / "scenes.json").read_text("utf-8"))
    return tuple(_scene(scene) for scene in told)


def _scene(told: dict[str, Any]) -> Scene:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    return Scene(**fields)
