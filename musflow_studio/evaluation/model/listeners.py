"""Listeners: the evaluation's own network, trained once on seeds of its own and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file, save_file

from musflow_studio.evaluation.model.families import FamilyEar, FamilyNetwork, train_families
from musflow_studio.training.corpus import make_corpus, read_corpus

FIRST_SEED = 2_000_000
"""Where the seeds begin: neither the training's nor the held-out ones."""


@dataclass(frozen=True)
class Schooling:
    """How the network is trained: cues of the corpus, and steps."""

    cues: int = 96
    steps: int = 600


def family_ear(
    folder: Path,
    fonts: Sequence[Path],
    schooling: Schooling,
    seed: int,
    told: Callable[[str], None],
) -> FamilyEar:
    """The ear kept in a folder; trained first if there is none, on cues by all these fonts."""
    file = folder / f"families-{schooling.cues}-{schooling.steps}-{seed}.safetensors"
    network = FamilyNetwork()
    if not file.exists():
        make_corpus(
            folder, range(FIRST_SEED, FIRST_SEED + schooling.cues), fonts,
            told=lambda done, of: told(f"{done} of {of} shards for the evaluation's ear"),
        )  # fmt: skip
        network = train_families(read_corpus(folder), schooling.steps, seed, told)
        aside = file.with_suffix(".part")
        save_file(network.state_dict(), aside)
        aside.replace(file)
    network.load_state_dict(load_file(file))
    return FamilyEar(network)
