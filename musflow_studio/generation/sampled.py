"""SampledEngine: the score on sampled instruments, a stem per role and their sum.

There is no master limiter: levels are the style's, and finishing decides about them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import GenerationRequest
from musflow_studio.domain.score import Part, Role
from musflow_studio.domain.take import Stem, Take
from musflow_studio.generation.clearing import (
    MAKES_ROOM,
    Clearing,
    Occasions,
    singing,
    speaking,
)
from musflow_studio.generation.damping import hands_of
from musflow_studio.generation.engine import Capability
from musflow_studio.generation.looping import played
from musflow_studio.generation.player import PartPlayer
from musflow_studio.generation.rendering import BLOCK_FRAMES, Rendering
from musflow_studio.generation.room import Convolution, Room, impulse_response, response_spectra
from musflow_studio.generation.soundfont import find_soundfont, identify
from musflow_studio.generation.stem import Lane, Player, RoleStem
from musflow_studio.generation.strip import Strip
from musflow_studio.generation.synth import open_instrument, renderer_name, shelf
from musflow_studio.generation.timeline import Expression, part_events

SAMPLE_RATE_HZ = 44100
OFTEN_USED = ((8, 0), (0, 49), (128, 48))
"""Presets (bank, program) decoded ahead: mellow piano (and with it the grand), strings, drums."""
RECIPE_VERSION = "2"
"""Raised whenever this code would make the same plan sound different."""


class SampledEngine:
    """Plays the plan's score with a soundfont. See Engine.

    It draws nothing by chance and works equally hard at any quality, so it names neither; bars
    are not redone apart since playing the edited score again leaves the others as they were.
    """

    name = "sampled"
    capabilities = frozenset({Capability.NOTES, Capability.STEMS})

    @property
    def version(self) -> str:
        """Of this code and of the renderer: "1 FluidSynth 2.3.1"."""
        return f"{RECIPE_VERSION} {renderer_name()}"

    def prepare(self) -> None:
        """Find renderer and soundfont, and decode what most cues use.

        Raises StudioError if one of them is missing or broken.
        """
        held = shelf(identify(find_soundfont()).path)
        for bank, program in OFTEN_USED:
            held.hold(bank, program)

    def generate(
        self,
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Take:
        """Render the score; see Engine. The tail ends below -70 dBFS, after 8 s at most.

        Of a loop, one pass of many is kept: it has neither lead-in nor tail.
        """
        font = identify(find_soundfont())
        version = self.version
        plan = request.plan
        first, whole = played(plan, SAMPLE_RATE_HZ)
        stems = role_stems(whole, font.path)
        with ExitStack() as open_stems:
            for stem in stems:
                open_stems.enter_context(closing(stem))
            length = plan.length_samples(SAMPLE_RATE_HZ)
            rendering = Rendering(
                stems, (first or 0) + length, SAMPLE_RATE_HZ, on_step, cancelled, first
            )
            mix, stem_files = rendering.write(request.folder)
        return Take(
            engine=self.name,
            engine_version=version,
            seed=request.seed,
            mix=mix,
            stems=tuple(Stem(s.role, f) for s, f in zip(stems, stem_files, strict=True)),
            lead_in_frames=0,
            tail_frames=mix.frames - length,
            resources={font.name: font.sha256},
            licences={font.name: font.licence},
            remarks=substitutions(plan.score.parts, font.path),
        )


def substitutions(parts: Sequence[Part], font: Path) -> tuple[str, ...]:
    """A sentence for every instrument the font lacks, saying what plays instead."""
    said = {}
    for part in parts:
        wanted = (part.bank, part.program)
        found = shelf(font).hold(*wanted)
        if part.notes and found != wanted:
            instead = f"preset {found[0]}:{found[1]} plays" if found else "it stays silent"
            said[wanted] = (
                f"{font.name} has no {part.instrument} ({wanted[0]}:{wanted[1]}); {instead}"
            )
    return tuple(said.values())


def role_stems(plan: CuePlan, font: Path) -> list[RoleStem]:
    """A stem for every role that plays a note, in the score's order."""
    return stems_played_by(plan, lambda number, part: _player(part, plan, font))


def stems_played_by(plan: CuePlan, player_of: Callable[[int, Part], Player]) -> list[RoleStem]:
    """The same, played by whoever `player_of` gives for a part that plays, counted from 0."""
    playing = [part for part in plan.score.parts if part.notes]
    spectra = room_spectra(plan)
    tune, words = (when(plan, SAMPLE_RATE_HZ) for when in (singing, speaking))
    roles: dict[Role, list[Lane]] = {part.role: [] for part in playing}
    for number, part in enumerate(playing):
        expression = Expression(part, plan.grid, SAMPLE_RATE_HZ)
        clearings = clearings_of(part.role, tune, words)
        lane = Lane(player_of(number, part), expression, Strip(part, SAMPLE_RATE_HZ), clearings)
        roles[part.role].append(lane)
    return [
        RoleStem(role, lanes, Convolution(spectra), SAMPLE_RATE_HZ) for role, lanes in roles.items()
    ]


def room_spectra(plan: CuePlan) -> NDArray[np.complex64]:
    """The cue's room for blocks of BLOCK_FRAMES, as `Convolution` takes it."""
    response = impulse_response(Room.from_style(plan.score.room), SAMPLE_RATE_HZ)
    return response_spectra(response, BLOCK_FRAMES)


def _player(part: Part, plan: CuePlan, font: Path) -> PartPlayer:
    shelf(font).hold(part.bank, part.program)
    length = plan.length_samples(SAMPLE_RATE_HZ)
    hands = hands_of(plan, SAMPLE_RATE_HZ)
    events = part_events(part, plan.grid, SAMPLE_RATE_HZ, length, hands)
    opened = partial(open_instrument, font, SAMPLE_RATE_HZ, part.bank, part.program)
    return PartPlayer(opened, events)


def clearings_of(role: Role, tune: Occasions, words: Occasions) -> tuple[Clearing, ...]:
    """What a part of this role makes room for: the tune it accompanies, and words."""
    for_tune = [Clearing(tune, SAMPLE_RATE_HZ)] if role in MAKES_ROOM and tune.any else []
    for_words = [Clearing(words, SAMPLE_RATE_HZ)] if words.any else []
    return (*for_tune, *for_words)
