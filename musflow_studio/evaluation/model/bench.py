"""Bench: what every part of the evaluation works with, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.model.adherence import Listener
from musflow_studio.evaluation.model.families import FamilyEar
from musflow_studio.evaluation.model.held_out import (
    HELD_FONT,
    HeldOutCue,
    Source,
    Told,
    by_another_font,
    find_held_font,
    held_out_cue,
    rendered_cues,
)
from musflow_studio.evaluation.model.listeners import School, Schooling
from musflow_studio.evaluation.model.players import (
    Player,
    codec_player,
    model_player,
    remembered,
    shuffled,
    untrained,
)
from musflow_studio.evaluation.model.transcription import Transcriber
from musflow_studio.generation.musflow.engine import SAMPLINGS
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.training.prepared import HELD_OUT
from musflow_studio.training.render import LONGEST_S

SAMPLED, HELD, OTHERS = "sampled", f"sampled, {HELD_FONT}", "sampled, other plans"
CODEC, MODEL, SHUFFLED, UNTRAINED = "codec", "model", "shuffled", "untrained"
CEILING, FLOOR = SAMPLED, SHUFFLED


@dataclass(frozen=True)
class Asked:
    """What was asked for.

    Attributes:
        work: the folder where rendered cues and the evaluation's own network are kept.
        cues: how many held-out cues, two at least.
        seconds: of each.
        seed: of everything drawn.
        kind: of cues, in the corpus's KINDS.
        schooling: of the evaluation's own network.
        minutes: of the long cue whose memory is watched.
    """

    work: Path
    cues: int = 100
    seconds: float = 20.0
    seed: int = 1
    kind: str = "mixes"
    schooling: Schooling = field(default_factory=Schooling)
    minutes: float = 10.0


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
        source = self._source(find_soundfont())
        return rendered_cues(source, self.asked.cues, self._rendering(source))

    @cached_property
    def mixes(self) -> list[HeldOutCue]:
        """Held-out mixes as the sampled engine plays them, four times as many as there are cues."""
        asked = self.asked
        source = Source(asked.work / "held-out", find_soundfont(), asked.seconds)
        return rendered_cues(source, 4 * asked.cues)

    @cached_property
    def in_held_font(self) -> dict[int, HeldOutCue]:
        """The same cues as the held-out soundfont plays them, by seed."""
        source = self._source(find_held_font())
        cues = by_another_font(self.cues, source, self._rendering(source))
        return {cue.cue.seed: cue for cue in cues}

    @cached_property
    def long_cues(self) -> list[HeldOutCue]:
        """The held-out plans at the length they are trained with, in silence."""
        asked = self.asked
        source = Source(asked.work / "held-out", find_soundfont(), LONGEST_S, asked.kind)
        plans = (source.cue(HELD_OUT + number) for number in range(asked.cues))
        return [
            held_out_cue(cue, np.zeros((2, cue.samples), np.float32), cue.samples) for cue in plans
        ]

    @cached_property
    def ear(self) -> FamilyEar:
        """Hears families, and gives embeddings."""
        return self._school.family_ear()

    @cached_property
    def listener(self) -> Listener:
        """Hears what plans ask for."""
        return Listener(Transcriber(), self.ear)

    @cached_property
    def _school(self) -> School:
        fonts, asked = [find_soundfont(), find_held_font()], self.asked
        return School(
            asked.work / "listeners", fonts, asked.schooling, asked.kind, asked.seed, self.told
        )

    @cached_property
    def players(self) -> dict[str, Player]:
        """Who plays, by row; every cue is played once."""
        rows: dict[str, Player] = {
            SAMPLED: lambda cue: cue.sound,
            HELD: lambda cue: self.in_held_font[cue.cue.seed].sound,
            OTHERS: shuffled(self.cues, lambda cue: cue.sound),
        }
        if self.model is None:
            return rows
        seed, how = self.asked.seed, SAMPLINGS[Quality.STANDARD]
        model = remembered(model_player(self.model, how, seed))
        raw = model_player(untrained(self.model, seed), how, seed, by_groups=False)
        return rows | {
            CODEC: remembered(codec_player(self.model)),
            MODEL: model,
            SHUFFLED: shuffled(self.cues, model),
            UNTRAINED: remembered(raw),
        }

    def _source(self, font: Path) -> Source:
        asked = self.asked
        return Source(asked.work / "held-out", font, asked.seconds, asked.kind)

    def _rendering(self, source: Source) -> Told:
        def told(done: int, of: int) -> None:
            self.told(f"{source.font.stem}: {done} of {of} held-out cues")

        return told
