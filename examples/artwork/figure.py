"""People: joints in heads-and-heights proportions, limbs and clothes around them.

A pose gives joints with the hip at (0, 0), y upwards, the standing figure 1 high: shoulders at
0.30, head centre at 0.42, feet at -0.52. `placed` puts it on the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from artwork.canvas import Mask, Point, blob, ellipse, limb, polygon, union

STANDING: dict[str, Point] = {
    "head": (0.0, 0.415),
    "neck": (0.0, 0.33),
    "shoulder_l": (-0.10, 0.295),
    "shoulder_r": (0.10, 0.295),
    "elbow_l": (-0.135, 0.12),
    "elbow_r": (0.135, 0.12),
    "hand_l": (-0.12, -0.05),
    "hand_r": (0.12, -0.05),
    "hip_l": (-0.055, 0.0),
    "hip_r": (0.055, 0.0),
    "knee_l": (-0.06, -0.25),
    "knee_r": (0.06, -0.25),
    "foot_l": (-0.065, -0.49),
    "foot_r": (0.065, -0.49),
}


def pose(text: str) -> dict[str, Point]:
    """Joints written as "head x,y hand_l x,y ..."."""
    words = text.split()
    return {
        joint: (float(at.partition(",")[0]), float(at.partition(",")[2]))
        for joint, at in zip(words[::2], words[1::2], strict=True)
    }


@dataclass(frozen=True)
class Figure:
    """Parts of a person on the sheet, as masks.

    Attributes:
        body: the whole silhouette without the head.
        head: head and neck.
        at: where the joints lie, in units.
        height: of the standing figure, in units.
    """

    body: Mask
    head: Mask
    at: dict[str, Point] = field(default_factory=dict)
    height: float = 1.0

    @property
    def all(self) -> Mask:
        """The whole silhouette."""
        return union(self.body, self.head)


def placed(
    pose: dict[str, Point], hip: Point, height: float, *, lean: float = 0.0, mirror: bool = False
) -> dict[str, Point]:
    """Joints on the sheet: STANDING changed by `pose`, turned by `lean` degrees clockwise."""
    c, s = np.cos(np.radians(lean)), np.sin(np.radians(lean))
    at = {}
    for name, (x, y) in (STANDING | pose).items():
        x = -x if mirror else x
        at[name] = (hip[0] + height * (x * c + y * s), hip[1] + height * (x * s - y * c))
    return at


def person(
    pose: dict[str, Point],
    hip: Point,
    height: float,
    *,
    lean: float = 0.0,
    mirror: bool = False,
    build: float = 1.0,
) -> Figure:
    """A person in plain close-fitting clothes; `build` scales the thickness of the limbs."""
    at = placed(pose, hip, height, lean=lean, mirror=mirror)
    thick = height * build
    parts = [_torso(at, thick)]
    for side in ("l", "r"):
        parts += _arm(at, side, thick) + _leg(at, side, thick)
    return Figure(union(*parts), _head(at, height), at, height)


def _head(at: dict[str, Point], height: float) -> Mask:
    neck = limb(at["neck"], at["head"], 0.032 * height, 0.03 * height)
    x, y = at["head"]
    tilt = np.degrees(np.arctan2(x - at["neck"][0], at["neck"][1] - y))
    return union(neck, ellipse((x, y), 0.05 * height, 0.066 * height, turn=float(tilt)))


def _arm(at: dict[str, Point], side: str, thick: float) -> list[Mask]:
    shoulder, elbow, hand = (at[f"{j}_{side}"] for j in ("shoulder", "elbow", "hand"))
    return [
        limb(shoulder, elbow, 0.037 * thick, 0.028 * thick),
        limb(elbow, hand, 0.028 * thick, 0.019 * thick),
        ellipse(hand, 0.023 * thick, 0.023 * thick),
    ]


def _leg(at: dict[str, Point], side: str, thick: float) -> list[Mask]:
    hip, knee, foot = (at[f"{j}_{side}"] for j in ("hip", "knee", "foot"))
    toe = at.get(f"toe_{side}", (foot[0] + 0.07 * thick, foot[1] + 0.022 * thick))
    return [
        limb(hip, knee, 0.062 * thick, 0.042 * thick),
        limb(knee, foot, 0.042 * thick, 0.024 * thick),
        limb(foot, toe, 0.024 * thick, 0.016 * thick),
    ]


def _torso(at: dict[str, Point], thick: float) -> Mask:
    left, right, hip_l, hip_r = (at[j] for j in ("shoulder_l", "shoulder_r", "hip_l", "hip_r"))
    rods = [limb(left, right, 0.034 * thick, 0.034 * thick)]
    rods += [limb(left, hip_l, 0.036 * thick, 0.05 * thick)]
    rods += [limb(right, hip_r, 0.036 * thick, 0.05 * thick)]
    return union(polygon([left, right, hip_r, hip_l]), *rods)


def coat(figure: Figure, hem: float = -0.3, flare: float = 0.13, blow: float = 0.0) -> Mask:
    """A coat over a standing figure: hem height and half width in heights, blown sideways."""
    at, h = figure.at, figure.height
    (lx, ly), (rx, ry) = at["shoulder_l"], at["shoulder_r"]
    hip = ((at["hip_l"][0] + at["hip_r"][0]) / 2, (at["hip_l"][1] + at["hip_r"][1]) / 2)
    bottom = hip[1] - hem * h
    return blob(
        [(lx - 0.03 * h, ly + 0.01 * h), (lx + 0.03 * h, ly - 0.035 * h),
         (rx - 0.03 * h, ry - 0.035 * h), (rx + 0.03 * h, ry + 0.01 * h),
         (hip[0] + 0.085 * h, hip[1] - 0.12 * h),
         (hip[0] + (flare + blow) * h, bottom - 0.02 * h),
         (hip[0] + blow * h, bottom + 0.012 * h),
         (hip[0] + (blow * 0.6 - flare) * h, bottom),
         (hip[0] - 0.085 * h, hip[1] - 0.12 * h)]
    )  # fmt: skip
