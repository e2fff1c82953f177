"""Harbour at dawn: a woman waits on the quay for the last boat. Painted, cold to warm.

Panels 1 to 4, the waiting, are here; 5 to 7 in `harbour_meeting`.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from artwork.canvas import (
    Point,
    blob,
    curve,
    dice,
    ellipse,
    limb,
    line,
    noise,
    path,
    polygon,
    rows,
    shifted,
    soften,
    union,
)
from artwork.harbour_meeting import panel_5, panel_6, panel_7
from artwork.harbour_props import (
    FAR_HILL,
    gulls,
    headland,
    lighthouse,
    moored_boat,
    sailing_boat,
    woman_from_behind,
)
from artwork.paint import Painting


def panel_1() -> Image.Image:
    """Before dawn: the sleeping harbour, one lamp on the breakwater."""
    p = Painting("harbour 1")
    p.sky(
        [(0, "#0e1a38"), (2.6, "#243a66"), (4.4, "#5a6590"), (5.2, "#c98f7c"), (5.45, "#f0b98a")],
        bottom=5.4,
    )
    random = dice("stars")
    for x, y in zip(random.uniform(0, 16, 46), random.uniform(0, 2.9, 46) ** 1.15, strict=True):
        p.fill(ellipse((x, y), 0.018, 0.018), "#dfe6ff", float(random.uniform(0.25, 0.8)))
    headland(p, 5.4, FAR_HILL)
    p.sky([(5.4, "#b4837c"), (5.9, "#5b6086"), (7.2, "#27395f"), (9, "#101b35")], top=5.4)
    p.ripples(5.5, "#0f1a34", 0.5)
    tower, room, lamp = lighthouse(12.6, 5.6, 2.5)
    wall = polygon(path("8.9,5.6 9.3,5.38 16.1,5.5 16.1,6 9,5.78"))
    p.fill(union(wall, tower), "#1c2742")
    p.glow(lamp, 1.5, "#ffcf87", 0.85)
    p.light(room, "#ffe9bd")
    p.glints(lamp[0], 5.95, 8.4, 0.5, "#ffce8c", 0.75)
    for x, water, size in ((2.1, 6.9, 0.95), (4.6, 6.45, 0.7), (6.5, 6.15, 0.5), (0.1, 6.2, 0.6)):
        boat = moored_boat(x, water, size)
        mirror = boat[::-1]
        drop = 2 * water - 9
        p.fill(soften(shifted(mirror, 0, drop), 0.05) * (rows() > water), "#0e1830", 0.55)
        p.fill(boat, "#141d36")
        p.light(
            ellipse((x - 0.36 * size, water - 0.45 * size), 0.07 * size, 0.07 * size), "#ffcf8a"
        )
    p.fill(polygon(path("0,9 0,8.25 5.4,8.45 9.8,9")), "#0b1226")
    for x in (1.4, 3.4):
        p.fill(
            union(limb((x, 8.5), (x, 8.1), 0.13, 0.11), ellipse((x, 8.05), 0.2, 0.09)), "#0b1226"
        )
    return p.done()


def panel_2() -> Image.Image:
    """From behind: Mara at the end of the quay, a lantern at her feet."""
    p = Painting("harbour 2")
    p.sky([(0, "#20355f"), (2.4, "#4d5f90"), (4.2, "#b58c98"), (5.05, "#f2b182")], bottom=5.05)
    clouds = noise("clouds 2", 5, 0.55, 3)
    p.light(((clouds - 0.5).clip(0, 1) * 2.2 * (rows() < 5)).astype(np.float32), "#7a5560")
    headland(p, 5.05, "#5c5f86")
    p.sky([(5.05, "#d39a80"), (5.7, "#7c7196"), (7.4, "#3a4a73"), (9, "#22305a")], top=5.05)
    p.ripples(5.15, "#2a3760", 0.45)
    p.glints(10.2, 5.1, 8.6, 0.9, "#ffc08a", 0.5)
    deck = polygon(path("0,9 0,7.75 6.9,6.55 8.4,6.75 7.4,9"))
    p.fill(deck, "#2b2a3d")
    for k in np.linspace(0, 1, 9):
        x0, y0 = -0.5 + 7.6 * k, 9.0
        p.fill(line([(x0, y0), (6.6 + 1.7 * k, 6.58 + 0.18 * k)], 0.03), "#1a1a2b", 0.8)
    p.fill(polygon(path("7.4,9 8.4,6.75 8.55,7.2 7.8,9")), "#171728")
    for x, y, s in ((7.95, 6.9, 0.8), (3.2, 7.15, 0.62)):
        post = union(
            limb((x, y), (x, y - 0.75 * s), 0.17 * s, 0.14 * s),
            ellipse((x, y - 0.8 * s), 0.26 * s, 0.11 * s),
        )
        p.fill(post, "#17172a")
    p.fill(line(curve(path("7.95,6.35 9.6,7.4 12.4,7 16.2,5.6"), closed=False), 0.05), "#151729")
    mara, dress, hair = woman_from_behind((5.6, 5.62), 3.3)
    shadow = polygon(path("5.3,7.3 5.95,7.3 3.6,9 1.9,9"), 0.12)
    p.fill(shadow, "#141426", 0.6)
    p.fill(mara.all, "#221f35")
    p.fill(dress, "#4a2b3c")
    p.fill(hair, "#1c1526")
    rim = (dress - shifted(dress, -0.05, 0.02)).clip(0, 1)
    p.light(rim * 0.7, "#f0a070")
    scarf = hair * (rows() > mara.at["head"][1] + 0.19)
    p.fill(scarf, "#a83c3f")
    lamp = (6.75, 7.12)
    p.fill(
        union(
            polygon(path("6.58,7.3 6.62,6.9 6.88,6.9 6.92,7.3")), ellipse((6.75, 6.86), 0.17, 0.07)
        ),
        "#1c1824",
    )
    p.fill(line(curve(path("6.6,6.86 6.75,6.6 6.9,6.86"), closed=False), 0.025), "#1c1824")
    p.fill(polygon(path("6.66,7.24 6.68,6.97 6.82,6.97 6.84,7.24")), "#ffe3a3")
    p.glow(lamp, 1.15, "#ffb45e", 0.7)
    gulls(p, [(11.6, 2.4, 0.28), (12.5, 2.0, 0.2), (13.1, 2.7, 0.15)], "#2b355c")
    return p.done()


def panel_3() -> Image.Image:
    """The lighthouse lamp pales; gulls lift off into the light."""
    p = Painting("harbour 3")
    p.sky([(0, "#6f86b4"), (3.5, "#c9a9ac"), (6.5, "#f6c193"), (9, "#ffdca6")])
    clouds = noise("clouds 3", 4, 0.6, 3)
    p.light((clouds - 0.45).clip(0, 1) * 0.9, "#ffd9b8")
    p.glow((2.0, 8.6), 6.5, "#ffd28a", 0.55)
    x = 11.2
    tower = polygon([(x - 1.75, 9), (x - 1.35, 4.9), (x + 1.35, 4.9), (x + 1.75, 9)])
    p.fill(tower, "#e9dcd2")
    for top, bottom in ((5.9, 7.4),):
        band = polygon([(x - 1.45, top), (x + 1.45, top), (x + 1.6, bottom), (x - 1.6, bottom)])
        p.fill(band, "#b0443e")
    shade = polygon([(x + 0.25, 4.9), (x + 1.35, 4.9), (x + 1.75, 9), (x + 0.35, 9)], 0.25)
    p.fill(shade * tower, "#56507a", 0.55)
    p.fill(
        polygon([(x - 0.22, 8.2), (x - 0.22, 7.65), (x + 0.22, 7.65), (x + 0.22, 8.2)]), "#38304a"
    )
    p.fill(polygon([(x - 1.9, 4.95), (x - 1.8, 4.62), (x + 1.8, 4.62), (x + 1.9, 4.95)]), "#433b56")
    for k in np.linspace(-1.75, 1.75, 11):
        p.fill(line([(x + k, 4.65), (x + k, 4.0)], 0.035), "#433b56")
    p.fill(line([(x - 1.8, 4.0), (x + 1.8, 4.0)], 0.06), "#433b56")
    p.fill(line([(x - 1.8, 4.3), (x + 1.8, 4.3)], 0.03), "#433b56")
    p.fill(
        polygon([(x - 0.95, 4.65), (x - 0.95, 2.75), (x + 0.95, 2.75), (x + 0.95, 4.65)]), "#8f9cba"
    )
    p.glow((x, 3.7), 0.75, "#fff0c4", 0.75)
    p.fill(ellipse((x, 3.7), 0.3, 0.42), "#fff3d2", 0.9)
    for k in (-0.95, -0.48, 0.0, 0.48, 0.95):
        p.fill(line([(x + k, 4.65), (x + k, 2.75)], 0.05), "#3c3550")
    p.fill(line([(x - 0.95, 3.7), (x + 0.95, 3.7)], 0.04), "#3c3550")
    p.fill(
        blob(
            [
                (x - 1.15, 2.8),
                (x - 0.75, 2.1),
                (x, 1.75),
                (x + 0.75, 2.1),
                (x + 1.15, 2.8),
                (x, 2.84),
            ]
        ),
        "#8e3a38",
    )
    p.fill(union(line([(x, 1.8), (x, 1.15)], 0.05), ellipse((x, 1.62), 0.13, 0.13)), "#3c3550")
    p.light(
        polygon([(x - 1.75, 9), (x - 1.35, 4.9), (x - 1.05, 4.9), (x - 1.4, 9)], 0.08) * 0.5,
        "#ffcf96",
    )
    birds = [
        (7.6, 3.9, 0.75),
        (5.9, 2.6, 0.55),
        (4.4, 3.4, 0.4),
        (3.3, 2.2, 0.3),
        (6.7, 1.5, 0.34),
        (2.3, 3.0, 0.22),
        (8.4, 2.5, 0.4),
        (1.5, 1.9, 0.18),
    ]
    gulls(p, birds, "#4c4a68")
    return p.done(0.08)


def _rock(p: Painting, foot: Point, size: float, turn: int) -> None:
    """A breakwater stone in the foreground: dark block, a lit top plane, a warm edge."""
    x, y = foot
    k = 0.12 * (turn % 3 - 1)
    top = [
        (x - 2.2 * size, y - 1.2 * size),
        (x - 0.7 * size, y - (1.75 + k) * size),
        (x + 1.1 * size, y - (1.5 - k) * size),
        (x + 1.9 * size, y - 0.75 * size),
        (x + 0.3 * size, y - (0.5 + k) * size),
        (x - 1.2 * size, y - 0.55 * size),
    ]
    block = polygon(
        [*top[:4], (x + 2.2 * size, y + 1.2 * size), (x + 1.6 * size, 9.2), (x - 2.6 * size, 9.2)]
    )
    p.fill(block, "#2b2a46")
    p.fill(polygon(top), "#4d4263")
    p.fill(
        polygon(
            [
                top[3],
                top[4],
                (x + 0.7 * size, 9.2),
                (x + 1.6 * size, 9.2),
                (x + 2.2 * size, y + 1.2 * size),
            ]
        ),
        "#3b3453",
    )
    p.light(line(top[1:4], 0.07) * 0.8, "#ffb27a")


def panel_4() -> Image.Image:
    """The sun's edge; small before it, a sail."""
    p = Painting("harbour 4")
    p.sky([(0, "#5d77ab"), (2.4, "#d6a59d"), (4.1, "#f8b77b"), (5.3, "#ffdf9a")], bottom=5.3)
    clouds = noise("clouds 4", 6, 0.4, 3)
    p.fill(((clouds - 0.52).clip(0, 1) * 3.0).clip(0, 0.7) * (rows() < 4.6), "#9a6a86", 0.75)
    p.glow((9.4, 5.2), 5.0, "#ffcf7a", 0.6)
    p.fill(ellipse((9.4, 5.3), 1.05, 1.05) * (rows() < 5.3), "#fff2c2", texture=0.0)
    p.glow((9.4, 5.2), 1.7, "#ffe7a6", 0.55)
    p.sky([(5.3, "#f0b183"), (5.9, "#b98293"), (7.4, "#5a5f8d"), (9, "#34426f")], top=5.3)
    p.ripples(5.4, "#48507f", 0.5)
    p.glints(9.4, 5.32, 9, 1.35, "#ffe2a0", 0.95)
    hull, sails = sailing_boat(9.1, 5.52, 0.42)
    p.fill(sails, "#7a4350")
    p.fill(hull, "#3a2440")
    mirror = shifted(union(hull, sails)[::-1], 0, 2 * 5.54 - 9)
    p.fill(soften(mirror, 0.04) * (rows() > 5.56), "#4a3450", 0.45)
    for i, (dx, dy, size) in enumerate(
        ((0, 0, 1.0), (2.6, 0.75, 0.6), (4.3, 1.5, 0.36), (1.4, 1.7, 0.9))
    ):
        _rock(p, (dx + 0.6, dy + 7.2), size, i)
    gulls(p, [(5.8, 3.6, 0.3), (6.6, 3.1, 0.22), (12.2, 4.2, 0.2)], "#5b4468")
    return p.done()


PANELS = (panel_1, panel_2, panel_3, panel_4, panel_5, panel_6, panel_7)
