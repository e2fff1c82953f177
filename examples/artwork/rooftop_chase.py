"""Rooftop chase: a thief with a violin, two watchmen, a moon. Ink and flat greys in layers."""

from __future__ import annotations

import numpy as np

from artwork.canvas import (
    Point,
    around,
    blob,
    curve,
    ellipse,
    limb,
    line,
    path,
    polygon,
    union,
)
from artwork.figure import person, pose
from artwork.ink import Cel
from artwork.rooftop_props import (
    CROUCH,
    FAR,
    LEAP,
    MID,
    NEAR,
    RUN,
    chimney,
    clouds,
    night,
    skyline,
    thief,
    tiles,
    violin_case,
    watchman,
)

CHASE = RUN | {"elbow_r": (0.22, 0.22), "hand_r": (0.36, 0.3)}


def _ridge(c: Cel) -> None:
    """The shared view of shot 1: moon, town, the long ridge."""
    night(c, (11.4, 3.0), 1.55)
    clouds(c, [(5.0, 1.4, 2.6), (13.6, 4.1, 2.2), (2.2, 3.0, 1.7)], 0.4)
    skyline(c, 6.6, FAR, 5)
    skyline(c, 7.6, MID, 8, 1.1)
    tiles(c, path("-0.5,6 16.5,6.7 17,9.6 -1,9.2"), 26, 6, NEAR)
    c.shade(polygon(path("-0.5,6 16.5,6.7 16.5,6.92 -0.5,6.2")), 0.95, 0.35)
    chimney(c, 13.2, 6.9, 1.0, 1.5)
    chimney(c, 1.0, 6.5, 0.85, 1.2)


def board_1() -> Cel:
    """Shot 1: the thief runs along the ridge before the moon."""
    c = Cel("rooftop 1")
    _ridge(c)
    thief(c, (9.7, 5.55), 1.75, RUN, 8)
    c.arrow(path("10.9,8 12.6,8.05 14.4,8.2"))
    return c


def board_2() -> Cel:
    """Shot 1 continued: two lanterns come up behind him."""
    c = Cel("rooftop 2")
    _ridge(c)
    thief(c, (12.0, 5.62), 1.75, RUN, 8)
    watchman(c, (5.4, 5.35), 1.75, CHASE, 6)
    watchman(c, (3.1, 5.25), 1.75, CHASE | {"foot_r": (0.1, -0.36), "toe_r": (0.18, -0.35)}, 4)
    c.arrow(path("6.9,8 8.6,8 10.4,8.1"))
    return c


def board_3() -> Cel:
    """Shot 2: beside him at full speed, case under the arm."""
    c = Cel("rooftop 3")
    night(c, (3.0, 2.2), 1.0)
    skyline(c, 6.4, FAR, 21, 1.5)
    skyline(c, 7.4, MID, 33, 1.2)
    tiles(c, path("-0.5,7.4 16.5,7 17,9.8 -1,9.8"), 15, 3, NEAR)
    random = c.random
    for grey, low, high in ((0.62, 0.5, 4.0), (0.08, 4.0, 7.2), (0.62, 4.0, 7.2)):
        spots = [
            (
                float(random.uniform(2, 16)),
                float(random.uniform(low, high)),
                float(random.uniform(2, 6)),
            )
            for _ in range(14)
        ]
        c.speed(spots, -0.02, grey)
    thief(c, (8.6, 4.9), 5.4, RUN, 12, lit=True)
    return c


def board_4() -> Cel:
    """Shot 2 continued, close: a boot breaks a tile."""
    c = Cel("rooftop 4")
    c.fill(polygon(path("0,0 16,0 16,9 0,9")), 0.4)
    c.fill(polygon(path("0,0 16,0 16,3.4 0,2")), 0.5)
    tiles(c, path("-1.5,2.2 17,3.7 18.5,12 -4,12"), 9, 5, 0.2, 0.05)
    c.speed(
        [(5.2, 1.0, 4.5), (6.2, 2.6, 5), (4.8, 3.9, 4.2), (5.4, 0.4, 3), (4.9, 3.2, 3.4)],
        -0.25,
        0.85,
    )
    leg = polygon(path("6.1,-0.3 9.3,-0.3 9.15,3.4 6.9,3.5"))
    boot = blob(
        path("6.7,2.6 9.2,2.5 9.4,4 10.2,4.6 11.9,5 12.3,5.6 11.9,5.95 9,6 6.9,5.85 6.55,4.4")
    )
    c.outlined(leg, 0.3, 0.06)
    c.lines([path("6.8,0.4 7.6,1.6 7.2,2.4"), path("8.6,0.2 8.3,1.4 8.7,2.4")], 0.05)
    c.ink(boot)
    c.ink(line(curve(path("7,2.95 8.1,3.15 9.15,2.9"), closed=False), 0.07), 0.5)
    for k in range(4):
        x, y = 9.35 + 0.36 * k, 3.75 + 0.26 * k
        c.ink(line([(x - 0.25, y + 0.12), (x + 0.2, y - 0.08)], 0.055), 0.65)
    c.ink(line(curve(path("6.75,5.62 9,5.76 12.1,5.66"), closed=False), 0.07), 0.55)
    c.ink(line(curve(path("6.75,3.2 6.65,4.4 6.95,5.4"), closed=False), 0.06), 0.7)
    random = c.random
    for _ in range(17):
        angle, far = float(random.uniform(-2.9, -0.25)), float(random.uniform(1.6, 5.0))
        x, y = 11.2 + far * float(np.cos(angle)) * 1.1, 6.2 + far * float(np.sin(angle)) * 0.75
        s, turn = float(random.uniform(0.12, 0.4)), float(random.uniform(0, 6.28))
        shard = [
            (x + s * float(np.cos(turn + a)) * k, y + s * float(np.sin(turn + a)) * k)
            for a, k in ((0, 1.2), (1.7, 0.8), (3.0, 1.1), (4.6, 0.7))
        ]
        if not boot[min(int(y * 120), 1079), min(int(x * 120), 1919)] > 0.5:
            c.outlined(polygon(shard), 0.6 if s > 0.22 else 0.75, 0.04)
    for angle in np.radians([-160, -140, -35, -20, -8, 10, 170]):
        s, t = float(np.cos(angle)), float(np.sin(angle))
        c.lines([[(10.2 + 2.4 * s, 6.2 + 0.9 * t), (10.2 + 3.6 * s, 6.2 + 1.6 * t)]], 0.06, 0.95)
    c.lines([path("9.2,6.05 8.7,6.9 9.4,7.4 9,8.4"), path("11,6.05 11.4,6.8 11.1,7.5")], 0.07)
    return c


def board_5() -> Cel:
    """Shot 3, looking down past him: five storeys of nothing."""
    c = Cel("rooftop 5")
    gone = (8.6, 5.6)
    c.fill(polygon(path("0,0 16,0 16,9 0,9")), 0.16)

    def towards(p: Point, k: float) -> Point:
        return (p[0] + (gone[0] - p[0]) * k, p[1] + (gone[1] - p[1]) * k)

    left = [(5.2, -0.5), (5.0, 9.5)]
    right = [(12.6, -0.5), (12.9, 9.5)]
    deep = 0.82
    street = [
        towards(left[0], deep),
        towards(right[0], deep),
        towards(right[1], deep),
        towards(left[1], deep),
    ]
    for wall, grey in ((left, 0.32), (right, 0.48)):
        c.outlined(
            polygon([wall[0], towards(wall[0], deep), towards(wall[1], deep), wall[1]]), grey
        )
        for k in (0.22, 0.4, 0.54, 0.65, 0.74):
            c.lines([[towards(wall[0], k), towards(wall[1], k)]], 0.02)
            for v in (0.14, 0.36, 0.6, 0.82):
                a = (
                    wall[0][0] + (wall[1][0] - wall[0][0]) * v,
                    wall[0][1] + (wall[1][1] - wall[0][1]) * v,
                )
                b = (a[0], a[1] + 0.9)
                w = 0.09 * (1 - k)
                pane = polygon(
                    [
                        towards(a, k + 0.02),
                        towards(b, k + 0.02),
                        towards(b, k + 0.03 + w),
                        towards(a, k + 0.03 + w),
                    ]
                )
                c.outlined(pane, 0.85 if (int(v * 50) + int(k * 100)) % 5 == 0 else 0.12, 0.025)
    c.outlined(polygon(street), 0.6)
    lamp = (gone[0] + 0.2, gone[1] - 0.1)
    c.fill(ellipse(lamp, 0.42, 0.3), 0.82)
    c.ink(
        union(ellipse((lamp[0] + 0.1, lamp[1]), 0.07, 0.05), line([(8.0, 5.9), (8.3, 5.8)], 0.06))
    )
    tiles(c, path("-2,-1 5.2,-0.5 5,9.5 -2,10"), 5, 9, 0.26)
    tiles(c, path("12.6,-0.5 18,-1 18,10 12.9,9.5"), 4, 9, 0.36)
    gutter = polygon(path("5.05,-0.5 5.45,-0.5 5.25,9.5 4.85,9.5"))
    c.outlined(gutter, 0.62, 0.06)
    c.outlined(polygon(path("12.3,-0.5 12.65,-0.5 12.95,9.5 12.6,9.5")), 0.7, 0.06)
    for y in (3.3, 5.3):
        boot = blob(
            [
                (1.6, y - 0.5),
                (3.4, y - 0.46),
                (4.6, y - 0.42),
                (5.75, y - 0.3),
                (6.0, y),
                (5.75, y + 0.3),
                (4.5, y + 0.38),
                (3.2, y + 0.42),
                (1.6, y + 0.5),
            ]
        )
        c.ink(boot)
        c.ink(line(curve([(4.4, y - 0.36), (4.6, y), (4.4, y + 0.34)], closed=False), 0.05), 0.6)
        c.ink(
            line(
                curve(
                    [(5.3, y - 0.32), (5.75, y - 0.22), (5.92, y), (5.75, y + 0.22)], closed=False
                ),
                0.05,
            ),
            0.6,
        )
    leg = blob(path("-0.5,2.2 1.2,2.6 2.3,2.8 2.3,3.85 1.2,4.1 2.3,4.75 2.3,5.85 1,6.1 -0.5,6.6"))
    c.outlined(leg, 0.12, 0.06)
    for x, y, s in ((6.5, 4.0, 0.2), (7.1, 4.7, 0.15), (7.2, 3.9, 0.1), (7.7, 5.0, 0.08)):
        c.outlined(polygon(around((x, y), s, "-1,0 0,-0.8 1,0.2 0,1")), 0.8, 0.03)
    c.lines(
        [[(5.9, 3.5), (6.3, 3.8)], [(6.0, 4.2), (6.8, 4.55)], [(5.95, 5.0), (7.3, 5.0)]], 0.03, 0.85
    )
    c.arrow(path("14.6,1.2 12,2.6 10,4.4"))
    return c


def board_6() -> Cel:
    """Shot 4: the leap, in front of the moon."""
    c = Cel("rooftop 6")
    night(c, (8.2, 3.9), 3.0)
    clouds(c, [(3.4, 5.9, 3.2), (13.2, 1.6, 2.6), (12.9, 5.4, 2.4)], 0.42)
    skyline(c, 8.6, FAR, 12, 1.0)
    skyline(c, 9.3, MID, 17, 1.0)
    for side, edge_x, top in ((-1, 3.5, 5.6), (1, 13.0, 6.9)):
        far = -1 if side < 0 else 17
        wall = polygon(
            [
                (edge_x - 0.2 * side * -1, top + 0.4),
                (far, top + 0.4),
                (far, 10),
                (edge_x + 0.15 * side, 10),
            ]
        )
        c.outlined(wall, 0.12)
        slope = [
            (far, top - 1.7),
            (edge_x - side * -1.4, top - 1.25),
            (edge_x, top + 0.45),
            (far, top + 0.45),
        ]
        tiles(c, slope if side < 0 else [slope[1], slope[0], slope[3], slope[2]], 7, 4, 0.2)
        for y in (7.6, 8.6):
            x = edge_x + side * 1.0
            c.outlined(
                polygon([(x, y), (x + side * 0.7, y), (x + side * 0.7, y + 0.75), (x, y + 0.75)]),
                0.9 if y < 8 and side > 0 else 0.06,
                0.04,
            )
    chimney(c, 0.6, 4.6, 0.9, 1.2, 0.16)
    thief(c, (8.2, 4.0), 3.9, LEAP, -6)
    for x, y, s in ((4.3, 5.9, 0.16), (4.9, 6.6, 0.11), (4.5, 7.2, 0.13), (5.4, 6.1, 0.08)):
        c.ink(polygon(around((x, y), s, "-1,0 0,-0.7 1,0.3 0,1")))
    c.arrow(path("5.2,2 7.6,0.9 10.8,1.6 12.2,3.2"), 0.12)
    return c


def board_7() -> Cel:
    """Shot 4 continued: he lands hard; tiles burst."""
    c = Cel("rooftop 7")
    night(c, (2.4, 1.6), 0.9)
    skyline(c, 6.2, FAR, 44, 1.6)
    c.outlined(polygon(path("-0.5,2.6 2.4,2.4 2.7,9.5 -0.5,9.5")), 0.14)
    for y in (3.6, 5.2, 6.8):
        c.outlined(
            polygon([(0.7, y), (1.6, y), (1.65, y + 0.9), (0.7, y + 0.9)]),
            0.06 if y != 5.2 else 0.88,
            0.04,
        )
    tiles(c, path("6.4,4.6 17,3.4 17,9.8 4.2,9.8"), 9, 6, 0.22)
    chimney(c, 13.4, 5.0, 1.3, 2.2)
    burst = []
    for i in range(22):
        a, r = i / 22 * 6.283, 2.5 if i % 2 else 1.55
        burst.append((8.6 + 1.35 * r * float(np.cos(a)), 7.0 + 0.62 * r * float(np.sin(a))))
    c.outlined(polygon(burst), 0.88, 0.05)
    random = c.random
    for _ in range(18):
        a, r = float(random.uniform(-3.1, 0.0)), float(random.uniform(1.8, 3.9))
        x, y, s = (
            8.6 + r * float(np.cos(a)) * 1.25,
            6.9 + r * float(np.sin(a)) * 0.8,
            float(random.uniform(0.1, 0.28)),
        )
        c.outlined(polygon(around((x, y), s, "-1,0 0,-0.7 1.2,0.3 0,1")), 0.5, 0.035)
    thief(c, (8.3, 5.9), 4.6, CROUCH, 4, lit=True)
    c.speed([(6.2, 3.4, 3.6), (6.9, 2.9, 3.9), (7.7, 2.4, 4.1), (5.9, 4.3, 3.0)], 0.55, 0.95)
    return c


def board_8() -> Cel:
    """Shot 5: behind the chimney he holds his breath; across the gap the lanterns turn away."""
    c = Cel("rooftop 8")
    night(c, (3.2, 1.9), 0.85)
    clouds(c, [(6.5, 1.2, 2.4), (1.5, 3.2, 1.6)], 0.4)
    skyline(c, 5.6, FAR, 61, 1.2)
    tiles(c, path("-0.5,4.4 6.4,4.9 6,6.4 -0.5,6.1"), 13, 3, 0.24)
    c.outlined(polygon(path("-0.5,6.1 6,6.4 5.9,9.5 -0.5,9.5")), 0.14)
    back = pose("elbow_r 0.14,0.16 hand_r 0.26,0.16 foot_l -0.08,-0.49 foot_r 0.1,-0.48")
    watchman(c, (2.6, 3.95), 1.25, back)
    watchman(c, (4.5, 4.1), 1.25, back)
    tiles(c, path("6.6,6.9 17,6.4 17,9.8 5.2,9.8"), 9, 4, 0.2)
    chimney(c, 8.4, 7.5, 2.6, 6.0, 0.3)
    c.shade(polygon(path("11,7.4 16.5,7.2 16.5,9.2 12.4,9.4")), 0.02, 0.45)
    sit = pose(
        "head 0.03,0.37 neck 0,0.3 shoulder_l -0.04,0.26 shoulder_r 0.06,0.25 elbow_r "
        "0.2,0.13 hand_r 0.16,0.27 elbow_l 0.1,0.08 hand_l 0.23,0.14 knee_r 0.27,0.14 "
        "foot_r 0.33,-0.12 toe_r 0.42,-0.12 knee_l 0.22,0.08 foot_l 0.26,-0.12 toe_l "
        "0.35,-0.13 hip_l -0.01,0 hip_r 0.05,0"
    )
    man = person(sit, (11.65, 7.3), 4.6, build=1.15)
    x, y = man.at["head"]
    cap = union(
        blob(
            [(x - 0.33, y - 0.02), (x - 0.28, y - 0.36), (x + 0.08, y - 0.46), (x + 0.34, y - 0.2)]
        ),
        polygon([(x + 0.08, y - 0.26), (x + 0.6, y - 0.1), (x + 0.24, y - 0.04)]),
    )
    c.ink(union(man.all, cap))
    c.ink(
        blob(
            [
                (x + 0.02, y - 0.08),
                (x + 0.22, y - 0.06),
                (x + 0.25, y + 0.08),
                (x + 0.31, y + 0.14),
                (x + 0.21, y + 0.24),
                (x + 0.06, y + 0.24),
            ]
        ),
        0.72,
    )
    c.ink(ellipse((x + 0.15, y + 0.0), 0.035, 0.045))
    c.ink(
        blob([(x - 0.2, y + 0.3), (x + 0.2, y + 0.27), (x + 0.26, y + 0.46), (x - 0.16, y + 0.56)]),
        0.62,
    )
    case = violin_case((12.75, 6.35), 3.0, -66)
    c.outlined(case, 0.45, 0.06)
    c.lines([[(12.3, 7.35), (13.2, 5.3)]], 0.03)
    c.ink(limb(man.at["elbow_r"], man.at["hand_r"], 0.15, 0.11))
    c.ink(limb(man.at["elbow_l"], man.at["hand_l"], 0.15, 0.11))
    for side in ("r", "l"):
        c.ink(ellipse(man.at[f"hand_{side}"], 0.14, 0.12), 0.72)
    smoke = [(9.2, 0.9, 0.5), (9.6, 0.35, 0.6), (10.3, 0.9, 0.42), (10.6, 0.3, 0.5)]
    for sx, sy, r in smoke:
        c.shade(ellipse((sx, sy), r * 1.3, r * 0.7), 0.8, 0.4)
    return c


BOARDS = (board_1, board_2, board_3, board_4, board_5, board_6, board_7, board_8)
