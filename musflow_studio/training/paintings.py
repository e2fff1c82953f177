"""Paintings: a picture of a scene, in one of several hands.

A sky, a ground, a light and the scene's shapes; brighter and more saturated with valence, more
contrast and slanted strokes with energy (after Valdez and Mehrabian, J. Exp. Psychol. Gen. 1994).
Over them what the music is like: the world of its style, the weather of its mode, and as many
figures as there are players (`painted_worlds`). Hands: "paint" (soft colour), "poster" (flat
colour), "pencil" (grey lines on paper), "chalk" (light lines on dark paper), "wash" (shades of one
colour) and "ink" (black shapes on a wash), which is kept from training.
"""

from __future__ import annotations

import colorsys
import math
import random

from PIL import Image, ImageDraw, ImageFilter

from musflow_studio.training.compose import ComposedCue
from musflow_studio.training.painted_worlds import WORLDS, figures, weather
from musflow_studio.training.scenes import Colour
from musflow_studio.training.storytelling import company, is_light

HANDS = ("paint", "poster", "pencil", "chalk", "wash")
HELD_HAND = "ink"
_SIZE = (384, 216)
_GRAPHITE, _PAPER = (70, 70, 75), (250, 249, 246)
_CHALK, _SOOT = (235, 232, 225), (25, 25, 30)


def painting(cue: ComposedCue, rng: random.Random, hand: str) -> Image.Image:
    """An RGB picture of the cue's scene, and of what its music is like."""
    scene, mood = cue.scene, cue.mood
    lift, wash = 0.16 * mood.valence, 1 + 0.4 * mood.arousal
    sky, ground, light = (
        _shade(_near(rng, colour), lift, wash) for colour in (scene.sky, scene.ground, scene.light)
    )
    if hand == "pencil":
        return _lines(cue, rng, _PAPER, _GRAPHITE, _PAPER)
    if hand == "chalk":
        return _lines(cue, rng, _shade(sky, -0.6, 0.6), _CHALK, _SOOT)
    if hand == "wash":
        paper, ink, body = (_shade(sky, *by) for by in ((0.2, 0.6), (-0.5, 1.0), (-0.2, 1.0)))
        return _lines(cue, rng, paper, ink, body)
    if hand == HELD_HAND:
        return _lines(cue, rng, _shade(sky, 0.25, 0.5), (15, 15, 20), (15, 15, 20))
    image = _gradient(sky, _shade(sky, 0.12, 1.0) if hand == "paint" else sky)
    draw = ImageDraw.Draw(image)
    horizon = rng.uniform(0.45, 0.7)
    draw.rectangle((0, horizon * _SIZE[1], *_SIZE), fill=ground)
    _sun(draw, rng, light)
    body = _shade(ground, -0.12, 1.1)
    _SHAPES[scene.shapes](draw, rng, horizon, body, light)
    _what_is_heard(cue, draw, rng, _shade(ground, -0.35, 1.0), light)
    for _ in range(round(30 * cue.energy)):
        _stroke(draw, rng, cue.energy, rng.choice((sky, ground, light)))
    return image.filter(ImageFilter.GaussianBlur(1.6)) if hand == "paint" else image


def _what_is_heard(
    cue: ComposedCue, draw: ImageDraw.ImageDraw, rng: random.Random, dark: Colour, light: Colour
) -> None:
    WORLDS[cue.plan.style](draw, rng, dark, light)
    weather(draw, rng, dark, light, bright=is_light(cue), strength=cue.energy)
    figures(draw, rng, dark, light, company(cue))


def _near(rng: random.Random, colour: Colour) -> Colour:
    return _clipped(tuple(c + rng.gauss(0, 10) for c in colour))


def _clipped(colour: tuple[float, ...]) -> Colour:
    red, green, blue = (max(0, min(255, round(c))) for c in colour)
    return red, green, blue


def _shade(colour: Colour, lift: float, wash: float) -> Colour:
    """Lighter by `lift`, its saturation times `wash`."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(c / 255 for c in colour))
    bright = max(0.0, min(1.0, value + lift))
    rgb = colorsys.hsv_to_rgb(hue, max(0.0, min(1.0, saturation * wash)), bright)
    return _clipped(tuple(255 * c for c in rgb))


def _gradient(top: Colour, bottom: Colour) -> Image.Image:
    column = Image.new("RGB", (1, 2))
    column.putpixel((0, 0), top)
    column.putpixel((0, 1), bottom)
    return column.resize(_SIZE, Image.Resampling.BILINEAR)


def _sun(draw: ImageDraw.ImageDraw, rng: random.Random, light: Colour) -> None:
    x, y, r = rng.uniform(0.1, 0.9) * _SIZE[0], rng.uniform(0.1, 0.4) * _SIZE[1], rng.uniform(8, 30)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=light)


def _stroke(draw: ImageDraw.ImageDraw, rng: random.Random, energy: float, ink: Colour) -> None:
    """A brush stroke: level when calm, slanted when not."""
    x, y = rng.uniform(0, _SIZE[0]), rng.uniform(0, _SIZE[1])
    turn = rng.gauss(0, 0.1) + max(0.0, 2 * energy - 1) * rng.choice((-0.8, 0.8))
    reach = rng.uniform(15, 70)
    end = (x + reach * math.cos(turn), y + reach * math.sin(turn))
    draw.line((x, y, *end), fill=ink, width=rng.randint(1, 4))


def _lines(
    cue: ComposedCue, rng: random.Random, paper: Colour, ink: Colour, body: Colour
) -> Image.Image:
    """Lines of ink on paper, around bodies."""
    image = Image.new("RGB", _SIZE, paper)
    draw = ImageDraw.Draw(image)
    horizon = rng.uniform(0.45, 0.7)
    draw.line((0, horizon * _SIZE[1], _SIZE[0], horizon * _SIZE[1]), fill=ink)
    _SHAPES[cue.scene.shapes](draw, rng, horizon, body, ink)
    _what_is_heard(cue, draw, rng, ink, paper)
    for _ in range(round(10 + 60 * cue.energy)):
        _stroke(draw, rng, cue.energy, ink)
    return image


def _waves(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    for i in range(7):
        y = (horizon + (1 - horizon) * i / 7) * _SIZE[1]
        high, phase = rng.uniform(4, 18), rng.uniform(0, 6)
        crest = [(x, y - high * abs(math.sin(x / 34 + phase))) for x in range(0, _SIZE[0] + 8, 8)]
        draw.polygon([*crest, (_SIZE[0], _SIZE[1]), (0, _SIZE[1])], fill=body)
        draw.line(crest, fill=edge)


def _city(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    x = 0.0
    while x < _SIZE[0]:
        wide, high = rng.uniform(18, 50), rng.uniform(0.15, 0.6) * _SIZE[1]
        base = (horizon + 0.15) * _SIZE[1]
        draw.rectangle((x, base - high, x + wide, base), fill=body, outline=edge)
        for _ in range(rng.randint(0, 6)):
            at = (x + rng.uniform(3, wide - 6), base - rng.uniform(4, high - 4))
            draw.rectangle((*at, at[0] + 3, at[1] + 4), fill=edge)
        x += wide


def _room(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    x, y = rng.uniform(0.15, 0.5) * _SIZE[0], 0.12 * _SIZE[1]
    draw.rectangle((x, y, x + 110, y + 80), fill=edge, outline=body, width=4)
    draw.line((x + 55, y, x + 55, y + 80), fill=body, width=3)
    draw.line((x, y + 40, x + 110, y + 40), fill=body, width=3)
    draw.rectangle((30, horizon * _SIZE[1] + 10, 150, _SIZE[1] - 10), fill=body, outline=edge)


def _cave(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    for side in (0, 1):
        points = [(float(side * _SIZE[0]), 0.0)]
        for i in range(9):
            reach = rng.uniform(0.1, 0.42) * _SIZE[0]
            points.append((reach if side == 0 else _SIZE[0] - reach, i * _SIZE[1] / 8))
        draw.polygon([*points, (side * _SIZE[0], float(_SIZE[1]))], fill=body, outline=edge)


def _hills(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    for i in range(3):
        base = (horizon + 0.12 * i) * _SIZE[1]
        points = [(0.0, base)]
        x = 0.0
        while x < _SIZE[0]:
            x += rng.uniform(30, 90)
            points.append((x, base - rng.uniform(4, 70 - 18 * i)))
        draw.polygon([*points, (_SIZE[0], _SIZE[1]), (0, _SIZE[1])], fill=body, outline=edge)


def _columns(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    count = rng.randint(4, 8)
    for i in range(count):
        x = (i + 0.5) * _SIZE[0] / count
        draw.rectangle((x - 9, 20, x + 9, (horizon + 0.2) * _SIZE[1]), fill=body, outline=edge)
    draw.rectangle((0, 10, _SIZE[0], 24), fill=body, outline=edge)


def _orbs(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    for _ in range(rng.randint(4, 9)):
        x, y, r = rng.uniform(0, _SIZE[0]), rng.uniform(0, _SIZE[1]), rng.uniform(5, 40)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=body, outline=edge, width=2)


def _trees(
    draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, body: Colour, edge: Colour
) -> None:
    for _ in range(rng.randint(6, 14)):
        x, base = rng.uniform(0, _SIZE[0]), (horizon + rng.uniform(0, 0.3)) * _SIZE[1]
        high, wide = rng.uniform(30, 95), rng.uniform(10, 28)
        draw.line((x, base, x, base - high / 2), fill=edge, width=3)
        draw.polygon([(x - wide, base - high / 3), (x, base - high), (x + wide, base - high / 3)],
                     fill=body, outline=edge)  # fmt: skip


_SHAPES = {
    "waves": _waves, "city": _city, "room": _room, "cave": _cave, "hills": _hills,
    "columns": _columns, "orbs": _orbs, "trees": _trees,
}  # fmt: skip
