"""Parts: the evaluation's tables, each a function from the bench to figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from musflow_studio.evaluation.model.adherence import adherence
from musflow_studio.evaluation.model.bench import (
    CODEC,
    HELD,
    MODEL,
    SAMPLED,
    UNTRAINED,
    Bench,
)
from musflow_studio.evaluation.model.codec import codec_distances
from musflow_studio.evaluation.model.distribution import Reference
from musflow_studio.evaluation.model.held_out import Sound
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.generation.musflow.mel import MelFrontEnd, to_mid_side

DISTANCE = "multi-resolution STFT distance, mid, 10 s"
CLIP_S = 10.0
SILENT_POWER = 1e-6
"""A clip under it (-60 dB) is silence, from which nothing has a distance."""


def codec(bench: Bench) -> list[Figure]:
    """A: distances of the codec and of Griffin-Lim, by either soundfont."""
    front, found = MelFrontEnd(), []
    for row in (SAMPLED, HELD):
        kept: dict[str, list[float]] = {}
        for cue in bench.cues:
            clip = _clip(bench.players[row](cue))
            if float(clip[0].square().mean()) < SILENT_POWER:
                continue
            for name, distance in codec_distances(clip, front, bench.model).items():
                kept.setdefault(name, []).append(distance)
        found += [
            Figure("A", name, f"{DISTANCE} ({row})", float(np.mean(values)), len(values))
            for name, values in kept.items()
        ]
    return found


def _clip(sound: Sound) -> torch.Tensor:
    """Mid and side of a clip's first 10 s, whole latents."""
    samples = min(sound.shape[1], round(CLIP_S * 44100) // 2048 * 2048)
    return to_mid_side(torch.from_numpy(np.ascontiguousarray(sound[:, :samples])))


def adherences(bench: Bench) -> list[Figure]:
    """B: what is heard of the plans, row by row."""
    found = []
    for row, player in bench.players.items():
        bench.told(f"adherence: {row}")
        found += adherence("B", row, bench.cues, player, bench.listener)
    return found


def distribution(bench: Bench) -> list[Figure]:
    """D: distances from real clips, row by row."""
    reference = Reference(bench.cues, bench.players[SAMPLED], bench.ear)
    found = []
    for row in (SAMPLED, HELD, CODEC, MODEL, UNTRAINED):
        if row in bench.players:
            bench.told(f"distribution: {row}")
            found += reference.figures("D", row, bench.players[row])
    return found


PARTS: dict[str, Callable[[Bench], list[Figure]]] = {
    "codec": codec,
    "adherence": adherences,
    "distribution": distribution,
}
