"""RoleStem: one role's sound: its parts through their strips, and its share of the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.score import Role
from musflow_studio.generation.clearing import Clearing
from musflow_studio.generation.player import Stopped
from musflow_studio.generation.room import Convolution
from musflow_studio.generation.strip import MonoBass, Strip
from musflow_studio.generation.timeline import Expression


class Player(Protocol):
    """Plays one part, bare: sampled instruments, or a model."""

    def render(self, frames: int, stopped: Stopped) -> NDArray[np.float32]:
        """The next block, shape (2, frames). Raises StudioError(CANCELLED) once `stopped`."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


@dataclass(frozen=True)
class Lane:
    """One part on its way: played, faded, cleared for melody and words, put through its strip."""

    player: Player
    expression: Expression
    strip: Strip
    clearings: tuple[Clearing, ...] = ()

    def render(
        self, start_frame: int, frames: int, stopped: Stopped
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The next dry block, shape (2, frames), and its send to the room, shape (frames,)."""
        audio = self.player.render(frames, stopped)
        gain = self.expression.gain(start_frame, frames)
        if gain is not None:
            audio = audio * gain
        for clearing in self.clearings:
            audio = clearing.process(audio, start_frame)
        return self.strip.process(audio)


class RoleStem:
    """Renders one role in blocks; owns its lanes."""

    def __init__(
        self, role: Role, lanes: Sequence[Lane], room: Convolution, sample_rate_hz: int
    ) -> None:
        self.role = role
        self._lanes = lanes
        self._room = room
        self._mono_bass = MonoBass(sample_rate_hz)
        self._at = 0

    def render(self, frames: int, stopped: Stopped) -> NDArray[np.float32]:
        """The next block with its reverb, shape (2, frames). Raises StudioError(CANCELLED)."""
        dry = np.zeros((2, frames), np.float32)
        send = np.zeros(frames, np.float32)
        for lane in self._lanes:
            lane_dry, lane_send = lane.render(self._at, frames, stopped)
            dry += lane_dry
            send += lane_send
        self._at += frames
        return self._mono_bass.process(dry) + self._room.process(send)

    def close(self) -> None:
        """Free the instruments."""
        for lane in self._lanes:
            lane.player.close()
