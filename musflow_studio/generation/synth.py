"""Synth: what renders a part, and which renderer this machine has.

FluidSynth is chosen by measurement (docs/benchmarks.md): its velocity changes level by 16 dB and
brightens brass, it opens a 40 MB SF3 in 0.05 s and renders parts in parallel. tinysoundfont
plays where its library is missing; `MUSFLOW_RENDERER` names either by hand.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation import fluidsynth, tinysynth

VARIABLE = "MUSFLOW_RENDERER"
FLUIDSYNTH = "FluidSynth"
TINYSOUNDFONT = "tinysoundfont"

_log = logging.getLogger(__name__)


class Instrument(Protocol):
    """One preset of a soundfont, played and rendered by hand."""

    def select(self, bank: int, program: int) -> bool:
        """Choose a preset (bank 128 for drum kits); False if the font has none there."""
        ...

    def note_on(self, pitch: int, velocity: int) -> None:
        """Press a key, 0..127, with velocity 1..127."""
        ...

    def note_off(self, pitch: int) -> None:
        """Release a key."""
        ...

    def render(self, frames: int) -> NDArray[np.float32]:
        """The next samples, shape (2, frames); events since the last call sound from its start."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


def renderer_name() -> str:
    """The renderer used, with its version: "FluidSynth 2.3.1".

    Raises:
        StudioError: FILE_NOT_FOUND if no renderer, or not the named one, is installed;
            UNKNOWN_NAME if MUSFLOW_RENDERER names neither.
    """
    chosen = _chosen()
    version = fluidsynth.version() if chosen == FLUIDSYNTH else tinysynth.version()
    return f"{chosen} {version}"


def is_fluidsynth() -> bool:
    """True if FluidSynth renders. Raises as `renderer_name`."""
    return _chosen() == FLUIDSYNTH


def _chosen() -> str:
    installed = {FLUIDSYNTH: fluidsynth.library() is not None, TINYSOUNDFONT: tinysynth.available()}
    named = os.environ.get(VARIABLE, "").lower()
    names = {name.lower(): name for name in installed}
    if named and named not in names:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            f"no renderer of the name in {VARIABLE}",
            value=named,
            legal=", ".join(installed),
        )
    for name in [names[named]] if named else installed:
        if installed[name]:
            return name
    raise StudioError(
        ErrorCode.FILE_NOT_FOUND,
        f"{names[named] if named else 'FluidSynth'} is not installed, so nothing can play",
        hint="run `musflow setup`",
    )


def select_preset(instrument: Instrument, bank: int, program: int) -> None:
    """Choose a preset, or the nearest the font has: the same family, then its first preset.

    A drum part without a kit falls back to kit 0 and, failing that, to bank 0.
    """
    family = program // 8 * 8
    wanted = [(bank, program), (0, program) if bank != 128 else (128, 0), (bank, 0), (0, family)]
    for place in [*wanted, (0, 0)]:
        if instrument.select(*place):
            if place != (bank, program):
                _log.warning("no preset %d:%d in the soundfont; %d:%d", bank, program, *place)
            return
    _log.warning("no preset %d:%d in the soundfont, nor any other; silent", bank, program)


def hold_presets(font: Path, presets: Iterable[tuple[int, int]]) -> None:
    """Decode presets (bank, program) ahead of their use, where the renderer can keep them."""
    if is_fluidsynth():
        shelf = fluidsynth.shelf(font)
        for bank, program in presets:
            shelf.hold(bank, program)
    else:
        tinysynth.warm(font)


def open_fluid(font: Path, sample_rate_hz: int, bank: int, program: int) -> Instrument:
    """A FluidSynth instrument with a preset chosen."""
    instrument = fluidsynth.FluidInstrument(font, sample_rate_hz)
    select_preset(instrument, bank, program)
    return instrument


def open_tiny(font: Path, sample_rate_hz: int, bank: int, program: int) -> Instrument:
    """A tinysoundfont instrument with a preset chosen; the caller holds tinysynth.LOCK."""
    instrument = tinysynth.TinyInstrument(font, sample_rate_hz)
    select_preset(instrument, bank, program)
    return instrument
