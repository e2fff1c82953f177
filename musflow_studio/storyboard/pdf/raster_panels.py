"""Panels in pixels: boxes that a person sees at a glance on a scan or a drawn page.

A panel is a block between gutters of bare paper that has evident edges: a ruled frame, or a
picture that fills its box. Gutters are found by recursive cuts along empty rows and columns (the
X-Y cut of Nagy & Seth 1984); loose drawing without a frame is never cut apart.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from musflow_studio.storyboard.pdf.box import Box

LOOKED_AT_SIDE_PX = 1000
"""Pages are looked at in this size, longer side."""

_INK = 0.15
"""Difference from the paper, in a channel, from which a pixel is ink."""
_GUTTER_SHARE = 0.006
"""Gutters are at least this share of the longer side wide."""
_SMALLEST_SIDE, _SMALLEST_AREA = 0.08, 0.02
_EDGE_COVERED, _LINE_COVERED = 0.75, 0.97
_SLANT = 0.02
"""How far, as a share of its box, an edge may drift on a scan laid askew."""
_CARD_WIDTH, _CARD_AREA = 0.8, 0.4
_FLATTEST, _TALLEST = 3.2, 0.5
_FILLED = 0.5
"""Share of ink from which a box is a picture and no grid."""
_DEEPEST = 24
_RIMS = (0.0, 0.01, 0.02, 0.04)
_RING_EVEN = 0.9

Pixels = npt.NDArray[np.float32]
Ink = npt.NDArray[np.bool_]


def evident_boxes(pixels: Pixels) -> tuple[Box, ...]:
    """Boxes of panels in pixels, in no particular order; empty if no edge is evident.

    Args:
        pixels: (height, width, 3) in 0..1, a page without its text where that is known.
    """
    if not _on_paper(pixels):
        return ()
    ink = page_ink(pixels)
    height, width = ink.shape
    whole = Box(0, 0, width, height)
    gutter = max(3, round(_GUTTER_SHARE * max(height, width)))
    found = [box for block in _blocks(ink, whole, gutter) for box in _panels(ink, block, gutter)]
    largest = max((box.area for box in found), default=0.0)
    return tuple(box for box in found if box.area >= 0.25 * largest)


def page_ink(pixels: Pixels) -> Ink:
    """Where the page is not bare paper; single specks do not count."""
    paper = np.median(_ring(pixels, 0), axis=0)
    ink: Ink = np.abs(pixels - paper).max(axis=2) > _INK
    ink[:2], ink[-2:], ink[:, :2], ink[:, -2:] = False, False, False, False
    return ink & (_neighbours(ink) >= 2)


def _on_paper(pixels: Pixels) -> bool:
    """Whether bare paper runs all around, a scanner's dark rim left out."""
    sides = (round(share * min(pixels.shape[:2])) for share in _RIMS)
    return any(_evenness(_ring(pixels, inset)) >= _RING_EVEN for inset in sides)


def _ring(pixels: Pixels, inset: int) -> Pixels:
    """(n, 3), the pixels of a ring three wide, that far inside the edges."""
    part = pixels[inset : len(pixels) - inset, inset : pixels.shape[1] - inset]
    edges = (part[:3], part[-3:], part[:, :3], part[:, -3:])
    return np.concatenate([edge.reshape(-1, 3) for edge in edges])


def _evenness(ring: Pixels) -> float:
    """Share of a ring that has its middle colour."""
    return float((np.abs(ring - np.median(ring, axis=0)).max(axis=1) <= _INK).mean())


def _neighbours(ink: Ink) -> npt.NDArray[np.uint8]:
    padded = np.pad(ink, 1).astype(np.uint8)
    height, width = ink.shape
    total = np.zeros((height, width), np.uint8)
    for down in range(3):
        for right in range(3):
            total += padded[down : down + height, right : right + width]
    return total - ink


def ink_box(ink: Ink) -> Box | None:
    """The box around all ink; None on bare paper."""
    rows, columns = np.flatnonzero(_any(ink, 1)), np.flatnonzero(_any(ink, 0))
    if not len(rows):
        return None
    return Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


def _any(ink: Ink, axis: int) -> Ink:
    """Whether there is ink in each column (axis 0) or row (axis 1)."""
    found: Ink = np.any(ink, axis=axis)
    return found


def _part(ink: Ink, box: Box) -> Ink:
    left, top, right, bottom = (int(side) for side in box)
    return ink[top:bottom, left:right]


def _blocks(ink: Ink, box: Box, gutter: int, depth: int = 0) -> Iterator[Box]:
    """The blocks between gutters, cut along rows and columns in turn until nothing parts them."""
    tight = _tight(ink, box)
    if tight is None:
        return
    pieces = _cut(ink, tight, gutter) if depth < _DEEPEST else [tight]
    if len(pieces) < 2:
        yield tight
        return
    for piece in pieces:
        yield from _blocks(ink, piece, gutter, depth + 1)


def _tight(ink: Ink, box: Box) -> Box | None:
    inner = ink_box(_part(ink, box))
    if inner is None:
        return None
    return Box(inner.left + box.left, inner.top + box.top, inner.right + box.left,
               inner.bottom + box.top)  # fmt: skip


def _cut(ink: Ink, box: Box, gutter: int) -> list[Box]:
    part = _part(ink, box)
    rows = _runs(_any(part, 1), gutter)
    if len(rows) > 1:
        return [Box(box.left, box.top + a, box.right, box.top + b) for a, b in rows]
    columns = _runs(_any(part, 0), gutter)
    return [Box(box.left + a, box.top, box.left + b, box.bottom) for a, b in columns]


def _runs(inked: Ink, gutter: int) -> list[tuple[int, int]]:
    """Stretches of ink, those closer than a gutter joined, as (first, one past the last)."""
    at = np.flatnonzero(inked)
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gutter)
    starts, ends = np.r_[at[0], at[breaks + 1]], np.r_[at[breaks], at[-1]] + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _panels(ink: Ink, block: Box, gutter: int) -> list[Box]:
    """The panels of one block: its frame, the cells of its grid, or what a card holds."""
    frame = _frame(ink, block)
    if frame is None or not _large(frame, ink):
        return []
    cells = _cells(ink, frame)
    if cells:
        return cells
    return _card(ink, frame, gutter) or [frame]


def _large(box: Box, ink: Ink) -> bool:
    height, width = ink.shape
    side = _SMALLEST_SIDE * min(height, width)
    return bool(min(box.width, box.height) >= side and box.area >= _SMALLEST_AREA * height * width)


def _frame(ink: Ink, block: Box) -> Box | None:
    """The outermost rectangle with evident edges in a block."""
    part = _part(ink, block)
    slant_down = max(2, round(_SLANT * block.width / 2))
    rows = np.flatnonzero(_spread(part, slant_down).mean(axis=1) >= _EDGE_COVERED)
    if len(rows) < 2:
        return None
    top, bottom = _edges(_any(part, 1), rows, slant_down)
    middle = part[top:bottom]
    slant_across = max(2, round(_SLANT * len(middle) / 2))
    spread = _spread(middle.T, slant_across).T
    columns = np.flatnonzero(spread.mean(axis=0) >= _EDGE_COVERED)
    if len(columns) < 2:
        return None
    left, right = _edges(_any(middle, 0), columns, slant_across)
    box = Box(block.left + left, block.top + top, block.left + right, block.top + bottom)
    return box if box.area >= 0.3 * block.area else None


def _edges(inked: Ink, at: npt.NDArray[np.intp], spread: int) -> tuple[int, int]:
    """First and one past the last line of the frame, given where smeared lines cover the block.

    Ink that begins within the smear is the frame's own, laid askew; what begins further out (words
    that touch the frame) is not.
    """
    inner = np.flatnonzero(inked)
    first, last = int(inner[0]), int(inner[-1]) + 1
    low = first if at[0] - first <= spread else int(at[0]) + spread
    high = last if last - 1 - at[-1] <= spread else int(at[-1]) + 1 - spread
    return (low, high) if high > low else (first, last)


def _spread(ink: Ink, reach: int) -> Ink:
    """Ink smeared up and down by `reach` rows, so that a slanted line fills one row."""
    total = np.cumsum(np.pad(ink, ((reach + 1, reach), (0, 0))), axis=0, dtype=np.int32)
    smeared: Ink = (total[2 * reach + 1 :] - total[: -(2 * reach + 1)]) > 0
    return smeared


def _cells(ink: Ink, frame: Box) -> list[Box]:
    """The cells of a ruled grid without gutters; empty unless they look like panels."""
    part = _part(ink, frame)
    if part.mean() > _FILLED:
        return []
    rows = _ruled(part)
    columns = _ruled(part.T)
    if len(rows) + len(columns) < 1:
        return []
    height, width = part.shape
    across, down = [0, *columns, width], [0, *rows, height]
    cells = [
        Box(frame.left + a, frame.top + c, frame.left + b, frame.top + d)
        for c, d in zip(down, down[1:], strict=False)
        for a, b in zip(across, across[1:], strict=False)
    ]
    panels = [cell for cell in cells if cell.area >= 0.5 * max(c.area for c in cells)]
    panels = [cell for cell in panels if _drawn_in(ink, cell)]
    alike = all(p.same_size(panels[0], 0.1) for p in panels)
    shaped = all(_TALLEST <= p.width / p.height <= _FLATTEST for p in panels)
    large = all(_large(p, ink) for p in panels)
    return panels if len(panels) > 1 and alike and shaped and large else []


def _ruled(part: Ink) -> list[int]:
    """Rows of thin straight lines that cross a whole block, its own edges left out."""
    covered = np.flatnonzero((part | np.roll(part, 1, axis=0)).mean(axis=1) >= _LINE_COVERED)
    edge = max(4, round(0.04 * len(part)))
    lines = _runs(np.isin(np.arange(len(part)), covered), 2)
    return [(a + b) // 2 for a, b in lines if b - a <= 8 and a > edge and b < len(part) - edge]


def _drawn_in(ink: Ink, cell: Box) -> bool:
    inset = 6
    inner = Box(cell.left + inset, cell.top + inset, cell.right - inset, cell.bottom - inset)
    return inner.width > 0 and inner.height > 0 and float(_part(ink, inner).mean()) > 0.002


def _card(ink: Ink, frame: Box, gutter: int) -> list[Box]:
    """The panels on a card: boxes with evident edges, and nothing but words, inside a frame."""
    inset = max(5, round(_SLANT * min(frame.width, frame.height)))
    inner = Box(frame.left + inset, frame.top + inset, frame.right - inset, frame.bottom - inset)
    if inner.width < 10 or inner.height < 10:
        return []
    blocks = [block for block in _blocks(ink, inner, gutter) if not _touches_edge(block, inner)]
    frames = [_frame(ink, block) for block in blocks]
    large = [box for box in frames if box is not None and _large(box, ink)]
    share = sum(box.area for box in large) / frame.area
    wide = len(large) > 1 or (large and large[0].width >= _CARD_WIDTH * frame.width)
    return large if wide and share >= _CARD_AREA else []


def _touches_edge(block: Box, inner: Box) -> bool:
    """Whether no paper lies between a block and the frame around it."""
    near = (inner.left >= block.left, inner.top >= block.top)
    return any((*near, block.right >= inner.right, block.bottom >= inner.bottom))
