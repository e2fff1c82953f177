"""Opaque colour with light: gradients, shapes with brush texture, glow, water."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artwork.canvas import SIZE, Mask, Point, columns, finished, noise, rows

Colour = tuple[float, float, float]


def hex_colour(code: str) -> Colour:
    """A colour written as "#rrggbb" as three numbers of 0 to 1."""
    return tuple(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


class Painting:
    """A picture being painted: values of 0 to 1, later strokes over earlier ones."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rgb: NDArray[np.float32] = np.ones((SIZE[1], SIZE[0], 3), dtype=np.float32)
        self._strokes = noise(name + " strokes", 1.6, 0.12, 4) - 0.5
        self._dabs = noise(name + " dabs", 0.35, 0.3, 3) - 0.5

    def sky(self, stops: Sequence[tuple[float, str]], top: float = 0, bottom: float = 9) -> None:
        """A vertical gradient of (height in units, colour) between two heights, with brushwork."""
        heights = [h for h, _ in stops]
        wobble = rows() + self._strokes * 0.35
        area = (rows() >= top) & (rows() < bottom)
        colours = [hex_colour(c) for _, c in stops]
        for channel in range(3):
            values = np.interp(wobble, heights, [c[channel] for c in colours])
            self.rgb[..., channel] = np.where(area, values, self.rgb[..., channel])

    def fill(self, mask: Mask, colour: str, alpha: float = 1.0, texture: float = 0.06) -> None:
        """A shape in one colour, lightened and darkened by the brush."""
        tone = np.asarray(hex_colour(colour), dtype=np.float32)
        brushed = tone * (1 + texture * 2 * self._dabs[..., None])
        cover = (mask * alpha)[..., None]
        self.rgb = self.rgb * (1 - cover) + brushed * cover

    def glow(self, centre: Point, radius: float, colour: str, strength: float) -> None:
        """Light added around a point, fading with distance (screen blend)."""
        far = np.hypot(columns() - centre[0], rows() - centre[1]) / radius
        self.light(np.exp(-(far**2)) * strength, colour)

    def light(self, amount: Mask, colour: str) -> None:
        """Light of one colour added where `amount` (0 to 1) says (screen blend)."""
        tone = np.asarray(hex_colour(colour), dtype=np.float32)
        self.rgb = 1 - (1 - self.rgb) * (1 - amount[..., None] * tone)

    def glints(
        self, x: float, top: float, bottom: float, width: float, colour: str, strength: float
    ) -> None:
        """A path of light on water below a source at `x`: bars that widen towards the viewer."""
        depth = ((rows() - top) / (bottom - top)).clip(0, 1)
        wave = noise(self.name + " glints", 0.9, 0.1, 2)
        half = width * (0.25 + 0.9 * depth) * (0.55 + 0.9 * wave)
        inside = (1 - np.abs(columns() - x) / half).clip(0, 1) * (wave > 0.46 - 0.08 * depth)
        inside = inside * ((rows() > top) & (rows() < bottom))
        self.fill(np.sqrt(inside) * strength * (1 - 0.35 * depth), colour)

    def ripples(self, top: float, colour: str, amount: float) -> None:
        """Dark wave lines on water below `top`, coarser towards the viewer."""
        depth = ((rows() - top) / (9 - top)).clip(0, 1)
        fine, coarse = (
            noise(self.name + " ripples", 0.5, 0.05, 2),
            noise(self.name + " swell", 1.8, 0.16, 2),
        )
        wave = fine * (1 - depth) + coarse * depth
        self.fill((wave > 0.56) * (rows() > top) * (0.3 + 0.7 * depth), colour, amount)

    def done(self, vignette: float = 0.16) -> Image.Image:
        """The finished picture: darker corners and a fine grain."""
        far = np.hypot((columns() - 8) / 9.5, (rows() - 4.5) / 5.6)
        self.rgb = self.rgb * (1 - vignette * far**2.4)[..., None]
        grain = noise(self.name + " grain", 0.03, 0.03, 1) - 0.5
        return finished(self.rgb + 0.02 * grain[..., None])
