"""Lanes: what lies above what in the timeline, and how tall it is. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Lane(StrEnum):
    """The lanes from top to bottom; the value is what stands beside them."""

    RULER = "Time"
    CUES = "Cues"
    PANELS = "Panels"
    HITS = "Hits"
    BARS = "Bars"
    SECTIONS = "Key"
    CHORDS = "Chords"
    ENERGY = "Energy"
    WAVE = "Take"


_FIXED_PX: Mapping[Lane, int] = {
    Lane.RULER: 18,
    Lane.CUES: 21,
    Lane.PANELS: 31,
    Lane.HITS: 18,
    Lane.BARS: 19,
    Lane.SECTIONS: 16,
    Lane.CHORDS: 17,
}
_ENERGY_SHARE, _ENERGY_LEAST_PX, _ENERGY_MOST_PX = 0.42, 20, 100
_WAVE_LEAST_PX = 26
LEAST_HEIGHT_PX = sum(_FIXED_PX.values()) + _ENERGY_LEAST_PX + _WAVE_LEAST_PX


@dataclass(frozen=True)
class Band:
    """Where a lane lies, pixels from the top of the view."""

    top: int
    height: int

    @property
    def bottom(self) -> int:
        """First pixel below."""
        return self.top + self.height


def lane_bands(height_px: int) -> dict[Lane, Band]:
    """Where each lane lies in a view of this height; energy and wave share what is left."""
    free = max(height_px - sum(_FIXED_PX.values()), _ENERGY_LEAST_PX + _WAVE_LEAST_PX)
    energy = min(max(round(free * _ENERGY_SHARE), _ENERGY_LEAST_PX), _ENERGY_MOST_PX)
    heights = {**_FIXED_PX, Lane.ENERGY: energy, Lane.WAVE: free - energy}
    bands, top = {}, 0
    for lane in Lane:
        bands[lane] = Band(top, heights[lane])
        top += heights[lane]
    return bands


def lane_at(bands: Mapping[Lane, Band], y: float) -> Lane:
    """The lane at a height; the first or last one beyond both ends."""
    for lane, band in bands.items():
        if y < band.bottom:
            return lane
    return Lane.WAVE
