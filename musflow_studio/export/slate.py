"""Slate: what a panel looks like in the director's video, and the digits of its timecode.

A picture is fitted on a dark ground; on a band below it stand the panel's number, its story line,
and at the right the timecode over the cue's name. All sizes follow from the height.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from musflow_studio.export.typeface import Font, font_for

GROUND = (16, 17, 20)
BAND = (12, 12, 12)
BAND_LUMA = 26
"""Of `BAND` in limited range: 16 + 219 x 12 / 255."""
INK = (236, 234, 228)
QUIET_INK = (150, 152, 158)
DIGITS = "0123456789:;"
LONGEST_STORY = 3

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Layout:
    """Places of the video's parts, pixels, all even.

    Attributes:
        width, height: of the video.
        band_top: where the text band begins.
        margin: distance of text from the edges.
        timecode_top: upper edge of the timecode's digits.
    """

    width: int
    height: int
    band_top: int
    margin: int
    timecode_top: int

    @classmethod
    def of(cls, width: int, height: int) -> Layout:
        """The layout of a size in pixels, both even."""
        band_top = _even(height * 0.86)
        return cls(width, height, band_top, _even(height * 0.03), band_top + _even(height * 0.012))

    @property
    def small_px(self) -> int:
        """Height of the story line's letters."""
        return max(10, round(self.height * 0.030))

    @property
    def large_px(self) -> int:
        """Height of the panel's number and of the timecode."""
        return max(12, round(self.height * 0.042))


@dataclass(frozen=True)
class Caption:
    """The words of one panel's slate."""

    number: str
    story: str
    cue_name: str


def slate(picture: Image.Image | None, words: Caption, layout: Layout) -> Image.Image:
    """The still of one panel, RGB, as large as the layout; words alone fill the picture."""
    sheet = Image.new("RGB", (layout.width, layout.height), GROUND)
    if picture is None:
        _write_large(sheet, words.story or f"Panel {words.number}", layout)
    else:
        fitted = ImageOps.contain(picture, (layout.width, layout.band_top))
        left = (layout.width - fitted.width) // 2
        sheet.paste(fitted, (left, (layout.band_top - fitted.height) // 2))
    _write_band(sheet, words, layout, with_story=picture is not None)
    return sheet


def _write_large(sheet: Image.Image, text: str, layout: Layout) -> None:
    """A text-only panel: its line in the middle of the picture, broken where it must be."""
    font = font_for(text, round(layout.height * 0.06))
    lines = _broken(text, font, round(layout.width * 0.76))
    draw = ImageDraw.Draw(sheet)
    step = round(layout.height * 0.085)
    top = (layout.band_top - step * len(lines)) // 2
    for i, line in enumerate(lines):
        draw.text((layout.width // 2, top + i * step), line, INK, font, anchor="ma")


def _write_band(sheet: Image.Image, words: Caption, layout: Layout, *, with_story: bool) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, layout.band_top, layout.width, layout.height), fill=BAND)
    middle = (layout.band_top + layout.height) // 2
    number = font_for(words.number, layout.large_px, bold=True)
    draw.text((layout.margin, middle), words.number, INK, number, anchor="lm")
    left = layout.margin + max(round(number.getlength(words.number)), layout.large_px) + 40
    right = layout.width - layout.margin
    digits = TimecodeDigits(layout)
    timecode_width = digits.written("00:00:00:00").shape[1]
    font = font_for(words.cue_name, layout.small_px)
    name = _shortened(words.cue_name, font, timecode_width)
    below = layout.timecode_top + digits.height + round(0.6 * layout.small_px)
    draw.text((right, below), name, QUIET_INK, font, anchor="rm")
    right -= timecode_width + layout.margin
    if not with_story or not words.story:
        return
    font = font_for(words.story, layout.small_px)
    lines = _broken(words.story, font, right - left)
    step = round(layout.small_px * 1.35)
    top = middle - step * (len(lines) - 1) // 2
    for i, line in enumerate(lines):
        draw.text((left, top + i * step), line, INK, font, anchor="lm")


def _broken(text: str, font: Font, width: int) -> list[str]:
    """At most three lines no wider than `width` pixels; what is left out is an ellipsis."""
    text = " ".join(text.split())
    mean = max(1.0, font.getlength(text) / max(1, len(text)))
    columns = max(8, int(width / mean))
    lines = textwrap.wrap(text, columns) or [""]
    while columns > 8 and any(font.getlength(line) > width for line in lines[:LONGEST_STORY]):
        columns -= max(1, columns // 20)
        lines = textwrap.wrap(text, columns)
    kept = lines[:LONGEST_STORY]
    if len(lines) > LONGEST_STORY:
        kept[-1] = _shortened(kept[-1] + " …", font, width)
    return [_shortened(line, font, width) for line in kept]


def _shortened(text: str, font: Font, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1].rstrip(" …")
    return text + "…"


class TimecodeDigits:
    """The timecode's characters as grey tiles of equal size, ready to be laid side by side."""

    def __init__(self, layout: Layout) -> None:
        font = font_for(DIGITS, layout.large_px, bold=True)
        self.height = _even(layout.large_px * 1.5)
        self._tiles = {c: self._tile(c, font) for c in DIGITS}

    def _tile(self, character: str, font: Font) -> Grey:
        widest = max(font.getlength(c) for c in DIGITS)
        width = _even(widest * (1.0 if character.isdigit() else 0.6))
        tile = Image.new("L", (width, self.height), BAND_LUMA)
        place = (width // 2, self.height // 2)
        ImageDraw.Draw(tile).text(place, character, 235, font, anchor="mm")
        return np.asarray(tile)

    def written(self, timecode: str) -> Grey:
        """Luma (16 black to 235 white, ITU-R BT.709) of a whole timecode."""
        return np.concatenate([self._tiles[c] for c in timecode], axis=1)


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
