"""The sheet: a field of 16 x 9 units, y downwards, shapes as masks of 0 to 1.

Everything is drawn at twice the size of the finished picture and averaged down, so that edges
are smooth.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 540
OVERSAMPLING = 2
UNIT = WIDTH * OVERSAMPLING // 16
SIZE = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)

Point = tuple[float, float]
Mask = NDArray[np.float32]


def dice(name: str) -> np.random.Generator:
    """Random numbers that depend on a name alone."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def _pixels(points: Sequence[Point]) -> list[Point]:
    return [(x * UNIT, y * UNIT) for x, y in points]


def _as_mask(sheet: Image.Image, blur: float = 0.0) -> Mask:
    if blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(blur * UNIT))
    return np.asarray(sheet, dtype=np.float32) / 255.0


def path(text: str) -> list[Point]:
    """Points written as "x,y x,y ..." in units."""
    return [(float(x), float(y)) for x, _, y in (pair.partition(",") for pair in text.split())]


def around(centre: Point, size: float, text: str) -> list[Point]:
    """Points written as for `path`, in multiples of `size` around a centre."""
    return [(centre[0] + size * x, centre[1] + size * y) for x, y in path(text)]


def polygon(points: Sequence[Point], blur: float = 0.0) -> Mask:
    """A filled polygon; `blur` softens its edge, in units."""
    sheet = Image.new("L", SIZE)
    ImageDraw.Draw(sheet).polygon(_pixels(points), fill=255)
    return _as_mask(sheet, blur)


def curve(points: Sequence[Point], closed: bool = True, steps: int = 12) -> list[Point]:
    """A smooth line through points (Catmull-Rom)."""
    p = np.asarray(points, dtype=np.float64)
    ends = (p[-1:], p[:2]) if closed else (p[:1], p[-1:])
    p = np.concatenate([ends[0], p, ends[1]])
    count = len(points) if closed else len(points) - 1
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    out = []
    for i in range(count):
        a, b, c, d = p[i : i + 4]
        out.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                   + (3 * b - a - 3 * c + d) * t**3)
        )  # fmt: skip
    line = np.concatenate(out + ([] if closed else [p[-2:-1]]))
    return [(float(x), float(y)) for x, y in line]


def blob(points: Sequence[Point], blur: float = 0.0) -> Mask:
    """A filled smooth shape through points."""
    return polygon(curve(points), blur)


def ellipse(centre: Point, rx: float, ry: float, blur: float = 0.0, turn: float = 0.0) -> Mask:
    """A filled ellipse, turned by `turn` degrees clockwise."""
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    x, y = rx * np.cos(angle), ry * np.sin(angle)
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    ring = zip(centre[0] + x * c - y * s, centre[1] + x * s + y * c, strict=True)
    return polygon([(float(a), float(b)) for a, b in ring], blur)


def line(points: Sequence[Point], width: float, blur: float = 0.0) -> Mask:
    """An open line of one width, in units, with round corners."""
    sheet = Image.new("L", SIZE)
    pen = max(1, round(width * UNIT))
    ImageDraw.Draw(sheet).line(_pixels(points), fill=255, width=pen, joint="curve")
    return _as_mask(sheet, blur)


def limb(a: Point, b: Point, ra: float, rb: float) -> Mask:
    """A rod from a to b, thick `ra` at a and `rb` at b (radii)."""
    sheet = Image.new("L", SIZE)
    pen = ImageDraw.Draw(sheet)
    (ax, ay), (bx, by) = _pixels([a, b])
    length = max(float(np.hypot(bx - ax, by - ay)), 1e-6)
    nx, ny = -(by - ay) / length, (bx - ax) / length
    wa, wb = ra * UNIT, rb * UNIT
    pen.polygon(
        [(ax + nx * wa, ay + ny * wa), (bx + nx * wb, by + ny * wb),
         (bx - nx * wb, by - ny * wb), (ax - nx * wa, ay - ny * wa)], fill=255
    )  # fmt: skip
    for x, y, w in ((ax, ay, wa), (bx, by, wb)):
        pen.ellipse((x - w, y - w, x + w, y + w), fill=255)
    return _as_mask(sheet)


def union(*masks: Mask) -> Mask:
    """Where any of the shapes is."""
    return np.maximum.reduce(masks)


def soften(mask: Mask, blur: float) -> Mask:
    """The same shape with an edge blurred by this many units."""
    return _as_mask(Image.fromarray((mask * 255).astype(np.uint8)), blur)


def edge(mask: Mask, width: float) -> Mask:
    """The rim of a shape, `width` units wide, half inside and half outside."""
    size = max(3, 2 * round(width * UNIT / 2) + 1)
    sheet = Image.fromarray((mask * 255).astype(np.uint8))
    wide, narrow = (f(size) for f in (ImageFilter.MaxFilter, ImageFilter.MinFilter))
    return _as_mask(sheet.filter(wide)) - _as_mask(sheet.filter(narrow))


def shifted(mask: Mask, dx: float, dy: float) -> Mask:
    """A shape moved by units; what enters from outside is empty."""
    out = np.zeros_like(mask)
    x, y = round(dx * UNIT), round(dy * UNIT)
    h, w = mask.shape
    out[max(y, 0) : h + min(y, 0), max(x, 0) : w + min(x, 0)] = mask[
        max(-y, 0) : h + min(-y, 0), max(-x, 0) : w + min(-x, 0)
    ]
    return out


def noise(name: str, across: float, down: float, octaves: int = 3) -> Mask:
    """Soft random field of 0 to 1 whose largest spots measure `across` x `down` units."""
    random, total = dice(name), np.zeros(SIZE[::-1], dtype=np.float32)
    for octave in range(octaves):
        cells = (int(16 / across * 2**octave) + 2, int(9 / down * 2**octave) + 2)
        grid = (random.random(cells[::-1]) * 255).astype(np.uint8)
        total += _as_mask(Image.fromarray(grid).resize(SIZE, Image.Resampling.BICUBIC)) / 2**octave
    low, high = float(total.min()), float(total.max())
    return (total - low) / (high - low)


def rows() -> Mask:
    """The y of every pixel in units, as a column."""
    return (np.arange(SIZE[1], dtype=np.float32) / UNIT)[:, None]


def columns() -> Mask:
    """The x of every pixel in units, as a row."""
    return (np.arange(SIZE[0], dtype=np.float32) / UNIT)[None, :]


def finished(rgb: NDArray[np.float32]) -> Image.Image:
    """The picture at its final size from values of 0 to 1."""
    sheet = Image.fromarray((rgb.clip(0, 1) * 255 + 0.5).astype(np.uint8))
    return sheet.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
