"""FluidSynth: finding libfluidsynth 2 and declaring its calls.

Source: https://www.fluidsynth.org/api/.

The renderer is chosen by measurement (MuseScore General Lite, 2 cores). From velocity 40 to 120
FluidSynth gives 14 to 16 dB and brightens brass by 17 %, tinysoundfont 9.5 dB and nothing; it
opens the font in 0.03 s instead of 3.2 s; its calls release the interpreter lock, so parts render
in parallel. tinysoundfont also plays the font's piano 25 dB too soft between velocity 93 and 112
and brass, timpani and drums 9 dB too loud, so it is no fallback either. Where the system has no
libfluidsynth, the one inside the pygame-ce wheel (Linux, macOS) is used: same code, same balance.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
import sys
from collections.abc import Iterator
from ctypes import c_char_p, c_double, c_int, c_void_p
from functools import cache
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError

VARIABLE = "MUSFLOW_FLUIDSYNTH"
"""Names a libfluidsynth file to use before any other."""

_LOG_LEVELS = 5
_OLDEST = 2
_SYSTEM_NAMES = {
    "win32": ("libfluidsynth-3.dll", "libfluidsynth-2.dll", "fluidsynth.dll"),
    "darwin": (
        "libfluidsynth.3.dylib",
        "/opt/homebrew/lib/libfluidsynth.dylib",
        "/usr/local/lib/libfluidsynth.dylib",
    ),
    "linux": ("libfluidsynth.so.3", "libfluidsynth.so.2"),
}

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
    "fluid_synth_cc": (c_int, [c_void_p, c_int, c_int, c_int]),
    "fluid_synth_all_sounds_off": (c_int, [c_void_p, c_int]),
    "fluid_synth_write_float": (
        c_int,
        [c_void_p, c_int, c_void_p, c_int, c_int, c_void_p, c_int, c_int],
    ),
}


@cache
def library() -> ctypes.CDLL:
    """The loaded library, its calls declared and its log silent (return values tell failures).

    Raises:
        StudioError: FILE_NOT_FOUND if there is none, or the one named in MUSFLOW_FLUIDSYNTH is
            not a libfluidsynth 2.
    """
    named = os.environ.get(VARIABLE, "")
    for path in [named] if named else candidates():
        try:
            found = _declared(ctypes.CDLL(path))
        except (OSError, AttributeError):
            continue  # not there, a part of it missing, or something else of that name
        if int(version(found).split(".")[0]) >= _OLDEST:
            return found
    raise StudioError(
        ErrorCode.FILE_NOT_FOUND,
        f"{VARIABLE} names no FluidSynth library" if named else "FluidSynth is not installed",
        value=named or None,
        legal="libfluidsynth 2.0 or later",
        hint="run `musflow setup`, or install FluidSynth (fluidsynth.org)",
    )


def version(found: ctypes.CDLL) -> str:
    """Of the library, as "2.3.1"."""
    return str(found.fluid_version_str().decode())


def candidates() -> Iterator[str]:
    """Where the library may be, best first: the system's, then the one in the pygame-ce wheel."""
    yield from _SYSTEM_NAMES.get(sys.platform, _SYSTEM_NAMES["linux"])
    if found := ctypes.util.find_library("fluidsynth"):
        yield found
    yield from (str(path) for path in _carried())


def _carried() -> Iterator[Path]:
    """The library inside the installed wheel, found without importing pygame."""
    spec = importlib.util.find_spec("pygame")
    if spec and spec.origin:
        package = Path(spec.origin).parent
        yield from package.parent.glob("pygame*.libs/libfluidsynth*")
        yield from package.glob(".dylibs/libfluidsynth*")


def _declared(found: ctypes.CDLL) -> ctypes.CDLL:
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    for level in range(_LOG_LEVELS):
        found.fluid_set_log_function(level, None, None)
    return found
