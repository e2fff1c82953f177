"""The models that are known by name: where they are, how big, and under which licence.

The facts stand in `catalogue.json`, each licence with the page that states it.
"""

from __future__ import annotations

import difflib
import json
from functools import cache
from pathlib import Path

from musflow_studio.documents import decode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import ModelCard, ModelKind

_FILE = Path(__file__).with_name("catalogue.json")

KIND_OF_TYPE = {
    "clap": ModelKind.AUDIO_TEXT,
    "laion_clap": ModelKind.AUDIO_TEXT,
    "clip": ModelKind.PICTURE_TEXT,
    "siglip": ModelKind.PICTURE_TEXT,
    "blip": ModelKind.CAPTIONER,
    "qwen2_vl": ModelKind.CAPTIONER,
    "musicgen": ModelKind.MUSIC,
    "musicgen_melody": ModelKind.MUSIC,
    "qwen2": ModelKind.LANGUAGE,
    "qwen3": ModelKind.LANGUAGE,
    "llama": ModelKind.LANGUAGE,
}
"""`model_type` of a `config.json` -> what such a model is asked for here."""


@cache
def catalogue() -> tuple[ModelCard, ...]:
    """Every model that can be fetched by name."""
    return decode(tuple[ModelCard, ...], json.loads(_FILE.read_text("utf-8"))["models"])


def card(name: str) -> ModelCard:
    """The card of a model, by its name or by that of its repository. Raises StudioError."""
    for one in catalogue():
        if name in (one.name, one.repo):
            return one
    names = [one.name for one in catalogue()]
    close = difflib.get_close_matches(name, names, n=1)
    raise StudioError(
        ErrorCode.UNKNOWN_NAME,
        "no model of this name is known",
        value=name,
        legal=", ".join(names),
        hint=f"did you mean {close[0]}?" if close else "add a folder of your own: models add",
    )
