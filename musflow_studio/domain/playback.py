"""Playback: what the player is asked and what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlayState(StrEnum):
    """What the player does."""

    STOPPED = "stopped"
    PLAYING = "playing"
    PAUSED = "paused"
    NO_DEVICE = "no device"


class SwitchAt(StrEnum):
    """When another file takes over."""

    BUFFER = "buffer"
    BEAT = "beat"
    BAR = "bar"


@dataclass(frozen=True)
class Playback:
    """One report of the player.

    Attributes:
        state: see PlayState.
        key: of the file that is heard; "" for none.
        frame: what is heard now, frames of that file from its start, latency taken off.
        frames: length of the file.
        sample_rate_hz: of the file; 0 for none.
        output_rate_hz: of the device; 0 while it is closed.
        device: its name; "" while it is closed.
        latency_s: from the render thread to the ear, as the device states it.
        loop: (first frame, frame after the last) that repeats; None plays to the end.
        underruns: how often the device had to wait since it was opened.
        load: share of the block's time that rendering took lately, 0 to 1 and more.
        message: one sentence where something is wrong ("the audio device vanished"); else "".
    """

    state: PlayState
    key: str = ""
    frame: int = 0
    frames: int = 0
    sample_rate_hz: int = 0
    output_rate_hz: int = 0
    device: str = ""
    latency_s: float = 0.0
    loop: tuple[int, int] | None = None
    underruns: int = 0
    load: float = 0.0
    message: str = ""


@dataclass(frozen=True)
class OutputDevice:
    """A device that can be played on.

    Attributes:
        name: as the system calls it, with its host API: "pulse (ALSA)".
        default: True for the one that is used when none is chosen.
    """

    name: str
    default: bool
