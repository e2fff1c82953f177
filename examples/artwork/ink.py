"""Flat greys and ink on separate layers, as a drawing program for storyboards keeps them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from artwork.canvas import HEIGHT, SIZE, WIDTH, Mask, Point, curve, dice, edge, line, polygon

LAYERS = ("fill", "tone", "ink", "notes")
GREYS = 24
"""Steps of grey and of cover kept: flat enough for small files, fine enough for soft edges."""


class Cel:
    """One board: for every layer a colour and how far it covers, both 0 to 1."""

    def __init__(self, name: str) -> None:
        self.random = dice(name)
        self.colour = {n: np.zeros((SIZE[1], SIZE[0], 3), dtype=np.float32) for n in LAYERS}
        self.cover: dict[str, Mask] = {n: np.zeros(SIZE[::-1], dtype=np.float32) for n in LAYERS}

    def put(
        self, layer: str, mask: Mask, grey: float | tuple[float, float, float], alpha: float = 1.0
    ) -> None:
        """A flat shape on a layer, over what that layer has."""
        box = _box(mask)
        new = mask[box] * alpha
        out = new + self.cover[layer][box] * (1 - new)
        share = np.divide(new, out, out=np.zeros_like(new), where=out > 0)[..., None]
        tone = np.asarray(grey, dtype=np.float32)
        self.colour[layer][box] = self.colour[layer][box] * (1 - share) + tone * share
        self.cover[layer][box] = out

    def fill(self, mask: Mask, grey: float) -> None:
        """A flat area of the picture; it also hides ink and tone behind it."""
        box = _box(mask)
        for layer in ("tone", "ink"):
            self.cover[layer][box] *= 1 - mask[box]
        self.put("fill", mask, grey)

    def shade(self, mask: Mask, grey: float = 0.05, alpha: float = 0.4) -> None:
        """A transparent shadow or light."""
        self.put("tone", mask, grey, alpha)

    def ink(self, mask: Mask, grey: float = 0.03) -> None:
        """Solid ink."""
        self.put("ink", mask, grey)

    def outlined(self, mask: Mask, grey: float, width: float = 0.05) -> None:
        """A flat shape with an ink outline."""
        self.fill(mask, grey)
        self.ink(edge(mask, width))

    def lines(
        self, lines: Sequence[Sequence[Point]], width: float = 0.03, grey: float = 0.03
    ) -> None:
        """Thin ink lines."""
        for points in lines:
            self.ink(line(points, width), grey)

    def speed(self, spots: Sequence[tuple[float, float, float]], slope: float, grey: float) -> None:
        """Speed lines, each a wedge (x, y, length) thinning against the movement."""
        for x, y, length in spots:
            thick = 0.02 + 0.03 * float(self.random.random())
            far = (x - length, y - slope * length)
            self.ink(polygon([far, (x, y - thick), (x, y + thick)]), grey)

    def arrow(self, points: Sequence[Point], width: float = 0.16) -> None:
        """A red arrow on the notes layer."""
        path = curve(points, closed=False)
        (ax, ay), (bx, by) = path[-4], path[-1]
        n = float(np.hypot(bx - ax, by - ay))
        ux, uy, w = (bx - ax) / n, (by - ay) / n, width * 2.4
        head = polygon(
            [(bx + ux * w, by + uy * w), (bx - uy * w, by + ux * w), (bx + uy * w, by - ux * w)]
        )
        for part in (line(path, width), head):
            self.put("notes", part, (0.88, 0.1, 0.1))

    def layer(self, name: str) -> Image.Image:
        """One layer as a picture with transparency."""
        cover = _stepped(self.cover[name])
        rgb = _stepped(self.colour[name]) * (cover > 0)[..., None]
        return _small(np.dstack([rgb, cover]), "RGBA")

    def done(self) -> Image.Image:
        """The picture: fill, tone and ink on white, without the notes."""
        rgb = np.ones((SIZE[1], SIZE[0], 3), dtype=np.float32)
        for name in LAYERS[:3]:
            cover = self.cover[name][..., None]
            rgb = rgb * (1 - cover) + self.colour[name] * cover
        return _small(_stepped(rgb), "RGB")


def _box(mask: Mask) -> tuple[slice, slice]:
    """The rows and columns in which a shape lies."""
    down, across = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    if not len(down):
        return slice(0, 0), slice(0, 0)
    return slice(down[0], down[-1] + 1), slice(across[0], across[-1] + 1)


def _stepped(values: Mask) -> Mask:
    return np.round(values.clip(0, 1) * GREYS) / GREYS


def _small(values: Mask, mode: str) -> Image.Image:
    """Down to the finished size; colour weighted by cover, so that no dark fringe appears."""
    sheet = Image.fromarray((values * 255 + 0.5).astype(np.uint8), mode=None)
    assert sheet.mode == mode
    return sheet.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
