"""Families: a small network that hears which instrument families play, trained on other seeds.

Its answers judge solo cues, its last layer but one is the embedding of FAD and KAD. It is not the
embedding that guides the model, and no generator was trained by it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from musflow_studio.evaluation.model.held_out import HeldOutCue
from musflow_studio.generation.musflow.mel import SILENT_FRAME, SPREAD, MelFrontEnd
from musflow_studio.generation.musflow.shapes import (
    FRAMES_PER_LATENT,
    HOP,
    MEL_BANDS,
    SAMPLES_PER_LATENT,
)
from musflow_studio.generation.musflow.sheet import (
    DRUM_PROGRAM,
    END_S,
    PROGRAM,
    START_S,
    VELOCITY,
    Sheet,
    on_drums,
)
from musflow_studio.training.sentences import FAMILIES

KINDS = len(FAMILIES) + 1
"""The families of General MIDI, and drums."""
EMBEDDING = 64
WINDOW_LATENTS = 215
"""10 s."""
_SOUNDS_S = 0.4
"""How long a family has to play in a window to be told as playing."""
MOST_UP = 4
"""Bands that a lesson is moved up or down at most: a family is not known by what it plays."""
_WINDOW_FRAMES = WINDOW_LATENTS * FRAMES_PER_LATENT

Array = NDArray[np.float64]


class FamilyNetwork(nn.Module):
    """Mel frames of mid to an embedding and to the families that play."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        sizes = [1, width, 2 * width, 3 * width, 4 * width]
        strides = [(2, 4), (2, 2), (2, 2), (2, 2)]
        layers = zip(sizes, sizes[1:], strides, strict=False)
        self.layers = nn.Sequential(*(_layer(*layer) for layer in layers))
        heights = MEL_BANDS // math.prod(high for high, _ in strides)
        self.inner = nn.Linear(2 * heights * sizes[-1], EMBEDDING)
        self.outlet = nn.Linear(EMBEDDING, KINDS)

    def embedded(self, frames: Tensor) -> Tensor:
        """(batch, 64) for frames of mid (batch, 128, n)."""
        inside = self.layers(frames[:, None])
        pooled = torch.cat((inside.mean(3), inside.amax(3)), 1).flatten(1)
        out: Tensor = F.gelu(self.inner(pooled))
        return out

    def forward(self, frames: Tensor) -> Tensor:
        """Logits (batch, 17) of which families play."""
        out: Tensor = self.outlet(self.embedded(frames))
        return out


def _layer(inside: int, outside: int, stride: tuple[int, int]) -> nn.Sequential:
    high, long = stride
    along = nn.Conv2d(inside, outside, (high + 1, long + 1), stride, (high // 2, long // 2))
    return nn.Sequential(along, nn.BatchNorm2d(outside), nn.GELU())


def families_playing(sheet: Sheet, start_s: float, end_s: float) -> NDArray[np.float32]:
    """Seconds that each family plays between two times, (17,)."""
    notes = sheet.notes
    sounds = np.minimum(notes[:, END_S], end_s) - np.maximum(notes[:, START_S], start_s)
    sounds = np.where(notes[:, VELOCITY] > 0, np.maximum(sounds, 0), 0)
    program = notes[:, PROGRAM].astype(int)
    plain = np.where(program > DRUM_PROGRAM, program - DRUM_PROGRAM - 1, program)
    drums = on_drums(notes)
    family = np.where(drums, KINDS - 1, plain // 8)
    weight = np.where(drums & (sounds > 0), 1.0, sounds)
    return np.bincount(family, weight, KINDS).astype(np.float32)


def solo_family(sheet: Sheet, seconds: float) -> int | None:
    """The family of a cue in which only one plays; None for others."""
    playing = np.flatnonzero(families_playing(sheet, 0.0, seconds) > 0)
    return int(playing[0]) if len(playing) == 1 else None


def train_families(
    cues: Sequence[HeldOutCue], steps: int, seed: int, told: Callable[[str], None], batch: int = 16
) -> FamilyNetwork:
    """A network trained on windows of cues; deterministic per seed on one machine."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network, front = FamilyNetwork().train(), MelFrontEnd()
    heard = [_frames(cue.sound, front) for cue in cues]
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.01)
    kept = []
    for step in range(1, steps + 1):
        frames, wanted = _drawn(cues, heard, batch, rng)
        loss = F.binary_cross_entropy_with_logits(network(frames), wanted)
        optimizer.param_groups[0]["lr"] = 2e-3 * (1 - step / (steps + 1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        kept.append(float(loss.detach()))
        if step % 50 == 0:
            told(f"families: step {step} of {steps}, loss {np.mean(kept[-50:]):.3f}")
    return network.eval()


@torch.no_grad()
def _frames(sound: NDArray[np.float32], front: MelFrontEnd) -> Tensor:
    """Frames of mid (128, n) of left and right (2, samples)."""
    mid: Tensor = front(torch.from_numpy(sound.mean(0, keepdims=True))[None])[0]
    return mid


def _drawn(
    cues: Sequence[HeldOutCue], frames: Sequence[Tensor], batch: int, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Windows of cues, louder or softer, higher or lower, and who plays in them."""
    windows = torch.full((batch, MEL_BANDS, _WINDOW_FRAMES), SILENT_FRAME)
    wanted = np.zeros((batch, KINDS), np.float32)
    for row, said in zip(windows, wanted, strict=True):
        one = int(rng.integers(len(cues)))
        first = int(rng.integers(0, max(frames[one].shape[1] - _WINDOW_FRAMES, 0) + 1))
        piece = frames[one][:, first : first + _WINDOW_FRAMES]
        louder = rng.uniform(-6, 6) / 20 * np.log(10) / SPREAD
        up = int(rng.integers(-MOST_UP, MOST_UP + 1))
        moved = (piece + louder).clamp(min=SILENT_FRAME)[max(0, -up) : MEL_BANDS - max(0, up)]
        row[max(0, up) : MEL_BANDS + min(0, up), : piece.shape[1]] = moved
        start_s, end_s = (at * HOP / 44100 for at in (first, first + piece.shape[1]))
        said[:] = families_playing(cues[one].sheet, start_s, end_s) > _SOUNDS_S
    return windows, torch.from_numpy(wanted)


class FamilyEar:
    """A trained network listening: embeddings and chances, window by window."""

    def __init__(self, network: FamilyNetwork) -> None:
        self._network, self._front = network.eval(), MelFrontEnd()

    @torch.no_grad()
    def heard(self, sound: NDArray[np.float32]) -> tuple[Array, Array]:
        """Embeddings (n, 64) and chances (n, 17) of a sound's whole 10 s windows.

        `sound` is left and right (2, samples); a shorter one is one window.
        """
        length = min(WINDOW_LATENTS * SAMPLES_PER_LATENT, sound.shape[1] // HOP * HOP)
        count = sound.shape[1] // length
        windows = [sound[:, number * length :][:, :length] for number in range(count)]
        frames = torch.stack([_frames(window, self._front) for window in windows])
        embedded = self._network.embedded(frames)
        chances = torch.sigmoid(self._network.outlet(embedded))
        return embedded.numpy().astype(float), chances.numpy().astype(float)

    def family(self, sound: NDArray[np.float32]) -> int:
        """The family most likely to play in a sound."""
        return int(self.heard(sound)[1].mean(0).argmax())
