"""Own model: where MusFlow's weights lie, what keeps them from playing, and who plays then.

Looks for files and packages and loads none of them.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from musflow_studio.domain.engines import HYBRID, SAMPLED

CARD = "model.json"
MODEL_VARIABLE = "MUSFLOW_MODEL"
WEIGHTS = Path(__file__).with_name("generation") / "musflow" / "weights"


def find_model() -> Path | None:
    """The folder named by MUSFLOW_MODEL, else the one that ships; None without a model."""
    asked = os.environ.get(MODEL_VARIABLE)
    folder = Path(asked).expanduser() if asked else WEIGHTS
    return folder if asked or (folder / CARD).is_file() else None


def usual_engine() -> str:
    """What plays where nobody says otherwise: hybrid wherever it can, else sampled."""
    missing, _ = model_missing()
    return SAMPLED if missing else HYBRID


def model_missing() -> tuple[str, str]:
    """Why MusFlow cannot play here and what to do about it; two empty clauses where it can."""
    if find_spec("torch") is None or find_spec("safetensors") is None:
        return "PyTorch is not installed", "install the extra: pip install 'musflow-studio[model]'"
    folder = find_model()
    again = "install MusFlow Studio again, or "
    name = f"name the folder of a model in {MODEL_VARIABLE} (docs/training.md)"
    if folder is None:
        return "there is no MusFlow model", again + name
    if not (folder / CARD).is_file():
        return f"there is no MusFlow model in {folder}", name
    return "", ""
