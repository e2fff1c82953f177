"""The cellar door, panels 6 to 8: her face, the shadow, the door slams."""

from __future__ import annotations

import numpy as np
from PIL import Image

from artwork.canvas import (
    Mask,
    Point,
    around,
    blob,
    curve,
    ellipse,
    limb,
    path,
    polygon,
    soften,
    union,
)
from artwork.cellar_props import BLACK, child, hall, torch
from artwork.figure import pose
from artwork.pencil import Drawing


def panel_6() -> Image.Image:
    """Close on Ida, lit from below: she has heard it breathe."""
    d = Drawing("cellar 6")
    wall = polygon(path("0,0 16,0 16,9 0,9"))
    d.shade(wall, 0.5, 60)
    d.erase(ellipse((8.0, 8.0), 5.2, 3.4, 0.8), 0.55)
    hair = blob(path("5,7.2 4.75,4.4 5.5,1.9 8,0.75 10.5,1.9 11.25,4.4 11,7.2 10.4,8.9 5.6,8.9"))
    d.erase(hair)
    for angle in (80, 100, 60):
        d.shade(hair, 0.72, angle)
    for side in (-1, 1):
        _plait(d, 8 + side * 2.75, side)
    neck = path("7.1,6.8 8.9,6.8 9.2,8.2 11.5,9.2 4.5,9.2 6.8,8.2")
    d.shape(neck, 0.7)
    face_points = path(
        "5.75,4.2 5.95,2.9 8,2.25 10.05,2.9 10.25,4.2 9.95,5.8 9.1,7 8,7.45 6.9,7 6.05,5.8"
    )
    face = blob(face_points)
    d.shape(face_points, 0.85, 0.045)
    fringe = blob(
        path("5.6,4 5.7,2.4 8,1.7 10.3,2.4 10.4,4 9.9,3.25 9.1,3 8.4,3.3 7.6,2.95 6.7,3.2 6.1,3.3")
    )
    for angle in (80, 105):
        d.shade(fringe, 0.75, angle)
    d.hatch(face * polygon(path("5,2 11,2 11,4 8,3.6 5,4"), 0.3), 60, 0.12, 0.4)
    d.hatch(face * soften(polygon(path("9.3,2 11,2 11,8 8.9,7.6 9.7,5.2")), 0.2), 55, 0.12, 0.55)
    d.hatch(face * soften(polygon(path("6.6,2 5,2 5,8 6.6,7.2 6.2,5.2")), 0.2), 125, 0.15, 0.35)
    for side in (-1, 1):
        _eye(d, (8 + side * 1.02, 4.62), side)
        d.line(
            curve(
                [(8 + side * 0.5, 3.55), (8 + side * 1.0, 3.42), (8 + side * 1.65, 3.8)],
                closed=False,
            ),
            0.85,
            0.075,
        )
    d.line(curve(path("7.72,5.72 7.86,5.86 8,5.8 8.14,5.86 8.28,5.72"), closed=False), 0.75, 0.035)
    d.hatch(blob(path("7.9,4.6 8.1,4.6 8.2,5.5 7.8,5.5"), 0.1), 85, 0.09, 0.35)
    mouth = path("7.62,6.5 8,6.38 8.38,6.5 8.28,6.72 8,6.8 7.72,6.72")
    d.shape(mouth, 0.85)
    d.shade(blob(mouth), 0.95, 70)
    d.line(curve(path("7.8,6.98 8,7.03 8.2,6.98"), closed=False), 0.4, 0.03)
    for k in (0.0, 0.35, 0.7):
        d.line(
            curve([(11.9 + k, 5.9 - k), (12.2 + k, 5.2 - k), (12.1 + k, 4.5 - k)], closed=False),
            0.8,
            0.04,
        )
    return d.done()


def _plait(d: Drawing, x: float, side: int) -> None:
    """A plait hanging from ear to shoulder: crossed locks, each hatched its own way."""
    for i in range(6):
        y, out = 5.9 + 0.56 * i, x + side * (0.1 + 0.05 * i)
        for lean in (-1, 1):
            lock = [
                (out + lean * 0.42, y - 0.15),
                (out + lean * 0.1, y - 0.34),
                (out - lean * 0.22, y + 0.12),
                (out - lean * 0.1, y + 0.42),
                (out + lean * 0.32, y + 0.28),
            ]
            d.shape(lock, 0.95, 0.05)
            d.hatch(blob(lock), 55 * lean, 0.07, 0.85, 0.03)


def _eye(d: Drawing, at: Point, side: int) -> None:
    x, y = at
    white = [
        (x - 0.58, y + 0.04),
        (x - 0.25, y - 0.36),
        (x + 0.25, y - 0.36),
        (x + 0.58, y + 0.04),
        (x + 0.2, y + 0.32),
        (x - 0.2, y + 0.32),
    ]
    d.shape(white, 0.9, 0.045)
    d.line(
        curve(
            [
                (x - 0.62, y + 0.02),
                (x - 0.25, y - 0.38),
                (x + 0.25, y - 0.38),
                (x + 0.62, y + 0.02),
            ],
            closed=False,
        ),
        0.9,
        0.06,
    )
    iris = ellipse((x - 0.06, y - 0.02), 0.25, 0.27)
    d.rim(iris, 0.9, 0.05)
    d.hatch(iris, 50, 0.06, 0.6)
    pupil = ellipse((x - 0.06, y - 0.02), 0.12, 0.13)
    d.shade(pupil, BLACK, 20)
    d.shade(pupil, BLACK, 80)
    d.erase(ellipse((x - 0.14, y + 0.1), 0.06, 0.06))
    d.line(curve([(x - 0.5, y + 0.5), (x, y + 0.6), (x + 0.5, y + 0.48)], closed=False), 0.4, 0.028)


def panel_7() -> Image.Image:
    """The torch has fallen; on the wall a shadow stands up that is not hers."""
    d = Drawing("cellar 7")
    d.line([(0.3, 7.0), (15.7, 7.0)], 0.7, 0.04)
    d.hatch(polygon(path("0,7 16,7 16,9 0,9")), 3, 0.2, 0.3)
    for row in range(7):
        y = 1.0 + row
        d.line([(0.4, y), (15.6, y)], 0.22, 0.022)
        for x in np.arange(0.6 + (row % 2) * 0.9, 16, 1.8):
            d.line([(float(x), y), (float(x), y + 1)], 0.22, 0.022)
    light = blob(path("2,6.9 1.2,3 3.2,0.6 7,0.1 10.4,1.2 11.6,4 11.2,6.9"), 0.5)
    d.shade((1 - light) * polygon(path("0,0 16,0 16,7 0,7")), 0.62, 65)
    beast = union(
        blob(
            path(
                "3.3,7.05 4.5,5.2 4.9,3.6 4.75,2.5 5.1,1.75 5.9,1.35 6.7,1.6 7.05,2.3 6.9,3.3 "
                "6.3,4.6 6.5,5.9 7,7.05 6.1,6.7 5.6,7.05 5,6.6 4.2,7.05"
            )
        ),
        ellipse((7.0, 1.25), 0.44, 0.66, turn=38),
        limb((6.3, 1.7), (6.9, 1.4), 0.3, 0.2),
        *_claw((6.6, 2.0), (8.7, 1.35), (10.6, 2.75), 1.0),
        *_claw((5.1, 2.3), (3.3, 3.6), (3.9, 5.2), 0.2),
    )
    for angle in (70, 25, 115):
        d.shade(beast, 0.74, angle)
    arms = pose("hand_l -0.2,0.28 elbow_l -0.19,0.14 hand_r 0.2,0.3 elbow_r 0.2,0.15")
    ida = child(d, (13.3, 6.35), 2.7, arms)
    d.shade(soften(polygon(path("12.9,7.75 13.9,7.7 16,8.2 15.4,8.6")), 0.06), 0.6, 5)
    assert ida.height > 0
    torch(d, (11.2, 8.05), (9.0, 7.5))
    for end in ((3.2, 6.8), (8.8, 6.4)):
        d.line([(10.75, 7.9), end], 0.35, 0.024)
    return d.done()


def _claw(shoulder: Point, elbow: Point, hand: Point, side: float) -> list[Mask]:
    """A long arm with long fingers, as a shadow on a wall has them."""
    arm = [
        limb(shoulder, elbow, 0.36, 0.15),
        limb(elbow, hand, 0.15, 0.1),
        ellipse(hand, 0.2, 0.17),
    ]
    for spread in (-1.0, -0.4, 0.2, 0.8):
        knuckle = (hand[0] + side * 0.3 + spread * 0.36, hand[1] + 0.6 - abs(spread) * 0.22)
        tip = (knuckle[0] + spread * 0.12 + side * 0.05, knuckle[1] + 0.95)
        arm += [limb(hand, knuckle, 0.09, 0.065), limb(knuckle, tip, 0.065, 0.012)]
    return arm


def panel_8() -> Image.Image:
    """Wide as at first: the door slams. The hall is empty."""
    d = Drawing("cellar 8")
    hall(d, ajar=False)
    for angle in np.radians([200, 215, 232, 250, 290, 308, 325, 340]):
        c, s = float(np.cos(angle)), float(np.sin(angle))
        a = (5.2 + 1.35 * c, 5.9 + 2.05 * s)
        d.line([a, (5.2 + 2.1 * c, 5.9 + 2.9 * s)], 0.95, 0.07, loose=0.01)
    for x, y, r in (
        (3.4, 7.5, 0.5),
        (4.1, 7.85, 0.38),
        (6.9, 7.55, 0.55),
        (6.2, 7.95, 0.36),
        (7.6, 7.8, 0.3),
    ):
        puff = around((x, y), r, "-1,0 -0.6,-0.6 0,-0.75 0.7,-0.5 1,0 0,0.3")
        d.shape(puff, 0.6)
    d.shade(soften(polygon(path("10,8.25 11.2,8.2 11.6,8.35 10.3,8.45")), 0.04), 0.7, 5)
    torch(d, (10.4, 8.15), (13.0, 8.3))
    for y in (7.75, 8.6):
        d.line([(10.9, 8.2), (15.4, y)], 0.35, 0.024)
    d.arrow(path("9,7.9 9.4,8.3 9.9,8.35"), 0.1)
    return d.done()
