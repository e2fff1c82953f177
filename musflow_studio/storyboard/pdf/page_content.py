"""One page of a PDF taken apart: its pictures, frames, drawings and lines of text, as boxes.

Boxes are in points as the page is shown: turned and cropped as its reader shows it, from the top
left. What a clip path hides does not count.
"""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from musflow_studio.storyboard.pdf.box import Box, around
from musflow_studio.storyboard.pdf.text_lines import TextLine, read_lines

_FINEST = 100
"""Hundredths of a point: what positions are rounded to."""
_MOST_OBJECTS = 200_000
_MOST_SEGMENTS = 400
_SMALLEST_SHARE = 0.05
"""Frames are at least this share of the page wide and high."""
_SIDE_COVERED = 0.6
_WHITE = 250
_SMALL_PICTURE = 0.1
"""Pictures up to this share of the page may be logos; their data is looked at."""


@dataclass(frozen=True)
class PlacedPicture:
    """An image object: where it shows, and a checksum of its data if it is small (else 0)."""

    box: Box
    checksum: int = 0


@dataclass(frozen=True)
class PageContent:
    """What is on one page.

    Attributes:
        width, height: of the page as shown, in points.
        pictures: image objects, in the order in which they are painted.
        frames: rectangles that are stroked or filled.
        filled: those of the frames that are filled with something other than white.
        drawings: every other painted path.
        lines: text, line by line and column by column.
    """

    width: float
    height: float
    pictures: tuple[PlacedPicture, ...] = ()
    frames: tuple[Box, ...] = ()
    filled: frozenset[Box] = frozenset()
    drawings: tuple[Box, ...] = ()
    lines: tuple[TextLine, ...] = ()

    @property
    def sheet(self) -> Box:
        """The whole page."""
        return Box(0.0, 0.0, self.width, self.height)


class _Place:
    """From a page's own coordinates to points from its top left corner."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self.width, self.height = (float(side) for side in page.get_size())

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        corners = [self._point(x, y) for x, y in ((left, bottom), (right, top))]
        across, down = zip(*corners, strict=True)
        return Box(min(across), min(down), max(across), max(down))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = round(self.width * _FINEST), round(self.height * _FINEST)
        pdfium_c.FPDF_PageToDevice(self._page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _FINEST, down.value / _FINEST


def read_content(page: pdfium.PdfPage) -> PageContent:
    """Take an open page apart."""
    place = _Place(page)
    pictures: list[PlacedPicture] = []
    frames: list[Box] = []
    filled: set[Box] = set()
    drawings: list[Box] = []
    for painted in _painted(page):
        box = _shown(painted, place)
        if box is None:
            continue
        if isinstance(painted, pdfium.PdfImage):
            pictures.append(PlacedPicture(box, _checksum(painted, box, place)))
        elif painted.type in (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING):
            found = _frames(painted, box, place)
            frames += found
            filled |= set(found) if _has_colour(painted) else set()
            drawings += [] if found else [box]
    return PageContent(
        place.width,
        place.height,
        tuple(pictures),
        tuple(dict.fromkeys(frames)),
        frozenset(filled),
        tuple(drawings),
        read_lines(page, place.box),
    )


def _painted(page: pdfium.PdfPage) -> Iterator[pdfium.PdfObject]:
    wanted = [
        pdfium_c.FPDF_PAGEOBJ_IMAGE,
        pdfium_c.FPDF_PAGEOBJ_PATH,
        pdfium_c.FPDF_PAGEOBJ_SHADING,
    ]
    for count, painted in enumerate(page.get_objects(filter=wanted)):
        if count >= _MOST_OBJECTS:
            return
        yield painted


Corners = tuple[float, float, float, float]


def _shown(painted: pdfium.PdfObject, place: _Place) -> Box | None:
    """Where an object shows after all clipping; None if nowhere or nothing of it has ink."""
    if not isinstance(painted, pdfium.PdfImage) and not _has_ink(painted):
        return None
    corners: Corners | None = painted.get_bounds()
    level: pdfium.PdfObject | None = painted
    while level is not None and corners is not None:
        corners = _clipped(corners, level)
        level = level.container
        if level is not None and corners is not None:
            corners = level.get_matrix().on_rect(*corners)
    if corners is None:
        return None
    box = place.box(*corners).cut(Box(0.0, 0.0, place.width, place.height))
    return box if box.width >= 0 and box.height >= 0 else None


def _clipped(corners: Corners, painted: pdfium.PdfObject) -> Corners | None:
    clip = pdfium_c.FPDFPageObj_GetClipPath(painted)
    for index in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip)) if clip else 0):
        count = pdfium_c.FPDFClipPath_CountPathSegments(clip, index)
        points = [
            _point(pdfium_c.FPDFClipPath_GetPathSegment(clip, index, i))
            for i in range(min(count, _MOST_SEGMENTS))
        ]
        if not points:
            continue
        across, down = zip(*points, strict=True)
        left, bottom = max(corners[0], min(across)), max(corners[1], min(down))
        right, top = min(corners[2], max(across)), min(corners[3], max(down))
        if left > right or bottom > top:
            return None
        corners = (left, bottom, right, top)
    return corners


def _point(segment: object) -> tuple[float, float]:
    across, down = ctypes.c_float(), ctypes.c_float()
    pdfium_c.FPDFPathSegment_GetPoint(segment, across, down)
    return across.value, down.value


def _has_ink(path: pdfium.PdfObject) -> bool:
    fill, stroke = _draw_mode(path)
    return stroke or (fill and _has_colour(path))


def _draw_mode(path: pdfium.PdfObject) -> tuple[bool, bool]:
    if path.type != pdfium_c.FPDF_PAGEOBJ_PATH:
        return True, False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value), bool(stroke.value)


def _has_colour(path: pdfium.PdfObject) -> bool:
    """Filled with something that is neither white nor fully transparent."""
    if not _draw_mode(path)[0]:
        return False
    channels = [ctypes.c_uint(255) for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetFillColor(path, *channels):
        return True  # a pattern or a shading
    *colour, alpha = (channel.value for channel in channels)
    return bool(alpha > 0 and min(colour) < _WHITE)


def _checksum(picture: pdfium.PdfImage, box: Box, place: _Place) -> int:
    if box.area > _SMALL_PICTURE * place.width * place.height:
        return 0
    return zlib.crc32(bytes(picture.get_data()))


def _frames(path: pdfium.PdfObject, shown: Box, place: _Place) -> list[Box]:
    """The rectangles among the strokes of a path, cut to what shows of it."""
    large = shown.width >= _SMALLEST_SHARE * place.width
    if not large or shown.height < _SMALLEST_SHARE * place.height:
        return []
    if path.type != pdfium_c.FPDF_PAGEOBJ_PATH:
        return [shown]
    count = pdfium_c.FPDFPath_CountSegments(path)
    if not 4 <= count <= _MOST_SEGMENTS:
        return []
    boxes = (_rectangle(stroke, place) for stroke in _strokes(path, count, place))
    cut = [box.cut(shown) for box in boxes if box is not None]
    return [box for box in cut if _is_large(box, place)]


def _is_large(box: Box, place: _Place) -> bool:
    wide = box.width >= _SMALLEST_SHARE * place.width
    return wide and box.height >= _SMALLEST_SHARE * place.height


Points = list[tuple[float, float]]


def _strokes(path: pdfium.PdfObject, count: int, place: _Place) -> list[tuple[Points, bool]]:
    """The points of each unbroken stroke of a path on the page, and whether it is closed."""
    strokes: list[tuple[Points, bool]] = []
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        across, down = _on_page(path, *_point(segment))
        box = place.box(across, down, across, down)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO or not strokes:
            strokes.append(([], False))
        points, closed = strokes[-1]
        points.append((box.left, box.top))
        closed = closed or bool(pdfium_c.FPDFPathSegment_GetClose(segment))
        strokes[-1] = points, closed
    return strokes


def _on_page(painted: pdfium.PdfObject, across: float, down: float) -> tuple[float, float]:
    level: pdfium.PdfObject | None = painted
    while level is not None:
        across, down = level.get_matrix().on_point(across, down)
        level = level.container
    return across, down


def _rectangle(stroke: tuple[Points, bool], place: _Place) -> Box | None:
    """The box of a stroke that runs along at least 60 % of each of its box's four sides."""
    points, closed = stroke
    box = around(Box(x, y, x, y) for x, y in points)
    if not _is_large(box, place):
        return None
    ends = [*points[1:], points[0]] if closed or len(points) == 4 else points[1:]
    sides = [0.0] * 4
    for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
        if abs(y0 - y1) < 1.0:
            _lay(sides, 0, (box.top, box.bottom), y0, abs(x1 - x0) / box.width)
        if abs(x0 - x1) < 1.0:
            _lay(sides, 2, (box.left, box.right), x0, abs(y1 - y0) / box.height)
    return box if min(sides) >= _SIDE_COVERED else None


def _lay(sides: list[float], first: int, at: Sequence[float], where: float, share: float) -> None:
    """Add a straight piece to the side it lies on."""
    for index, place in enumerate(at):
        if abs(where - place) < 1.0:
            sides[first + index] += share
