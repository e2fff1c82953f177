"""SoundBank: a corpus on the training device, and windows drawn from it.

Ten hours of 16-bit stereo are 6 GB: they lie in the memory of a data-centre GPU whole; elsewhere
they stay on disk and windows are read as they are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from musflow_studio.generation.musflow.conditioning import stacked, window
from musflow_studio.generation.musflow.mel import to_mid_side
from musflow_studio.generation.musflow.shapes import (
    FRAMES_PER_LATENT,
    HOP,
    SAMPLES_PER_LATENT,
)
from musflow_studio.generation.musflow.source import partials
from musflow_studio.training.corpus import FOUND, Corpus


@dataclass(frozen=True)
class Place:
    """A window of a cue: which, and its first latent."""

    cue: int
    first: int


class SoundBank:
    """See the module.

    Args:
        corpus: read from disk.
        device: where windows are wanted.
        seed: of what is drawn.
    """

    def __init__(self, corpus: Corpus, device: torch.device, seed: int) -> None:
        self.corpus = corpus
        self.device = device
        self._rng = np.random.default_rng(seed)
        lengths = np.array([len(sound) for sound in corpus.sounds], float)
        self._odds = lengths / lengths.sum()
        self._held: list[Tensor] | None = None
        if device.type == "cuda":
            self._held = [torch.from_numpy(np.array(s)).to(device) for s in corpus.sounds]

    def places(self, count: int, latents: int) -> list[Place]:
        """Windows drawn evenly over all music; a cue that is shorter is taken from its start."""
        drawn = []
        for cue in self._rng.choice(len(self._odds), count, p=self._odds):
            last = len(self.corpus.sounds[cue]) // SAMPLES_PER_LATENT - latents
            drawn.append(Place(int(cue), int(self._rng.integers(0, max(last, 0) + 1))))
        return drawn

    def sound(self, places: list[Place], latents: int) -> Tensor:
        """Mid and side of windows, (batch, 2, samples); silence beyond a cue's end."""
        length = latents * SAMPLES_PER_LATENT
        out = torch.zeros(len(places), length, 2, device=self.device)
        for row, place in zip(out, places, strict=True):
            start = place.first * SAMPLES_PER_LATENT
            row_of = self._piece(place.cue, start, start + length)
            row[: len(row_of)] = row_of
        return to_mid_side(out.transpose(1, 2) / 32768)

    def sheets(self, places: list[Place], latents: int) -> tuple[Tensor, Tensor]:
        """Notes (batch, n, 6) and rows (batch, latents, 33) of windows."""
        told = [window(self.corpus.sheets[p.cue], p.first, latents) for p in places]
        rows = torch.from_numpy(np.stack([rows for _, rows in told]))
        return stacked([notes for notes, _ in told]).to(self.device), rows.to(self.device)

    def partials(self, places: list[Place], frames: int) -> Tensor:
        """Magnitudes of the partials of windows' notes, (batch, 2, bins, frames)."""
        at = [(self.corpus.sheets[p.cue].notes, p.first * FRAMES_PER_LATENT) for p in places]
        drawn = [partials(notes, first, frames).abs() for notes, first in at]
        return torch.stack(drawn).to(self.device)

    def written(self, places: list[Place]) -> Tensor:
        """1 where the notes of a window are known, 0 where its music was found; (batch,)."""
        known = [float(self.corpus.seeds[place.cue] < FOUND) for place in places]
        return torch.tensor(known)

    def short(self, count: int, frames: int) -> Tensor:
        """Mid and side of windows of some mel frames from anywhere, (count, 2, frames x HOP)."""
        latents = -(-frames * HOP // SAMPLES_PER_LATENT)
        return self.sound(self.places(count, latents), latents)[..., : frames * HOP]

    def _piece(self, cue: int, start: int, end: int) -> Tensor:
        if self._held is not None:
            return self._held[cue][start:end].float()
        return torch.from_numpy(np.asarray(self.corpus.sounds[cue][start:end], np.float32))
