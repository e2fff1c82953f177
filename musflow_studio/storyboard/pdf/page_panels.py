"""Which boxes of a page are panels: its pictures and frames, else what its pixels show.

A frame around pictures and words is a card and its pictures are the panels; a frame around one
drawing is the panel; a frame around words alone is a text box.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from musflow_studio.storyboard.pdf.box import Box
from musflow_studio.storyboard.pdf.furniture import Furniture
from musflow_studio.storyboard.pdf.page_content import PageContent
from musflow_studio.storyboard.pdf.raster_panels import Pixels, evident_boxes, ink_box, page_ink

_SAME = 0.8
_INSIDE = 0.9
_SMALLEST_SIDE, _SMALLEST_SHARE = 0.05, 0.012
_SMALLEST_OF_LARGEST = 0.12
_CONTENT_SHARE = 0.35
"""Pictures that fill this share of a frame are the panels; less are part of its drawing."""
_SCAN_SHARE = 0.45
_ON_TEMPLATE = 0.08
_STRIP = 4.0
_ROW_SHARE = 0.5

Draw = Callable[[], Image.Image]


@dataclass(frozen=True)
class PagePanels:
    """The panels of one page.

    Attributes:
        boxes: in reading order, in points.
        blank: those that are empty frames; they count only if words belong to them.
    """

    boxes: tuple[Box, ...]
    blank: frozenset[Box] = frozenset()


def find_panels(page: PageContent, furniture: Furniture, draw: Draw) -> PagePanels:
    """The panels of a page in reading order; none on a page of words or an empty page.

    Args:
        page: what is on it.
        furniture: what repeats on the pages of this document.
        draw: the page as a picture, asked for only where pictures and frames do not tell.
    """
    pictures = _pictures(page, furniture)
    frames = _distinct([box for box in page.frames if _large(box, page) and not _sheet(box, page)])
    chosen = _with_frames(page, pictures, frames)
    if len(chosen) == 1 and chosen[0].area >= _SCAN_SHARE * page.sheet.area:
        inner = _by_pixels(page, draw(), chosen[0])
        chosen = inner if len(inner) > 1 or _is_scan(chosen[0], page) and inner else chosen
    if not chosen:
        chosen = _by_pixels(page, draw(), page.sheet) or _all_ink(page, draw())
    blank = _blanks(page, frames, chosen)
    return PagePanels(tuple(in_reading_order([*chosen, *blank])), frozenset(blank))


def in_reading_order(boxes: Sequence[Box]) -> list[Box]:
    """Row by row from the top, each row from the left. A row overlaps its first box by half."""
    rest = sorted(boxes, key=lambda box: (box.top, box.left))
    ordered: list[Box] = []
    while rest:
        first = rest[0]
        row = [b for b in rest if b.down(first) >= _ROW_SHARE * min(b.height, first.height)]
        ordered += sorted(row, key=lambda box: box.left)
        rest = [box for box in rest if box not in row]
    return ordered


def _large(box: Box, page: PageContent) -> bool:
    side = _SMALLEST_SIDE * min(page.width, page.height)
    return min(box.width, box.height) >= side and box.area >= _SMALLEST_SHARE * page.sheet.area


def _sheet(box: Box, page: PageContent) -> bool:
    """Whether a frame is the page's own border or background."""
    return box.width >= 0.97 * page.width and box.height >= 0.97 * page.height


def _distinct(boxes: Sequence[Box]) -> list[Box]:
    kept: list[Box] = []
    for box in boxes:
        if not any(box.alike(other) >= _SAME for other in kept):
            kept.append(box)
    return kept


def _pictures(page: PageContent, furniture: Furniture) -> list[Box]:
    """The boxes of pictures: strips put together, backgrounds, overlays and logos left out."""
    placed = [p.box for p in page.pictures if p.box.area and not furniture.is_logo(p)]
    boxes = [b for b in _distinct(_without_strips(placed)) if _large(b, page)]
    boxes = [box for box in boxes if not _is_background(box, boxes, page)]
    return [box for box in boxes if not any(_lies_on(box, other) for other in boxes)]


def _is_background(box: Box, boxes: Sequence[Box], page: PageContent) -> bool:
    """A picture under others that fill it, or a whole page under one of some size."""
    on_it = [other.area for other in boxes if other != box and other.share_in(box) >= _INSIDE]
    if _is_scan(box, page) and max(on_it, default=0.0) >= _ON_TEMPLATE * page.sheet.area:
        return True
    return bool(on_it) and sum(on_it) >= _CONTENT_SHARE * box.area


def _lies_on(box: Box, other: Box) -> bool:
    return box != other and box.area < other.area and box.share_in(other) >= _INSIDE


def _without_strips(boxes: Sequence[Box]) -> list[Box]:
    """Pictures that programs cut into strips for their own reasons, whole again."""
    whole: list[Box] = []
    for box in boxes:
        last = whole[-1] if whole else None
        if last is not None and _is_strip(box) and _touches(last, box):
            whole[-1] = last.joined(box)
        else:
            whole.append(box)
    return whole


def _is_strip(box: Box) -> bool:
    return max(box.width, box.height) >= _STRIP * min(box.width, box.height)


def _touches(a: Box, b: Box) -> bool:
    stacked = abs(a.left - b.left) < 1 and abs(a.right - b.right) < 1 and abs(a.down(b)) < 1
    beside = abs(a.top - b.top) < 1 and abs(a.bottom - b.bottom) < 1 and abs(a.across(b)) < 1
    return stacked or beside


def _with_frames(page: PageContent, pictures: list[Box], frames: list[Box]) -> list[Box]:
    """Pictures and drawn frames, outermost first, each thing once."""
    panels = list(pictures)
    for frame in sorted(frames, key=lambda box: -box.area):
        inside = [box for box in panels if box.share_in(frame) >= _INSIDE]
        on_panel = any(frame.share_in(panel) >= _INSIDE for panel in panels)
        if on_panel or any(frame.alike(panel) >= _CONTENT_SHARE for panel in panels):
            continue
        if inside and _is_card(page, frame, inside):
            continue
        children = [f for f in frames if f != frame and f.share_in(frame) >= _INSIDE]
        if not inside and children and _holds_frames(page, frame, children):
            continue
        if inside or frame in page.filled or _has_drawing(page, frame):
            panels = [box for box in panels if box not in inside] + [frame]
    largest = max((box.area for box in panels), default=0.0)
    return [box for box in panels if box.area >= _SMALLEST_OF_LARGEST * largest]


def _is_card(page: PageContent, frame: Box, pictures: Sequence[Box]) -> bool:
    """A frame around pictures that fill it, or around a picture and words."""
    if sum(picture.area for picture in pictures) >= _CONTENT_SHARE * frame.area:
        return True
    return _has_words(page, frame, pictures)


def _has_words(page: PageContent, frame: Box, without: Sequence[Box]) -> bool:
    return any(
        line.box.share_in(frame) >= _INSIDE and not any(line.box.share_in(b) > 0.5 for b in without)
        for line in page.lines
    )


def _holds_frames(page: PageContent, frame: Box, children: Sequence[Box]) -> bool:
    """A frame around other frames, with nothing drawn outside them."""
    outer = [b for b in children if not any(_lies_on(b, other) for other in children)]
    share = sum(box.area for box in outer) / frame.area
    drawn = [d for d in page.drawings if d.share_in(frame) >= _INSIDE and _is_drawing(d)]
    loose = [d for d in drawn if not any(d.share_in(box) >= 0.5 for box in outer)]
    enough = len(outer) > 1 or _has_words(page, frame, outer)
    return enough and share >= _CONTENT_SHARE and not loose


def _is_drawing(box: Box) -> bool:
    """Not a straight line across or down, as tables have."""
    return min(box.width, box.height) > 2


def _has_drawing(page: PageContent, frame: Box) -> bool:
    inner = Box(frame.left + 1, frame.top + 1, frame.right - 1, frame.bottom - 1)
    drawn = (*page.drawings, *(f for f in page.frames if f.alike(frame) < _SAME))
    return any(max(d.across(inner), 0) * max(d.down(inner), 0) > 0 or _crosses(d, inner)
               for d in drawn)  # fmt: skip


def _crosses(line: Box, inner: Box) -> bool:
    """A line without area that runs inside a frame."""
    return line.area == 0 and line.across(inner) >= 0 and line.down(inner) >= 0


def _is_scan(box: Box, page: PageContent) -> bool:
    return box.area >= 0.9 * page.sheet.area


def _by_pixels(page: PageContent, drawn: Image.Image, within: Box) -> list[Box]:
    """Boxes with evident edges within a part of the drawn page, text taken out."""
    pixels = _pixels_without_text(page, drawn)
    scale = pixels.shape[1] / page.width
    left, top, right, bottom = (round(side * scale) for side in within)
    part = pixels[top:bottom, left:right]
    if min(part.shape[:2]) < 20:
        return []
    return [
        Box(
            *(side / scale for side in (b.left + left, b.top + top, b.right + left, b.bottom + top))
        )
        for b in evident_boxes(part)
    ]


def _all_ink(page: PageContent, drawn: Image.Image) -> list[Box]:
    """Everything drawn on the page as one panel; nothing if there are only words."""
    pixels = _pixels_without_text(page, drawn)
    box = ink_box(page_ink(pixels))
    scale = pixels.shape[1] / page.width
    found = box and Box(*(side / scale for side in box))
    return [found] if found and _large(found, page) else []


def _pixels_without_text(page: PageContent, drawn: Image.Image) -> Pixels:
    """(height, width, 3) in 0..1; the lines of the text layer painted over with what is around."""
    pixels: Pixels = np.asarray(drawn, np.float32) / np.float32(255)
    scale = pixels.shape[1] / page.width
    for line in page.lines:
        left, top, right, bottom = (int(side * scale) for side in line.box)
        around_it = pixels[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3]
        if around_it.size:
            paper = np.median(around_it.reshape(-1, 3), axis=0)
            pixels[max(0, top - 1) : bottom + 2, max(0, left - 1) : right + 2] = paper
    return pixels


def _blanks(page: PageContent, frames: Sequence[Box], panels: Sequence[Box]) -> list[Box]:
    """Empty frames of the same size as the panels."""
    free = [f for f in frames if all(f.cut(p).area == 0 for p in panels)]
    return [
        f
        for f in free
        if any(f.same_size(p, 0.1) for p in panels)
        and not _has_words(page, f, ())
        and not _has_drawing(page, f)
    ]
