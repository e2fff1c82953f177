"""Scene: everything the painters need for one picture of the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.project import ProjectCue
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.waveform import Waveform
from ui.timeline.axis import TimeAxis
from ui.timeline.contents import BoardContents
from ui.timeline.lanes import Band, Lane
from ui.timeline.music import MusicContents


class Placed(Protocol):
    """What lies on the time axis."""

    @property
    def start_s(self) -> float:
        """Where it begins."""

    @property
    def end_s(self) -> float:
        """Where it ends."""


T = TypeVar("T", bound=Placed)


@dataclass(frozen=True)
class RawSamples:
    """Single samples of the take, shape (frames, channels), from frame `start` on."""

    start: int
    values: npt.NDArray[np.float32]

    def cover(self, start: int, end: int) -> bool:
        """Whether a range of frames is here."""
        return self.start <= start and end <= self.start + len(self.values)


@dataclass(frozen=True)
class Scene:
    """One picture of the timeline.

    Attributes:
        axis, bands: which time and which lanes are seen.
        rate, timecode_start: of the board, for the ruler.
        board: cues, panels, hits.
        cue: the chosen one; music: its take or plan.
        wave: of the take; None while it is being read or without one.
        raw: single samples, where the view is narrow enough to want them.
        panel_uids: chosen panels; hit: board frame of the chosen hit.
        loop: range that repeats, seconds of the board.
        hint: what the lane of the take says while there is no wave.
    """

    axis: TimeAxis
    bands: Mapping[Lane, Band]
    rate: FrameRate
    timecode_start: int
    board: BoardContents
    cue: ProjectCue | None = None
    music: MusicContents | None = None
    wave: Waveform | None = None
    raw: RawSamples | None = None
    panel_uids: tuple[str, ...] = ()
    hit: int | None = None
    loop: tuple[float, float] | None = None
    hint: str = ""

    def seen(self, things: Iterable[T]) -> Iterator[tuple[T, float, float]]:
        """The things in view with their left and right pixel, cut to just beyond the view."""
        for thing in things:
            left, right = self.axis.x(thing.start_s), self.axis.x(thing.end_s)
            if right > 0 and left < self.axis.width_px:
                yield thing, max(left, -20.0), min(right, self.axis.width_px + 20.0)

    def shows(self, seconds: float, margin_px: float = 40.0) -> bool:
        """Whether a moment is in view, or nearly."""
        return -margin_px <= self.axis.x(seconds) <= self.axis.width_px + margin_px
