"""Parts: the evaluation's tables, each a function from the bench to figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from musflow_studio.evaluation.model.adherence import adherence
from musflow_studio.evaluation.model.bench import Bench
from musflow_studio.evaluation.model.codec import codec_distances
from musflow_studio.evaluation.model.held_out import HELD_FONT, Sound
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.generation.musflow.mel import MelFrontEnd, to_mid_side

DISTANCE = "multi-resolution STFT distance from true mels, mid"
CLIP_S = 10.0


def codec(bench: Bench) -> list[Figure]:
    """A: distances of the codec and of Griffin-Lim, by either soundfont."""
    front, found = MelFrontEnd(), []
    for font, sounds in (
        ("", [cue.sound for cue in bench.cues]),
        (f", {HELD_FONT}", [*bench.held_font_sounds.values()]),
    ):
        kept: dict[str, list[float]] = {}
        for sound in sounds:
            for row, distance in codec_distances(_clip(sound), front, bench.model).items():
                kept.setdefault(row, []).append(distance)
        found += [
            Figure("A", row, DISTANCE + font, float(np.mean(values)), len(values))
            for row, values in kept.items()
        ]
    return found


def _clip(sound: Sound) -> torch.Tensor:
    """Mid and side of a clip's first 10 s, whole latents."""
    samples = min(sound.shape[1], round(CLIP_S * 44100) // 2048 * 2048)
    return to_mid_side(torch.from_numpy(np.ascontiguousarray(sound[:, :samples])))


def adherences(bench: Bench) -> list[Figure]:
    """B: what is heard of the plans, by the sampled engine with either soundfont."""
    other = bench.held_font_sounds
    return [
        *adherence("sampled", bench.cues, lambda cue: cue.sound, bench.transcriber),
        *adherence(
            f"sampled, {HELD_FONT}", bench.cues, lambda cue: other[cue.cue.seed],
            bench.transcriber,
        ),
    ]  # fmt: skip


PARTS: dict[str, Callable[[Bench], list[Figure]]] = {"codec": codec, "adherence": adherences}
