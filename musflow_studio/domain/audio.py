"""AudioFile: audio between stages and processes is a file and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class AudioFile:
    """A WAV file on disk.

    Attributes:
        path: absolute.
        frames: samples per channel.
        sample_rate_hz: 8000 to 192000.
        channels: 1 or 2.
    """

    path: Path
    frames: int
    sample_rate_hz: int
    channels: int
