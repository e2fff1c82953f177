"""Harbour at dawn, panels 5 to 7: her face, the boat comes in, they meet."""

from __future__ import annotations

import numpy as np
from PIL import Image

from artwork.canvas import (
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
from artwork.figure import coat, person, pose
from artwork.harbour_props import (
    gulls,
    headland,
    lighthouse,
    sailing_boat,
)
from artwork.paint import Painting


def panel_5() -> Image.Image:
    """Close: her face in the first sun, eyes on the water."""
    p = Painting("harbour 5")
    p.sky([(0, "#7d93bd"), (3, "#e3b3a2"), (6, "#ffcf90"), (9, "#e59a78")])
    clouds = noise("clouds 5", 6, 0.7, 2)
    p.fill(((clouds - 0.55).clip(0, 1) * 2).clip(0, 0.5), "#b98494", 0.6)
    p.glow((15.4, 5.2), 6.0, "#ffdf9c", 0.75)
    _wind_hair(p)
    neck = blob(path("5.2,4.6 8.2,5.7 8.62,6.35 8.75,7.2 9.6,8.6 5,8.8 5,6.6"))
    face = blob(
        path(
            "6.2,1.9 7.8,1.5 8.95,1.9 9.38,2.6 9.5,3.18 9.44,3.56 9.66,3.98 10.1,4.58 "
            "10.06,4.78 9.7,4.92 9.66,5.02 9.84,5.2 9.72,5.35 9.79,5.52 9.6,5.76 9.7,6.1 "
            "9.42,6.5 8.7,6.42 7.6,5.9 7,5"
        )
    )
    p.fill(neck, "#8a5248")
    p.fill(soften(shifted(face, -0.25, 0.5), 0.22) * neck, "#643a3c", 0.6)
    p.fill(face, "#ab6b5b")
    p.light(soften((face - shifted(face, -0.6, 0.05)).clip(0, 1), 0.2) * face * 0.6, "#ff9a55")
    p.light((face - shifted(face, -0.09, 0.0)).clip(0, 1) * 0.75, "#ffd59a")
    _profile(p)
    _hair(p)
    scarf = blob(path("4.3,7.5 5.8,6.75 7.4,6.75 8.9,7.1 9.9,7.9 10.9,9.9 2.6,9.9 3.2,8.4"))
    p.fill(scarf, "#a83c3f")
    for k in np.linspace(0, 1, 6):
        fold = curve(
            [(4.1 + 0.6 * k, 7.9 + k), (6.6 + k, 7.3 + 1.4 * k), (9.6 + 0.4 * k, 8.0 + 1.3 * k)],
            closed=False,
        )
        p.fill(line(fold, 0.07, 0.02), "#7c2a36", 0.6)
    p.light((scarf - shifted(scarf, -0.18, 0.1)).clip(0, 1) * 0.45, "#ffb070")
    return p.done(0.1)


def _profile(p: Painting) -> None:
    """Brow, eye, nostril, lips and cheek of the face in panel 5."""
    p.fill(blob(path("8.5,3.52 8.85,3.28 9.36,3.3 9.3,3.42 8.9,3.42")), "#3a2230")
    p.fill(blob(path("8.78,4.04 9,3.86 9.2,3.88 9.25,4.06 9.08,4.13")), "#f1dccb")
    p.fill(ellipse((9.17, 3.98), 0.075, 0.125), "#3b2a33")
    p.light(ellipse((9.2, 3.93), 0.028, 0.034), "#ffffff")
    lid = curve(path("8.68,4.03 8.9,3.86 9.12,3.81 9.3,3.88 9.4,3.84"), closed=False)
    p.fill(line(lid, 0.065), "#2d1a26")
    p.fill(line(curve(path("8.7,3.82 8.95,3.66 9.24,3.68"), closed=False), 0.03), "#7a4440", 0.8)
    p.fill(line(curve(path("9.68,4.86 9.58,4.74 9.66,4.6"), closed=False), 0.05), "#7c4038")
    p.fill(blob(path("9.83,5.2 9.7,5.09 9.4,5.32 9.72,5.36")), "#a94d48", 0.85)
    p.fill(blob(path("9.72,5.36 9.4,5.33 9.6,5.56 9.78,5.52")), "#bb5f56", 0.85)
    p.fill(line(curve(path("9.73,5.36 9.55,5.34 9.34,5.31"), closed=False), 0.04), "#6d2f36")
    p.fill(ellipse((8.7, 5.0), 0.55, 0.38, 0.25), "#d9705a", 0.4)


def _wind_hair(p: Painting) -> None:
    """The locks that fly behind the head."""
    for lift in (0.0, 0.5, 1.0, 1.5):
        lock = blob(
            [
                (5.4, 2.6 + lift),
                (4.0, 3.1 + lift * 1.3),
                (2.8, 2.9 + lift * 1.7),
                (1.5, 3.4 + lift * 1.9),
                (2.8, 3.25 + lift * 1.8),
                (4.0, 3.6 + lift * 1.5),
                (5.6, 3.9 + lift),
            ]
        )
        p.fill(lock, "#3d2530")


def _hair(p: Painting) -> None:
    """The head's hair, combed back by the wind, with lit strands, and the ear."""
    hair = blob(
        path(
            "9.34,2.5 8.9,1.5 7.9,0.85 6.5,0.75 5.2,1.4 4.5,2.7 4.4,4.2 3.8,5.6 2.5,6.6 "
            "4.2,6.7 5.6,6.5 6.5,5.9 6.9,5.1 7,4.2 7.5,3.4 8.4,2.75"
        )
    )
    p.fill(hair, "#35202c")
    random = dice("hair")
    for _ in range(46):
        k, sway = float(random.uniform(0, 1)), float(random.uniform(-0.25, 0.25))
        strand = curve(
            [
                (9.0 - 2.6 * k, 2.3 - 1.15 * k),
                (7.3 - 1.6 * k, 2.3 - 0.7 * k + sway),
                (5.9 - 1.0 * k + sway, 4.0 - 0.9 * k),
                (5.2 - 0.6 * k + sway, 5.4 - 0.4 * k),
                (3.6 + sway * 2, 6.5 - 0.4 * k),
            ],
            closed=False,
        )
        tone = ("#8a5344", "#1f121c", "#5a3638")[int(random.integers(3))]
        p.fill(line(strand, 0.032) * hair, tone, 0.65)
    p.light((hair - shifted(hair, -0.07, 0.06)).clip(0, 1) * 0.4, "#ff9f6a")
    ear = blob(path("7,3.85 7.4,3.7 7.56,4.1 7.4,4.6 7.12,4.72"))
    p.fill(ear, "#9a5c50")
    p.fill(line(curve(path("7.14,3.98 7.4,3.95 7.36,4.4"), closed=False), 0.04), "#6e3c38")


def panel_6() -> Image.Image:
    """The boat rounds the breakwater; he stands at the bow and waves."""
    p = Painting("harbour 6")
    p.sky([(0, "#7fa3cf"), (2.8, "#e9c3a2"), (4.6, "#ffdd9f")], bottom=4.7)
    p.fill(
        ((noise("clouds 6", 5, 0.5, 3) - 0.55).clip(0, 1) * 3).clip(0, 0.8) * (rows() < 4.4),
        "#fff0d8",
        0.8,
    )
    p.glow((12.8, 4.0), 4.6, "#ffe3a0", 0.75)
    p.fill(ellipse((12.8, 3.7), 0.75, 0.75), "#fffbe2", texture=0.0)
    headland(p, 4.7, "#a58aa0")
    p.sky([(4.7, "#f3c798"), (5.4, "#a5a0b0"), (7.2, "#5f7fa6"), (9, "#3c5d8c")], top=4.7)
    p.ripples(4.8, "#46668f", 0.5)
    p.glints(12.8, 4.75, 9, 1.1, "#fff0bd", 0.9)
    tower, room, _ = lighthouse(15.0, 4.85, 2.1)
    p.fill(union(tower, polygon(path("13.4,4.85 13.7,4.62 16.2,4.6 16.2,5.1"))), "#6c5a78")
    p.light(room * 0.4, "#fff0c8")
    hull = blob(path("3.6,6 6.2,6.25 8.6,6.05 10.3,5.35 9.75,6.6 9,7.25 4.6,7.2 3.7,6.7"))
    sails, mast = (
        blob(path("6.1,5.75 6.35,0.9 4.3,2 2.7,5.3 4.2,5.75")),
        line([(6.5, 6.1), (6.5, 0.4)], 0.13),
    )
    jib = blob(path("6.85,5.5 6.65,1.3 8.3,3.4 10,5.25 8.4,5.4"))
    p.fill(
        shifted(union(hull, sails, jib)[::-1], 0, 2 * 7.2 - 9)
        * (rows() > 7.22)
        * (noise("mirror", 1.2, 0.12, 2) > 0.4),
        "#4a4668",
        0.5,
    )
    p.fill(jib, "#d9a987")
    p.fill(sails, "#c98c70")
    for k in (0.3, 0.55, 0.8):
        seam = curve(
            [
                (6.2 + 0.1 * k, 0.9 + 4.8 * k),
                (4.9 - 0.6 * k, 1.9 + 4 * k),
                (4.4 - 1.6 * k, 1.9 + 3.6 * k),
            ],
            closed=False,
        )
        p.fill(line(seam, 0.035), "#a06b58", 0.8)
    p.fill(mast, "#4b3140")
    p.fill(line([(6.5, 5.75), (2.8, 5.5)], 0.09), "#4b3140")
    p.fill(hull, "#274a63")
    stripe = curve(path("3.7,6.2 6.2,6.45 8.7,6.25 10.2,5.55"), closed=False)
    p.fill(line(stripe, 0.12) * hull, "#e8d6bd")
    p.fill(hull * soften(shifted(hull, 0, 0.55), 0.1), "#16304a", 0.6)
    stance = pose(
        "elbow_r 0.19,0.4 hand_r 0.25,0.6 elbow_l -0.17,0.14 hand_l -0.2,-0.02 head "
        "0.02,0.42 foot_l -0.1,-0.48 foot_r 0.1,-0.47"
    )
    man = person(stance, (8.75, 4.72), 2.35, build=1.2)
    p.fill(man.body, "#3a2c44")
    p.fill(union(coat(man, -0.04, 0.10)), "#d9a441")
    p.fill(limb(man.at["shoulder_r"], man.at["elbow_r"], 0.09, 0.075), "#d9a441")
    p.fill(limb(man.at["elbow_r"], man.at["hand_r"], 0.075, 0.055), "#d9a441")
    p.fill(limb(man.at["shoulder_l"], man.at["elbow_l"], 0.09, 0.075), "#c08d33")
    p.fill(limb(man.at["elbow_l"], man.at["hand_l"], 0.075, 0.055), "#c08d33")
    p.fill(man.head, "#8d5848")
    x, y = man.at["head"]
    p.fill(
        blob(
            [
                (x - 0.15, y - 0.02),
                (x - 0.12, y - 0.17),
                (x + 0.04, y - 0.2),
                (x + 0.15, y - 0.08),
                (x + 0.02, y - 0.06),
            ]
        ),
        "#2c2030",
    )
    p.light((man.all - shifted(man.all, -0.05, 0.03)).clip(0, 1) * 0.6, "#ffe0a0")
    foam = noise("foam", 0.5, 0.1, 3)
    bow = blob(path("9,7.3 9.7,6.75 10.6,6.9 11.2,7.25 10.2,7.45"), 0.08)
    wake = blob(path("0.4,7.6 3.4,7 6.2,7.15 9.6,7.25 6,7.5"), 0.1)
    p.fill(union(bow, wake) * (foam > 0.4), "#fff6e6", 0.85)
    gulls(
        p,
        [(2.3, 1.9, 0.5), (1.2, 2.9, 0.34), (10.8, 1.6, 0.42), (11.8, 2.3, 0.28), (9.6, 0.9, 0.24)],
        "#fdf6ea",
    )
    return p.done(0.08)


def panel_7() -> Image.Image:
    """Two figures in one coat of light; long shadows across the quay."""
    p = Painting("harbour 7")
    p.sky([(0, "#8fb2d8"), (2.5, "#f3cfa4"), (4.6, "#ffe6a8")], bottom=4.7)
    p.glow((8.0, 4.0), 6.5, "#ffdc8e", 0.8)
    p.fill(ellipse((8.0, 3.6), 1.25, 1.25), "#fffdf0", texture=0.0)
    p.glow((8.0, 3.6), 2.2, "#fff0c0", 0.6)
    headland(p, 4.7, "#c79a92")
    p.sky([(4.7, "#ffdf9f"), (5.2, "#d9a58e"), (6.0, "#9a86a0"), (9, "#6f6a94")], top=4.7)
    p.glints(8.0, 4.75, 6.4, 1.7, "#fff3c4", 0.9)
    hull, sails = sailing_boat(12.6, 5.35, 0.85)
    p.fill(sails, "#d69a7c")
    p.fill(hull, "#45506f")
    quay = polygon(path("0,9 0,6.05 16,6.25 16,9"))
    p.fill(quay, "#a8837c")
    p.light(
        quay
        * ((1 - np.abs(np.arange(1920, dtype=np.float32) / 120 - 8) / 8).clip(0, 1) * 0.5)[None, :],
        "#ffb873",
    )
    for k in np.linspace(-14, 30, 23):
        p.fill(line([(k, 9.2), (8 + (k - 8) * 0.36, 6.05)], 0.03) * quay, "#6d5560", 0.7)
    for y in (6.45, 7.0, 7.9):
        p.fill(line([(0, y), (16, y + 0.1)], 0.025) * quay, "#6d5560", 0.6)
    for x, end in ((7.5, 6.1), (8.15, 8.5)):
        p.fill(
            polygon([(x, 6.95), (x + 0.55, 6.95), (end + 2.0, 9.2), (end, 9.2)], 0.1),
            "#4b3a55",
            0.6,
        )
    _embrace(p)
    p.fill(
        union(polygon(path("3,6.95 3.05,6.5 3.4,6.5 3.45,6.95")), ellipse((3.22, 6.46), 0.26, 0.1)),
        "#3a3048",
    )
    gulls(p, [(3.4, 2.2, 0.4), (4.5, 1.6, 0.28), (12.8, 1.8, 0.36), (11.7, 2.5, 0.24)], "#fff8ea")
    return p.done(0.08)


def _embrace(p: Painting) -> None:
    """Mara and the boatman hold each other, the sun behind them."""
    right = person(
        pose(
            "head -0.03,0.425 hand_l -0.22,0.14 elbow_l -0.15,0.2 hand_r -0.16,0.22 "
            "elbow_r 0.06,0.13 foot_l -0.05,-0.49 foot_r 0.08,-0.49"
        ),
        (8.42, 4.95),
        3.55,
        lean=-3,
        build=1.12,
    )
    left = person(
        pose(
            "head 0.06,0.39 hand_r 0.26,0.33 elbow_r 0.17,0.2 hand_l 0.2,0.2 elbow_l "
            "-0.03,0.14 foot_l -0.03,-0.47 foot_r 0.05,-0.49"
        ),
        (7.78, 5.12),
        3.2,
        lean=4,
        build=0.98,
    )
    jacket, dress = coat(right, -0.06, 0.115), coat(left, -0.33, 0.14, -0.05)
    x, y = left.at["head"]
    hair = blob(
        [
            (x + 0.05, y + 0.2),
            (x - 0.16, y + 0.24),
            (x - 0.24, y - 0.02),
            (x - 0.12, y - 0.25),
            (x + 0.1, y - 0.22),
            (x + 0.15, y - 0.06),
        ]
    )
    locks = blob(
        [
            (x - 0.1, y + 0.0),
            (x - 0.5, y + 0.1),
            (x - 0.95, y - 0.02),
            (x - 0.6, y + 0.26),
            (x - 0.1, y + 0.26),
        ]
    )
    scarf = polygon(
        curve(
            [
                (x + 0.14, y + 0.24),
                (x - 0.2, y + 0.26),
                (x - 0.7, y + 0.5),
                (x - 1.2, y + 0.38),
                (x - 1.75, y + 0.62),
                (x - 1.66, y + 0.84),
                (x - 1.15, y + 0.66),
                (x - 0.7, y + 0.76),
                (x - 0.15, y + 0.5),
                (x + 0.12, y + 0.44),
            ]
        )
    )
    hx, hy = right.at["head"]
    crop = blob(
        [
            (hx + 0.19, hy + 0.14),
            (hx + 0.19, hy - 0.12),
            (hx + 0.02, hy - 0.27),
            (hx - 0.17, hy - 0.16),
            (hx - 0.16, hy - 0.02),
            (hx + 0.06, hy - 0.02),
        ]
    )
    both = union(left.all, right.all, jacket, dress, hair, locks, scarf, crop)
    p.light((soften(both, 0.25) - both).clip(0, 1) * 0.8, "#ffe9b0")
    p.fill(right.body, "#33314f")
    p.fill(right.head, "#6b4039")
    p.fill(jacket, "#6e5230")
    p.fill(union(left.body, dress), "#54283a")
    p.fill(left.head, "#6b4039")
    p.fill(union(hair, locks), "#2c1826")
    p.fill(crop, "#241a28")
    for side in ("l", "r"):
        sleeve = [right.at[f"{j}_{side}"] for j in ("shoulder", "elbow", "hand")]
        p.fill(
            limb(sleeve[0], sleeve[1], 0.15, 0.12)
            if side == "r"
            else limb(sleeve[1], sleeve[2], 0.12, 0.09),
            "#5c4428",
        )
    p.fill(limb(left.at["elbow_r"], left.at["hand_r"], 0.1, 0.08), "#472132")
    p.fill(scarf, "#b04042")
    for dx in (-0.05, 0.05):
        p.light((both - shifted(both, dx, 0.035)).clip(0, 1) * 0.55, "#ffd08a")
