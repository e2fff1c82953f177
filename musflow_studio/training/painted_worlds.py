"""Painted worlds: what music is like, drawn over a scene in any hand.

Each composition style has a way of seeing: blinds for a private eye, rays for a hero, a grid for
machines. The mode makes the weather, the players are figures. Everything is drawn with two colours,
a dark and a light one, so that pencil and ink can draw it too.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import ImageDraw

from musflow_studio.training.scenes import Colour

_WIDE, _HIGH = 384, 216
World = Callable[[ImageDraw.ImageDraw, random.Random, Colour, Colour], None]
"""Draws over a picture of 384 x 216: where, chance, dark, light."""


def figures(
    draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour, count: int
) -> None:
    """People on the ground, each a head and a coat; at most twelve."""
    for _ in range(min(12, count * count // 2 + 1)):
        x, foot = rng.uniform(20, _WIDE - 20), rng.uniform(0.78, 0.97) * _HIGH
        tall = rng.uniform(24, 40)
        draw.polygon([(x - tall / 5, foot), (x, foot - tall), (x + tall / 5, foot)],
                     fill=dark, outline=light)  # fmt: skip
        draw.ellipse((x - 4, foot - tall - 5, x + 4, foot - tall + 3), fill=dark, outline=light)


def weather(
    draw: ImageDraw.ImageDraw,
    rng: random.Random,
    dark: Colour,
    light: Colour,
    *,
    bright: bool,
    strength: float,
) -> None:
    """A clear upper sky, or rain from a dark cloud, harder with strength (0 to 1)."""
    if bright:
        draw.ellipse((_WIDE - 120, -60, _WIDE + 60, 70), fill=light, outline=dark)
        return
    for i in range(6):
        x = i * 70 - 20 + rng.uniform(-10, 10)
        draw.ellipse((x, -40, x + 110, rng.uniform(14, 30)), fill=dark)
    for _ in range(round(10 + 50 * strength)):
        x, y = rng.uniform(0, _WIDE), rng.uniform(20, 0.7 * _HIGH)
        draw.line((x, y, x - 3, y + 14), fill=dark)


def _shards(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    for _ in range(14):
        x, y = rng.uniform(-40, _WIDE), rng.uniform(0, _HIGH)
        reach = rng.uniform(50, 130)
        tip = (x + reach, y - reach)
        draw.polygon([(x, y), tip, (x + 9, y + 9)], fill=rng.choice((dark, light)))


def _mist(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    for _ in range(5):
        x, y = rng.uniform(-200, 100), rng.uniform(30, _HIGH - 20)
        ends = (x + rng.uniform(260, 420), y + rng.uniform(10, 26))
        draw.ellipse((x, y, *ends), fill=light, outline=dark)


def _confetti(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    for _ in range(60):
        x, y, r = rng.uniform(0, _WIDE), rng.uniform(0, _HIGH), rng.uniform(2, 6)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=rng.choice((dark, light)))
    for x in range(0, _WIDE, 32):
        draw.polygon([(x, 0), (x + 32, 0), (x + 16, 26)], fill=rng.choice((dark, light)))


def _gloom(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    """A dark rim with a torn edge, and little left to see in the middle."""
    middle = []
    for i in range(24):
        turn, reach = 2 * math.pi * i / 24, rng.uniform(0.45, 0.65)
        middle.append((_WIDE * (0.5 + reach * math.cos(turn) / 2 * 1.2),
                       _HIGH * (0.5 + reach * math.sin(turn) / 2 * 1.2)))  # fmt: skip
    rim = [(0.0, 0.0), (_WIDE, 0.0), (_WIDE, _HIGH), (0.0, _HIGH), (0.0, _HIGH / 2)]
    draw.polygon([*rim, *middle[12:], *middle[:13], (0.0, _HIGH / 2)], fill=dark)


def _table(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    """A table by a window: a light board in front, cups on it."""
    draw.rectangle((0, 0.82 * _HIGH, _WIDE, _HIGH), fill=light)
    draw.line((0, 0.82 * _HIGH, _WIDE, 0.82 * _HIGH), fill=dark, width=3)
    for _ in range(3):
        x = rng.uniform(20, _WIDE - 50)
        draw.rectangle((x, 0.72 * _HIGH, x + 26, 0.86 * _HIGH), fill=light, outline=dark, width=3)
    draw.rectangle((20, 14, 130, 100), outline=dark, width=6)


def _stars(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    draw.rectangle((0, 0, _WIDE, 0.3 * _HIGH), fill=dark)
    for _ in range(70):
        x, y, r = rng.uniform(0, _WIDE), rng.uniform(0, 0.55) * _HIGH, rng.uniform(2, 5)
        draw.line((x - r, y, x + r, y), fill=light)
        draw.line((x, y - r, x, y + r), fill=light)


def _blinds(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    """Light through blinds, a little aslant, and the cone of a lamp."""
    for y in range(-20, _HIGH, 18):
        draw.line((0, y, 0.6 * _WIDE, y + 30), fill=dark, width=8)
    x = rng.uniform(0.7, 0.85) * _WIDE
    draw.polygon([(x, 10), (x - 70, _HIGH), (x + 70, _HIGH)], fill=light)


def _rays(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    x, y = rng.uniform(0.35, 0.65) * _WIDE, 0.55 * _HIGH
    for i in range(11):
        turn = math.pi * (1 + i / 10)
        ends = [(x + 330 * math.cos(turn + d), y + 330 * math.sin(turn + d)) for d in (-0.07, 0.07)]
        draw.polygon([(x, y), *ends], fill=light, outline=dark)
    draw.ellipse((x - 26, y - 26, x + 26, y + 26), fill=light, outline=dark)


def _grid(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    """A floor of lines towards a vanishing point."""
    top = rng.uniform(0.5, 0.6) * _HIGH
    draw.rectangle((0, top, _WIDE, _HIGH), fill=dark)
    for i in range(-12, 13):
        draw.line((_WIDE / 2 + 8 * i, top, _WIDE / 2 + 60 * i, _HIGH), fill=light, width=2)
    for i in range(7):
        y = top + (_HIGH - top) * (i / 6) ** 2
        draw.line((0, y, _WIDE, y), fill=light, width=2)


def _memory(draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour) -> None:
    """A faded photograph: the corners are gone, two heads in the middle."""
    for x, y in ((0, 0), (_WIDE, 0), (0, _HIGH), (_WIDE, _HIGH)):
        reach = rng.uniform(110, 140)
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=light)
    for side in (-1, 1):
        middle = _WIDE / 2 + side * 24
        draw.ellipse((middle - 20, 0.38 * _HIGH, middle + 20, 0.62 * _HIGH), fill=dark)


WORLDS: dict[str, World] = {
    "action-percussion": _shards,
    "ambient-pad": _mist,
    "comic-pizzicato": _confetti,
    "dark-drone": _gloom,
    "lo-fi": _table,
    "mystery-celesta": _stars,
    "noir-jazz": _blinds,
    "orchestral-hope": _rays,
    "synth-pulse": _grid,
    "tender-piano": _memory,
}
"""By composition style."""
