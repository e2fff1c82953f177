"""tinysoundfont: the renderer for machines without libfluidsynth, since it installs as a wheel.

It decodes a whole SF3 when opening it (3.2 s for 40 MB, measured), so one opened font serves all
parts, one after the other. It knows no SoundFont modulators: velocities are bent here so that 40
to 120 gives about 16 dB as in FluidSynth, but brightness does not follow and levels between
instruments differ by up to 9 dB from the balance the styles were made for.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError

LOCK = threading.Lock()
"""Held by whoever plays the one opened font."""

_DRUM_CHANNEL = 9
_DRUM_BANK = 128
_VELOCITY_BEND = 1.65  # its gain is velocity / 127; 20 log10(3 ** 1.65) = 15.7 dB from 40 to 120
_LEVEL_DB = 6.0  # measured: brings strings and piano to FluidSynth's level at gain 1


def available() -> bool:
    """True if the package is installed."""
    return importlib.util.find_spec("tinysoundfont") is not None


def version() -> str:
    """Of the package, as "0.3.7"; "" if it is not installed."""
    if not available():
        return ""
    return importlib.metadata.version("tinysoundfont")


class TinyInstrument:
    """One preset of the opened font; hold LOCK from creating it to `close`. See Instrument."""

    def __init__(self, font: Path, sample_rate_hz: int) -> None:
        self._sound = _opened(font, sample_rate_hz)
        self._sound.reset()
        self._channel = 0

    def select(self, bank: int, program: int) -> bool:
        """Choose a preset; False if the font has none there."""
        drums = bank == _DRUM_BANK
        self._channel = _DRUM_CHANNEL if drums else 0
        try:
            self._sound.channel_set_bank(self._channel, bank)
            self._sound.channel_set_preset_number(self._channel, program, drums)
        except RuntimeError:
            return False
        return True

    def note_on(self, pitch: int, velocity: int) -> None:
        """Press a key."""
        self._sound.channel_note_on(self._channel, pitch, (velocity / 127) ** _VELOCITY_BEND)

    def note_off(self, pitch: int) -> None:
        """Release a key."""
        self._sound.channel_note_off(self._channel, pitch)

    def render(self, frames: int) -> NDArray[np.float32]:
        """The next samples, shape (2, frames)."""
        audio = np.zeros((frames, 2), np.float32)
        self._sound.render(audio.data.cast("B"))
        return np.ascontiguousarray(audio.T)

    def close(self) -> None:
        """Stop all sound; the font stays open for the next part."""
        self._sound.reset()


def warm(font: Path, sample_rate_hz: int = 44100) -> None:
    """Open a font ahead of its use. Raises StudioError if it is broken."""
    with LOCK:
        _opened(font, sample_rate_hz)


@lru_cache(maxsize=1)
def _opened(font: Path, sample_rate_hz: int) -> Any:
    binding = importlib.import_module("tinysoundfont._tinysoundfont")
    try:
        sound = binding.SoundFont(str(font))
    except RuntimeError as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            "the soundfont is damaged or of a kind tinysoundfont cannot read",
            value=font,
            hint="choose another soundfont with MUSFLOW_SOUNDFONT",
        ) from error
    sound.set_output(binding.OutputMode.StereoInterleaved, sample_rate_hz, _LEVEL_DB)
    sound.set_max_voices(256)
    return sound
