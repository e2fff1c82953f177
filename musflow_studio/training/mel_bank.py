"""MelBank: the mel frames of a whole corpus, made once and held in half precision.

Ten hours are 1.6 GB, on the training device: windows of many cues a step cost no transform.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from musflow_studio.generation.musflow.mel import SILENT_FRAME, MelFrontEnd
from musflow_studio.generation.musflow.shapes import (
    FRAMES_PER_LATENT,
    MEL_WIDTH,
    SAMPLES_PER_LATENT,
)
from musflow_studio.training.sound_bank import Place, SoundBank


class MelBank:
    """See the module.

    Args:
        bank: the corpus.
        told: hears how many cues are done, and of how many.
    """

    def __init__(
        self, bank: SoundBank, told: Callable[[int, int], None] = lambda done, of: None
    ) -> None:
        self.bank = bank
        front = MelFrontEnd().to(bank.device)
        self._held: list[Tensor] = []
        for cue, sound in enumerate(bank.corpus.sounds):
            length = max(1, len(sound) // SAMPLES_PER_LATENT)
            with torch.no_grad():
                self._held.append(front(bank.sound([Place(cue, 0)], length))[0].half())
            told(cue + 1, len(bank.corpus.sounds))

    def windows(self, places: list[Place], latents: int) -> Tensor:
        """Normalised frames (batch, 256, 4 x latents); silence beyond a cue's end."""
        shape = (len(places), MEL_WIDTH, latents * FRAMES_PER_LATENT)
        out = torch.full(shape, SILENT_FRAME, device=self.bank.device)
        for row, place in zip(out, places, strict=True):
            first = place.first * FRAMES_PER_LATENT
            found = self._held[place.cue][:, first : first + shape[2]]
            row[:, : found.shape[1]] = found
        return out
