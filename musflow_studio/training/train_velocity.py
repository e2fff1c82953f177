"""Train the velocity: the way from noise to latents, under any subset of the conditions.

The recipe says how often each is withheld. In a share of the windows some latents are known: their
start (a cue going on), or a stretch at either side (a bar being mended).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from musflow_studio.generation.musflow.conditioning import CONTROLS, Conditions, silent
from musflow_studio.generation.musflow.joint_embedding import KINDS, JointEmbedding
from musflow_studio.generation.musflow.path import drawn_times, on_path
from musflow_studio.generation.musflow.shapes import (
    EMBEDDING_WIDTH,
    LATENT_WIDTH,
    MEL_BANDS,
)
from musflow_studio.generation.musflow.velocity import VelocityNetwork
from musflow_studio.training.latent_bank import WINDOW_LATENTS, LatentBank
from musflow_studio.training.recipe import Recipe, Withheld
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
from musflow_studio.training.train_joint import Words, there

_SAID = 0.6
"""How often each kind of words guides a window that is not guided by its own sound."""
LEAST_MOVING = 0.1
"""Added to how much a window's numbers move: silence would count for ever."""
RIDGE, _AT_ONCE = 1e-3, 8
Guides = Callable[[list[Place]], Tensor]


def train_velocity(
    network: VelocityNetwork,
    latents: LatentBank,
    guides: Guides,
    clock: Clock,
    keeper: Keeper,
    log: Log,
    batch: int,
    recipe: Recipe,
) -> None:
    """Train until the clock says so; as the other loops."""
    bank = latents.bank
    device = bank.device
    network.train()
    if not network.control.drawn.weight.any():
        lean_on_timbre(network, latents)
    optimizer, averaged = optimizer_of(network), Averaged(network, 0.9995)
    for step in clock.steps():
        places = bank.places(batch, WINDOW_LATENTS)
        data, there = latents.windows(places)
        conditions = drawn_conditions(bank, places, guides(places), recipe.withheld)
        known = drawn_known(batch, WINDOW_LATENTS, device, recipe.known)
        times = drawn_times(batch, None, device, *recipe.times)
        point = on_path(data, torch.randn_like(data), times)
        with half(device):
            made = network.data(point.x_t, point.t, conditions, data, known)
        wanted = there * (1 - known) * counts(data * latents.weight.sqrt())
        error = (made.float() - data) ** 2 * latents.weight * wanted
        loss = error.sum() / (wanted.sum() * data.shape[1])
        stepped(optimizer, loss, network, clock.rate(recipe.velocity_rate))
        averaged.update(network)
        keeper.maybe(averaged.weights)
        log.note(step, clock.seconds, {"data": loss})
    network.load_state_dict(averaged.weights)
    keeper.keep(averaged.weights)


def counts(data: Tensor) -> Tensor:
    """How much each window of (batch, width, n) counts, (batch, 1, 1), mean 1.

    A thin line moves few numbers and would hardly be learnt beside thick chords.
    """
    ease = (data.var(2).mean(1) + LEAST_MOVING) ** -0.5
    return (ease / ease.mean())[:, None, None]


@torch.no_grad()
def lean_on_timbre(network: VelocityNetwork, latents: LatentBank, rounds: int = 50) -> None:
    """Lead the timbre's drawings to latents by least squares.

    What the network said before is unsaid: it begins to learn what the drawings lack.
    """
    control, bank = network.control, latents.bank
    width = control.drawn.weight[0].numel() + 1
    gram = torch.zeros(width, width, dtype=torch.float64)
    met = torch.zeros(width, LATENT_WIDTH, dtype=torch.float64)
    for _ in range(rounds):
        places = bank.places(_AT_ONCE, WINDOW_LATENTS)
        data, there = latents.windows(places)
        notes, rows = bank.sheets(places, WINDOW_LATENTS)
        told = there * bank.written(places).to(bank.device)[:, None, None]
        drawn = control.drawing(notes, rows).view(_AT_ONCE, MEL_BANDS, WINDOW_LATENTS, -1)
        drawn = drawn.permute(0, 2, 1, 3).flatten(2)
        drawn = torch.cat((drawn, torch.ones_like(drawn[..., :1])), 2) * told.transpose(1, 2)
        drawn = drawn.flatten(0, 1).double().cpu()
        gram += drawn.T @ drawn
        met += drawn.T @ data.transpose(1, 2).flatten(0, 1).double().cpu()
    ridge = (RIDGE * gram.diagonal().mean() + 1e-6) * torch.eye(width, dtype=torch.float64)
    found = torch.linalg.solve(gram + ridge, met).T.float()
    weights = {"weight": found[:, :-1].view_as(control.drawn.weight), "bias": found[:, -1]}
    control.drawn.load_state_dict(weights)
    silent(network.outlet)


def unguided(places: list[Place]) -> Tensor:
    """No embedding for any window, (batch, 512): for a model that is not to hear any."""
    return torch.zeros(len(places), EMBEDDING_WIDTH)


class WordGuides:
    """What guides each window: any subset of its words and picture, or its own sound.

    Args:
        latents: that hold embeddings, if `own` is more than 0.
        words: of the cues.
        joint: leads them into its space.
        own: how often a window is guided by its own sound, 0 to 1; where it is, also a window that
            nothing is said of.
    """

    def __init__(
        self, latents: LatentBank, words: Words, joint: JointEmbedding, own: float
    ) -> None:
        self._latents, self._words, self._joint, self._own = latents, words, joint, own

    @torch.no_grad()
    def __call__(self, places: list[Place]) -> Tensor:
        """Embeddings (batch, 512)."""
        drawn = [self._words.drawn(kind, places) for kind in KINDS]
        adapted = [self._joint.adapted(*pair) for pair in zip(KINDS, drawn, strict=True)]
        some = torch.rand(len(places), len(KINDS), 1, device=drawn[0].device) < _SAID
        some &= torch.stack([there(kind) for kind in drawn], 1)[..., None]
        mixed = torch.nn.functional.normalize((torch.stack(adapted, 1) * some).sum(1), dim=-1)
        if not self._own:
            return mixed
        heard = self._latents.embeddings(places)
        own = torch.rand(len(places), 1, device=heard.device) < self._own
        return torch.where(own | (mixed.norm(dim=1, keepdim=True) < 0.5), heard, mixed)


def drawn_conditions(
    bank: SoundBank, places: list[Place], embedding: Tensor, withheld: Withheld
) -> Conditions:
    """The windows' conditions with some withheld by chance."""
    notes, rows = bank.sheets(places, WINDOW_LATENTS)
    odds = torch.full((len(places), len(CONTROLS)), 1.0 - withheld.control)
    odds[:, CONTROLS.index("notes")] = 1 - withheld.notes
    given = torch.bernoulli(odds)
    for name in ("players", "notes"):
        given[:, CONTROLS.index(name)] *= bank.written(places)
    has_embedding = torch.bernoulli(torch.full((len(places), 1), 1.0 - withheld.embedding))
    any_ = torch.bernoulli(torch.full((len(places), 1), 1.0 - withheld.everything))
    return Conditions(
        notes,
        rows,
        (given * any_).to(bank.device),
        embedding.to(bank.device) * (has_embedding * any_).to(bank.device),
    )


def drawn_known(batch: int, count: int, device: torch.device, share: float = 0.5) -> Tensor:
    """Masks (batch, 1, count), 1 where a latent is known already, in a share of the batch."""
    mask = np.zeros((batch, 1, count), np.float32)
    for row in mask[:, 0]:
        chance = np.random.default_rng(int(torch.randint(2**31, ()).item()))
        if chance.random() >= share:
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
