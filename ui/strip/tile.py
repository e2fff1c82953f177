"""Tile: where the parts of a panel's tile lie, and what a pointer touches."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QRect

MARGIN_PX = 4
MOOD_PX = 4
META_PX = 16
STORY_PX = 30
"""Two lines of small print."""
WRITING_PX = 24
NARROWEST_WRITING_PX = 320
EDGE_PX = 7
"""How near to its right edge a panel is trimmed."""
SMALLEST_PICTURE_PX = 54


@dataclass(frozen=True)
class Tile:
    """The parts of a tile, in the coordinates of the strip.

    Attributes:
        whole: all of it, gaps to the neighbours included.
        picture: 16:9; mood: the bar of colour under it.
        meta: timecode and length; story: its line.
    """

    whole: QRect
    picture: QRect
    mood: QRect
    meta: QRect
    story: QRect

    @classmethod
    def within(cls, whole: QRect) -> Tile:
        """The tile that fills a rectangle."""
        inner = whole.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        left, width = inner.left(), inner.width()
        picture = QRect(left, inner.top(), width, round(width * 9 / 16))
        mood = QRect(left, picture.bottom() + 1, width, MOOD_PX)
        meta = QRect(left, mood.bottom() + 1, width, META_PX)
        story = QRect(left, meta.bottom() + 1, width, STORY_PX)
        return cls(whole, picture, mood, meta, story)

    def on_edge(self, point: QPoint) -> bool:
        """Whether a pointer is at the cut at the panel's end."""
        right = self.whole.right()
        return right - EDGE_PX < point.x() <= right and point.y() <= self.meta.bottom()


def tile_width(height: int) -> int:
    """How wide a tile of this height is, so that its picture is 16:9."""
    picture = height - 2 * MARGIN_PX - MOOD_PX - META_PX - STORY_PX
    return round(max(SMALLEST_PICTURE_PX, picture) * 16 / 9) + 2 * MARGIN_PX


def insertion_place(x: int, width: int, count: int) -> int:
    """In front of which panel a drop at `x` (0 is the first tile's edge) belongs, 0 to count."""
    return max(0, min(count, (x + width // 2) // width)) if width > 0 else count
