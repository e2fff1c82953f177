"""Lines of text on a page, each in one column: words that stand close together on one baseline."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from musflow_studio.storyboard.pdf.box import Box

MOST_CHARACTERS = 40_000
"""Of one page; more is no storyboard, and what follows is not read."""
_APART = 1.2
"""Words further apart than this many line heights stand in different columns."""

Corners = tuple[float, float, float, float]
ToBox = Callable[[float, float, float, float], Box]


@dataclass(frozen=True)
class TextLine:
    """One line of one column: where it stands, and its words."""

    box: Box
    text: str


@dataclass(frozen=True)
class _Word:
    box: Box
    text: str


def read_lines(page: pdfium.PdfPage, to_box: ToBox) -> tuple[TextLine, ...]:
    """The lines of a page in the order in which they were written.

    Args:
        page: open.
        to_box: from left, bottom, right, top in the page's own coordinates to a Box.
    """
    textpage = page.get_textpage()
    try:
        return tuple(_lines(list(_words(textpage, to_box))))
    finally:
        textpage.close()


def _words(textpage: pdfium.PdfTextPage, to_box: ToBox) -> Iterator[_Word]:
    letters, corners = "", None
    for index in range(min(textpage.count_chars(), MOST_CHARACTERS)):
        letter = _letter(textpage, index)
        if letter and not letter.isspace():
            letters += letter
            corners = _joined(corners, _corners(textpage, index))
        elif corners is not None:
            yield _Word(to_box(*corners), letters)
            letters, corners = "", None
    if corners is not None:
        yield _Word(to_box(*corners), letters)


def _letter(textpage: pdfium.PdfTextPage, index: int) -> str:
    code = pdfium_c.FPDFText_GetUnicode(textpage, index)
    if code in (0, 2, 0xFFFE, 0xAD):  # pdfium writes 2 where a hyphen divides a word
        return "-" if code == 2 else ""
    letter = chr(code)
    return letter if letter.isprintable() or letter.isspace() else ""


def _corners(textpage: pdfium.PdfTextPage, index: int) -> Corners:
    """Left, bottom, right, top of a letter, as high as its line."""
    loose = pdfium_c.FS_RECTF()
    if pdfium_c.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(loose)):
        return loose.left, loose.bottom, loose.right, loose.top
    left, bottom, right, top = textpage.get_charbox(index)
    return left, bottom, right, top


def _joined(a: Corners | None, b: Corners) -> Corners:
    if a is None:
        return b
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _lines(words: list[_Word]) -> Iterator[TextLine]:
    line: _Word | None = None
    for word in words:
        if line is not None and _continues(line.box, word.box):
            line = _Word(line.box.joined(word.box), f"{line.text} {word.text}")
            continue
        if line is not None:
            yield TextLine(line.box, line.text)
        line = word
    if line is not None:
        yield TextLine(line.box, line.text)


def _continues(line: Box, word: Box) -> bool:
    height = max(1.0, min(line.height, word.height))
    same_line = line.down(word) > 0.5 * height
    return same_line and -line.across(word) < _APART * height
