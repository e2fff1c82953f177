"""Parts: the evaluation's tables, each a function from the bench to figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.model.ablations import ablated
from musflow_studio.evaluation.model.adherence import adherence
from musflow_studio.evaluation.model.alignment import alignment
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
from musflow_studio.evaluation.model.players import model_player
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.evaluation.model.seams import MEMORY, memory_growth_mb, seam_figures
from musflow_studio.evaluation.model.spectrograms import draw_spectrograms
from musflow_studio.evaluation.model.speed import speed_figures
from musflow_studio.generation.musflow.engine import SAMPLINGS
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
            for name, distance in codec_distances(clip, front, bench.model, cue.sheet).items():
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


def seams(bench: Bench) -> list[Figure]:
    """E: seams of long cues, and memory over many minutes."""
    model = bench.model
    if model is None:
        return []
    how, asked = SAMPLINGS[Quality.STANDARD], bench.asked
    player = model_player(model, how, asked.seed, by_groups=False)
    growth = memory_growth_mb(model, bench.long_cues[0].sheet, asked.minutes)
    return [
        *seam_figures(bench.long_cues, player),
        Figure("E", MODEL, f"{MEMORY}, {asked.minutes:g} minutes", growth, 1),
    ]


def speed(bench: Bench) -> list[Figure]:
    """F: seconds for 10 s, network by network."""
    return speed_figures(bench.model, bench.cues[0].sheet) if bench.model else []


def ablations(bench: Bench) -> list[Figure]:
    """G: one switch at a time."""
    return [*ablated(bench, bench.model)] if bench.model else []


def pictures(bench: Bench) -> list[Figure]:
    """H: spectrograms of eight cues, into a PNG; no figure."""
    shown = {row: bench.players[row] for row in (SAMPLED, CODEC, MODEL) if row in bench.players}
    bench.asked.work.mkdir(parents=True, exist_ok=True)
    file = bench.asked.work / "spectrograms.png"
    draw_spectrograms(bench.cues, shown, file)
    bench.told(f"spectrograms: {file}")
    return []


PARTS: dict[str, Callable[[Bench], list[Figure]]] = {
    "codec": codec,
    "adherence": adherences,
    "alignment": alignment,
    "distribution": distribution,
    "seams": seams,
    "speed": speed,
    "ablations": ablations,
    "pictures": pictures,
}
