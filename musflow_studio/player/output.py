"""Output: the audio device. Its callback copies from the ring and does nothing else."""

from __future__ import annotations

import time
from types import ModuleType
from typing import Any

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import OutputDevice
from musflow_studio.player.ring import Block, Ring

STALLED_S = 3.0
"""A running device that asked for nothing for so long has vanished."""


class Output:
    """One open device.

    Attributes:
        rate_hz: it runs at.
        name: of the device.
        underruns: blocks that came too late since it was opened.
    """

    def __init__(self, ring: Ring, device: str, wanted_rate_hz: int, buffer_frames: int) -> None:
        """Open and start a device.

        Args:
            ring: what is played.
            device: a name of `devices()`, or "" for the system's default.
            wanted_rate_hz: of the file; where the device refuses, its own default rate is used.
            buffer_frames: frames a callback, 64 to 4096.

        Raises StudioError: there is no such device, or it cannot be opened.
        """
        self._ring = ring
        self.underruns = 0
        self._asked_at = time.monotonic()
        audio = _portaudio()
        index = _index(device)
        try:
            about = audio.query_devices(index, "output")
            self.rate_hz = _rate(index, wanted_rate_hz, about)
            self._stream = audio.OutputStream(
                samplerate=self.rate_hz,
                blocksize=buffer_frames,
                device=index,
                channels=2,
                dtype="float32",
                latency="low",
                callback=self._callback,
            )
            self._stream.start()
        except (audio.PortAudioError, ValueError) as error:
            raise _no_device(str(error)) from error
        self.name = str(about["name"])

    @property
    def latency_s(self) -> float:
        """From the callback to the ear, as the device states it."""
        return float(self._stream.latency)

    @property
    def alive(self) -> bool:
        """False once the device stopped asking for sound."""
        return bool(self._stream.active) and time.monotonic() - self._asked_at < STALLED_S

    def close(self) -> None:
        """Stop at once."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)

    def _callback(self, out: Block, frames: int, when: Any, status: Any) -> None:
        self._asked_at = time.monotonic()
        short = self._ring.take_into(out) < frames
        if short or status.output_underflow:
            self.underruns += 1


def devices() -> tuple[OutputDevice, ...]:
    """Every device with an output; empty on a machine without one."""
    default = _default_index()
    return tuple(
        OutputDevice(_name(index, about), index == default)
        for index, about in enumerate(_portaudio().query_devices())
        if about["max_output_channels"] >= 1
    )


def look_again() -> None:
    """Let PortAudio find devices that came or went. Only while none is open."""
    audio = _portaudio()
    audio._terminate()  # noqa: SLF001 - PortAudio lists devices once, at initialisation
    audio._initialize()  # noqa: SLF001


def _portaudio() -> ModuleType:
    """The sounddevice module. Raises StudioError where PortAudio is not installed."""
    try:
        import sounddevice
    except OSError as error:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND,
            f"PortAudio, which plays sound, cannot be loaded ({error})",
            hint="run `musflow setup`; clips can still be made and dragged",
        ) from error
    module: ModuleType = sounddevice
    return module


def _name(index: int, about: dict[str, Any]) -> str:
    host = _portaudio().query_hostapis(about["hostapi"])["name"]
    return f"{about['name']} ({host})"


def _default_index() -> int | None:
    index = _portaudio().default.device[1]
    if index is None or index < 0:
        hosts = _portaudio().query_hostapis()
        index = next((h["default_output_device"] for h in hosts), -1)
    return None if index < 0 else int(index)


def _index(device: str) -> int:
    """PortAudio's index of a device by name. Raises StudioError listing what is there."""
    there = devices()
    if not there:
        raise _no_device("none was found")
    if not device:
        index = _default_index()
        if index is None:
            raise _no_device("the system names no default device")
        return index
    for index, about in enumerate(_portaudio().query_devices()):
        if about["max_output_channels"] >= 1 and device in (about["name"], _name(index, about)):
            return index
    raise StudioError(
        ErrorCode.UNKNOWN_NAME,
        "no such audio device",
        value=device,
        legal=", ".join(d.name for d in there),
    )


def _rate(index: int, wanted_hz: int, about: dict[str, Any]) -> int:
    audio = _portaudio()
    try:
        audio.check_output_settings(index, 2, "float32", samplerate=wanted_hz)
    except audio.PortAudioError:
        return int(about["default_samplerate"])
    return wanted_hz


def _no_device(why: str) -> StudioError:
    return StudioError(
        ErrorCode.FILE_NOT_FOUND,
        f"there is no audio device to play on ({why})",
        hint="connect one or choose another in the settings; clips can still be made and dragged",
    )
