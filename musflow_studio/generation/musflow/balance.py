"""Balance: how loud the model plays each instrument, measured once and taken back.

Guidance makes what is loud louder still, and not for every instrument alike; the levels of the
drawing mend most of it. What is left `musflow-train balance` measures: how many decibels each
program is off on cues of the training corpus at `standard`, which the model's card keeps as
"levels".
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from musflow_studio.generation.musflow.sheet import END_S, PROGRAM, START_S, Sheet

MOST_DB = 12.0
"""What is taken back at most, either way."""


def gains(levels: dict[int, float], sheets: list[Sheet]) -> Tensor:
    """What each sheet's sound is to be multiplied by, (n, 1, 1).

    Args:
        levels: decibels too loud, by a sheet's program.
        sheets: of several programs, each counts as long as its notes.
    """
    found = [10 ** (-_too_loud_db(levels, sheet) / 20) for sheet in sheets]
    return torch.tensor(found, dtype=torch.float32)[:, None, None]


def _too_loud_db(levels: dict[int, float], sheet: Sheet) -> float:
    if not levels or not len(sheet.notes):
        return 0.0
    found = np.array([levels.get(int(program), 0.0) for program in sheet.notes[:, PROGRAM]])
    lasting = np.maximum(sheet.notes[:, END_S] - sheet.notes[:, START_S], 1e-3)
    return float(np.clip(np.average(found, weights=lasting), -MOST_DB, MOST_DB))
