"""OKLCH to sRGB: colours of equal lightness for every hue.

Ottosson, "A perceptual color space for image processing", 2020.
"""

from __future__ import annotations

import math

Rgb = tuple[float, float, float]


def rgb_of(lightness: float, chroma: float, hue_deg: float) -> Rgb:
    """The colour of a lightness (0..1), chroma (0..0.4) and hue as sRGB.

    Chroma gives way where no screen shows it. Returns red, green, blue, 0 to 1.
    """
    while not _inside(found := _rgb(lightness, chroma, hue_deg)) and chroma > 0.001:
        chroma *= 0.95
    red, green, blue = (min(1.0, max(0.0, value)) for value in found)
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two sRGB colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _inside(rgb: Rgb) -> bool:
    return all(-0.001 <= value <= 1.001 for value in rgb)


def _rgb(lightness: float, chroma: float, hue_deg: float) -> Rgb:
    a = chroma * math.cos(math.radians(hue_deg))
    b = chroma * math.sin(math.radians(hue_deg))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _encoded(linear: float) -> float:
    if linear <= 0.0031308:
        return 12.92 * linear
    return float(1.055 * linear ** (1 / 2.4) - 0.055)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(value) for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(encoded: float) -> float:
    if encoded <= 0.04045:
        return encoded / 12.92
    return float(((encoded + 0.055) / 1.055) ** 2.4)
