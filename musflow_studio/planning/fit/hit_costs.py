"""Hit costs: what it costs a steady grid to miss the picture's moments.

One unit for all: a should-hit right between two beats costs 2, on a beat 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.fit.moments import STEADY_EARLY_FRAMES, STEADY_LATE_FRAMES, FitRequest

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EIGHTH_QUARTERS = 0.5
MUST_MISSED = 6.0
MUST_ON_EIGHTH = 3.0
_AVOID_MARKED = 1.0
_NUDGE = 0.3  # share of the distance that still counts for a must-hit in tolerance


@dataclass(frozen=True)
class HitCosts:
    """A request's moments after the first, as arrays of one length, and what missing them costs.

    Attributes:
        seconds: times from the in point.
        must, should, avoid: which moment has which weight.
        frame_seconds: length of a frame.
        pulse_quarters: quarters per felt beat (1, or 1.5 in 6/8).
    """

    seconds: Floats
    must: Bools
    should: Bools
    avoid: Bools
    frame_seconds: float
    pulse_quarters: float

    @classmethod
    def of(cls, request: FitRequest, pulse_quarters: float) -> HitCosts:
        """The moments of a request."""
        later = request.moments[1:]
        weights = [moment.weight for moment in later]
        return cls(
            np.array([float(request.rate.seconds(moment.frame)) for moment in later]),
            np.array([weight is HitWeight.MUST for weight in weights]),
            np.array([weight is HitWeight.SHOULD for weight in weights]),
            np.array([weight is HitWeight.AVOID for weight in weights]),
            1 / float(request.rate.fps),
            pulse_quarters,
        )

    @property
    def phases(self) -> int:
        """Eighths in a beat: 2, or 3 in a compound metre."""
        return round(self.pulse_quarters / EIGHTH_QUARTERS)

    def part(self, start: int, stop: int) -> HitCosts:
        """Moments with index `start` to `stop` - 1."""
        cut = slice(start, stop)
        return HitCosts(
            self.seconds[cut],
            self.must[cut],
            self.should[cut],
            self.avoid[cut],
            self.frame_seconds,
            self.pulse_quarters,
        )

    def costs(self, quarters: Floats, quarter_seconds: Floats) -> Floats:
        """Cost of each moment.

        Args:
            quarters: position counted from any beat, last axis as long as the moments.
            quarter_seconds: length of a quarter, broadcast against `quarters`.
        """
        after = _after_nearest(quarters, self.pulse_quarters)
        on_beat = self._in_tolerance(-after * quarter_seconds)
        distance = np.abs(after) * 4 / self.pulse_quarters
        must = np.where(
            on_beat, distance * _NUDGE, distance + self._missed(quarters, quarter_seconds)
        )
        total: Floats = (
            self.must * must + self.should * distance + self.avoid * on_beat * _AVOID_MARKED
        )
        return total

    def _missed(self, quarters: Floats, quarter_seconds: Floats) -> Floats:
        after = _after_nearest(quarters, EIGHTH_QUARTERS)
        return np.where(self._in_tolerance(-after * quarter_seconds), MUST_ON_EIGHTH, MUST_MISSED)

    def _in_tolerance(self, error_seconds: Floats) -> Bools:
        frames = error_seconds / self.frame_seconds
        inside: Bools = (frames >= -STEADY_EARLY_FRAMES) & (frames <= STEADY_LATE_FRAMES)
        return inside


def _after_nearest(quarters: Floats, step: float) -> Floats:
    """Quarters after the nearest multiple of `step`; negative before it."""
    after: Floats = quarters - np.round(quarters / step) * step
    return after
