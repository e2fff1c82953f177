"""Wish: what the user asked the player for, kept while devices come and go."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.player.live import LiveSound
from musflow_studio.player.source import Source


@dataclass
class Loaded:
    """A file, or a take heard live, opened for the deck's rate.

    Attributes:
        gain: linear. rate_hz, frames: of the file.
    """

    path: Path
    gain: float
    rate_hz: int
    frames: int
    source: Source | LiveSound


@dataclass
class Wish:
    """Device, file, loop, places of beats and bars (frames of the file), level."""

    device: str = ""
    buffer_frames: int = 512
    key: str = ""
    loop: tuple[int, int] | None = None
    beats: tuple[int, ...] = ()
    bars: tuple[int, ...] = ()
    gain: float = 1.0
    files: dict[str, Loaded] = field(default_factory=dict)

    @property
    def selected(self) -> Loaded | None:
        """What is heard, or would be."""
        return self.files.get(self.key)

    def loaded(self, key: str) -> Loaded:
        """A file by the name it was given. Raises StudioError if it was not given."""
        if key not in self.files:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME,
                "this file was not given to the player" if key else "there is nothing to play",
                value=key or None,
                legal=", ".join(self.files),
            )
        return self.files[key]
