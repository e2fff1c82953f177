"""Pictures to numbers without a trained network: PictureFeatures, the same in app and training.

numpy and Pillow alone. Steps: shrink to 512 pixels, crop bars and borders, paint over production
marks, shrink to 256 pixels, tell the kind of picture, measure. Raise
`PICTURE_FEATURES_VERSION` whenever a number can come out differently.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from musflow_studio.domain.features import (
    PICTURE_FEATURES_VERSION,
    PictureFeatures,
    PictureKind,
)
from musflow_studio.encoders.picture_frame import crop_bars, without_marks

OPEN_SIDE_PX = 512
"""Pictures are measured from this size; opening them so (`longest_side_px`) saves time."""
MEASURE_SIDE_PX = 256
VECTOR_LENGTH = 92
_KINDS = (PictureKind.COLOUR, PictureKind.DRAWING, PictureKind.PREVIS, PictureKind.BLANK)
_WARMEST_HUE_TURNS = 30 / 360
_EDGE = 0.08
_REC709 = np.array([0.2126, 0.7152, 0.0722], np.float32)

Plane = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Planes:
    """(height, width) planes: hue in turns 0..1, saturation, value and luma 0..1, luma slopes."""

    hue: Plane
    saturation: Plane
    value: Plane
    luma: Plane
    slope_x: Plane
    slope_y: Plane

    @property
    def steepness(self) -> Plane:
        return np.hypot(self.slope_x, self.slope_y)


def measure_picture(image: Image.Image) -> PictureFeatures:
    """Measure one upright RGB picture of any size.

    `vector` holds 92 numbers in 0..1: hue histogram weighted by saturation x value (12),
    saturation (8), luma (8) and edge direction (8) histograms; then over a 3 x 3 grid, row by
    row, mean luma (9), saturation (9), hue as (1 + cos)/2 and (1 + sin)/2 weighted by saturation
    (9 + 9), share of edge pixels (9); the seven measurements of the fields, warmth as
    (1 + w)/2 (7); the kind, one of four (4). All numbers are rounded to four decimals.
    """
    pixels = _shrunk(image.convert("RGB"), OPEN_SIDE_PX)
    pixels = without_marks(crop_bars(pixels))
    planes = _planes(_shrunk(_as_image(pixels), MEASURE_SIDE_PX))
    kind = _kind(planes)
    fields = _fields(planes)
    vector = np.concatenate(
        [
            _histograms(planes),
            _grid(planes),
            [(1 + v) / 2 if name == "hue_warmth" else v for name, v in fields.items()],
            [float(kind is one) for one in _KINDS],
        ]
    )
    rounded = tuple(round(float(number), 4) for number in np.clip(vector, 0, 1))
    return PictureFeatures(PICTURE_FEATURES_VERSION, kind, **fields, vector=rounded)


def _shrunk(image: Image.Image, side_px: int) -> Plane:
    if max(image.size) > side_px:
        image = image.copy()
        image.thumbnail((side_px, side_px), reducing_gap=2.0)
    return np.asarray(image, np.float32) / np.float32(255)


def _as_image(pixels: Plane) -> Image.Image:
    return Image.fromarray(np.rint(pixels * 255).astype(np.uint8))


def _planes(pixels: Plane) -> _Planes:
    value = pixels.max(axis=2)
    chroma = value - pixels.min(axis=2)
    saturation = np.divide(chroma, value, out=np.zeros_like(value), where=value > 0)
    luma: Plane = (pixels * _REC709).sum(axis=2)
    slope_y, slope_x = _slopes(luma)
    return _Planes(_hue(pixels, value, chroma), saturation, value, luma, slope_x, slope_y)


def _slopes(luma: Plane) -> tuple[Plane, Plane]:
    """Central differences down and right, zero along the rim and in pictures of one pixel."""
    down, right = np.zeros_like(luma), np.zeros_like(luma)
    down[1:-1] = luma[2:] - luma[:-2]
    right[:, 1:-1] = luma[:, 2:] - luma[:, :-2]
    return down, right


def _hue(pixels: Plane, value: Plane, chroma: Plane) -> Plane:
    """Hue of HSV in turns (Smith 1978); 0 where there is no colour."""
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    safe = np.where(chroma > 0, chroma, 1)
    sixth = np.where(
        value == red,
        (green - blue) / safe,
        np.where(value == green, 2 + (blue - red) / safe, 4 + (red - green) / safe),
    )
    hue: Plane = np.where(chroma > 0, sixth / 6 % 1, 0).astype(np.float32)
    return hue


def _kind(planes: _Planes) -> PictureKind:
    """Blank: one tone. Colour: more than a tint. Grey: drawn if there is paper or much hatching."""
    if planes.luma.std() < 0.012 and planes.saturation.mean() < 0.1:
        return PictureKind.BLANK
    chroma = planes.saturation * planes.value
    if chroma.mean() > 0.035:
        return PictureKind.COLOUR
    paper = ((planes.luma > 0.8) & (chroma < 0.1)).mean()
    hatched = (planes.steepness > _EDGE).mean()
    return PictureKind.DRAWING if paper > 0.35 or hatched > 0.3 else PictureKind.PREVIS


def _fields(planes: _Planes) -> dict[str, float]:
    steep = planes.steepness
    weight = planes.saturation * planes.value
    warmth = np.cos(2 * np.pi * (planes.hue - _WARMEST_HUE_TURNS))
    numbers = {
        "brightness": planes.value.mean(),
        "saturation": planes.saturation.mean(),
        "hue_warmth": (warmth * weight).sum() / max(float(weight.sum()), 1.0),
        "contrast": min(1.0, 2 * float(planes.luma.std())),
        "darkness": (planes.luma < 0.25).mean(),
        "line_density": (steep > _EDGE).mean(),
        "diagonals": _diagonals(planes),
    }
    return {name: round(float(number), 4) for name, number in numbers.items()}


def _direction(planes: _Planes) -> Plane:
    """Direction of edges, across the slope, 0 (level) to under 1 (half a turn), upright 0.5."""
    turned = np.arctan2(planes.slope_y, planes.slope_x) / np.float32(np.pi)
    return np.asarray((turned + np.float32(0.5)) % np.float32(1), np.float32)


def _diagonals(planes: _Planes) -> float:
    energy = planes.steepness**2
    total = float(energy.sum())
    from_diagonal = np.abs(_direction(planes) % 0.5 - 0.25)
    return float(energy[from_diagonal <= 0.125].sum()) / total if total > 1e-6 else 0.0


def _histograms(planes: _Planes) -> Plane:
    colour = planes.saturation * planes.value
    return np.concatenate(
        [
            _histogram(planes.hue, 12, colour),
            _histogram(planes.saturation, 8),
            _histogram(planes.luma, 8),
            _histogram(_direction(planes), 8, planes.steepness**2),
        ]
    )


def _histogram(plane: Plane, bins: int, weights: Plane | None = None) -> Plane:
    counts, _ = np.histogram(plane, bins, (0.0, 1.0), weights=weights)
    return np.asarray(counts / max(float(counts.sum()), 1e-9), np.float32)


def _grid(planes: _Planes) -> Plane:
    turn = 2 * np.pi * planes.hue
    saturation = planes.saturation
    maps = (
        planes.luma,
        saturation,
        0.5 + 0.5 * saturation * np.cos(turn),
        0.5 + 0.5 * saturation * np.sin(turn),
        (planes.steepness > _EDGE).astype(np.float32),
    )
    return np.concatenate([_cell_means(plane) for plane in maps])


def _cell_means(plane: Plane) -> Plane:
    """Means over a 3 x 3 grid, row by row; cells of pictures under 3 pixels may share pixels."""
    height, width = plane.shape
    means = [
        plane[_third(height, down), _third(width, right)].mean()
        for down in range(3)
        for right in range(3)
    ]
    return np.array(means, np.float32)


def _third(length: int, index: int) -> slice:
    start = min(index * length // 3, length - 1)
    return slice(start, max(start + 1, (index + 1) * length // 3))
