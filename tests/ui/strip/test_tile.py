"""Where the parts of a tile lie."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, QRect

from ui.strip.tile import Tile, insertion_place, tile_width


@pytest.mark.parametrize("height", [120, 140, 200, 320])
def test_the_parts_fill_the_tile_without_overlap(height: int) -> None:
    tile = Tile.within(QRect(300, 0, tile_width(height), height))
    parts = [tile.picture, tile.mood, tile.meta, tile.story]
    assert all(tile.whole.contains(part) for part in parts)
    assert not any(a.intersects(b) for a, b in zip(parts, parts[1:], strict=False))
    assert abs(tile.picture.width() / tile.picture.height() - 16 / 9) < 0.03


def test_only_the_right_edge_beside_the_picture_is_an_edge() -> None:
    tile = Tile.within(QRect(100, 0, tile_width(140), 140))
    right = tile.whole.right()
    assert tile.on_edge(QPoint(right, 40))
    assert not tile.on_edge(QPoint(right - 12, 40))
    assert not tile.on_edge(QPoint(right, tile.story.center().y()))
    assert not tile.on_edge(QPoint(101, 40))


def test_a_drop_goes_to_the_nearer_side_of_a_tile() -> None:
    assert [insertion_place(x, 100, 3) for x in (0, 49, 51, 149, 151, 900)] == [0, 0, 1, 1, 2, 3]
