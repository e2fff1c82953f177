"""Players: a part's events become its dry sound, block after block."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation import tinysynth
from musflow_studio.generation.synth import Instrument, is_fluidsynth, open_fluid, open_tiny
from musflow_studio.generation.timeline import LATTICE_FRAMES, Event

STRIDE_FRAMES = 128 * LATTICE_FRAMES
"""At most this much is rendered between two looks at the stop sign (about 10 ms of work)."""

Stopped = Callable[[], bool]


class PartPlayer(Protocol):
    """Renders one part from its start, each call where the last one ended."""

    def render(self, frames: int, stopped: Stopped) -> NDArray[np.float32]:
        """The next samples, shape (2, frames); `frames` is a multiple of LATTICE_FRAMES."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


def part_player(
    font: Path, sample_rate_hz: int, bank: int, program: int, events: Sequence[Event], frames: int
) -> PartPlayer:
    """A player on the renderer this machine has; `frames` is all that will ever be asked for."""
    if is_fluidsynth():
        return LivePlayer(lambda: open_fluid(font, sample_rate_hz, bank, program), events)
    return RecordedPlayer(lambda: open_tiny(font, sample_rate_hz, bank, program), events, frames)


class LivePlayer:
    """Plays an instrument of its own; opens it at the first block, in the calling thread."""

    def __init__(self, open_instrument: Callable[[], Instrument], events: Sequence[Event]) -> None:
        self._open = open_instrument
        self._instrument: Instrument | None = None
        self._events = events
        self._next = 0
        self._at = 0

    def render(self, frames: int, stopped: Stopped) -> NDArray[np.float32]:
        """See PartPlayer. Raises StudioError(CANCELLED) once `stopped`."""
        self._instrument = self._instrument or self._open()
        audio = np.empty((2, frames), np.float32)
        done = 0
        while done < frames:
            if stopped():
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            self._play_due(self._instrument)
            span = min(frames - done, STRIDE_FRAMES, self._frames_to_next_event())
            audio[:, done : done + span] = self._instrument.render(span)
            done += span
            self._at += span
        return audio

    def _play_due(self, instrument: Instrument) -> None:
        while self._next < len(self._events) and self._events[self._next].frame <= self._at:
            event = self._events[self._next]
            if event.velocity:
                instrument.note_on(event.pitch, event.velocity)
            else:
                instrument.note_off(event.pitch)
            self._next += 1

    def _frames_to_next_event(self) -> int:
        if self._next == len(self._events):
            return STRIDE_FRAMES
        return self._events[self._next].frame - self._at

    def close(self) -> None:
        """See PartPlayer."""
        if self._instrument is not None:
            self._instrument.close()
            self._instrument = None


class RecordedPlayer:
    """Plays the whole part into a temporary file at the first block, then reads from it.

    For renderers whose one instrument all parts share; memory stays small.
    """

    def __init__(
        self, open_instrument: Callable[[], Instrument], events: Sequence[Event], frames: int
    ) -> None:
        self._live = LivePlayer(open_instrument, events)
        self._frames = frames
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._recorded = False

    def render(self, frames: int, stopped: Stopped) -> NDArray[np.float32]:
        """See PartPlayer."""
        if not self._recorded:
            with tinysynth.LOCK:
                self._record(stopped)
            self._recorded = True
        samples = np.frombuffer(self._file.read(frames * 8), np.float32)
        audio = np.zeros((2, frames), np.float32)
        audio[:, : samples.size // 2] = samples.reshape(-1, 2).T
        return audio

    def _record(self, stopped: Stopped) -> None:
        try:
            for _ in range(0, self._frames, STRIDE_FRAMES):
                self._file.write(self._live.render(STRIDE_FRAMES, stopped).T.tobytes())
        finally:
            self._live.close()
        self._file.seek(0)

    def close(self) -> None:
        """See PartPlayer."""
        self._file.close()
