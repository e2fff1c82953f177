"""PictureFeatures: what can be measured in a picture without a trained network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PICTURE_FEATURES_VERSION = 1


class PictureKind(StrEnum):
    """What a frame is, which decides what it may say about mood."""

    COLOUR = "colour"
    DRAWING = "drawing"
    PREVIS = "previs"
    BLANK = "blank"
    NONE = "none"


@dataclass(frozen=True)
class PictureFeatures:
    """Measurements of one picture after cropping borders; all 0 to 1 unless said.

    Attributes:
        version: of the measuring code; vectors of different versions do not compare.
        kind: colour frame, drawing on paper, grey previs, blank or none.
        brightness: mean HSV value.
        saturation: mean HSV saturation.
        hue_warmth: -1 (cold) to 1 (warm), saturation-weighted.
        contrast: standard deviation of luma, 0 to 0.5 scaled to 0..1.
        darkness: share of pixels with luma under 0.25.
        line_density: share of edge pixels.
        diagonals: share of edge energy within 22.5 degrees of a diagonal.
        vector: further numbers for learned adapters (fixed length per version).
    """

    version: int
    kind: PictureKind
    brightness: float
    saturation: float
    hue_warmth: float
    contrast: float
    darkness: float
    line_density: float
    diagonals: float
    vector: tuple[float, ...] = ()
