"""Note reader: which of the transcriber's stirrings are notes, learnt on seeds of its own.

basic-pitch's own rule (a threshold on its onsets) hears half of this music's notes: pads and slow
strings start where nothing strikes. The reader is a small convolution over basic-pitch's two
posteriors, a third of a second to either side and their octaves and fifths; it learns from the
sampled engine's cues when a note of such a sound was begun. No generator is trained by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from musflow_studio.evaluation.model.transcription import (
    HOP,
    LOWEST_PITCH,
    PITCHES,
    RATE_HZ,
    Notes,
)

POOLED = 2
"""Frames of basic-pitch in one of the reader's, 23 ms."""
FRAME_S = POOLED * HOP / RATE_HZ
_RELATED = (0, 12, -12, 19, -19, 24, -24, 7, -7)
_DILATIONS = (1, 2, 4)
_WINDOW = 172
_RARE = torch.tensor(4.0)
"""Notes are rare: how much more a missed one weighs."""
_THRESHOLDS = tuple(round(0.1 + 0.05 * i, 2) for i in range(17))

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Lesson:
    """A cue to learn from: what basic-pitch hears, (2, frames, 88), and the notes written."""

    heard: Array
    written: Notes


class NoteReader(nn.Module):
    """Onset and held posteriors to the chance that a note starts; untaught, as basic-pitch has it."""

    threshold: Tensor

    def __init__(self, width: int = 20) -> None:
        super().__init__()
        self.inlet = nn.Conv2d(2 * len(_RELATED), width, 1)
        self.layers = nn.ModuleList(
            nn.Conv2d(width, width, (5, 3), padding=(2 * wide, 1), dilation=(wide, 1))
            for wide in _DILATIONS
        )
        self.outlet = nn.Conv2d(width, 1, 1)
        nn.init.zeros_(self.outlet.weight)
        self.register_buffer("threshold", torch.tensor(0.5))

    def forward(self, heard: Tensor) -> Tensor:
        """Logits (batch, n, 88) for (batch, 2, n, 88)."""
        hidden = F.gelu(self.inlet(torch.cat([_moved(heard, by) for by in _RELATED], 1)))
        for layer in self.layers:
            hidden = hidden + F.gelu(layer(hidden))
        out: Tensor = self.outlet(hidden)[:, 0] + torch.logit(heard[:, 0], 1e-3)
        return out

    @torch.no_grad()
    def read(self, onsets: Array, held: Array) -> Notes:
        """The notes of posteriors (frames, 88)."""
        heard = pooled(onsets, held)
        if heard.shape[1] == 0:
            return np.zeros((0, 2))
        chances = torch.sigmoid(self(torch.from_numpy(heard)[None]))[0].numpy()
        return peaks(chances, float(self.threshold))


def _moved(heard: Tensor, by: int) -> Tensor:
    """What is heard `by` semitones higher, silence beyond the keyboard."""
    if by == 0:
        return heard
    if by > 0:
        return F.pad(heard[..., by:], (0, by))
    return F.pad(heard[..., :by], (-by, 0))


def pooled(onsets: Array, held: Array) -> Array:
    """Posteriors (frames, 88) at half their rate, (2, frames / 2, 88): the greater of each two."""
    count = len(onsets) // POOLED
    both = np.stack((onsets, held))[:, : count * POOLED]
    out: Array = both.reshape(2, count, POOLED, PITCHES).max(2)
    return out


def peaks(chances: Array, threshold: float) -> Notes:
    """Notes where chances (n, 88) peak in time at or over the threshold."""
    beyond = np.pad(chances, ((1, 1), (0, 0)))
    peak = (chances >= beyond[:-2]) & (chances > beyond[2:]) & (chances >= threshold)
    at, pitch = np.nonzero(peak)
    return np.stack(((at + 0.5) * FRAME_S, pitch + float(LOWEST_PITCH)), 1)


def lesson(onsets: Array, held: Array, written: Notes) -> Lesson:
    """What one cue teaches."""
    return Lesson(pooled(onsets, held), written)


def train_reader(
    lessons: Sequence[Lesson],
    steps: int,
    seed: int,
    told: Callable[[str], None],
    score: Callable[[Notes, Notes], float],
    batch: int = 6,
) -> NoteReader:
    """A reader of these lessons; the last quarter of them sets its threshold by `score`."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = NoteReader().train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.0, weight_decay=0.001)
    learnt = lessons[: -max(1, len(lessons) // 4)]
    kept = []
    for step in range(1, steps + 1):
        heard, wanted = _drawn(learnt, batch, rng)
        loss = F.binary_cross_entropy_with_logits(network(heard), wanted, pos_weight=_RARE)
        optimizer.param_groups[0]["lr"] = 4e-3 * (1.02 - step / steps)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        kept.append(float(loss.detach()))
        if step % 50 == 0:
            told(f"reader: step {step} of {steps}, loss {1000 * np.mean(kept[-50:]):.2f} / 1000")
    network.eval()
    _set_threshold(network, lessons[len(learnt) :], score)
    return network


def _drawn(
    lessons: Sequence[Lesson], batch: int, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    heard = np.zeros((batch, 2, _WINDOW, PITCHES), np.float32)
    wanted = np.zeros((batch, _WINDOW, PITCHES), np.float32)
    for row, said in zip(heard, wanted, strict=True):
        one = lessons[int(rng.integers(len(lessons)))]
        first = int(rng.integers(0, max(one.heard.shape[1] - _WINDOW, 0) + 1))
        piece = one.heard[:, first : first + _WINDOW]
        row[:, : piece.shape[1]] = piece
        for start_s, pitch in one.written:
            at = int(start_s / FRAME_S) - first
            if 0 <= at < piece.shape[1]:
                said[at, int(pitch) - LOWEST_PITCH] = 1
    return torch.from_numpy(heard), torch.from_numpy(wanted)


@torch.no_grad()
def _set_threshold(
    network: NoteReader, lessons: Sequence[Lesson], score: Callable[[Notes, Notes], float]
) -> None:
    best = -1.0
    chances = [torch.sigmoid(network(torch.from_numpy(x.heard)[None]))[0].numpy() for x in lessons]
    for threshold in _THRESHOLDS:
        scores = [
            score(one.written, peaks(chance, threshold))
            for one, chance in zip(lessons, chances, strict=True)
            if len(one.written)
        ]
        if scores and float(np.mean(scores)) > best:
            best = float(np.mean(scores))
            network.threshold.fill_(threshold)
