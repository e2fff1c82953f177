"""Energy of the bed that hybrid plays by the model that ships, beside the sampled bed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.evaluation.model.energy_curve import energy_correlation, moves
from musflow_studio.generation import Engine, engine
from musflow_studio.generation.musflow.sheet import sheet_of
from musflow_studio.generation.musflow.voices import bed_roles
from musflow_studio.own_model import MODEL_VARIABLE, WEIGHTS
from musflow_studio.presets import load_styles
from musflow_studio.training.compose import compose
from musflow_studio.training.prepared import HELD_OUT

if TYPE_CHECKING:
    from gates import Gate

SHARE = 0.9


@pytest.mark.gate
def test_the_bed_of_hybrid_swells_as_the_sampled_one(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, str(WEIGHTS))
    engines = {name: engine(name) for name in ("sampled", "hybrid")}
    found: dict[str, list[float]] = {name: [] for name in engines}
    plans = plans_that_move(gate.size(40))
    for number, plan in enumerate(plans):
        for name, player in engines.items():
            found[name].append(correlation_of_bed(player, plan, tmp_path / f"{number} {name}"))
    sampled, hybrid = (float(np.mean(found[name])) for name in ("sampled", "hybrid"))
    gate.record(
        "model B: energy of the bed as hybrid plays it",
        f"{hybrid / sampled:.2f} of the sampled bed's ({hybrid:.2f} of {sampled:.2f})",
        f"{SHARE} of it",
        f"{len(plans)} held-out cues whose energy moves, the model that ships; correlation of the "
        "plan's energy and the level of the bed's stems",
        met=hybrid >= SHARE * sampled,
    )
    assert hybrid >= SHARE * sampled


def plans_that_move(count: int) -> list[CuePlan]:
    """Held-out cues with a bed, whose energy changes enough to be followed."""
    found: list[CuePlan] = []
    seed, styles = HELD_OUT, load_styles()
    while len(found) < count:
        plan = compose(seed, styles).plan
        if bed_roles(plan) and moves(sheet_of(plan, plan.length_samples(44100))):
            found.append(plan)
        seed += 1
    return found


def correlation_of_bed(player: Engine, plan: CuePlan, folder: Path) -> float:
    """How the level of all stems of the bed goes with the plan's energy, -1 to 1."""
    folder.mkdir(parents=True)
    request = GenerationRequest(plan, 1, Quality.STANDARD, folder)
    take = player.generate(request, lambda fraction: None, lambda: False)
    bed = [stem.audio.path for stem in take.stems if stem.role in bed_roles(plan)]
    sounds = [soundfile.read(path, dtype="float32")[0].mean(1) for path in bed]
    frames = plan.length_samples(44100)
    heard = np.stack([sound[:frames] for sound in sounds]).sum(0)
    shutil.rmtree(folder)
    return energy_correlation(sheet_of(plan, frames), heard)
