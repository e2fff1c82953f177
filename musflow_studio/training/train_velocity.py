"""Train the velocity: the way from noise to latents, under any subset of the conditions.

Withheld by chance: the embedding in 10 % of windows, each control in 15 %, the notes in 50 %,
everything in 5 %. In half of the windows some latents are known: their start (a cue going on), or
a stretch at either side (a bar being mended).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from musflow_studio.generation.musflow.conditioning import CONTROLS, Conditions
from musflow_studio.generation.musflow.joint_embedding import KINDS, JointEmbedding
from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.generation.musflow.mel_vae import MelVae
from musflow_studio.generation.musflow.path import drawn_times, on_path
from musflow_studio.generation.musflow.shapes import SAMPLES_PER_LATENT
from musflow_studio.generation.musflow.velocity import VelocityNetwork
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
from musflow_studio.training.train_joint import Words

WINDOW_LATENTS = 216
RATE = 6e-4
WITHOUT_EMBEDDING, WITHOUT_CONTROL, WITHOUT_NOTES, WITHOUT_ALL = 0.1, 0.15, 0.5, 0.05
KNOWN = 0.5
_ENCODED_AT_ONCE = 864


class LatentBank:
    """The latents of a whole corpus, encoded once, and their cues' audio embeddings."""

    def __init__(self, bank: SoundBank, vae: MelVae, joint: JointEmbedding) -> None:
        self.bank = bank
        front = MelFrontEnd().to(bank.device)
        self._latents = [self._encoded(cue, vae, front) for cue in range(len(bank.corpus.seeds))]
        self._joint, self._front = joint.eval(), front

    @torch.no_grad()
    def _encoded(self, cue: int, vae: MelVae, front: MelFrontEnd) -> Tensor:
        """(LATENT_WIDTH, n) in half precision, a stretch at a time with some overlap."""
        count = len(self.bank.corpus.sounds[cue]) // SAMPLES_PER_LATENT
        pieces, edge = [], 16
        for first in range(0, count, _ENCODED_AT_ONCE):
            start = max(0, first - edge)
            last = min(first + _ENCODED_AT_ONCE, count)
            sound = self.bank.sound([Place(cue, start)], min(last + edge, count) - start)
            latents = vae.encode(front(sound))[0]
            pieces.append(latents[:, first - start : last - start].half())
        return torch.cat(pieces, 1)

    def windows(self, places: list[Place]) -> Tensor:
        """(batch, LATENT_WIDTH, WINDOW_LATENTS); a short cue is followed by its last latent."""
        out = []
        for place in places:
            found = self._latents[place.cue][:, place.first : place.first + WINDOW_LATENTS].float()
            missing = WINDOW_LATENTS - found.shape[1]
            out.append(torch.nn.functional.pad(found, (0, missing), mode="replicate"))
        return torch.stack(out)

    @torch.no_grad()
    def embeddings(self, places: list[Place]) -> Tensor:
        """Audio embeddings of the windows, (batch, 512)."""
        heard: Tensor = self._joint.audio(self._front(self.bank.sound(places, WINDOW_LATENTS)))
        return heard


def train_velocity(
    network: VelocityNetwork,
    latents: LatentBank,
    words: Words,
    joint: JointEmbedding,
    clock: Clock,
    keeper: Keeper,
    log: Log,
    batch: int,
) -> None:
    """Train until the clock says so; as the other loops."""
    bank = latents.bank
    device = bank.device
    optimizer, averaged = optimizer_of(network), Averaged(network, 0.9995)
    network.train()
    for step in clock.steps():
        places = bank.places(batch, WINDOW_LATENTS)
        data = latents.windows(places)
        conditions = drawn_conditions(bank, places, _guides(latents, words, joint, places))
        known = drawn_known(batch, WINDOW_LATENTS, device)
        point = on_path(data, torch.randn_like(data), drawn_times(batch, None, device))
        with half(device):
            velocity = network(point.x_t, point.t, conditions, data, known)
        error = (velocity.float() - point.velocity) ** 2 * (1 - known)
        loss = error.sum() / ((1 - known).sum() * data.shape[1])
        stepped(optimizer, loss, network, clock.rate(RATE))
        averaged.update(network)
        keeper.maybe(averaged.weights)
        log.note(step, clock.seconds, {"velocity": loss})
    network.load_state_dict(averaged.weights)
    keeper.keep(averaged.weights)


@torch.no_grad()
def _guides(
    latents: LatentBank, words: Words, joint: JointEmbedding, places: list[Place]
) -> Tensor:
    """What guides each window: its own sound, or any subset of its words and picture."""
    heard = latents.embeddings(places)
    adapted = [joint.adapted(kind, words.drawn(kind, places)) for kind in KINDS]
    said = torch.stack(adapted, 1) * (torch.rand(len(places), 3, 1, device=heard.device) < 0.6)
    mixed = torch.nn.functional.normalize(said.sum(1), dim=-1)
    drawn = torch.rand(len(places), 1, device=heard.device) < 0.4
    own = drawn | (mixed.norm(dim=1, keepdim=True) < 0.5)
    return torch.where(own, heard, mixed)


def drawn_conditions(bank: SoundBank, places: list[Place], embedding: Tensor) -> Conditions:
    """The windows' conditions with some withheld by chance."""
    notes, rows = bank.sheets(places, WINDOW_LATENTS)
    odds = torch.full((len(places), len(CONTROLS)), 1 - WITHOUT_CONTROL)
    odds[:, CONTROLS.index("notes")] = 1 - WITHOUT_NOTES
    given = torch.bernoulli(odds)
    has_embedding = torch.bernoulli(torch.full((len(places), 1), 1 - WITHOUT_EMBEDDING))
    any_ = torch.bernoulli(torch.full((len(places), 1), 1 - WITHOUT_ALL))
    return Conditions(
        notes,
        rows,
        (given * any_).to(bank.device),
        embedding * (has_embedding * any_).to(bank.device),
    )


def drawn_known(batch: int, count: int, device: torch.device) -> Tensor:
    """Masks (batch, 1, count), 1 where a latent is known already."""
    mask = np.zeros((batch, 1, count), np.float32)
    for row in mask[:, 0]:
        chance = np.random.default_rng(int(torch.randint(2**31, ()).item()))
        if chance.random() >= KNOWN:
            continue
        start = int(chance.integers(1, count // 2))
        row[:start] = 1
        if chance.random() < 0.4:
            row[: int(chance.integers(0, start))] = 0
            row[count - int(chance.integers(1, count // 4)) :] = 1
    return torch.from_numpy(mask).to(device)


def new_keeper(folder: Path) -> Keeper:
    """Where the network is kept in a run's folder."""
    return Keeper(folder / "velocity.safetensors")
