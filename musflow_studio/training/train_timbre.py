"""Train the timbre: what every player's notes look like, from cues whose notes are known.

It is fitted to the middle channel by itself, before the velocity, which then leans on it.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.mel import MelFrontEnd
from musflow_studio.generation.musflow.shapes import MEL_BANDS
from musflow_studio.generation.musflow.sketch import SILENT
from musflow_studio.generation.musflow.timbre import Timbre
from musflow_studio.training.schedule import Averaged, Clock, Keeper, Log, optimizer_of, stepped
from musflow_studio.training.sound_bank import SoundBank

WINDOW_LATENTS = 54
RATE = 3e-3
AUDIBLE, UNHEARD = -0.5, 0.1
"""From which a band counts, in frames' units; what the others count."""


def train_timbre(
    timbre: Timbre, bank: SoundBank, clock: Clock, keeper: Keeper, log: Log, batch: int
) -> None:
    """Train until the clock says so; as the other loops."""
    front = MelFrontEnd().to(bank.device)
    timbre.requires_grad_(True)
    optimizer, averaged = optimizer_of(timbre), Averaged(timbre)
    timbre.train()
    for step in clock.steps():
        places = bank.places(batch, WINDOW_LATENTS)
        with torch.no_grad():
            heard = front(bank.sound(places, WINDOW_LATENTS))[:, :MEL_BANDS].clamp(min=SILENT)
        notes, rows = bank.sheets(places, WINDOW_LATENTS)
        drawn = timbre(notes, rows[..., of_sheet.EXPRESSION])
        loss = far(drawn, heard, bank.written(places).to(bank.device))
        stepped(optimizer, loss, timbre, clock.rate(RATE))
        averaged.update(timbre)
        keeper.maybe(averaged.weights)
        log.note(step, clock.seconds, {"far": loss})
    timbre.load_state_dict(averaged.weights)
    timbre.requires_grad_(False)
    keeper.keep(averaged.weights)


def far(drawn: Tensor, heard: Tensor, known: Tensor) -> Tensor:
    """The mean distance of frames (batch, 128, n), where either can be heard; of known notes."""
    audible = (heard > AUDIBLE) | (drawn > AUDIBLE)
    counts = (audible.float().clamp(min=UNHEARD)) * known[:, None, None]
    return ((drawn - heard).abs() * counts).sum() / counts.sum().clamp(min=1)


def new_keeper(folder: Path) -> Keeper:
    """Where it is kept in a run's folder until the velocity takes it in."""
    return Keeper(folder / "timbre.safetensors")
