"""What stands and floats in the harbour: gulls, lighthouse, boats, hills, and Mara."""

from __future__ import annotations

import numpy as np

from artwork.canvas import (
    Mask,
    Point,
    around,
    blob,
    curve,
    line,
    path,
    polygon,
    union,
)
from artwork.figure import Figure, coat, person, pose
from artwork.paint import Painting

FAR_HILL = "#3b4a6b"


def gull(x: float, y: float, span: float, bank: float = 0.0) -> Mask:
    """A gull gliding: two tapered bent wings, body and tail; banked by `bank` degrees."""
    outline = path(
        "-1,-0.22 -0.72,-0.36 -0.4,-0.38 -0.14,-0.1 0.02,-0.06 0.2,-0.12 0.46,-0.44 "
        "0.74,-0.46 1,-0.36 0.72,-0.33 0.5,-0.28 0.26,0.04 0.1,0.1 -0.08,0.1 "
        "-0.26,0.02 -0.44,-0.24 -0.7,-0.25"
    )
    c, s = np.cos(np.radians(bank)), np.sin(np.radians(bank))
    turned = [(x + span * (a * c - b * s), y + span * (a * s + b * c)) for a, b in outline]
    return polygon(curve([(float(a), float(b)) for a, b in turned], steps=5))


def gulls(painting: Painting, spots: list[tuple[float, float, float]], colour: str) -> None:
    """Gulls, each (x, y, span), banked this way and that."""
    for i, (x, y, span) in enumerate(spots):
        painting.fill(gull(x, y, span, (i * 37) % 30 - 12), colour)


def lighthouse(x: float, base: float, height: float) -> tuple[Mask, Mask, Point]:
    """Tower and gallery of a lighthouse, its lamp room, and where the lamp is."""
    w = height * 0.11
    top = base - height
    tower = polygon([(x - w, base), (x - w * 0.6, top), (x + w * 0.6, top), (x + w, base)])
    gallery = polygon(
        [
            (x - w * 0.95, top),
            (x - w * 0.95, top - 0.035 * height),
            (x + w * 0.95, top - 0.035 * height),
            (x + w * 0.95, top),
        ]
    )
    room = polygon(
        [
            (x - w * 0.42, top - 0.03 * height),
            (x - w * 0.42, top - 0.15 * height),
            (x + w * 0.42, top - 0.15 * height),
            (x + w * 0.42, top - 0.03 * height),
        ]
    )
    roof = polygon(
        [
            (x - w * 0.62, top - 0.145 * height),
            (x, top - 0.25 * height),
            (x + w * 0.62, top - 0.145 * height),
        ]
    )
    return union(tower, gallery, roof), room, (x, top - 0.09 * height)


def moored_boat(x: float, water: float, size: float) -> Mask:
    """A fishing boat at rest: hull, wheelhouse, mast with stays."""
    hull = blob(
        around((x, water), size, "-1,-0.3 -0.3,-0.17 0.6,-0.2 1.1,-0.42 0.86,0.04 -0.78,0.05")
    )
    house = polygon(around((x, water), size, "-0.62,-0.2 -0.58,-0.62 -0.14,-0.62 -0.08,-0.18"))
    mast = line(
        [(x + 0.2 * size, water - 0.1 * size), (x + 0.22 * size, water - 1.75 * size)], 0.05 * size
    )
    stays = [
        line([(x + 0.22 * size, water - 1.7 * size), end], 0.018 * size)
        for end in ((x + 1.05 * size, water - 0.4 * size), (x - 0.9 * size, water - 0.3 * size))
    ]
    boom = line(
        [(x + 0.2 * size, water - 0.6 * size), (x - 0.5 * size, water - 0.95 * size)], 0.035 * size
    )
    return union(hull, house, mast, boom, *stays)


def sailing_boat(x: float, water: float, size: float, turn: float = 0.0) -> tuple[Mask, Mask]:
    """A small gaff sloop seen from the side: hull with mast, and sails."""
    s = size
    hull = blob(around((x, water), s, "-0.95,-0.27 0,-0.18 1.15,-0.4 0.8,0.05 -0.75,0.06"))
    mast = line([(x + 0.1 * s, water - 0.2 * s), (x + (0.1 + turn) * s, water - 2.2 * s)], 0.05 * s)
    main = blob(
        [
            (x + 0.04 * s, water - 0.42 * s),
            (x + (0.06 + turn) * s, water - 1.95 * s),
            (x - 0.5 * s, water - 1.5 * s),
            (x - 0.92 * s, water - 0.5 * s),
            (x - 0.4 * s, water - 0.4 * s),
        ]
    )
    jib = blob(
        [
            (x + 0.2 * s, water - 0.5 * s),
            (x + (0.16 + turn) * s, water - 1.8 * s),
            (x + 0.62 * s, water - 1.0 * s),
            (x + 1.08 * s, water - 0.46 * s),
        ]
    )
    return union(hull, mast), union(main, jib)


def headland(painting: Painting, base: float, colour: str) -> None:
    """Two soft hills on the far shore."""
    painting.fill(
        blob(
            [
                (-1, base + 0.3),
                (0.5, base - 0.75),
                (2.4, base - 0.9),
                (4.4, base - 0.35),
                (6.2, base + 0.02),
                (6, base + 0.3),
            ]
        ),
        colour,
    )
    painting.fill(
        blob(
            [
                (11.2, base + 0.02),
                (13.2, base - 0.3),
                (15.2, base - 0.62),
                (17, base - 0.5),
                (17, base + 0.3),
                (11, base + 0.3),
            ]
        ),
        colour,
    )


def woman_from_behind(hip: Point, height: float, blow: float = 0.05) -> tuple[Figure, Mask, Mask]:
    """Mara in a long coat, scarf in the wind: figure, coat, hair and scarf."""
    stance = pose(
        "hand_l -0.06,0.17 elbow_l -0.15,0.13 hand_r 0.06,0.17 elbow_r 0.15,0.13 "
        "foot_l -0.045,-0.49 foot_r 0.05,-0.49"
    )
    mara = person(stance, hip, height, build=0.92)
    x, y = mara.at["head"]
    h = height
    hair = blob(
        around(
            (x, y), h, "-0.06,-0.02 0,-0.083 0.06,-0.03 0.07,0.05 0.15,0.075 0.05,0.1 -0.045,0.08"
        )
    )
    scarf = blob(
        around(
            (x, y), h, "-0.07,0.08 0.06,0.07 0.17,0.11 0.3,0.08 0.33,0.125 0.17,0.165 -0.03,0.125"
        )
    )
    return mara, union(mara.body, coat(mara, -0.34, 0.14, blow)), union(hair, scarf)
