"""GridFit: how far found music was moved to lie on a plan's grid."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GridFit:
    """What fitting did to the sound of an engine that keeps no grid of its own.

    Attributes:
        found_bpm: beats a minute as they were heard, 0 where none were.
        asked_bpm: the plan's tempo, in the beats that were heard.
        beats: how many were laid on the grid; 0 where the sound was left unstretched.
        stretch_percent: how much longer the whole became, negative for shorter.
        most_stretch_percent: the same where it is largest, between two beats.
        moved_ms: how far a beat moved against a plain cut, the middle of all.
        most_moved_ms: the same, the farthest.
        why_not: why it was left unstretched, a clause; "" where it lies on the grid.
    """

    found_bpm: float
    asked_bpm: float
    beats: int = 0
    stretch_percent: float = 0.0
    most_stretch_percent: float = 0.0
    moved_ms: float = 0.0
    most_moved_ms: float = 0.0
    why_not: str = ""

    @property
    def sentence(self) -> str:
        """All of it in one sentence."""
        if self.why_not:
            return f"Not on the grid: {self.why_not}, so the music was cut but not stretched."
        heard = f"Heard at {self.found_bpm:.1f} bpm"
        if self.stretch_percent == self.most_stretch_percent == 0:
            return f"{heard} and on the grid as it was: cut, not stretched."
        return (
            f"{heard}, laid on the grid at {self.asked_bpm:.1f}: {self.stretch_percent:+.1f} % long"
            f" ({self.most_stretch_percent:+.1f} % at most), beats moved {self.moved_ms:.0f} ms"
            f" ({self.most_moved_ms:.0f} ms at most)."
        )
