"""Distribution: how far sets of clips are from real ones that they are not copies of.

The reference is every other cue as the sampled engine plays it; judged are the cues between, so
that "real" is real against real. FAD and KAD over the embeddings of the evaluation's own ear.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from musflow_studio.evaluation.model.distances import (
    Array,
    bandwidth_of,
    fad,
    kad,
    recognition_kl,
)
from musflow_studio.evaluation.model.families import FamilyEar
from musflow_studio.evaluation.model.held_out import HeldOutCue
from musflow_studio.evaluation.model.players import Player
from musflow_studio.evaluation.model.report import Figure

FAD, KAD, KL = "FAD, 10 s clips", "KAD x 100, 10 s clips", "KL of the families recognised"


class Reference:
    """Real clips that others are held against.

    Args:
        cues: every other one is the reference, those between are judged.
        real: plays them as they are.
        ear: embeds.
    """

    def __init__(self, cues: Sequence[HeldOutCue], real: Player, ear: FamilyEar) -> None:
        self._ear = ear
        self.judged = cues[1::2]
        self._embedded, _ = self._heard(cues[::2], real)
        self._bandwidth = bandwidth_of(self._embedded)
        _, self._families = self._heard(self.judged, real)

    def figures(self, part: str, row: str, player: Player) -> list[Figure]:
        """FAD, KAD and KL of the judged cues as somebody plays them."""
        embedded, families = self._heard(self.judged, player)
        count = len(embedded)
        return [
            Figure(part, row, FAD, fad(self._embedded, embedded), count),
            Figure(part, row, KAD, kad(self._embedded, embedded, self._bandwidth), count),
            Figure(part, row, KL, recognition_kl(self._families, families), count),
        ]

    def _heard(self, cues: Sequence[HeldOutCue], player: Player) -> tuple[Array, Array]:
        both = [self._ear.heard(player(cue)) for cue in cues]
        return np.concatenate([e for e, _ in both]), np.concatenate([f for _, f in both])
