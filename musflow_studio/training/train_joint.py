"""Train the joint embedding: music beside its own words and pictures, away from others'.

A corpus is small beside what words can say, so nothing is heard or read twice alike: bands and
stretches of the sound are masked (after Park et al., SpecAugment, arXiv 1904.08779), its level
moves, and a tenth of the words' numbers are left out. Each kind of words is held against the music
alone, and together with others. Where words alone go on learning, what hears is heard once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from musflow_studio.generation.musflow.joint_embedding import (
    KINDS,
    JointEmbedding,
    contrast,
    together,
)
from musflow_studio.generation.musflow.mel import SILENT_FRAME
from musflow_studio.generation.musflow.shapes import CHANNELS, MEL_BANDS
from musflow_studio.training.latent_bank import LatentBank
from musflow_studio.training.mel_bank import MelBank
from musflow_studio.training.prepared import Prepared
from musflow_studio.training.schedule import (
    Averaged,
    Clock,
    Keeper,
    Log,
    half,
    optimizer_of,
    stepped,
)
from musflow_studio.training.sound_bank import Place, SoundBank

WINDOW_LATENTS = 216
RATE = 5e-4
LEFT_OUT = 0.1
"""Of the numbers that words and pictures are."""
BLUR = 0.02
"""Of what is remembered of a window, each of its numbers."""
MOST_BANDS, MOST_FRAMES, LOUDER = 24, 120, 0.4
"""The widest mask of bands, the longest of frames; how far the level moves, in frames' units."""


class Words:
    """Words and pictures of a corpus's cues on a device, one variant drawn at a time."""

    def __init__(self, prepared: Prepared, seeds: tuple[int, ...], device: torch.device) -> None:
        at = {int(seed): i for i, seed in enumerate(prepared.seeds)}
        rows = np.array([at[seed] for seed in seeds])
        self._held = {
            kind: torch.from_numpy(values[rows].astype(np.float32)).to(device)
            for kind, values in (
                ("caption", prepared.captions),
                ("story", prepared.stories),
                ("picture", prepared.pictures),
            )
        }

    def drawn(self, kind: str, places: list[Place]) -> Tensor:
        """Features (batch, width) of the windows' cues."""
        held = self._held[kind]
        cues = torch.tensor([place.cue for place in places], device=held.device)
        return held[cues, torch.randint(held.shape[1], (len(cues),), device=held.device)]


Heard = Callable[[list[Place]], Tensor]
"""Windows of music in the joint space, (batch, 512)."""


class Listening:
    """Windows as the network hears them now, each time disguised otherwise."""

    def __init__(self, network: JointEmbedding, mels: MelBank) -> None:
        self._network, self._mels = network, mels

    def __call__(self, places: list[Place]) -> Tensor:
        """See Heard."""
        frames = disguised(self._mels.windows(places, WINDOW_LATENTS))
        with half(frames.device):
            heard: Tensor = self._network.audio(frames)
        return heard.float()


class Remembered:
    """Windows as they were heard once, a little blurred: what hears does not learn on.

    So a flow guided by the space still is.
    """

    def __init__(self, latents: LatentBank) -> None:
        self._latents = latents

    def __call__(self, places: list[Place]) -> Tensor:
        """See Heard."""
        heard = self._latents.embeddings(places)
        return functional.normalize(heard + BLUR * torch.randn_like(heard), dim=-1)


def train_joint(
    network: JointEmbedding,
    words: Words,
    bank: SoundBank,
    hears: Heard,
    clock: Clock,
    keeper: Keeper,
    log: Log,
    batch: int,
) -> None:
    """Train until the clock says so; as the other loops."""
    optimizer, averaged = optimizer_of(network), Averaged(network)
    network.train()
    for step in clock.steps():
        places = _one_of_each_cue(bank, batch)
        heard = hears(places)
        drawn = {kind: words.drawn(kind, places) for kind in KINDS}
        said = {kind: adapted(network, kind, d) for kind, d in drawn.items()}
        asked = said | {"several": several([*said.values()])}
        losses = {
            kind: contrast(heard[known], together([d[known]]), network.log_scale)
            for kind, d in asked.items()
            if (known := there(d)).any()
        }
        stepped(optimizer, torch.stack([*losses.values()]).sum(), network, clock.rate(RATE))
        averaged.update(network)
        keeper.maybe(averaged.weights)
        log.note(step, clock.seconds, losses)
    network.load_state_dict(averaged.weights)
    keeper.keep(averaged.weights)


def adapted(network: JointEmbedding, kind: str, drawn: Tensor) -> Tensor:
    """Words or pictures in the joint space, a tenth of them left out; zero where there are none."""
    said = network.adapted(kind, functional.dropout(drawn, LEFT_OUT))
    return said * there(drawn)[:, None]


def several(said: list[Tensor]) -> Tensor:
    """Sums of two or all of the kinds, (batch, 512): this teaches lengths, how much each says."""
    left_out = torch.randint(len(said) + 1, (len(said[0]),), device=said[0].device)
    return torch.stack([d * (left_out != i)[:, None] for i, d in enumerate(said)]).sum(0)


def disguised(frames: Tensor) -> Tensor:
    """Frames (batch, 256, n), each window with a band and a stretch masked, softer or louder."""
    out = frames + (torch.rand(len(frames), 1, 1, device=frames.device) * 2 - 1) * LOUDER
    for row in out.view(len(out), CHANNELS, MEL_BANDS, -1):
        band, width = _stretch(MEL_BANDS, MOST_BANDS)
        row[:, band : band + width] = SILENT_FRAME
        first, length = _stretch(frames.shape[-1], MOST_FRAMES)
        row[..., first : first + length] = SILENT_FRAME
    return out


def _stretch(of: int, most: int) -> tuple[int, int]:
    length = int(torch.randint(most + 1, ()))
    return int(torch.randint(max(1, of - length), ())), length


def there(features: Tensor) -> Tensor:
    """Which rows of (batch, width) say anything: found music may have no picture; (batch,)."""
    return features.abs().sum(1) > 0


def _one_of_each_cue(bank: SoundBank, batch: int) -> list[Place]:
    """Windows of different cues: two of one cue would be told to keep apart."""
    drawn: dict[int, Place] = {}
    wanted = min(batch, len(bank.corpus.seeds))
    while len(drawn) < wanted:
        for place in bank.places(wanted, WINDOW_LATENTS):
            drawn.setdefault(place.cue, place)
    return [*drawn.values()][:wanted]


def new_keeper(folder: Path) -> Keeper:
    """Where the network is kept in a run's folder."""
    return Keeper(folder / "joint_embedding.safetensors")
