"""PartPlayer: a part's events become its dry sound, block after block."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation.damping import Damp
from musflow_studio.generation.synth import Instrument
from musflow_studio.generation.timeline import LATTICE_FRAMES, Event

STRIDE_FRAMES = 128 * LATTICE_FRAMES
"""At most this much is rendered between two looks at the stop sign (about 10 ms of work)."""

Stopped = Callable[[], bool]


class PartPlayer:
    """Renders one part from its start, each call where the last one ended.

    The instrument is opened at the first block, in the thread that renders.
    """

    def __init__(
        self, open_instrument: Callable[[], Instrument], events: Sequence[Event | Damp]
    ) -> None:
        self._open = open_instrument
        self._instrument: Instrument | None = None
        self._events = events
        self._next = 0
        self._at = 0

    def render(self, frames: int, stopped: Stopped) -> NDArray[np.float32]:
        """The next samples, shape (2, frames); `frames` is a multiple of LATTICE_FRAMES.

        Raises StudioError(CANCELLED) once `stopped`.
        """
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
            if isinstance(event, Damp):
                instrument.damp(event.level, event.hand)
            elif event.velocity:
                instrument.note_on(event.pitch, event.velocity, event.hand)
            else:
                instrument.note_off(event.pitch, event.hand)
            self._next += 1

    def _frames_to_next_event(self) -> int:
        if self._next == len(self._events):
            return STRIDE_FRAMES
        return self._events[self._next].frame - self._at

    def close(self) -> None:
        """Free the instrument."""
        if self._instrument is not None:
            self._instrument.close()
            self._instrument = None
