"""The cellar door: a child, a torch, and something under the stairs. Pencil on white paper.

Panels 1 to 5, the way down, are here; 6 to 8 in `cellar_shadow`.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from artwork.canvas import (
    around,
    blob,
    curve,
    ellipse,
    path,
    polygon,
    soften,
    union,
)
from artwork.cellar_props import BLACK, child, hall, torch
from artwork.cellar_shadow import panel_6, panel_7, panel_8
from artwork.figure import pose
from artwork.pencil import Drawing

WALK = pose(
    "hand_l -0.24,0.16 elbow_l -0.16,0.18 foot_l -0.1,-0.48 foot_r 0.08,-0.49 knee_l -0.1,-0.25"
)


def panel_1() -> Image.Image:
    """Wide: the hall at night; the door under the stairs stands open."""
    d = Drawing("cellar 1")
    hall(d, ajar=True)
    d.shade(soften(polygon(path("11.8,7.95 13.4,7.8 16,8.3 15.8,8.7")), 0.08), 0.4, 10)
    ida = child(d, (12.55, 6.55), 2.5, WALK)
    torch(d, ida.at["hand_l"], (9.0, 7.3))
    for y in (6.55, 7.75):
        d.line([(11.5, 6.25), (7.0, y)], 0.3, 0.022)
    return d.done()


def panel_2() -> Image.Image:
    """Behind her: the beam on the black gap of the door. Camera pushes in."""
    d = Drawing("cellar 2")
    gone = (8.3, 4.0)
    for corner in ((0.4, 0.4), (15.6, 0.4), (0.4, 8.6), (15.6, 8.6)):
        d.line(
            [
                corner,
                (gone[0] + (corner[0] - gone[0]) * 0.3, gone[1] + (corner[1] - gone[1]) * 0.3),
            ],
            0.7,
        )
    back = path("5.9,1.9 10.6,1.9 10.6,6.2 5.9,6.2")
    d.shade(polygon(path("0,0 5.9,1.9 5.9,6.2 0,9")), 0.42, 75)
    d.shade(polygon(path("16,0 10.6,1.9 10.6,6.2 16,9")), 0.42, 105)
    d.hatch(polygon(path("0,0 16,0 10.6,1.9 5.9,1.9")), 4, 0.13, 0.45)
    d.hatch(polygon(path("0,9 16,9 10.6,6.2 5.9,6.2")), 2, 0.2, 0.28)
    d.box(back, 0.8)
    d.hatch(polygon(back), 55, 0.12, 0.5)
    beam = polygon(path("9.75,6.35 6.7,3.2 9.2,2.35 10,6.2"), 0.15)
    d.erase(beam, 0.85)
    d.erase(ellipse((8.05, 3.95), 1.7, 1.75, 0.12), 0.9)
    d.box(path("7.1,6.2 7.1,2.75 8.95,2.75 8.95,6.2"), 0.9, 0.055)
    for x in (7.5, 7.95):
        d.line([(x, 6.15), (x, 2.8)], 0.5, 0.028)
    for y in (3.3, 5.5):
        d.line([(7.15, y), (8.2, y)], 0.85, 0.06)
    gap = polygon(path("8.4,2.8 8.92,2.8 8.92,6.18 8.4,6"))
    for angle in (80, 30, 120):
        d.shade(gap, BLACK, angle)
    arms = pose("hand_r 0.1,0.18 elbow_r 0.17,0.14 hand_l -0.12,-0.04")
    ida = child(d, (9.7, 6.65), 5.0, arms)
    torch(d, (ida.at["hand_r"][0], ida.at["hand_r"][1]), (8.2, 3.6))
    d.arrow(path("2.6,7.7 4.2,6.6 5.6,5.7"), 0.2)
    d.arrow(path("14.6,7.9 13.5,7.1 12.6,6.4"), 0.2)
    return d.done()


def panel_3() -> Image.Image:
    """Close: the latch lifts. Nobody touches it."""
    d = Drawing("cellar 3")
    for x, bow in ((1.9, 0.05), (4.2, -0.06), (6.6, 0.04), (9.0, -0.03)):
        d.line(curve([(x, 0.2), (x + bow, 3), (x - bow, 6), (x, 8.8)], closed=False), 0.8, 0.05)
    random = d.random
    for _ in range(60):
        x, y = float(random.uniform(0.6, 10.0)), float(random.uniform(0.6, 7.6))
        d.line(
            curve(
                [(x, y), (x + 0.04, y + 0.4), (x - 0.02, y + float(random.uniform(0.6, 1.4)))],
                closed=False,
            ),
            0.3,
            0.02,
            1,
        )
    for x, y in ((3.0, 2.2), (7.7, 6.9), (5.4, 7.4)):
        for r in (0.1, 0.2, 0.32):
            d.line(
                curve(around((x, y), r, "-0.6,0 0,-1 0.6,0 0,1 -0.6,0"), closed=False),
                0.45,
                0.022,
                1,
            )
    gap = polygon(path("10.3,0 12,0 12.15,9 10.35,9"))
    for angle in (85, 40, 130):
        d.shade(gap, BLACK, angle)
    d.line([(10.3, 0.2), (10.35, 8.8)], 0.95, 0.07)
    d.line([(12.0, 0.2), (12.15, 8.8)], 0.9, 0.06)
    d.hatch(polygon(path("12.2,0 13.6,0 13.7,9 12.2,9")), 86, 0.13, 0.4)
    d.box(path("13.5,0.2 13.6,8.8 15.8,8.8 15.8,0.2"), 0.6)
    plate = path("6.9,2.6 8.6,2.6 8.7,6.1 6.8,6.1")
    d.box(plate, 0.95, 0.06)
    d.hatch(polygon(plate), 35, 0.12, 0.45)
    for x, y in ((7.1, 2.85), (8.4, 2.85), (7.05, 5.85), (8.45, 5.85)):
        d.shape([(x - 0.1, y), (x, y - 0.1), (x + 0.1, y), (x, y + 0.1)], 0.95)
    key = union(
        ellipse((7.75, 5.0), 0.17, 0.17), polygon(path("7.68,5.05 7.82,5.05 7.92,5.6 7.58,5.6"))
    )
    d.shade(key, BLACK, 45)
    d.shade(key, BLACK, 100)
    bar = path("6.6,3.9 9.6,3.1 11.3,2.62 11.45,2.98 9.7,3.5 6.75,4.32")
    d.shade(soften(polygon([(x + 0.1, y + 0.42) for x, y in bar]), 0.06), 0.7, 30)
    d.box(bar, 0.95, 0.06)
    d.hatch(polygon(bar), -15, 0.07, 0.55)
    d.shape(path("7.35,4.05 7.75,3.72 8.15,3.95 7.8,4.3"), 0.95, 0.05)
    d.box(path("10.1,4.5 10.1,2 10.55,2 10.55,2.5 10.4,2.55 10.4,4.5"), 0.95, 0.05)
    d.hatch(polygon(path("10.1,4.5 10.1,2 10.45,2 10.4,4.5")), 60, 0.08, 0.7)
    d.hatch(soften(polygon(path("0,5.6 10.3,7.4 10.3,9 0,9")), 0.3), 30, 0.15, 0.4)
    d.arrow(path("12.9,5.2 13.3,4 12.9,2.7"), 0.15)
    return d.done()


def panel_4() -> Image.Image:
    """Her view: steps down; her ball on the fifth; below it the light finds nothing."""
    d = Drawing("cellar 4")
    gone = (8.0, 7.3)
    count = 9
    near = 0.78 ** np.arange(count)
    ys = 1.2 + 6.1 * (1 - near)
    for i in range(count):
        w, y = 6.6 * float(near[i]), float(ys[i])
        deep, drop = 0.72 * float(near[i]), 0.6 * float(near[i])
        tread = [
            (gone[0] - w, y),
            (gone[0] + w, y),
            (gone[0] + w * 0.95, y + deep),
            (gone[0] - w * 0.95, y + deep),
        ]
        riser = [
            tread[3],
            tread[2],
            (gone[0] + w * 0.93, y + deep + drop),
            (gone[0] - w * 0.93, y + deep + drop),
        ]
        d.box(tread, 0.8, 0.045)
        d.box(riser, 0.8, 0.045)
        d.hatch(polygon(riser), 88, 0.1, 0.3 + 0.06 * i)
        d.line(
            [(gone[0] - w * 0.5, y + deep * 0.5), (gone[0] + w * 0.2, y + deep * 0.55)], 0.3, 0.02
        )
    for side in (-1, 1):
        wall = [
            (gone[0] + side * 8, 0),
            (gone[0] + side * 6.75, 1.0),
            (gone[0] + side * 1.0, 6.6),
            (gone[0] + side * 0.8, 9),
            (gone[0] + side * 8, 9),
        ]
        d.erase(polygon(wall))
        d.line(
            [(gone[0] + side * 6.8, 0.4), (gone[0] + side * 6.7, 1.1), (gone[0] + side * 1.0, 6.7)],
            0.85,
            0.05,
        )
        for k in np.linspace(0.1, 0.9, 8):
            a = (gone[0] + side * 7.9, 1.4 + 8.4 * k)
            d.line([a, (gone[0] + side * 1.1, 6.7 + 1.0 * k)], 0.35, 0.025)
        for k in np.linspace(0.12, 0.85, 9):
            x, y = gone[0] + side * (6.7 - 5.6 * k), 1.2 + 5.4 * k
            for j in (0, 1):
                d.line(
                    [
                        (x + side * 0.1 * j, y + 0.25 + 0.9 * j),
                        (x + side * 0.12, y + 0.75 + 1.1 * j),
                    ],
                    0.4,
                    0.028,
                )
        d.shade(polygon(wall), 0.5, 90 + side * 50)
    pit = blob(path("6.6,6.15 8,5.95 9.4,6.15 10.2,7.6 9.6,9.2 6.4,9.2 5.8,7.6"), 0.25)
    for angle in (80, 30, 125):
        d.shade(pit, BLACK, angle)
    light = ellipse((8.2, 4.3), 3.1, 1.75, 0.35)
    d.shade(soften(polygon(path("0,0 16,0 16,2.4 0,2.4")), 0.5), 0.42, 20)
    d.erase(light, 0.62)
    d.shade(ellipse((9.0, 5.1), 0.75, 0.16, 0.08), 0.8, 5)
    d.shape(path("8.1,4.55 8.6,4.02 9.1,4.55 8.6,5.08"), 0.95, 0.05)
    d.hatch(
        ellipse((8.6, 4.55), 0.48, 0.5) * polygon(path("8,4.5 9.2,4.3 9.2,4.75 8,4.95")),
        45,
        0.06,
        0.85,
    )
    d.hatch(
        ellipse((8.6, 4.55), 0.48, 0.5) * polygon(path("8.65,4.9 9.2,4.2 9.2,5.2 8.5,5.2")),
        70,
        0.07,
        0.6,
    )
    d.line(curve(path("8.14,4.5 8.6,4.38 9.06,4.32"), closed=False), 0.8, 0.03)
    d.line(curve(path("8.16,4.8 8.6,4.8 9.06,4.72"), closed=False), 0.8, 0.03)
    d.arrow(path("13.7,1.5 13,3.2 11.6,5"), 0.18)
    return d.done()


def panel_5() -> Image.Image:
    """From below: she stands in the lit door; her shadow comes down the steps first."""
    d = Drawing("cellar 5")
    dark = polygon(path("0,0 16,0 16,9 0,9"))
    d.shade(dark, 0.66, 65)
    d.hatch(dark, 8, 0.2, 0.35)
    door = path("6.9,0.95 9.1,0.95 9.1,4 6.9,4")
    count = 8
    for i in range(count):
        near = 1.26**i
        y, w = 4.0 + 0.42 * (near - 1) / 0.26, 1.35 * near
        h = 0.42 * near
        d.erase(
            polygon(
                [(8 - w * 0.8, y), (8 + w * 0.8, y), (8 + w * 0.92, y + h), (8 - w * 0.92, y + h)]
            ),
            0.82 - 0.05 * i,
        )
        d.line([(8 - w * 1.5, y), (8 + w * 1.5, y)], 0.85, 0.03 + 0.006 * i)
        riser = polygon(
            [
                (8 - w * 1.5, y),
                (8 + w * 1.5, y),
                (8 + w * 1.5, y + h * 0.55),
                (8 - w * 1.5, y + h * 0.55),
            ]
        )
        d.hatch(riser, 88, 0.1, 0.42)
    d.erase(soften(polygon(path("6.9,0.95 9.1,0.95 10,4.3 6,4.3")), 0.35), 0.6)
    d.box(door, 0.95, 0.06)
    leaf = path("9.1,0.95 9.1,4 10.1,4.45 10.1,0.7")
    d.box(leaf, 0.9, 0.05)
    d.hatch(polygon(leaf), 88, 0.1, 0.6)
    shadow = polygon(path("7.75,4 8.25,4 8.9,5.4 10,9 6.2,9 7.1,5.4"), 0.05)
    for angle in (75, 25):
        d.shade(shadow, 0.85, angle)
    child(d, (8.0, 2.85), 2.25, {"hand_l": (-0.15, -0.06), "hand_r": (0.14, -0.06)}, dark=BLACK)
    for x in (1.5, 13.9):
        post = [(x, 0.2), (x + 0.6, 0.2), (x + 0.6, 8.8), (x, 8.8)]
        d.box(post, 0.9, 0.06)
        d.shade(polygon(post), 0.8, 85)
    for x in (3.4, 12.6):
        for k in range(3):
            drop = 1.6 + 0.7 * k
            web = curve([(x - 1.4, 0.4), (x, drop), (x + 1.4, 0.5)], closed=False)
            d.line(web, 0.3, 0.02, 1)
    return d.done()


PANELS = (panel_1, panel_2, panel_3, panel_4, panel_5, panel_6, panel_7, panel_8)
