"""Where the model lies. Loads nothing heavy, so that asking costs nothing."""

from __future__ import annotations

import os
from pathlib import Path

CARD = "model.json"
MODEL_VARIABLE = "MUSFLOW_MODEL"
WEIGHTS = Path(__file__).with_name("weights")


def find_model() -> Path | None:
    """The folder named by MUSFLOW_MODEL, else the one that ships; None without a model."""
    asked = os.environ.get(MODEL_VARIABLE)
    folder = Path(asked).expanduser() if asked else WEIGHTS
    return folder if asked or (folder / CARD).is_file() else None
