"""Conditioning: a window of a sheet as the network hears it, and which of it is withheld.

Every kind of control can be switched off by itself, in training by chance (so that any subset
works afterwards) and in use on purpose: `follow` gives all of it, `free` no notes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.blocks import mlp
from musflow_studio.generation.musflow.shapes import (
    FRAMES_PER_LATENT,
    HOP,
    LATENT_WIDTH,
    MEL_BANDS,
    SAMPLE_RATE_HZ,
    latent_seconds,
)
from musflow_studio.generation.musflow.sheet import Array, Sheet
from musflow_studio.generation.musflow.sketch import SILENT, Sketch
from musflow_studio.generation.musflow.timbre import Timbre

CONTROLS = ("grid", "chords", "energy", "players", "notes")
PITCHES = 128
ROLL_WIDTH = len(of_sheet.GROUPS) * 2 * PITCHES
PLAYERS_WIDTH = len(of_sheet.GROUPS) * of_sheet.PROGRAMS
FREE = frozenset(CONTROLS) - {"notes"}
FOLLOW = frozenset(CONTROLS)
RING_S = 2.0
"""What a note may ring after its end."""
_FRAMES_A_SECOND = SAMPLE_RATE_HZ / HOP


@dataclass(frozen=True)
class Conditions:
    """What a batch of windows is made from.

    Attributes:
        notes: (batch, n, 6), as in Sheet with seconds from the window's start; rows of velocity 0
            are padding.
        rows: (batch, latents, 33), as in Sheet.
        given: (batch, 5), 1 where a control of CONTROLS is given.
        embedding: (batch, 512), unit length; zeros where none is given.
    """

    notes: Tensor
    rows: Tensor
    given: Tensor
    embedding: Tensor

    def without(self) -> Conditions:
        """The same with every condition withheld."""
        return replace(
            self,
            given=torch.zeros_like(self.given),
            embedding=torch.zeros_like(self.embedding),
        )

    def to(self, device: torch.device) -> Conditions:
        """On a device."""
        return Conditions(
            self.notes.to(device),
            self.rows.to(device),
            self.given.to(device),
            self.embedding.to(device),
        )


def window(sheet: Sheet, first: int, count: int) -> tuple[Array, Array]:
    """Notes and rows of latents `first` to `first + count`; beyond the end nothing plays.

    A note is there as long as it may ring.
    """
    rows = np.zeros((count, of_sheet.ROW_WIDTH), np.float32)
    inside = sheet.rows[max(0, first) : first + count]
    at = max(0, -first)
    rows[at : at + len(inside)] = inside
    start, end = latent_seconds(first), latent_seconds(first + count)
    rings_to = sheet.notes[:, of_sheet.END_S] + RING_S
    sounding = (rings_to > start) & (sheet.notes[:, of_sheet.START_S] < end)
    notes = sheet.notes[sounding].copy()
    notes[:, [of_sheet.START_S, of_sheet.END_S]] -= np.float32(start)
    return notes, rows


def stacked(notes: list[Array]) -> Tensor:
    """Notes of several windows in one tensor, padded with silent ones; at least one a window."""
    longest = max(1, *(len(some) for some in notes))
    padded = np.zeros((len(notes), longest, of_sheet.NOTE_WIDTH), np.float32)
    for row, some in zip(padded, notes, strict=True):
        row[: len(some)] = some
    return torch.from_numpy(padded)


def note_roll(notes: Tensor, latents: int) -> Tensor:
    """Strikes and held notes at mel frames: (batch, 4 groups x 2 x 128 pitches, 4 x latents).

    A strike is the velocity in the frame it falls into, times how much of the frame is left;
    the rest of it goes to the next frame, so that a start between frames is told too. A held
    note is its velocity from start to end.
    """
    frames = latents * FRAMES_PER_LATENT
    batch = notes.shape[0]
    start = notes[..., of_sheet.START_S] * _FRAMES_A_SECOND
    end = notes[..., of_sheet.END_S] * _FRAMES_A_SECOND
    velocity = notes[..., of_sheet.VELOCITY]
    row = (notes[..., of_sheet.GROUP] * 2 * PITCHES + notes[..., of_sheet.PITCH]).long()
    roll = torch.zeros(batch, ROLL_WIDTH * (frames + 2), device=notes.device)
    whole = start.floor()
    part = start - whole
    for frame, share in ((whole, 1 - part), (whole + 1, part)):
        heard = (frame >= 0) & (frame < frames)
        at = row * (frames + 2) + frame.clamp(0, frames).long()
        roll.scatter_add_(1, at, velocity * share * heard)
    held = row + PITCHES
    for edge, sign in ((start, 1.0), (end, -1.0)):
        at = held * (frames + 2) + edge.round().clamp(0, frames).long()
        roll.scatter_add_(1, at, sign * velocity)
    roll = roll.view(batch, len(of_sheet.GROUPS), 2, PITCHES, frames + 2)
    held_roll = roll[:, :, 1].cumsum(-1).clamp(0, 1)
    both = torch.stack((roll[:, :, 0].clamp(0, 1), held_roll), 2)
    return both[..., :frames].flatten(1, 3)


def player_roll(notes: Tensor, latents: int) -> Tensor:
    """Which programs sound in each group: (batch, latents, 4 x 257), 1 where one does."""
    batch = notes.shape[0]
    seconds = latent_seconds(1)
    row = (notes[..., of_sheet.GROUP] * of_sheet.PROGRAMS + notes[..., of_sheet.PROGRAM]).long()
    heard = (notes[..., of_sheet.VELOCITY] > 0).float()
    roll = torch.zeros(batch, PLAYERS_WIDTH * (latents + 2), device=notes.device)
    first = (notes[..., of_sheet.START_S] / seconds).floor().clamp(0, latents)
    last = (notes[..., of_sheet.END_S] / seconds).ceil().clamp(0, latents)
    for edge, sign in ((first, 1.0), (last, -1.0)):
        roll.scatter_add_(1, row * (latents + 2) + edge.long(), sign * heard)
    sounding = roll.view(batch, PLAYERS_WIDTH, latents + 2).cumsum(-1)
    return (sounding[..., :latents] > 0.5).float().transpose(1, 2)


def silent(layer: nn.Module) -> None:
    """Set a layer's weights to zero, so that at first it says nothing."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)


class ControlEncoder(nn.Module):
    """Controls to one vector a latent frame; each kind has a projection that starts at zero.

    After ControlNet's zero convolutions (Zhang et al., arXiv 2302.05543): at the start of training
    no control disturbs, and each finds its own strength. What `Timbre` draws of the notes is not
    learnt here, and is withheld with the notes or their players. Weights from before there was any
    load as ever, and do without.
    """

    def __init__(self, width: int, roll_width: int = 256) -> None:
        super().__init__()
        self.grid = mlp(4, width, width)
        self.chords = mlp(24, width, width)
        self.energy = mlp(1, width, width)
        self.players = mlp(PLAYERS_WIDTH + len(of_sheet.GROUPS), width // 2, width)
        self.sketch = Sketch()
        self.roll = nn.Conv1d(
            ROLL_WIDTH + MEL_BANDS, roll_width, FRAMES_PER_LATENT, FRAMES_PER_LATENT
        )
        self.around = nn.Conv1d(roll_width, roll_width, 3, padding=1)
        self.notes = nn.Linear(roll_width, width)
        self.timbre = Timbre().requires_grad_(False)
        self.drawn = nn.Conv1d(MEL_BANDS, LATENT_WIDTH, FRAMES_PER_LATENT, FRAMES_PER_LATENT)
        self.hinted = nn.Linear(LATENT_WIDTH, width)
        for last in (self.grid[2], self.chords[2], self.energy[2], self.players[2], self.notes):
            silent(last)
        for last in (self.drawn, self.hinted):
            silent(last)
        self.register_load_state_dict_pre_hook(_without_timbre)  # type: ignore[no-untyped-call]

    @property
    def has_timbre(self) -> bool:
        """Whether a timbre was fitted, and is heeded."""
        return bool(self.drawn.weight.any())

    def drawing(self, notes: Tensor, rows: Tensor) -> Tensor:
        """What the timbre draws, zero where it is silent, (batch, 128, frames)."""
        drawn: Tensor = self.timbre(notes, rows[..., of_sheet.EXPRESSION])
        return drawn - SILENT

    def forward(self, conditions: Conditions) -> Tensor:
        """(batch, latents, width + LATENT_WIDTH): what is told, and the latents of the drawing."""
        rows, latents = conditions.rows, conditions.rows.shape[1]
        players = torch.cat(
            (player_roll(conditions.notes, latents), rows[..., of_sheet.EXPRESSION]), -1
        )
        struck = note_roll(conditions.notes, latents)
        sketch = self.sketch(struck, rows[..., of_sheet.EXPRESSION])
        roll = self.roll(torch.cat((struck, sketch), 1))
        roll = F.gelu(roll + self.around(F.gelu(roll))).transpose(1, 2)
        drawn = self.drawing(conditions.notes, rows)
        given = dict(zip(CONTROLS, conditions.given.unbind(1), strict=True))
        said = (
            self.grid(rows[..., : of_sheet.CHORD.start]),
            self.chords(rows[..., of_sheet.CHORD.start : of_sheet.BASS.stop]),
            self.energy(rows[..., of_sheet.ENERGY]),
            self.players(players),
            self.notes(roll),
        )
        who_plays_what = (given["notes"] * given["players"])[:, None, None]
        hint = self.drawn(drawn).transpose(1, 2) * who_plays_what
        total = self.hinted(hint) * who_plays_what
        for each, share in zip(said, given.values(), strict=True):
            total = total + each * share[:, None, None]
        return torch.cat((total, hint), -1)


def _without_timbre(
    module: nn.Module, weights: dict[str, Tensor], prefix: str, *_unused: object
) -> None:
    if f"{prefix}drawn.weight" not in weights:
        own = module.state_dict(prefix=prefix)
        missing = tuple(f"{prefix}{part}." for part in ("timbre", "drawn", "hinted"))
        weights.update({name: v for name, v in own.items() if name.startswith(missing)})
