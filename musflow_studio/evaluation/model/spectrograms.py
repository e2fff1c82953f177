"""Spectrograms: examples to look at, a line each, ceiling beside codec and model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from musflow_studio.evaluation.model.adherence import SILENT_DB, level_db
from musflow_studio.evaluation.model.held_out import HeldOutCue, Sound
from musflow_studio.evaluation.model.players import Player
from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.generation.musflow.shapes import HOP, MEL_BANDS

EXAMPLES = 8
_CLIP_S = 10.0


def draw_spectrograms(cues: Sequence[HeldOutCue], players: dict[str, Player], file: Path) -> None:
    """Mel frames of mid, first 10 s: a row a cue that sounds, a column a player, in one PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # only here: an extra
    from matplotlib.figure import Figure

    start = round(_CLIP_S * 44100)
    shown = [cue for cue in cues if level_db(cue.sound[:, :start]) > SILENT_DB][:EXAMPLES]
    figure = Figure(figsize=(4 * len(players), 1.6 * len(shown)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(shown), len(players), squeeze=False)
    for line, cue in zip(axes, shown, strict=True):
        for place, (name, player) in zip(line, players.items(), strict=True):
            frames = mel_of(player(cue))
            place.imshow(
                frames, origin="lower", aspect="auto", cmap="magma", vmin=-1.8, vmax=2.0,
                extent=(0, frames.shape[1] * HOP / 44100, 0, MEL_BANDS),
            )  # fmt: skip
            place.set_title(f"{name}, {cue.cue.plan.style}, seed {cue.cue.seed}", fontsize=7)
            place.tick_params(labelsize=6)
    figure.savefig(file, dpi=110)


@torch.no_grad()
def mel_of(sound: Sound) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Mel frames of mid (128, n) of a sound's first 10 s (2, samples)."""
    samples = min(sound.shape[1], round(_CLIP_S * 44100)) // HOP * HOP
    mid = torch.from_numpy(np.ascontiguousarray(sound[:, :samples])).mean(0)
    frames: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = MelFrontEnd()(mid[None, None])[
        0
    ].numpy()
    return frames
