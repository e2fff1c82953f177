"""Trim: the end of a panel being dragged, in frames, and the lengths it would rather have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.domain.timecode import FrameRate

PX_PER_FRAME = 3
SNAP_FRAMES = 2
_SECONDS_SHOWN = 60


@dataclass(frozen=True)
class Trim:
    """One drag of an edge.

    Attributes:
        rate: of the board.
        row: of the panel whose end it is.
        from_px: where the edge was taken.
        before_frames: the panel's length.
        beats: lengths at which the cut falls on a beat of the music there is.
        seconds: lengths of whole seconds, where there is no music yet.
        length_frames: what it would be now.
        snapped: whether that is one of them.
    """

    rate: FrameRate
    row: int
    from_px: int
    before_frames: int
    beats: tuple[int, ...]
    seconds: tuple[int, ...]
    length_frames: int
    snapped: bool = False

    @classmethod
    def taken(cls, board: Storyboard, row: int, from_px: int, plan: CuePlan | None) -> Trim:
        """The edge of a row's panel, just taken; `plan` is the music there is."""
        start, length = board.start_frames[row], board.panels[row].length_frames
        beats = beat_lengths(plan, start, board.rate) if plan else ()
        seconds = second_lengths(board.rate, length)
        return cls(board.rate, row, from_px, length, beats, seconds, length)

    def dragged(self, to_px: int, *, snap: bool) -> Trim:
        """The edge somewhere else, 3 px a frame; it snaps within two frames where it may."""
        wanted = max(1, self.before_frames + round((to_px - self.from_px) / PX_PER_FRAME))
        near = [one for one in self.beats or self.seconds if abs(one - wanted) <= SNAP_FRAMES]
        if not (snap and near and wanted != self.before_frames):
            return replace(self, length_frames=wanted, snapped=False)
        nearest = min(near, key=lambda one: abs(one - wanted))
        return replace(self, length_frames=nearest, snapped=True)

    @property
    def text(self) -> str:
        """What to read while dragging."""
        more = self.length_frames - self.before_frames
        parts = [f"{self.length_frames} frames", length_text(self.rate, self.length_frames)]
        parts += [f"{more:+d}"] if more else []
        parts += ["on a beat" if self.beats else "whole seconds"] if self.snapped else []
        return "   ".join(parts)


def length_text(rate: FrameRate, frames: int) -> str:
    """Seconds, with hundredths where they are needed: "2.5 s"."""
    return f"{float(rate.seconds(frames)):.2f}".rstrip("0").rstrip(".") + " s"


def beat_lengths(plan: CuePlan, start_frame: int, rate: FrameRate) -> tuple[int, ...]:
    """Lengths, in frames, at which a panel that starts at a board frame ends on a beat.

    Args:
        plan: the music there is; its tempo stays when a panel is trimmed.
        start_frame: first frame of the panel, counted on the board.
        rate: the board's.
    """
    if plan.storyboard.rate != rate:
        return ()
    ticks = (
        tick
        for bar in plan.grid.bars
        for tick in range(bar.start_tick, bar.end_tick, bar.meter.beat_ticks)
    )
    seconds = (Fraction(plan.grid.seconds_at(tick)) for tick in ticks)
    frames = (plan.in_frame + rate.nearest_frame(second) for second in seconds)
    return tuple(frame - start_frame for frame in frames if frame > start_frame)


def second_lengths(rate: FrameRate, around_frames: int) -> tuple[int, ...]:
    """Whole seconds, in frames, within a minute of a length."""
    second = int(rate.seconds(around_frames))
    around = range(max(1, second - _SECONDS_SHOWN), second + _SECONDS_SHOWN)
    return tuple(rate.nearest_frame(second) for second in around)
