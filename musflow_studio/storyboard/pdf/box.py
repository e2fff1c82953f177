"""Box: a rectangle on a page in points, from the top left, and how two of them lie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from musflow_studio.domain.storyboard import Region


class Box(NamedTuple):
    """Left, top, right, bottom in points (1/72 inch) from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Points across; 0 or less if empty."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points down; 0 or less if empty."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Square points, 0 if empty."""
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def middle(self) -> tuple[float, float]:
        """Across and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def cut(self, other: Box) -> Box:
        """What both share; empty if they lie apart."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def share_in(self, other: Box) -> float:
        """How much of this box lies in the other, 0 to 1."""
        return self.cut(other).area / self.area if self.area else 0.0

    def alike(self, other: Box) -> float:
        """Intersection over union, 0 to 1."""
        shared = self.cut(other).area
        return shared / (self.area + other.area - shared) if shared else 0.0

    def same_size(self, other: Box, within: float) -> bool:
        """Whether width and height differ by at most a share of the larger."""
        wide, high = sorted((self.width, other.width)), sorted((self.height, other.height))
        return wide[0] >= (1 - within) * wide[1] and high[0] >= (1 - within) * high[1]

    def across(self, other: Box) -> float:
        """Points that both share from left to right; negative is the gap between them."""
        return min(self.right, other.right) - max(self.left, other.left)

    def down(self, other: Box) -> float:
        """Points that both share from top to bottom; negative is the gap between them."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def region(self, width: float, height: float) -> Region:
        """The box as shares of a page of this size, cut at its edges."""
        left, right = (min(1.0, max(0.0, x / width)) for x in (self.left, self.right))
        top, bottom = (min(1.0, max(0.0, y / height)) for y in (self.top, self.bottom))
        return Region(*(round(side, 5) for side in (left, top, right, bottom)))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around at least one box."""
    first, *others = boxes
    for other in others:
        first = first.joined(other)
    return first
