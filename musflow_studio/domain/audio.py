"""AudioFile: audio between stages and processes is a file and what is in it; how clips end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CLOSING_FADE_S = 0.010
TAIL_FADE_S = 0.5


def closing_fade_frames(tail_frames: int, rate_hz: int) -> int:
    """Length of the fade that ends a clip: 10 ms, or a quarter of its tail up to 0.5 s."""
    in_tail = min(tail_frames // 4, round(TAIL_FADE_S * rate_hz))
    return max(round(CLOSING_FADE_S * rate_hz), in_tail)


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
