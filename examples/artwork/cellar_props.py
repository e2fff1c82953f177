"""Ida, her torch, and the hall with the low door under the stairs."""

from __future__ import annotations

import numpy as np

from artwork.canvas import (
    Mask,
    Point,
    blob,
    ellipse,
    limb,
    path,
    polygon,
    soften,
    union,
)
from artwork.figure import Figure, person
from artwork.pencil import Drawing

BLACK = 0.97


def nightgown(figure: Figure, flare: float = 0.16) -> Mask:
    """A child's nightgown to below the knee."""
    at, h = figure.at, figure.height
    x, y = at["neck"]
    hip_x, hip_y = (at["hip_l"][0] + at["hip_r"][0]) / 2, at["hip_l"][1]
    return blob(
        [
            (x - 0.1 * h, y + 0.02 * h),
            (x, y - 0.005 * h),
            (x + 0.1 * h, y + 0.02 * h),
            (x + 0.12 * h, y + 0.16 * h),
            (hip_x + flare * h, hip_y + 0.3 * h),
            (hip_x, hip_y + 0.325 * h),
            (hip_x - flare * h, hip_y + 0.3 * h),
            (x - 0.12 * h, y + 0.16 * h),
        ]
    )


def child(
    d: Drawing,
    hip: Point,
    height: float,
    arms: dict[str, Point],
    *,
    mirror: bool = False,
    behind: bool = True,
    dark: float = 0.0,
) -> Figure:
    """Ida in her nightgown, hair in two plaits; `dark` 1 makes her a silhouette."""
    ida = person(arms, hip, height, mirror=mirror, build=0.95)
    gown = nightgown(ida)
    x, y = ida.at["head"]
    h = height
    skull = ellipse((x, y), 0.075 * h, 0.085 * h)
    plaits = [
        blob(
            [
                (x + s * 0.055 * h, y),
                (x + s * 0.105 * h, y + 0.05 * h),
                (x + s * 0.1 * h, y + 0.14 * h),
                (x + s * 0.085 * h, y + 0.19 * h),
                (x + s * 0.06 * h, y + 0.12 * h),
            ]
        )
        for s in (-1, 1)
    ]
    for part in (ida.body, gown, skull, *plaits):
        d.erase(part)
        d.rim(part)
    d.erase(gown, 0.85)
    hair = union(skull if behind else skull * 0, *plaits)
    d.tone(hair, 0.75)
    d.hatch(hair, 75, 0.06, 0.8, 0.02)
    d.hatch(gown * (1 - soften(gown, 0.12)), 80, 0.08, 0.55)
    for k in (-0.07, 0.0, 0.06):
        d.line(
            [(hip[0] + k * h, hip[1] - 0.02 * h), (hip[0] + k * 1.7 * h, hip[1] + 0.29 * h)],
            0.4,
            0.025,
        )
    if dark:
        d.shade(union(ida.all, gown, skull, *plaits), dark)
    return ida


def torch(d: Drawing, hand: Point, towards: Point) -> None:
    """A torch in the hand, pointing somewhere."""
    dx, dy = towards[0] - hand[0], towards[1] - hand[1]
    n = float(np.hypot(dx, dy))
    ux, uy = dx / n, dy / n
    body = limb(
        (hand[0] - ux * 0.1, hand[1] - uy * 0.1),
        (hand[0] + ux * 0.28, hand[1] + uy * 0.28),
        0.06,
        0.06,
    )
    lens = limb(
        (hand[0] + ux * 0.28, hand[1] + uy * 0.28),
        (hand[0] + ux * 0.4, hand[1] + uy * 0.4),
        0.08,
        0.11,
    )
    d.erase(union(body, lens))
    d.tone(body, 0.8)
    d.rim(union(body, lens), 0.9, 0.04)


def hall(d: Drawing, ajar: bool) -> None:
    """The hall seen from the side: stairs up to the left, the low door under them."""
    steps = 11
    xs, ys = np.linspace(11.4, 2.6, steps + 1), np.linspace(7.6, 0.9, steps + 1)
    under = [
        (11.4, 7.6),
        *[(float(x), float(y) + 0.12) for x, y in zip(xs, ys, strict=True)],
        (2.6, 7.6),
    ]
    d.hatch(polygon(path("0,0 16,0 16,7.6 0,7.6")), 88, 0.42, 0.16, 0.02)
    d.erase(polygon(under))
    for i in range(steps):
        a, b = (float(xs[i]), float(ys[i])), (float(xs[i + 1]), float(ys[i + 1]))
        d.line([a, (a[0], b[1])], 0.8, 0.04)
        d.line([(a[0] + 0.1, b[1]), (b[0], b[1])], 0.8, 0.045)
        for k in (0.3, 0.7):
            x = a[0] + (b[0] - a[0]) * k
            d.line([(x, b[1]), (x, b[1] - 1.35)], 0.55, 0.03, loose=0.012)
    for off in (1.35, 1.47):
        d.line([(11.7, 7.55 - off - 0.2), (2.4, 0.9 - off + 0.15)], 0.85, 0.05)
    d.box(path("11.45,7.6 11.45,5.3 11.85,5.3 11.85,7.6"), 0.85, 0.045)
    d.shape(path("11.4,5.25 11.65,4.95 11.9,5.25 11.65,5.4"), 0.85)
    for x in (3.4, 6.9, 8.5):
        top = float(np.interp(x, xs[::-1], ys[::-1])) + 0.45
        d.line([(x, 7.5), (x, top)], 0.4, 0.025)
    d.hatch(polygon(under), 52, 0.17, 0.36)
    d.line([(0, 7.6), (16, 7.6)], 0.8, 0.045)
    for y, k in ((7.85, 0.25), (8.15, 0.3), (8.45, 0.3)):
        d.line([(0.4, y), (15.6, y)], k, 0.022)
    frame = path("4.2,7.6 4.2,4.35 6.2,4.35 6.2,7.6")
    d.box(frame, 0.9, 0.055)
    if ajar:
        d.shade(polygon(frame), BLACK, 70)
        d.shade(polygon(frame), BLACK, 20)
        leaf = path("4.2,7.6 4.2,4.35 3.35,4.72 3.35,8.05")
        d.box(leaf, 0.9, 0.05)
        d.hatch(polygon(leaf), 86, 0.12, 0.5)
        d.shade(polygon(path("4.25,7.6 6.2,7.6 8.6,8.6 5.2,8.6"), 0.15), 0.55, 15)
    else:
        for x in (4.7, 5.2, 5.7):
            d.line([(x, 7.55), (x, 4.4)], 0.6, 0.03)
        for y in (5.0, 6.9):
            d.line([(4.3, y), (5.9, y)], 0.85, 0.06)
        d.shape(path("5.85,5.95 6,5.85 6.08,6 5.95,6.12"), 0.95)
    clock(d)


def clock(d: Drawing) -> None:
    """A wall clock at twenty to three."""
    d.box(path("13,4.6 13,1.7 14,1.7 14,4.6"), 0.75)
    d.shape(path("13.1,2.25 13.5,1.85 13.9,2.25 13.5,2.65"), 0.75)
    d.line([(13.5, 2.25), (13.26, 2.36)], 0.9, 0.04)
    d.line([(13.5, 2.25), (13.28, 2.5)], 0.9, 0.03)
    d.line([(13.5, 2.9), (13.62, 4.0)], 0.7, 0.03)
    d.shape(path("13.5,4.05 13.64,3.92 13.78,4.05 13.64,4.2"), 0.85)
