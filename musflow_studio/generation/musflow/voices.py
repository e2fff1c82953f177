"""Voices: what the model plays as stems of a cue, and who plays in which.

A GroupVoice is a stem as the model plays it. A StreamPlayer is a bare part that a desk puts into
its place. A BedVoice is one that stands in for a sampled stem:
its level follows what the sampled instruments would have given, so that the balance of the mix,
the dips under melody and words, hushes and hard cuts are those of the plan.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Role
from musflow_studio.generation.clearing import Clearing
from musflow_studio.generation.leveling import HOP, Weighting, matched_gains
from musflow_studio.generation.musflow.shapes import DRY_LEVEL, SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.stream import ModelStream, Stopped
from musflow_studio.generation.rendering import BLOCK_FRAMES
from musflow_studio.generation.room import Convolution
from musflow_studio.generation.stem import RoleStem
from musflow_studio.generation.strip import MonoBass, Strip

Block = NDArray[np.float32]
GROUPS: dict[str, tuple[Role, ...]] = {
    "melody": (Role.MELODY, Role.COUNTER),
    "harmony": (Role.HARMONY, Role.PAD, Role.ARPEGGIO),
    "bass": (Role.BASS,),
    "percussion": (Role.PERCUSSION, Role.ACCENT),
}
"""Roles that the model plays together, a stem each."""
HELD_PROGRAMS = frozenset({*range(16, 24), 44, *range(48, 55), *range(88, 104)})
"""General MIDI programs that hold their tones: organs, tremolo and ensemble strings, choirs,
pads and textures."""

_BLOCK_HOPS = BLOCK_FRAMES // HOP


def groups_of(plan: CuePlan) -> dict[str, tuple[Role, ...]]:
    """The groups that play a note, with those of their roles that do."""
    playing = {part.role for part in plan.score.parts if part.notes}
    found = {name: tuple(r for r in roles if r in playing) for name, roles in GROUPS.items()}
    return {name: roles for name, roles in found.items() if roles}


def bed_roles(plan: CuePlan) -> tuple[Role, ...]:
    """Roles that are bed all through: pads, and harmony where every instrument holds its tones."""
    parts = [part for part in plan.score.parts if part.notes]
    held = all(
        part.program in HELD_PROGRAMS and part.bank != KIT_BANK
        for part in parts
        if part.role is Role.HARMONY
    )
    beds = (Role.PAD, Role.HARMONY) if held else (Role.PAD,)
    return tuple(role for role in beds if any(part.role is role for part in parts))


class GroupVoice:
    """A stem as the model plays it, faded out at its end.

    Args:
        name: of its sheet in the stream.
        role: of the stem.
        stream: what plays.
        end: the sample where it has faded; the fade takes `fade` samples.
        clearings: room it makes for words.
    """

    def __init__(
        self,
        name: str,
        role: Role,
        stream: ModelStream,
        end: int,
        fade: int,
        clearings: tuple[Clearing, ...],
    ) -> None:
        self.role = role
        self._name, self._stream = name, stream
        self._end, self._fade = end, fade
        self._clearings = clearings
        self._at = 0

    def render(self, frames: int, stopped: Stopped) -> Block:
        """See Voice."""
        block = self._stream.read(self._name, frames, stopped)
        for clearing in self._clearings:
            block = clearing.process(block, self._at)
        left = self._end - np.arange(self._at, self._at + frames)
        self._at += frames
        faded: Block = block * np.clip(left / max(1, self._fade), 0, 1).astype(np.float32)
        return faded


class StreamPlayer:
    """A bare part as the model plays it, at the level of a sampled one.

    Args:
        name: of its sheet in the stream.
        stream: what plays.
    """

    def __init__(self, name: str, stream: ModelStream) -> None:
        self._name, self._stream = name, stream

    def render(self, frames: int, stopped: Stopped) -> Block:
        """See generation.stem.Player."""
        block: Block = self._stream.read(self._name, frames, stopped) / np.float32(DRY_LEVEL)
        return block

    def close(self) -> None:
        """The stream is closed by who opened it."""


class Desk:
    """Strip and room, for a model that learnt from instruments alone.

    Args:
        strip: of the part that plays most of the role.
        room: the cue's.
    """

    def __init__(self, strip: Strip, room: Convolution) -> None:
        self._strip, self._room = strip, room

    def process(self, audio: Block) -> Block:
        """The next block with its room, shape (2, n)."""
        dry, send = self._strip.process(audio)
        mixed: Block = dry + self._room.process(send)
        return mixed


class BedVoice:
    """The model's sound in a sampled stem's place, at its level.

    Args:
        stem: the sampled stem; listened to, not heard. Blocks are BLOCK_FRAMES long.
        stream: where the model plays the role, under its name.
        clearings: room it makes for melody and words.
        cuts: samples of hard cuts, ascending: the level changes there at once.
        desk: what the model's sound lacks; None where it has its room already.
    """

    def __init__(
        self,
        stem: RoleStem,
        stream: ModelStream,
        clearings: tuple[Clearing, ...],
        cuts: tuple[int, ...] = (),
        desk: Desk | None = None,
    ) -> None:
        self.role = stem.role
        self._stem, self._stream = stem, stream
        self._clearings, self._desk = clearings, desk
        self._cuts = [round(cut / HOP) for cut in cuts]
        self._ears = Weighting(SAMPLE_RATE_HZ), Weighting(SAMPLE_RATE_HZ)
        self._mono_bass = MonoBass(SAMPLE_RATE_HZ)
        self._at = 0
        self._powers = np.zeros((2, 3 * _BLOCK_HOPS))
        self._next: Block | None = None

    def render(self, frames: int, stopped: Stopped) -> Block:
        """See Voice; `frames` is BLOCK_FRAMES."""
        if self._next is None:
            self._next = self._heard(stopped)
        block, self._next = self._next, self._heard(stopped)
        first = self._at // HOP - 3 * _BLOCK_HOPS
        gains = matched_gains(self._powers[0], self._powers[1], [cut - first for cut in self._cuts])
        line = np.arange(frames) / HOP - 0.5 + _BLOCK_HOPS
        gain = np.interp(line, np.arange(gains.size), gains).astype(np.float32)
        return self._mono_bass.process(block * gain)

    def _heard(self, stopped: Stopped) -> Block:
        """The model's next block, after both have been listened to."""
        reference = self._stem.render(BLOCK_FRAMES, stopped)
        block = self._stream.read(self.role.value, BLOCK_FRAMES, stopped)
        for clearing in self._clearings:
            block = clearing.process(block, self._at)
        if self._desk:
            block = self._desk.process(block)
        self._at += BLOCK_FRAMES
        self._powers[:, :-_BLOCK_HOPS] = self._powers[:, _BLOCK_HOPS:]
        for row, ear, sound in zip(self._powers, self._ears, (reference, block), strict=True):
            row[-_BLOCK_HOPS:] = ear.powers(sound)
        return block
