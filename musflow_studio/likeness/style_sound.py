"""Style sound: which composition style sounds most like a reference.

The table of the factory styles is measured by `evaluation.style_places`; styles it does not know
are not proposed.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.reference import Reference
from musflow_studio.hearing.space import load_space

TABLE = Path(__file__).with_name("style_places.json")
Real = NDArray[np.float32]


def style_like(reference: Reference, styles: Collection[str]) -> str | None:
    """The style among these that sounds nearest; None where the sound cannot be compared."""
    encoder, known = _table()
    if reference.encoder != encoder or not any(reference.embedding):
        return None
    place = place_of(reference)
    near = {name: float(place @ known[name]) for name in styles if name in known}
    return max(near, key=lambda name: near[name], default=None)


def alike(one: Reference, other: Reference) -> float:
    """How alike two pieces sound: the cosine of their places, -1 to 1."""
    return float(place_of(one) @ place_of(other))


def place_of(reference: Reference) -> Real:
    """Where a reference lies in the space of sounds, a vector of length 1; zeros for silence."""
    return load_space().place_of_features(_features(reference))


def _features(reference: Reference) -> Real:
    octaves = float(np.log2(reference.bpm / 120)) if reference.bpm else 0.0
    mode = 0.0 if reference.key is None else 1.0 if "major" in reference.key else -1.0
    return np.array([*reference.embedding, octaves, reference.bpm_sure, mode], np.float32)


@cache
def _table() -> tuple[str, dict[str, Real]]:
    told = json.loads(TABLE.read_text("utf-8"))
    return told["encoder"], {n: np.array(v, np.float32) for n, v in told["styles"].items()}
