"""Ablations: the same model with one thing switched off, or more or less work a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.model.adherence import adherence
from musflow_studio.evaluation.model.bench import Bench
from musflow_studio.evaluation.model.players import model_player
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.generation.musflow.conditioning import CONTROLS
from musflow_studio.generation.musflow.engine import SAMPLINGS
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.sampling import Sampling

CUES = 24
EVALUATIONS = (1, 2, 4, 8, 16)
STRENGTHS = (1.0, 2.0, 3.0, 4.0, 5.0)


def switches() -> dict[str, Sampling]:
    """What is tried: a name and how the model then samples."""
    usual = SAMPLINGS[Quality.STANDARD]
    everything = frozenset(CONTROLS)
    found = {"standard": usual}
    for name in ("notes", "chords", "players", "energy", "grid"):
        found[f"without {name}"] = replace(usual, given=everything - {name})
    for steps in EVALUATIONS:
        found[f"{steps} evaluations"] = replace(usual, steps=steps)
    for strength in STRENGTHS:
        found[f"guidance {strength:g}"] = replace(usual, strength=strength)
    return found | {"guidance to the end": replace(usual, guided_to=1.0)}


def ablated(bench: Bench, model: Model) -> Iterator[Figure]:
    """G: adherence of the first cues, one switch at a time; one stem."""
    cues = bench.cues[:CUES]
    for name, how in switches().items():
        bench.told(f"ablations: {name}")
        player = model_player(model, how, bench.asked.seed, by_groups=False)
        yield from adherence("G", name, cues, player, bench.listener)
