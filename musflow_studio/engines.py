"""Engines: which of them can play on this machine, and why the others cannot.

Looks for files and packages and loads none of them, so that every door can ask.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from musflow_studio.domain.engines import (
    DEFAULT_ENGINE,
    ENGINES,
    HYBRID,
    MUSFLOW,
    MUSFLOW_FREE,
    SAMPLED,
    EngineOffer,
)
from musflow_studio.domain.errors import ErrorCode, StudioError

CARD = "model.json"
MODEL_VARIABLE = "MUSFLOW_MODEL"
WEIGHTS = Path(__file__).with_name("generation") / "musflow" / "weights"
_Missing = tuple[str, str]
_NOTHING: _Missing = ("", "")


def find_model() -> Path | None:
    """The folder named by MUSFLOW_MODEL, else the one that ships; None without a model."""
    asked = os.environ.get(MODEL_VARIABLE)
    folder = Path(asked).expanduser() if asked else WEIGHTS
    return folder if asked or (folder / CARD).is_file() else None


def engine_offers() -> tuple[EngineOffer, ...]:
    """Every engine, the default one first, with the reason where one cannot play here."""
    names = sorted(ENGINES, key=lambda name: name != DEFAULT_ENGINE)
    return tuple(EngineOffer(name, ENGINES[name], *_LOOKS[name]()) for name in names)


def check_engine(name: str) -> None:
    """Raise StudioError if there is no engine of this name, or it cannot play here."""
    if name not in ENGINES:
        close = difflib.get_close_matches(name, ENGINES, n=1)
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "no engine of this name",
            value=name,
            legal=", ".join(ENGINES),
            hint=f"did you mean {close[0]}?" if close else "",
        )
    missing, hint = _LOOKS[name]()
    if missing:
        raise StudioError(
            ErrorCode.NO_MODEL,
            f"the engine {name} cannot play on this machine: {missing}",
            hint=f"{hint}, or use --engine {SAMPLED}",
        )


def _model_missing() -> _Missing:
    if find_spec("torch") is None or find_spec("safetensors") is None:
        return "PyTorch is not installed", "install the extra: pip install 'musflow-studio[model]'"
    folder = find_model()
    train = f"train one (docs/training.md) and name its folder in {MODEL_VARIABLE}"
    if folder is None:
        return "there is no MusFlow model", train
    if not (folder / CARD).is_file():
        return f"there is no MusFlow model in {folder}", train
    return _NOTHING


_LOOKS: dict[str, Callable[[], _Missing]] = {
    SAMPLED: lambda: _NOTHING,
    HYBRID: _model_missing,
    MUSFLOW: _model_missing,
    MUSFLOW_FREE: _model_missing,
}
"""What an engine lacks here, and what to do about it; ("", "") for nothing."""
