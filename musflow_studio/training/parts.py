"""Parts: one part of a cue, an instrument or two at a time, without desk and room.

The corpus of a model that plays a role a stem. A cue's notes are the planner's; what moves their
level (expression), the strip and the room are left to the desk that plays the cue, so that sound
follows from notes and players alone and a small network can learn it. Two cues of five are bed
(pads, drones, strings, choirs, textures and swells), which the `hybrid` engine leaves to the model.
"""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.style import Style
from musflow_studio.generation.musflow.shapes import DRY_LEVEL
from musflow_studio.generation.player import PartPlayer
from musflow_studio.generation.sampled import SAMPLE_RATE_HZ
from musflow_studio.generation.synth import open_instrument, shelf
from musflow_studio.generation.timeline import LATTICE_FRAMES, part_events
from musflow_studio.training.compose import ComposedCue, compose
from musflow_studio.training.render import counted

OWN, LAYERED = 0.3, 0.25
"""How often the style's own instrument, if it is one of PLAYERS, is kept, and how often a second
one plays along."""
PLAYERS = (
    (0, 16), (0, 18), (0, 19), (0, 20), (0, 40), (0, 41), (0, 42), (0, 43), (0, 44), (0, 48),
    (0, 49), (0, 50), (0, 51), (0, 52), (0, 53), (0, 54), (0, 57), (0, 60), (0, 61), (0, 62),
    (0, 68), (0, 70), (0, 71), (0, 73), (0, 88), (0, 89), (0, 90), (0, 91), (0, 92), (0, 93),
    (0, 94), (0, 95), (0, 97), (0, 99), (0, 100), (0, 101), (8, 50), (20, 44), (30, 44), (40, 48),
)  # fmt: skip
"""Banks and programs of General MIDI that hold a sound, and the styles' variations."""
BED = 0.4
"""How many cues are bed."""
_OF = {Role.PAD: 6, Role.HARMONY: 2, Role.COUNTER: 2, Role.MELODY: 1, Role.BASS: 1}
"""How often a part of each role is taken for a bed, if the cue has it."""
_OTHERS = {
    Role.MELODY: 5, Role.COUNTER: 3, Role.HARMONY: 3, Role.ARPEGGIO: 2, Role.BASS: 3,
    Role.PERCUSSION: 8, Role.ACCENT: 2,
}  # fmt: skip
"""The same for the other cues, whose players are the styles' and those `compose` exchanges."""


def compose_part(seed: int, styles: dict[str, Style]) -> ComposedCue:
    """The part of a seed: bed, or any role's, as it is played."""
    rng = random.Random(f"part {seed}")
    if rng.random() < BED:
        return compose_bed(seed, styles)
    cue = compose(seed, styles)
    found = [part for part in cue.plan.score.parts if part.role in _OTHERS]
    if not found:
        return compose_bed(seed, styles)
    part = rng.choices(found, [_OTHERS[part.role] for part in found])[0]
    alone = _bare(rng, part)
    return replace(cue, plan=replace(cue.plan, score=replace(cue.plan.score, parts=(alone,))))


def compose_bed(seed: int, styles: dict[str, Style]) -> ComposedCue:
    """The bed of a seed: one part of its cue, perhaps on two instruments."""
    cue = compose(seed, styles)
    rng = random.Random(f"bed {seed}")
    found = [p for p in cue.plan.score.parts if p.role in _OF and p.notes and p.bank != KIT_BANK]
    if not found:
        return compose_bed(seed + _NEXT, styles)
    part = rng.choices(found, [_OF[part.role] for part in found])[0]
    plan = replace(cue.plan, score=replace(cue.plan.score, parts=_players(rng, part)))
    return replace(cue, seed=seed, plan=plan)


_NEXT = 100_000_000
"""A cue without a bed is exchanged for one this far on."""


def _bare(rng: random.Random, part: Part) -> Part:
    """The part without its strip and expression, a little louder or softer."""
    louder = rng.uniform(0.6, 1.2)
    notes = tuple(_louder(note, louder) for note in part.notes)
    return Part(part.role, "", part.program, part.bank, notes, reverb_send=0.0)


def _players(rng: random.Random, part: Part) -> tuple[Part, ...]:
    bare = replace(_bare(rng, part), role=Role.PAD)
    count = 2 if rng.random() < LAYERED else 1
    drawn = rng.sample(PLAYERS, count)
    if rng.random() < OWN and (part.bank, part.program) in PLAYERS:
        drawn[0] = (part.bank, part.program)
    return tuple(replace(bare, bank=bank, program=program) for bank, program in drawn)


def _louder(note: Note, factor: float) -> Note:
    return replace(note, velocity=max(1, min(127, round(note.velocity * factor))))


def play_part(cue: ComposedCue, font: Path) -> NDArray[np.int16]:
    """The sound, (2, samples), `DRY_LEVEL` of what a part at 0 dB gives; see `render`."""
    samples = counted(cue)
    frames = -(-samples // LATTICE_FRAMES) * LATTICE_FRAMES
    total = np.zeros((2, frames), np.float32)
    for part in cue.plan.score.parts:
        shelf(font).hold(part.bank, part.program)
        events = part_events(part, cue.plan.grid, SAMPLE_RATE_HZ, samples)
        opened = partial(open_instrument, font, SAMPLE_RATE_HZ, part.bank, part.program)
        with closing(PartPlayer(opened, events)) as player:
            total += player.render(frames, lambda: False)
    kept: NDArray[np.float32] = np.clip(total[:, :samples] * DRY_LEVEL, -1, 1) * 32767
    return np.rint(kept).astype(np.int16)
