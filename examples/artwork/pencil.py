"""Graphite on white paper: searching lines, hatching, tone with paper grain, red arrows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from artwork.canvas import SIZE, UNIT, Mask, Point, curve, dice, edge, finished, noise, polygon

FRAME = (0.45, 0.4, 15.55, 8.6)
GRAPHITE = np.asarray((0.16, 0.16, 0.18), dtype=np.float32)
RED = np.asarray((0.86, 0.07, 0.09), dtype=np.float32)


class Drawing:
    """A pencil drawing: darkness of 0 (paper) to 1, inside a hand-drawn frame."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.random = dice(name)
        self.dark: Mask = np.zeros(SIZE[::-1], dtype=np.float32)
        self.red: Mask = np.zeros_like(self.dark)
        self._grain = noise(name + " paper", 0.035, 0.035, 2)
        self._patches = noise(name + " hand", 1.2, 0.9, 2)

    def erase(self, mask: Mask, amount: float = 1.0) -> None:
        """Back to paper, to put one thing in front of another."""
        self.dark = self.dark * (1 - mask * amount)

    def line(
        self, points: Sequence[Point], dark: float = 0.75, width: float = 0.035, passes: int = 2,
        loose: float = 0.025,
    ) -> None:  # fmt: skip
        """A line drawn `passes` times, each a little off and past its ends."""
        sheet = Image.new("L", SIZE)
        pen = ImageDraw.Draw(sheet)
        for _ in range(passes):
            self._stroke(pen, self._searched(points, loose), width)
        self._add(np.asarray(sheet, dtype=np.float32) / 255 * dark)

    def shape(self, points: Sequence[Point], dark: float = 0.75, width: float = 0.035) -> None:
        """A closed smooth outline through points, its inside erased."""
        ring = curve(points)
        self.erase(polygon(ring))
        self.line([*ring, *ring[:4]], dark, width, loose=0.018)

    def box(self, points: Sequence[Point], dark: float = 0.75, width: float = 0.035) -> None:
        """A closed outline with corners, its inside erased; lines cross at the corners."""
        self.erase(polygon(points))
        for a, b in zip(points, [*points[1:], points[0]], strict=True):
            self.line([a, b], dark, width)

    def rim(self, mask: Mask, dark: float = 0.85, width: float = 0.05) -> None:
        """The outline of any shape, with the uneven pressure of a hand."""
        self._add(edge(mask, width) * dark * (0.55 + 0.6 * self._patches).clip(0, 1))

    def tone(self, mask: Mask, dark: float) -> None:
        """Smudged graphite over a shape; the paper's grain shows."""
        self._add(mask * dark * (0.55 + 0.75 * self._grain) * (0.8 + 0.35 * self._patches))

    def hatch(
        self, mask: Mask, angle: float, spacing: float = 0.13, dark: float = 0.5,
        width: float = 0.022,
    ) -> None:  # fmt: skip
        """Parallel strokes across a shape, at `angle` degrees, broken and bent by the hand."""
        sheet = Image.new("L", SIZE)
        pen = ImageDraw.Draw(sheet)
        c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        for across in np.arange(-9.5, 9.5, spacing):
            along = -10.0 + float(self.random.uniform(0, 1))
            while along < 10.0:
                length = float(self.random.uniform(1.2, 3.4))
                off = across + float(self.random.normal(0, spacing * 0.2))
                bend = float(self.random.normal(0, 0.03))
                spots = [(along, off), (along + length / 2, off + bend), (along + length, off)]
                turned = [(8 + a * c - b * s, 4.5 + a * s + b * c) for a, b in spots]
                shade = int(self.random.uniform(150, 255))
                self._stroke(pen, turned, width, shade)
                along += length + float(self.random.uniform(-0.15, 0.12))
        self._add(np.asarray(sheet, dtype=np.float32) / 255 * mask * dark)

    def shade(self, mask: Mask, dark: float, angle: float = 60.0) -> None:
        """Deep shadow: tone under crossed hatching."""
        self.tone(mask, dark * 0.62)
        self.hatch(mask, angle, 0.11, dark * 0.75, 0.026)
        self.hatch(mask, angle + 28, 0.15, dark * 0.55, 0.024)

    def arrow(self, points: Sequence[Point], width: float = 0.16) -> None:
        """A camera or motion arrow in red pencil along a curve, head at its end."""
        path = curve(points, closed=False)
        (ax, ay), (bx, by) = path[-4], path[-1]
        length = float(np.hypot(bx - ax, by - ay))
        ux, uy = (bx - ax) / length, (by - ay) / length
        w = width * 2.6
        head = [
            (bx + ux * w * 1.3, by + uy * w * 1.3),
            (bx - uy * w, by + ux * w),
            (bx + uy * w, by - ux * w),
        ]
        sheet = Image.new("L", SIZE)
        pen = ImageDraw.Draw(sheet)
        for _ in range(3):
            self._stroke(pen, self._searched(path, 0.015), width)
        marks = np.maximum(np.asarray(sheet, dtype=np.float32) / 255, polygon(head))
        self.red = np.maximum(self.red, marks * (0.78 + 0.25 * self._grain).clip(0, 1))

    def done(self) -> Image.Image:
        """The finished sheet: the drawing cut at its frame, the frame, the paper around it."""
        x0, y0, x1, y1 = FRAME
        inside = polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        self.dark *= inside
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
            self.line([a, b], 0.9, 0.05, passes=2, loose=0.012)
        grained = (self.dark * (0.82 + 0.4 * self._grain)).clip(0, 1)[..., None]
        rgb: NDArray[np.float32] = 0.985 * (1 - grained) + GRAPHITE * grained
        red = self.red[..., None]
        return finished(rgb * (1 - red) + RED * red)

    def _add(self, dark: Mask) -> None:
        """Graphite over graphite: it darkens, never beyond black."""
        self.dark = 1 - (1 - self.dark) * (1 - dark.clip(0, 1))

    def _searched(self, points: Sequence[Point], loose: float) -> list[Point]:
        """The line as a hand finds it: bowed, shaking a little, past its ends."""
        p = np.asarray(points, dtype=np.float64)
        steps = np.hypot(*np.diff(p, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(steps)])
        total = max(float(along[-1]), 1e-6)
        count = max(4, int(total / 0.12))
        over = min(0.12, total * 0.06)
        at = np.linspace(-over, total + over, count)
        x, y = np.interp(at, along, p[:, 0]), np.interp(at, along, p[:, 1])
        ends = (at.clip(0, total) - at)[:, None]
        first, last = (p[0] - p[1]) / (steps[0] + 1e-9), (p[-1] - p[-2]) / (steps[-1] + 1e-9)
        line = np.stack([x, y], 1) + np.where(ends > 0, ends * first, -ends * last)
        knots = max(2, int(total / 0.9) + 2)
        sway = self.random.normal(0, loose, (knots, 2))
        places = np.linspace(-over, total + over, knots)
        line += np.stack([np.interp(at, places, sway[:, i]) for i in (0, 1)], 1)
        return [(float(a), float(b)) for a, b in line]

    def _stroke(
        self, pen: ImageDraw.ImageDraw, points: Sequence[Point], width: float, shade: int = 255
    ) -> None:
        pixels = [(x * UNIT, y * UNIT) for x, y in points]
        pen.line(pixels, fill=shade, width=max(1, round(width * UNIT)), joint="curve")
