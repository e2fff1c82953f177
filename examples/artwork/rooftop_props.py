"""The roofs by night, and who runs there: thief and watchmen, with their ways to move."""

from __future__ import annotations

import numpy as np

from artwork.canvas import (
    Mask,
    Point,
    around,
    blob,
    ellipse,
    path,
    polygon,
    shifted,
    union,
)
from artwork.figure import Figure, person, pose
from artwork.ink import Cel

MOON, FAR, MID, NEAR = 0.97, 0.36, 0.26, 0.15

RUN = pose(
    "head 0.13,0.4 neck 0.09,0.33 shoulder_l 0.03,0.29 shoulder_r 0.1,0.28 "
    "elbow_l -0.12,0.21 hand_l -0.17,0.05 elbow_r 0.2,0.14 hand_r 0.31,0.24 hip_l "
    "-0.03,0 hip_r 0.04,0 knee_r 0.21,-0.09 foot_r 0.19,-0.31 toe_r 0.27,-0.3 "
    "knee_l -0.1,-0.22 foot_l -0.32,-0.25 toe_l -0.36,-0.33"
)
LEAP = RUN | pose(
    "elbow_r 0.22,0.33 hand_r 0.37,0.42 elbow_l -0.12,0.2 hand_l -0.22,0.1 knee_r "
    "0.22,0.02 foot_r 0.4,-0.1 toe_r 0.47,-0.05 knee_l -0.2,-0.12 foot_l "
    "-0.42,-0.06 toe_l -0.5,-0.09"
)
CROUCH = RUN | pose(
    "head 0.2,0.27 neck 0.15,0.21 shoulder_l 0.07,0.19 shoulder_r 0.13,0.17 "
    "elbow_r 0.26,0.02 hand_r 0.34,-0.14 elbow_l -0.09,0.24 hand_l -0.22,0.3 "
    "knee_r 0.2,0.02 foot_r 0.12,-0.2 toe_r 0.2,-0.2 knee_l -0.13,-0.16 foot_l "
    "-0.32,-0.2 toe_l -0.3,-0.25"
)


def night(c: Cel, moon: Point, radius: float) -> None:
    """Sky in flat bands around the moon."""
    c.fill(polygon(path("0,0 16,0 16,9 0,9")), 0.34)
    for k, grey in ((3.6, 0.39), (2.5, 0.44), (1.7, 0.52)):
        c.fill(ellipse(moon, radius * k, radius * k), grey)
    c.fill(ellipse(moon, radius, radius), MOON)
    for dx, dy, r in (
        (-0.3, -0.2, 0.2),
        (0.35, 0.25, 0.28),
        (0.1, -0.5, 0.12),
        (-0.25, 0.45, 0.14),
    ):
        c.fill(ellipse((moon[0] + dx * radius, moon[1] + dy * radius), r * radius, r * radius), 0.9)


def clouds(c: Cel, spots: list[tuple[float, float, float]], grey: float) -> None:
    """Long flat night clouds, each (x, y, length)."""
    for x, y, s in spots:
        c.fill(
            blob(around((x, y), s, "-1,0 -0.5,-0.1 0,-0.07 0.5,-0.13 1,0 0.4,0.04 -0.4,0.05")), grey
        )


def skyline(c: Cel, base: float, grey: float, name: int, height: float = 1.0) -> None:
    """A row of gables, towers and chimneys."""
    random = np.random.default_rng(name)
    x, parts = -0.5, []
    while x < 16.5:
        w, h = float(random.uniform(0.8, 1.9)), float(random.uniform(0.7, 1.7)) * height
        parts.append(
            polygon(
                [
                    (x, 9),
                    (x, base - h * 0.5),
                    (x + w / 2, base - h),
                    (x + w, base - h * 0.5),
                    (x + w, 9),
                ]
            )
        )
        if random.random() < 0.6:
            k = x + w * float(random.uniform(0.15, 0.75))
            parts.append(
                polygon(
                    [(k, base), (k, base - h - 0.25), (k + 0.2, base - h - 0.25), (k + 0.2, base)]
                )
            )
        if random.random() < 0.22:
            parts.append(
                polygon(
                    [
                        (x + 0.1, base),
                        (x + 0.1, base - h - 0.5),
                        (x + 0.35, base - h - 1.7),
                        (x + 0.6, base - h - 0.5),
                        (x + 0.6, base),
                    ]
                )
            )
        x += w * 0.92
    c.fill(union(*parts), grey)


def chimney(c: Cel, x: float, base: float, w: float, h: float, grey: float = 0.2) -> None:
    """A brick stack with two pots, lit from the right."""
    stack = polygon([(x, base), (x, base - h), (x + w, base - h), (x + w, base)])
    c.outlined(stack, grey)
    c.outlined(
        polygon(
            [
                (x - 0.12 * w, base - h),
                (x - 0.12 * w, base - h - 0.14 * w),
                (x + 1.12 * w, base - h - 0.14 * w),
                (x + 1.12 * w, base - h),
            ]
        ),
        grey + 0.06,
    )
    for k in (0.2, 0.6):
        pot = [
            (x + k * w, base - h - 0.14 * w),
            (x + (k + 0.03) * w, base - h - 0.55 * w),
            (x + (k + 0.21) * w, base - h - 0.55 * w),
            (x + (k + 0.24) * w, base - h - 0.14 * w),
        ]
        c.outlined(polygon(pot), grey + 0.1)
    c.shade(
        polygon([(x + 0.8 * w, base), (x + 0.8 * w, base - h), (x + w, base - h), (x + w, base)]),
        0.9,
        0.45,
    )
    step = 0.2 * w
    rows = int(h / step)
    for i in range(1, rows):
        y = base - i * step
        c.lines([[(x, y), (x + w, y)]], 0.018)
        for k in np.arange((i % 2) * 0.17, 1, 0.34):
            c.lines([[(x + k * w, y), (x + k * w, y - step)]], 0.015)


def tiles(
    c: Cel, roof: list[Point], across: int, down: int, grey: float, ink: float = 0.06
) -> None:
    """A roof plane (four corners from top left, clockwise) with courses of round tiles."""
    c.outlined(polygon(roof), grey)
    a, b, d, e = (np.asarray(p) for p in roof)
    for i in range(1, down + 1):
        k = (i / down) ** 1.15
        left, right = a + (e - a) * k, b + (d - b) * k
        at = np.linspace(0, 1, across * 2 + 1)
        sag = np.abs(np.sin(at * across * np.pi + (i % 2) * np.pi / 2)) * 0.16 * (0.4 + k)
        course = left + (right - left) * at[:, None] + np.stack([np.zeros_like(at), sag - 0.08], 1)
        c.lines([[(float(x), float(y)) for x, y in course]], 0.024, ink)


def violin_case(at: Point, size: float, turn: float) -> Mask:
    """The violin case: narrow at the neck, waisted."""
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    shape = path(
        "-0.5,-0.05 -0.2,-0.07 0.02,-0.15 0.18,-0.12 0.42,-0.18 0.55,0 0.42,0.18 "
        "0.18,0.12 0.02,0.15 -0.2,0.07 -0.5,0.05"
    )
    return blob(
        [
            (at[0] + size * float(a * c - b * s), at[1] + size * float(a * s + b * c))
            for a, b in shape
        ]
    )


def thief(
    c: Cel, hip: Point, height: float, stance: dict[str, Point], lean: float, lit: bool = False
) -> Figure:
    """The thief: cap, scarf and coat tails in the wind, case under the arm."""
    man = person(stance, hip, height, lean=lean, build=1.08)
    h, (x, y) = height, man.at["head"]
    sx, sy = man.at["shoulder_l"]
    tails = union(
        blob(
            [
                (sx + 0.05 * h, sy),
                (hip[0] + 0.07 * h, hip[1] - 0.02 * h),
                (hip[0] - 0.1 * h, hip[1] + 0.09 * h),
                (hip[0] - 0.34 * h, hip[1] + 0.03 * h),
                (hip[0] - 0.42 * h, hip[1] - 0.04 * h),
                (hip[0] - 0.24 * h, hip[1] - 0.05 * h),
            ]
        ),
        blob(around((hip[0], hip[1]), h, "0.05,-0.03 -0.06,0.16 -0.26,0.18 -0.12,0.05")),
    )
    cap = union(
        blob(around((x, y), h, "-0.065,-0.01 -0.06,-0.07 0.02,-0.095 0.07,-0.04")),
        polygon(around((x, y), h, "0.02,-0.05 0.12,-0.025 0.05,-0.012")),
    )
    scarf = blob(
        around(
            (x, y), h, "0.02,0.06 -0.04,0.1 -0.2,0.06 -0.33,0.09 -0.34,0.045 -0.2,0.01 -0.06,0.04"
        )
    )
    hand = man.at["hand_l"]
    case = violin_case((hand[0] - 0.03 * h, hand[1] + 0.03 * h), 0.42 * h, 14 + lean)
    every = union(man.all, tails, cap)
    c.ink(case, 0.3)
    c.ink(edge_of(case, h))
    c.ink(every)
    c.ink(scarf, 0.62)
    if lit:
        rim = (every - shifted(every, -0.035, 0.03)).clip(0, 1)
        c.ink(rim, 0.8)
        c.ink(union(ellipse((x + 0.03 * h, y + 0.01 * h), 0.028 * h, 0.045 * h)), 0.55)
    return man


def edge_of(mask: Mask, height: float) -> Mask:
    """A thin rim around a part, scaled with the figure."""
    width = 0.012 * height
    return (mask - np.minimum(shifted(mask, width, width), shifted(mask, -width, -width))).clip(
        0, 1
    )


def watchman(
    c: Cel, hip: Point, height: float, stance: dict[str, Point], lean: float = 0.0
) -> Figure:
    """A watchman: helmet, cape, lantern held out in the leading hand."""
    man = person(stance, hip, height, lean=lean, build=1.25)
    h, (x, y) = height, man.at["head"]
    helmet = blob(around((x, y), h, "-0.08,-0.005 -0.055,-0.1 0,-0.14 0.055,-0.1 0.09,-0.005"))
    sx, sy = man.at["neck"]
    cape = blob(
        [
            (sx - 0.02 * h, sy - 0.01 * h),
            (sx + 0.12 * h, sy + 0.06 * h),
            (hip[0] + 0.1 * h, hip[1] + 0.05 * h),
            (hip[0] - 0.2 * h, hip[1] + 0.1 * h),
            (hip[0] - 0.22 * h, hip[1] - 0.02 * h),
            (sx - 0.13 * h, sy + 0.07 * h),
        ]
    )
    c.ink(union(man.all, helmet, cape))
    lx, ly = man.at["hand_r"]
    lamp = (lx + 0.02 * h, ly + 0.09 * h)
    for r, a in ((0.34, 0.16), (0.22, 0.25), (0.13, 0.45)):
        c.shade(ellipse(lamp, r * h, r * h), 1.0, a)
    c.ink(
        polygon(around((lamp[0], lamp[1]), h, "-0.035,0.05 -0.03,-0.05 0.03,-0.05 0.035,0.05")), 1.0
    )
    c.lines([[(lx, ly), (lamp[0], lamp[1] - 0.05 * h)]], 0.015 * h)
    return man
