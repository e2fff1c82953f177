"""FluidSynth: libfluidsynth 2 through ctypes, one synthesiser per part.

Calls release the interpreter lock, so parts render in parallel. `synth.dynamic-sample-loading`
decodes only the presets in use: a 40 MB SF3 opens in 0.03 s instead of 1.7 s, and a grand piano
takes another 1.2 s, so a shelf keeps decoded presets between takes. FluidSynth's own reverb and
chorus are off; the studio's room is shared by all parts.
API: https://www.fluidsynth.org/api/
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import threading
import weakref
from ctypes import c_char_p, c_double, c_int, c_void_p
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError

_DRUM_CHANNEL = 9
_DRUM_BANK = 128
_POLYPHONY = 256
_SHELF_CHANNELS = 256
_LOG_LEVELS = 5
_LIBRARY_NAMES = {
    "win32": ("libfluidsynth-3.dll", "libfluidsynth-2.dll", "fluidsynth.dll"),
    "darwin": (
        "libfluidsynth.3.dylib",
        "/opt/homebrew/lib/libfluidsynth.dylib",
        "/usr/local/lib/libfluidsynth.dylib",
    ),
}
_LINUX_NAMES = ("libfluidsynth.so.3", "libfluidsynth.so.2")

_SIGNATURES: dict[str, tuple[object, list[object]]] = {
    "fluid_version_str": (c_char_p, []),
    "fluid_set_log_function": (c_void_p, [c_int, c_void_p, c_void_p]),
    "new_fluid_settings": (c_void_p, []),
    "delete_fluid_settings": (None, [c_void_p]),
    "fluid_settings_setint": (c_int, [c_void_p, c_char_p, c_int]),
    "fluid_settings_setnum": (c_int, [c_void_p, c_char_p, c_double]),
    "new_fluid_synth": (c_void_p, [c_void_p]),
    "delete_fluid_synth": (None, [c_void_p]),
    "fluid_synth_sfload": (c_int, [c_void_p, c_char_p, c_int]),
    "fluid_synth_program_select": (c_int, [c_void_p, c_int, c_int, c_int, c_int]),
    "fluid_synth_noteon": (c_int, [c_void_p, c_int, c_int, c_int]),
    "fluid_synth_noteoff": (c_int, [c_void_p, c_int, c_int]),
    "fluid_synth_write_float": (
        c_int,
        [c_void_p, c_int, c_void_p, c_int, c_int, c_void_p, c_int, c_int],
    ),
}


@cache
def library() -> ctypes.CDLL | None:
    """The loaded library with its signatures declared, or None if there is none (2.0 or later)."""
    for name in (*_LIBRARY_NAMES.get(sys.platform, _LINUX_NAMES), None):
        path = name or ctypes.util.find_library("fluidsynth")
        try:
            found = ctypes.CDLL(path) if path else None
        except OSError:
            continue
        if found and hasattr(found, "fluid_version_str"):
            return _declared(found)
    return None


def _declared(found: ctypes.CDLL) -> ctypes.CDLL:
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    for level in range(_LOG_LEVELS):
        found.fluid_set_log_function(level, None, None)  # failures are told by return values
    return found


def version() -> str:
    """Of the library, as "2.3.1"; "" without it."""
    found = library()
    return found.fluid_version_str().decode() if found else ""


class FluidInstrument:
    """One preset of a soundfont, played by a synthesiser of its own. See synth.Instrument."""

    def __init__(self, font: Path, sample_rate_hz: int, channels: int = 16) -> None:
        found = library()
        assert found is not None, "ask synth.open_instrument, which knows what is installed"
        self._library = found
        self._settings = found.new_fluid_settings()
        found.fluid_settings_setnum(self._settings, b"synth.sample-rate", sample_rate_hz)
        found.fluid_settings_setnum(self._settings, b"synth.gain", 1.0)
        for name, value in (
            (b"synth.reverb.active", 0),
            (b"synth.chorus.active", 0),
            (b"synth.dynamic-sample-loading", 1),
            (b"synth.polyphony", _POLYPHONY),
            (b"synth.midi-channels", channels),
            (b"synth.lock-memory", 0),
            (b"synth.threadsafe-api", 0),
        ):
            found.fluid_settings_setint(self._settings, name, value)
        self._synth = found.new_fluid_synth(self._settings)
        self._channel = 0
        self._font = found.fluid_synth_sfload(self._synth, str(font).encode(), 0)
        if self._font < 0:
            self.close()
            raise StudioError(
                ErrorCode.BAD_FILE,
                "the soundfont is damaged or of a kind FluidSynth cannot read",
                value=font,
                hint="choose another soundfont with MUSFLOW_SOUNDFONT",
            )

    def select(self, bank: int, program: int) -> bool:
        """Choose a preset; False if the font has none there."""
        return self.select_on(_DRUM_CHANNEL if bank == _DRUM_BANK else 0, bank, program)

    def select_on(self, channel: int, bank: int, program: int) -> bool:
        """Choose a preset on a channel of one's own choice, and play there from now on."""
        self._channel = channel
        done = self._library.fluid_synth_program_select(
            self._synth, self._channel, self._font, bank, program
        )
        return bool(done == 0)

    def note_on(self, pitch: int, velocity: int) -> None:
        """Press a key."""
        self._library.fluid_synth_noteon(self._synth, self._channel, pitch, velocity)

    def note_off(self, pitch: int) -> None:
        """Release a key."""
        self._library.fluid_synth_noteoff(self._synth, self._channel, pitch)

    def render(self, frames: int) -> NDArray[np.float32]:
        """The next samples, shape (2, frames)."""
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


class PresetShelf:
    """Keeps presets of one font decoded: FluidSynth shares samples between synthesisers.

    Measured with MuseScore General Lite: choosing the grand piano takes 1.2 s, from the shelf
    0.01 s.
    """

    def __init__(self, font: Path) -> None:
        self._holder = FluidInstrument(font, 44100, _SHELF_CHANNELS)
        weakref.finalize(self, self._holder.close)
        self._held: list[tuple[int, int]] = []
        self._lock = threading.Lock()

    def hold(self, bank: int, program: int) -> None:
        """Decode a preset now, unless the font has none there, and keep it."""
        with self._lock:
            room_left = len(self._held) < _SHELF_CHANNELS
            if (bank, program) not in self._held and room_left:
                self._holder.select_on(len(self._held), bank, program)
                self._held.append((bank, program))


@lru_cache(maxsize=1)
def shelf(font: Path) -> PresetShelf:
    """The process's shelf; another font clears it."""
    return PresetShelf(font)
