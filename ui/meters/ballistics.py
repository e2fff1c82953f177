"""Ballistics: needles that rise at once, hold their peaks and fall slowly. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

FALL_DB_PER_S = 26.0
HOLD_S = 1.5
FLOOR_DB = -120.0

Levels = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Needles:
    """One needle a channel or band.

    Attributes:
        shown_db: where each stands.
        held_db: the highest of late, each.
        age_s: how long ago that was.
    """

    shown_db: Levels
    held_db: Levels
    age_s: Levels

    @classmethod
    def resting(cls, count: int) -> Needles:
        """All at the floor."""
        floor = np.full(count, FLOOR_DB, np.float32)
        return cls(floor, floor, np.zeros(count, np.float32))

    @property
    def at_rest(self) -> bool:
        """Whether nothing moves any more."""
        return bool((self.shown_db <= FLOOR_DB).all() and (self.held_db <= FLOOR_DB).all())

    def moved(self, levels_db: Levels, seconds: float) -> Needles:
        """After `seconds`, with these levels: up at once, down by 26 dB a second."""
        shown = np.maximum(levels_db, self.shown_db - FALL_DB_PER_S * seconds)
        shown = np.maximum(shown, FLOOR_DB).astype(np.float32)
        age = self.age_s + np.float32(seconds)
        higher = levels_db >= self.held_db
        falling = ~higher & (age > HOLD_S)
        fallen = np.maximum(self.held_db - FALL_DB_PER_S * seconds, shown)
        held = np.where(higher, levels_db, np.where(falling, fallen, self.held_db))
        return replace(
            self,
            shown_db=shown,
            held_db=np.maximum(held, FLOOR_DB).astype(np.float32),
            age_s=np.where(higher, 0.0, age).astype(np.float32),
        )


def share(level_db: float, low_db: float, high_db: float) -> float:
    """Where a level stands on a scale, 0 to 1."""
    return min(max((level_db - low_db) / (high_db - low_db), 0.0), 1.0)
