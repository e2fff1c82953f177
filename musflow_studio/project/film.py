"""Film: which panel a cue shows at which frame, its timecode, streamers and punches.

Arithmetic alone; seconds are those of the take's file, frames those of the board.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import HitWeight, Panel
from musflow_studio.domain.timecode import FrameRate

STREAMER_SECONDS = 2
PUNCH_FRAMES = 2
_NEARLY = 1e-6
"""Seconds read from samples may lie a hair before the frame they mean."""


@dataclass(frozen=True)
class FilmFrame:
    """One frame as it is shown.

    Attributes:
        panel_uid: the panel on screen.
        frame: from the cue's in point.
        share: how far into the panel, 0 to under 1.
        timecode: of the picture, SMPTE.
        streamers: how far each has run towards its must-hit, 0 to 1.
        punch: whether a must-hit falls here.
    """

    panel_uid: str
    frame: int
    share: float
    timecode: str
    streamers: tuple[float, ...] = ()
    punch: bool = False


@dataclass(frozen=True)
class Film:
    """A cue's picture.

    Attributes:
        rate: frames per second, and how timecode counts.
        first_timecode_frames: frames since midnight of the cue's first frame.
        panels: as the music was made for them, by uid.
        uids: the panels in the order in which they are seen.
        starts: the first frame of each, from the cue's in point, ascending, the first 0.
        length_frames: of the picture.
        musts: frames of must-hits inside it.
    """

    rate: FrameRate
    first_timecode_frames: int
    panels: dict[str, Panel]
    uids: tuple[str, ...]
    starts: tuple[int, ...]
    length_frames: int
    musts: tuple[int, ...]

    @classmethod
    def of(cls, plan: CuePlan) -> Film:
        """The film of a plan."""
        board = plan.storyboard
        return cls(
            board.rate,
            board.start_timecode_frames + plan.in_frame,
            {panel.uid: panel for panel in board.panels},
            tuple(panel.panel_uid for panel in plan.panels),
            tuple(panel.start_frame for panel in plan.panels),
            plan.out_frame - plan.in_frame,
            tuple(h.frame for h in plan.hits if h.weight is HitWeight.MUST and h.frame > 0),
        )

    def frame_at(self, seconds: float) -> int:
        """The frame on screen at a time; the last stays while the sound rings on."""
        frame = math.floor(seconds * float(self.rate.fps) + _NEARLY)
        return max(0, min(frame, self.length_frames - 1))

    def at(self, seconds: float) -> FilmFrame:
        """What is on screen at a time."""
        frame = self.frame_at(seconds)
        lead = STREAMER_SECONDS * float(self.rate.fps)
        running = (1 - (hit - frame) / lead for hit in self.musts if 0 < hit - frame <= lead)
        place = bisect_right(self.starts, frame) - 1
        start, end = (*self.starts, self.length_frames)[place : place + 2]
        return FilmFrame(
            self.uids[place],
            frame,
            (frame - start) / (end - start),
            self.rate.timecode(self.first_timecode_frames + frame),
            tuple(running),
            any(0 <= frame - hit < PUNCH_FRAMES for hit in self.musts),
        )

    def seconds_to_next_frame(self, seconds: float) -> float:
        """How long the frame on screen stays, in seconds."""
        following = self.frame_at(seconds) + 1
        return max(0.0, float(self.rate.seconds(following)) - seconds)
