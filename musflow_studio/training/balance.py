"""Balance: measure how many decibels the model plays each program too loud.

`generation.musflow.balance` takes it back.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from musflow_studio.domain.request import Quality
from musflow_studio.generation.musflow.balance import MOST_DB
from musflow_studio.generation.musflow.engine import SAMPLINGS
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.playing import played
from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT
from musflow_studio.generation.musflow.sheet import PROGRAM, START_S, Sheet
from musflow_studio.training.corpus import Corpus

LATENTS = 216
"""Of each cue, its first 10 s."""
MOST_CUES = 4
"""Of each program."""
_QUIET = 1e-3


def measured(
    model: Model, corpus: Corpus, told: Callable[[int, int], None] = lambda done, of: None
) -> dict[int, float]:
    """Decibels by program that the model is louder than the corpus.

    Only cues of one program say anything about it; a mean of few is believed less: n of n + 1.
    """
    alone = _alone(corpus)
    off: dict[int, list[float]] = {program: [] for program, _ in alone}
    for done, (program, cue) in enumerate(alone):
        cut = corpus.sounds[cue][: LATENTS * SAMPLES_PER_LATENT]
        real = cut.astype(np.float32) / np.float32(32767)
        made = _played(model, _start(corpus.sheets[cue]), corpus.seeds[cue])[:, : len(real)]
        if _size(real) > _QUIET:
            db = 20 * np.log10(max(_size(made), 1e-6) / _size(real))
            off[program].append(float(np.clip(db, -MOST_DB, MOST_DB)))
        told(done + 1, len(alone))
    return {
        program: round(sum(found) / (len(found) + 1), 2)
        for program, found in sorted(off.items())
        if found
    }


def _alone(corpus: Corpus) -> list[tuple[int, int]]:
    """Programs and places of cues they begin alone, at most MOST_CUES of each."""
    found: dict[int, list[int]] = {}
    for cue, sheet in enumerate(corpus.sheets):
        programs = {int(program) for program in _start(sheet).notes[:, PROGRAM]}
        if len(programs) == 1:
            found.setdefault(programs.pop(), []).append(cue)
    return [(program, cue) for program in found for cue in found[program][:MOST_CUES]]


def _start(sheet: Sheet) -> Sheet:
    rows = sheet.rows[:LATENTS]
    until = len(rows) * SAMPLES_PER_LATENT / 44100
    return Sheet(sheet.notes[sheet.notes[:, START_S] < until], rows)


def _played(model: Model, sheet: Sheet, seed: int) -> NDArray[np.float32]:
    drawn = [torch.Generator().manual_seed(seed)]
    pieces = played(model, [sheet], None, SAMPLINGS[Quality.STANDARD], drawn)
    sound: NDArray[np.float32] = np.concatenate([piece[0].numpy() for piece in pieces], 1)
    return sound


def _size(sound: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
