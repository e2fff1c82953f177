"""EqMap: frequencies and decibels as places of a picture, and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF

LOW_HZ, HIGH_HZ = 20.0, 20_000.0
SPAN_DB = 24.0
MARKS_HZ = {
    30: "30", 60: "60", 100: "100", 200: "200", 500: "500", 1000: "1k", 2000: "2k", 5000: "5k",
    10_000: "10k",
}  # fmt: skip
MARKS_DB = (-18, -12, -6, 0, 6, 12, 18)


@dataclass(frozen=True)
class EqMap:
    """The picture's area; frequencies by ratio from left to right, decibels upwards."""

    area: QRectF

    def x(self, hz: float) -> float:
        """Where a frequency stands."""
        share = math.log(hz / LOW_HZ) / math.log(HIGH_HZ / LOW_HZ)
        return self.area.left() + share * self.area.width()

    def y(self, db: float) -> float:
        """Where a gain stands; kept inside."""
        inside = min(SPAN_DB, max(-SPAN_DB, db))
        return self.area.center().y() - inside / SPAN_DB * self.area.height() / 2

    def at(self, hz: float, db: float) -> QPointF:
        """A point."""
        return QPointF(self.x(hz), self.y(db))

    def hz(self, x: float) -> float:
        """The frequency at a place, kept inside."""
        share = (x - self.area.left()) / max(1.0, self.area.width())
        return float(LOW_HZ * (HIGH_HZ / LOW_HZ) ** min(1.0, max(0.0, share)))

    def db(self, y: float) -> float:
        """The gain at a place."""
        return (self.area.center().y() - y) / max(1.0, self.area.height() / 2) * SPAN_DB
