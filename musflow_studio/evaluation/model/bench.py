"""Bench: what every part of the evaluation works with, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from musflow_studio.evaluation.model.held_out import (
    HeldOutCue,
    Sound,
    find_held_font,
    held_out_cues,
)
from musflow_studio.evaluation.model.transcription import Transcriber
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.soundfont import find_soundfont


@dataclass(frozen=True)
class Asked:
    """What was asked for.

    Attributes:
        work: the folder where rendered cues and the evaluation's own networks are kept.
        cues: how many held-out cues.
        seconds: of each.
        seed: of everything drawn.
    """

    work: Path
    cues: int = 100
    seconds: float = 20.0
    seed: int = 1


class Bench:
    """See the module.

    Args:
        asked: sizes and places.
        model: that is judged; None for the reference rows alone.
        told: called with a line for people.
    """

    def __init__(
        self, asked: Asked, model: Model | None, told: Callable[[str], None] = lambda said: None
    ) -> None:
        self.asked, self.model, self.told = asked, model, told

    @cached_property
    def cues(self) -> list[HeldOutCue]:
        """The held-out cues as the sampled engine plays them."""
        return self._rendered(find_soundfont())

    @cached_property
    def held_font_sounds(self) -> dict[int, Sound]:
        """The same cues' sound by the held-out soundfont, by seed."""
        return {cue.cue.seed: cue.sound for cue in self._rendered(find_held_font())}

    @cached_property
    def transcriber(self) -> Transcriber:
        """Hears notes."""
        return Transcriber()

    def _rendered(self, font: Path) -> list[HeldOutCue]:
        def told(done: int, of: int) -> None:
            self.told(f"{font.stem}: {done} of {of} shards of held-out cues")

        asked = self.asked
        return held_out_cues(asked.work / "held-out", font, asked.cues, asked.seconds, told)
