"""Page furniture: headers, footers, page numbers and logos, which belong to no panel."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from musflow_studio.storyboard.pdf.box import Box
from musflow_studio.storyboard.pdf.caption_fields import has_label
from musflow_studio.storyboard.pdf.page_content import PageContent, PlacedPicture
from musflow_studio.storyboard.pdf.text_lines import TextLine

_BAND = 0.1
"""Headers and footers stand in this share of the page at its top and bottom."""
_PLACE_PT = 6.0
_BACKGROUND = 0.8
_PAGE_NUMBER = re.compile(
    r"^[\W_]*((page|pg?\.?|seite|p[aá]gina|sheet|bl(att|\.)?)\s*\d+(\s*(of|/|von|de|sur)\s*\d+)?"
    r"|\d+\s*(/|of|von|de|sur)\s*\d+|[-–—]\s*\d+\s*[-–—])[\W_]*$",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"©|\(c\)|copyright|confidential|all rights reserved", re.IGNORECASE)


class Furniture:
    """What repeats on the pages of one document.

    Args:
        pages: the contents of all its pages.
    """

    def __init__(self, pages: Sequence[PageContent]) -> None:
        lines = Counter(key for page in pages for key in {_line_key(x, page) for x in page.lines})
        logos = Counter(key for page in pages for key in {_logo_key(x) for x in page.pictures})
        enough = max(2, len(pages) // 2)
        self._lines = {key for key, count in lines.items() if count >= enough}
        self._logos = {key for key, count in logos.items() if count >= enough and key[0]}

    def is_line(self, line: TextLine, page: PageContent) -> bool:
        """Whether a line is a header, a footer or a page number."""
        if not _in_band(line.box, page) or has_label(line.text) or _beside_box(line.box, page):
            return False
        fixed = _PAGE_NUMBER.match(line.text) or _LEGAL.search(line.text)
        return bool(fixed) or _line_key(line, page) in self._lines

    def is_logo(self, picture: PlacedPicture) -> bool:
        """Whether the very same picture stands in the same place on other pages."""
        return _logo_key(picture) in self._logos


def _in_band(box: Box, page: PageContent) -> bool:
    return box.bottom <= _BAND * page.height or box.top >= (1 - _BAND) * page.height


def _beside_box(line: Box, page: PageContent) -> bool:
    """Whether a line stands on the height of a picture or a frame, a background left out."""
    boxes = (*(picture.box for picture in page.pictures), *page.frames)
    return any(
        line.down(box) > 0.5 * line.height
        for box in boxes
        if box.height > 3 * line.height and box.area < _BACKGROUND * page.sheet.area
    )


def _line_key(line: TextLine, page: PageContent) -> tuple[str, int]:
    """The words without their numbers, and the height at which they stand."""
    return re.sub(r"\d+", "0", line.text.casefold()), round(line.box.top / _PLACE_PT)


def _logo_key(picture: PlacedPicture) -> tuple[int, int, int]:
    return (
        picture.checksum, round(picture.box.left / _PLACE_PT), round(picture.box.top / _PLACE_PT)
    )  # fmt: skip
