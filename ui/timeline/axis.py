"""The time axis: seconds to pixels and back, zoom, scroll and fit; rulers' steps. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from musflow_studio.domain.timecode import FrameRate

MOST_PX_PER_S = 44_100 * 12.0
"""A sample is then some twelve pixels wide."""
OVERHANG = 1.03
"""Share of the whole that is seen when all of it is fitted: a little air at the end."""


@dataclass(frozen=True)
class TimeAxis:
    """Which part of the board is seen.

    Attributes:
        width_px: of the view, at least 1.
        length_s: of what there is to see.
        px_per_s: zoom.
        left_s: time at the left edge.
    """

    width_px: int
    length_s: float
    px_per_s: float
    left_s: float = 0.0

    @classmethod
    def fitting(cls, width_px: int, length_s: float) -> TimeAxis:
        """All of it."""
        return cls(width_px, length_s, max(1, width_px) / (max(length_s, 0.1) * OVERHANG))

    @property
    def right_s(self) -> float:
        """Time at the right edge."""
        return self.left_s + self.width_px / self.px_per_s

    @property
    def span_s(self) -> float:
        """Seconds seen."""
        return self.width_px / self.px_per_s

    @property
    def fits(self) -> bool:
        """Whether all of it is seen."""
        return self.px_per_s <= self.least_px_per_s * 1.0001

    @property
    def least_px_per_s(self) -> float:
        """Zoomed out as far as it goes: everything, and a little air."""
        return max(1, self.width_px) / (max(self.length_s, 0.1) * OVERHANG)

    def x(self, seconds: float) -> float:
        """Pixels from the left edge."""
        return (seconds - self.left_s) * self.px_per_s

    def seconds(self, x: float) -> float:
        """Time at a pixel."""
        return self.left_s + x / self.px_per_s

    def zoomed(self, factor: float, at_x: float) -> TimeAxis:
        """Zoomed so that the time under a pixel stays there."""
        anchor = self.seconds(at_x)
        px_per_s = min(max(self.px_per_s * factor, self.least_px_per_s), MOST_PX_PER_S)
        moved = replace(self, px_per_s=px_per_s, left_s=anchor - at_x / px_per_s)
        return moved.within()

    def scrolled(self, pixels: float) -> TimeAxis:
        """Moved along by pixels, later times for positive ones."""
        return replace(self, left_s=self.left_s + pixels / self.px_per_s).within()

    def showing(self, start_s: float, end_s: float) -> TimeAxis:
        """Zoomed to a range, with a twentieth of air on both sides."""
        air = max(end_s - start_s, 0.002) / 20
        px_per_s = self.width_px / (max(end_s - start_s, 0.002) + 2 * air)
        px_per_s = min(max(px_per_s, self.least_px_per_s), MOST_PX_PER_S)
        return replace(self, px_per_s=px_per_s, left_s=start_s - air).within()

    def revealing(self, seconds: float) -> TimeAxis:
        """Turned like a page where a time has left the view; else the same."""
        if self.left_s <= seconds < self.right_s - self.span_s * 0.02:
            return self
        return replace(self, left_s=seconds - self.span_s * 0.08).within()

    def resized(self, width_px: int, length_s: float) -> TimeAxis:
        """Another width or length: what was fitted stays fitted, else the zoom stays."""
        if self.fits:
            return TimeAxis.fitting(width_px, length_s)
        other = replace(self, width_px=max(1, width_px), length_s=length_s)
        least = max(other.px_per_s, other.least_px_per_s)
        return replace(other, px_per_s=least).within()

    def within(self) -> TimeAxis:
        """Scrolled back to where there is something to see."""
        latest = max(0.0, self.length_s * OVERHANG - self.span_s)
        return replace(self, left_s=min(max(self.left_s, 0.0), latest))


def ruler_step_frames(rate: FrameRate, px_per_s: float, least_px: float) -> int:
    """The smallest round number of frames whose marks lie at least so many pixels apart.

    Frames, then seconds, then minutes: 1, 2, 5, 10, 1 s, 2 s, 5 s, 10 s, 15 s, 30 s, 1 min …
    """
    second = rate.timecode_base
    few = [frames for frames in (1, 2, 5, 10) if frames < second]
    steps = [*few, *(second * s for s in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800))]
    frame_px = px_per_s / float(rate.fps)
    return next((step for step in steps if step * frame_px >= least_px), steps[-1])


def ruler_frames(axis: TimeAxis, rate: FrameRate, step: int, offset: int = 0) -> Iterator[int]:
    """The frames of the board in view whose timecode is a multiple of the step.

    `offset` is the timecode of the board's first frame, so that marks fall on round numbers.
    """
    fps = float(rate.fps)
    first = max(0, int(axis.left_s * fps))
    last = int(min(axis.right_s, axis.length_s * OVERHANG) * fps) + 1
    start = first + (-(first + offset)) % step
    yield from range(start, last + 1, step)


def thinning(count_px: float, least_px: float) -> int:
    """Every how many marks that lie so far apart one can be labelled: a power of two."""
    every = 1
    while count_px * every < least_px and every < 1 << 20:
        every *= 2
    return every
