"""Listeners: the evaluation's own network, taught once on seeds of its own and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import nn

from musflow_studio.evaluation.model.families import FamilyEar, FamilyNetwork, train_families
from musflow_studio.evaluation.model.held_out import HeldOutCue, Source, rendered_cues

FIRST_SEED = 2_000_000
"""Where its seeds begin: neither the training's nor the held-out ones."""


@dataclass(frozen=True)
class Schooling:
    """How the network is taught.

    Attributes:
        cues: by each soundfont.
        seconds: of each cue.
        steps: of the network.
    """

    cues: int = 600
    seconds: float = 20.0
    steps: int = 2000

    @property
    def name(self) -> str:
        """For files."""
        return f"{self.cues}-{self.seconds:g}s-{self.steps}"


class School:
    """Teaches and keeps.

    Args:
        folder: where sounds and the network are kept.
        fonts: that play the lessons.
        schooling: how much.
        kind: of cues.
        seed: of what is drawn.
        told: called with a line for people.
    """

    def __init__(
        self,
        folder: Path,
        fonts: Sequence[Path],
        schooling: Schooling,
        kind: str,
        seed: int,
        told: Callable[[str], None],
    ) -> None:
        self._folder, self._fonts = folder, fonts
        self._schooling, self._kind, self._seed = schooling, kind, seed
        self._told = told

    def family_ear(self) -> FamilyEar:
        """Hears families."""
        network = FamilyNetwork()
        self._taught("families", network, self._teach_families)
        return FamilyEar(network)

    def _taught(self, name: str, network: nn.Module, teach: Callable[[], nn.Module]) -> None:
        file = self._folder / f"{name}-{self._kind}-{self._schooling.name}-{self._seed}.safetensors"
        if not file.exists():
            taught = teach()
            aside = file.with_suffix(".part")
            save_file(taught.state_dict(), aside)
            aside.replace(file)
        network.load_state_dict(load_file(file))

    def _teach_families(self) -> nn.Module:
        return train_families(self._lessons(), self._schooling.steps, self._seed, self._told)

    def _lessons(self) -> list[HeldOutCue]:
        found, asked = [], self._schooling
        for font in self._fonts:
            source = Source(self._folder, font, asked.seconds, self._kind, FIRST_SEED)
            found += rendered_cues(
                source, asked.cues,
                lambda done, of: self._told(f"{done} of {of} lessons for the listener"),
            )  # fmt: skip
        return found
