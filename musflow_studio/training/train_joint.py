"""Train the joint embedding: music beside its own words and pictures, away from others'."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from musflow_studio.generation.musflow.joint_embedding import KINDS, JointEmbedding, contrast
from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.training.prepared import Prepared
from musflow_studio.training.schedule import Averaged, Clock, Keeper, Log, optimizer_of, stepped
from musflow_studio.training.sound_bank import Place, SoundBank

WINDOW_LATENTS = 216
RATE = 5e-4


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


def train_joint(
    network: JointEmbedding,
    words: Words,
    bank: SoundBank,
    clock: Clock,
    keeper: Keeper,
    log: Log,
    batch: int,
) -> None:
    """Train until the clock says so; as the other loops."""
    front = MelFrontEnd().to(bank.device)
    optimizer, averaged = optimizer_of(network), Averaged(network)
    network.train()
    for step in clock.steps():
        places = _one_of_each_cue(bank, batch)
        with torch.no_grad():
            frames = front(bank.sound(places, WINDOW_LATENTS))
        heard = network.audio(frames)
        drawn = {kind: words.drawn(kind, places) for kind in KINDS}
        losses = {
            kind: contrast(heard[there(d)], network.adapted(kind, d[there(d)]), network.log_scale)
            for kind, d in drawn.items()
            if there(d).any()
        }
        stepped(optimizer, torch.stack([*losses.values()]).sum(), network, clock.rate(RATE))
        averaged.update(network)
        keeper.maybe(averaged.weights)
        log.note(step, clock.seconds, losses)
    network.load_state_dict(averaged.weights)
    keeper.keep(averaged.weights)


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
