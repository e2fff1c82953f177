"""Which line of text belongs to which panel: under, beside or above, as the whole document does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import mean

from musflow_studio.storyboard.pdf.box import Box
from musflow_studio.storyboard.pdf.caption_fields import column_label, has_label, is_number
from musflow_studio.storyboard.pdf.furniture import Furniture
from musflow_studio.storyboard.pdf.page_content import PageContent
from musflow_studio.storyboard.pdf.text_lines import TextLine

_REACH = 3.0
"""A caption begins within this many line heights of its panel, and its lines stand as close."""
_SIDE_REACH = 1.0
"""Words beside a panel begin within this many of its widths."""
_INSIDE = 0.7


class Side(Enum):
    """Where the words of a document stand, in the order in which equal evidence is believed."""

    BELOW = 0.15
    RIGHT = 0.1
    LEFT = 0.05
    ABOVE = 0.0


@dataclass
class PageWords:
    """The lines of a page sorted out.

    Attributes:
        page: what is on it.
        panels: its panels in reading order.
        by_panel: the texts of each panel in reading order.
        loose: lines that belong to no panel.
    """

    page: PageContent
    panels: Sequence[Box]
    by_panel: list[list[str]] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def choose_side(pages: Sequence[tuple[PageContent, Sequence[Box]]], furniture: Furniture) -> Side:
    """The side on which most panels of a document have words, and nearest."""
    return max(Side, key=lambda side: _evidence(side, pages, furniture))


def _evidence(
    side: Side, pages: Sequence[tuple[PageContent, Sequence[Box]]], furniture: Furniture
) -> float:
    panels = sum(len(boxes) for _, boxes in pages)
    gaps = [
        gap
        for page, boxes in pages
        for gap in _nearest(side, boxes, [x for x in page.lines if not furniture.is_line(x, page)])
    ]
    return len(gaps) / panels - 2 * mean(gaps) + side.value if gaps else 0.0


def _nearest(side: Side, panels: Sequence[Box], lines: Sequence[TextLine]) -> list[float]:
    """For each panel that has words on a side, how far away, as a share of its height."""
    nearest: dict[Box, float] = {}
    for line in lines:
        panel = _owner(side, line.box, panels)
        if panel is not None and _share_inside(line.box, panels) < _INSIDE:
            gap = max(0.0, _gap(side, line.box, panel)) / panel.height
            nearest[panel] = min(gap, nearest.get(panel, gap))
    return list(nearest.values())


def _share_inside(box: Box, panels: Sequence[Box]) -> float:
    return max((box.share_in(panel) for panel in panels), default=0.0)


def _gap(side: Side, line: Box, panel: Box) -> float:
    if side is Side.BELOW:
        return line.top - panel.bottom
    if side is Side.ABOVE:
        return panel.top - line.bottom
    return line.left - panel.right if side is Side.RIGHT else panel.left - line.right


def _owner(side: Side, line: Box, panels: Sequence[Box]) -> Box | None:
    """The nearest panel that has a line on its side and shares its column (or row)."""
    upright = side in (Side.BELOW, Side.ABOVE)
    beyond = [p for p in panels if _gap(side, line, p) >= -0.5 * line.height]
    if upright:
        beside = [p for p in beyond if line.across(p) > 0.3 * min(line.width, p.width)]
        return min(
            beside, key=lambda p: (round(_gap(side, line, p)), -line.across(p)), default=None
        )
    rows = [p for p in beyond if _in_row(line, p, panels)]
    return min(rows, key=lambda p: _gap(side, line, p), default=None)


def _in_row(line: Box, panel: Box, panels: Sequence[Box]) -> bool:
    """Whether a line stands beside a panel, or below that as long as no other panel begins."""
    lower = [p.top for p in panels if p.top > panel.top + 0.5 * panel.height]
    end = min(lower, default=panel.bottom + 0.5 * panel.height)
    _, middle = line.middle
    return panel.top - line.height <= middle < max(end - 0.5 * line.height, panel.bottom)


def sort_words(
    page: PageContent, panels: Sequence[Box], side: Side, furniture: Furniture
) -> PageWords:
    """Give each line of a page to its panel; headers and footers go, the rest is told as loose."""
    words = PageWords(page, panels)
    lines = [line for line in page.lines if not furniture.is_line(line, page)]
    columns = _columns(lines, panels) if side in (Side.RIGHT, Side.LEFT) else []
    lines = [line for line in lines if line not in columns]
    owned: dict[Box, list[TextLine]] = {panel: [] for panel in panels}
    lines = _give_numbers(lines, owned)
    rest = _give(side, lines, owned)
    rest = _give_inside(rest, owned)
    for other in Side:
        if other is not side:
            rest = _give_nearby(other, rest, owned)
    words.by_panel = [_in_columns(owned[panel], columns) for panel in panels]
    words.loose = [line.text for line in rest]
    return words


def _columns(lines: Sequence[TextLine], panels: Sequence[Box]) -> list[TextLine]:
    """Labels above the columns of a table, left to right."""
    top = min((panel.top for panel in panels), default=0.0)
    above = [line for line in lines if line.box.middle[1] < top]
    heads = [line for line in above if column_label(line.text) is not None]
    return sorted(heads, key=lambda line: line.box.left)


def _give(
    side: Side, lines: Sequence[TextLine], owned: dict[Box, list[TextLine]]
) -> list[TextLine]:
    """Hand out the lines on one side, nearest first, each reached from its panel line by line."""
    panels = list(owned)
    rest: list[TextLine] = []
    fitting = [(x, None if _share_inside(x.box, panels) >= _INSIDE else _owner(side, x.box, panels))
               for x in lines]  # fmt: skip
    for line, panel in sorted(fitting, key=lambda one: _order(side, *one)):
        if panel is not None and _reached(side, line.box, panel, owned[panel]):
            owned[panel].append(line)
        else:
            rest.append(line)
    return rest


def _give_numbers(lines: Sequence[TextLine], owned: dict[Box, list[TextLine]]) -> list[TextLine]:
    """Numbers that stand right above a panel go to it, whatever stands above them."""
    panels = list(owned)
    rest = []
    for line in lines:
        panel = _owner(Side.ABOVE, line.box, panels) if is_number(line.text) else None
        if panel is not None and _gap(Side.ABOVE, line.box, panel) <= line.box.height:
            owned[panel].append(line)
        else:
            rest.append(line)
    return rest


def _order(side: Side, line: TextLine, panel: Box | None) -> float:
    return _gap(side, line.box, panel) if panel else 0.0


def _reached(side: Side, line: Box, panel: Box, before: Sequence[TextLine]) -> bool:
    if side in (Side.RIGHT, Side.LEFT):
        wide = _gap(side, line, panel) <= _SIDE_REACH * panel.width
        return wide or any(line.down(x.box) > -_REACH * line.height for x in before)
    near = _gap(side, line, panel) <= _REACH * line.height
    return near or any(line.down(x.box) >= -_REACH * line.height for x in before)


def _give_inside(lines: Sequence[TextLine], owned: dict[Box, list[TextLine]]) -> list[TextLine]:
    """Words inside a panel: its number and labelled fields; all of them where no others are."""
    silent = {panel for panel, words in owned.items() if not words}
    rest = []
    for line in lines:
        panel = max(owned, key=line.box.share_in, default=None)
        if panel is None or line.box.share_in(panel) < _INSIDE:
            rest.append(line)
        elif panel in silent or has_label(line.text) or is_number(line.text):
            owned[panel].append(line)
    return rest


def _give_nearby(
    side: Side, lines: Sequence[TextLine], owned: dict[Box, list[TextLine]]
) -> list[TextLine]:
    """Words close to a panel on another side; above the first row only what names itself."""
    panels = list(owned)
    first_row = min((panel.top for panel in panels), default=0.0)
    rest = []
    for line in lines:
        panel = _owner(side, line.box, panels)
        header = line.box.bottom <= first_row + 0.5 * line.box.height
        names_itself = has_label(line.text) or is_number(line.text)
        if panel and _reached(side, line.box, panel, ()) and (names_itself or not header):
            owned[panel].append(line)
        else:
            rest.append(line)
    return rest


def _in_columns(lines: Sequence[TextLine], columns: Sequence[TextLine]) -> list[str]:
    """The lines of a panel in reading order, column by column with its label if there are any."""
    if not columns:
        return _joined(lines)
    texts: list[str] = _joined([x for x in lines if _column(x, columns) is None])
    for head in columns:
        inside = [line for line in lines if _column(line, columns) is head]
        label = column_label(head.text)
        texts += [*([label] if label else []), *_joined(inside)] if inside else []
    return texts


def _column(line: TextLine, columns: Sequence[TextLine]) -> TextLine | None:
    left = [head for head in columns if head.box.left <= line.box.left + line.box.height]
    middle, _ = line.box.middle
    under = [head for head in columns if head.box.left <= middle <= head.box.right]
    return under[0] if under else left[-1] if left else None


def _joined(lines: Sequence[TextLine]) -> list[str]:
    """Texts from top to bottom, those on one baseline from left to right."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: (line.box.top, line.box.left)):
        if rows and line.box.down(rows[-1][0].box) > 0.5 * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line.text for row in rows for line in sorted(row, key=lambda x: x.box.left)]
