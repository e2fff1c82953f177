"""Synth: one instrument of a soundfont on a FluidSynth of its own, and the shelf of decoded ones.

FluidSynth's own reverb and chorus are off: the studio's room is shared by all parts.
"""

from __future__ import annotations

import threading
import weakref
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation.damping import FULL
from musflow_studio.generation.fluidsynth import library, version

_CHANNELS = 16
_DRUM_CHANNEL = 9
_DRUM_BANK = 128
_EXPRESSION_CC = 11
_SETTINGS = {
    "synth.reverb.active": 0,
    "synth.chorus.active": 0,
    "synth.dynamic-sample-loading": 1,  # decode only the presets in use
    "synth.polyphony": 256,
    "synth.lock-memory": 0,
    "synth.threadsafe-api": 0,
}
_SHELF_CHANNELS = 256


def renderer_name() -> str:
    """The renderer with its version: "FluidSynth 2.3.1". Raises StudioError if there is none."""
    return f"FluidSynth {version(library())}"


class Instrument:
    """One preset of a soundfont, played and rendered by hand.

    Args:
        font: a .sf2 or .sf3 file.
        sample_rate_hz: 8000 to 96000.
        channels: a multiple of 16.

    Raises:
        StudioError: FILE_NOT_FOUND without the library, BAD_FILE if it cannot read the font.
    """

    def __init__(self, font: Path, sample_rate_hz: int, channels: int = _CHANNELS) -> None:
        self._library = library()
        self._settings = self._library.new_fluid_settings()
        self._library.fluid_settings_setnum(self._settings, b"synth.sample-rate", sample_rate_hz)
        self._library.fluid_settings_setnum(self._settings, b"synth.gain", 1.0)
        for name, value in (_SETTINGS | {"synth.midi-channels": channels}).items():
            self._library.fluid_settings_setint(self._settings, name.encode(), value)
        self._synth = self._library.new_fluid_synth(self._settings)
        self._hands = (0, 1)
        self._font = self._library.fluid_synth_sfload(self._synth, str(font).encode(), 0)
        if self._font < 0:
            self.close()
            raise StudioError(
                ErrorCode.BAD_FILE,
                "the soundfont is damaged or of a kind FluidSynth cannot read",
                value=font,
                hint="choose another soundfont with MUSFLOW_SOUNDFONT",
            )

    def select(self, bank: int, program: int, channel: int | None = None) -> bool:
        """Play a preset (bank 128 for drum kits) from now on; False if the font has none there.

        On a channel of its own if one is named, else on one for each hand (a kit has one).
        """
        if channel is not None:
            self._hands = (channel, channel)
        elif bank == _DRUM_BANK:
            self._hands = (_DRUM_CHANNEL, _DRUM_CHANNEL)
        else:
            self._hands = (0, 1)
        return all([self._select(channel, bank, program) for channel in dict.fromkeys(self._hands)])

    def _select(self, channel: int, bank: int, program: int) -> bool:
        selected = self._library.fluid_synth_program_select
        return bool(selected(self._synth, channel, self._font, bank, program) == 0)

    def note_on(self, pitch: int, velocity: int, hand: int = 0) -> None:
        """Press a key, 0..127, with velocity 1..127; the hands (0, 1) have separate keys."""
        self._library.fluid_synth_noteon(self._synth, self._hands[hand], pitch, velocity)

    def note_off(self, pitch: int, hand: int = 0) -> None:
        """Release a key."""
        self._library.fluid_synth_noteoff(self._synth, self._hands[hand], pitch)

    def damp(self, level: int, hand: int) -> None:
        """Set the level of a hand, 127 to 0; at 127 it begins anew, without what still rang."""
        if level == FULL:
            self._library.fluid_synth_all_sounds_off(self._synth, self._hands[hand])
        self._library.fluid_synth_cc(self._synth, self._hands[hand], _EXPRESSION_CC, level)

    def render(self, frames: int) -> NDArray[np.float32]:
        """The next samples, shape (2, frames); events since the last call sound from its start."""
        audio = np.zeros((2, frames), np.float32)
        left, right = audio[0].ctypes.data, audio[1].ctypes.data
        self._library.fluid_synth_write_float(self._synth, frames, left, 0, 1, right, 0, 1)
        return audio

    def close(self) -> None:
        """Free the synthesiser; nothing may be asked of it afterwards."""
        if self._synth:
            self._library.delete_fluid_synth(self._synth)
            self._library.delete_fluid_settings(self._settings)
            self._synth = self._settings = None


def open_instrument(font: Path, sample_rate_hz: int, bank: int, program: int) -> Instrument:
    """An instrument on a preset, or on the nearest one there is (`PresetShelf.hold` says which)."""
    instrument = Instrument(font, sample_rate_hz)
    for place in nearest_presets(bank, program):
        if instrument.select(*place):
            break
    return instrument


def nearest_presets(bank: int, program: int) -> list[tuple[int, int]]:
    """Places to look for a preset, best first: itself, its plain form, its family, any."""
    if bank == _DRUM_BANK:
        return [(bank, program), (bank, 0)]
    return [(bank, program), (0, program), (0, program // 8 * 8), (0, 0)]


class PresetShelf:
    """Keeps presets of one font decoded: FluidSynth shares samples between synthesisers.

    Measured with MuseScore General Lite: choosing the grand piano takes 1.2 s, from the shelf
    0.01 s.
    """

    def __init__(self, font: Path) -> None:
        self._holder = Instrument(font, 44100, _SHELF_CHANNELS)
        weakref.finalize(self, self._holder.close)
        self._held: dict[tuple[int, int], tuple[int, int] | None] = {}
        self._lock = threading.Lock()

    def hold(self, bank: int, program: int) -> tuple[int, int] | None:
        """Decode a preset now, or the nearest there is, and keep it: which one; None if none."""
        wanted = (bank, program)
        with self._lock:
            if wanted not in self._held:
                channel = min(len(self._held), _SHELF_CHANNELS - 1)
                places = nearest_presets(bank, program)
                found = next((p for p in places if self._holder.select(*p, channel)), None)
                self._held[wanted] = found
            return self._held[wanted]


@lru_cache(maxsize=1)
def shelf(font: Path) -> PresetShelf:
    """The process's shelf; another font clears it."""
    return PresetShelf(font)
