"""PDF files: opened, counted, their pages drawn; or refused with one clear sentence.

PDFium (through pypdfium2) is not safe in several threads, so `PDFIUM` is held around all of it.
Pages are drawn at the size asked for, however large their paper is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Region

PDFIUM = threading.RLock()
"""Hold it while a document is open."""

DRAWN_SIDE_PX = 2000
"""Longest side of a page or region whose size nobody asked for."""
MOST_PAGES = 2000
LARGEST_INNER_PIXELS = 200_000_000
"""A picture inside a PDF may have this many pixels."""

_LEADING = b"\xef\xbb\xbf\0\t\r\n "
"""Bytes that stray programs write before the header."""
_THINNEST = 1 / 100
"""A page narrower than this share of its height (or lower than of its width) is no page."""


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF by its content: it begins with `%PDF-`."""
    with path.open("rb") as file:
        return file.read(64).lstrip(_LEADING).startswith(b"%PDF-")


@contextmanager
def opened_pdf(path: Path) -> Iterator[pdfium.PdfDocument]:
    """An open document; other threads wait for theirs meanwhile.

    Raises StudioError naming the file: locked with a password, damaged, no pages, too many.
    """
    with PDFIUM:
        document = _load(path)
        try:
            _check_pages(path, len(document))
            yield document
        finally:
            document.close()


def _load(path: Path) -> pdfium.PdfDocument:
    if not is_pdf(path):
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the file {path} is not a PDF, whatever its name says",
            hint="export it again",
        )
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise StudioError(
                ErrorCode.NOT_ALLOWED,
                f"the PDF {path} is locked with a password",
                hint="save a copy without a password",
            ) from None
        raise _damaged(path) from None


def _check_pages(path: Path, pages: int) -> None:
    if not pages:
        raise _damaged(path)
    if pages > MOST_PAGES:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"the PDF {path} has {pages} pages",
            legal=f"up to {MOST_PAGES}",
            hint="split it",
        )


def _damaged(path: Path, page: int | None = None) -> StudioError:
    where = "" if page is None else f" at page {page + 1}"
    return StudioError(
        ErrorCode.BAD_FILE, f"the PDF {path} is damaged or cut short{where}", hint="export it again"
    )


@contextmanager
def opened_page(document: pdfium.PdfDocument, path: Path, page: int) -> Iterator[pdfium.PdfPage]:
    """One page of an open document, zero-based, closed afterwards.

    Raises StudioError: a page it does not have, a damaged one, a page without a sane shape, or
    one that holds a picture of over 200 megapixels.
    """
    if not 0 <= page < len(document):
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"the PDF {path} has no page {page + 1}",
            legal=f"1 to {len(document)}",
        )
    try:
        loaded = document[page]
    except pdfium.PdfiumError:
        raise _damaged(path, page) from None
    try:
        _check_shape(loaded, path, page)
        yield loaded
    except pdfium.PdfiumError:  # an object on it that cannot be looked at
        raise _damaged(path, page) from None
    finally:
        loaded.close()


def _check_shape(page: pdfium.PdfPage, path: Path, number: int) -> None:
    width, height = page.get_size()
    if min(width, height) <= 0 or min(width, height) < _THINNEST * max(width, height):
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"page {number + 1} of the PDF {path} is {width:g} x {height:g} points",
            legal=f"no side under {_THINNEST:.0%} of the other",
        )
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        wide, high = picture.get_px_size()
        if wide * high > LARGEST_INNER_PIXELS:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                f"page {number + 1} of the PDF {path} holds a picture of {wide} x {high} pixels",
                legal=f"up to {LARGEST_INNER_PIXELS // 1_000_000} megapixels",
                hint="export it at a lower resolution",
            )


def draw_page(
    page: pdfium.PdfPage, region: Region | None = None, *, longest_side_px: int | None = None
) -> Image.Image:
    """A page, or the region of it, on white paper as RGB.

    Args:
        page: open, see `opened_page`.
        region: the part to draw; None draws all of it.
        longest_side_px: the longer side of the result, which is never enlarged beyond 2000 pixels
            when nothing is asked; None means 2000.
    """
    width, height = page.get_size()
    part = region or Region(0.0, 0.0, 1.0, 1.0)
    wide, high = (part.right - part.left) * width, (part.bottom - part.top) * height
    scale = (longest_side_px or DRAWN_SIDE_PX) / max(wide, high)
    pixels = max(1, round(wide * scale)), max(1, round(high * scale))
    bitmap = pdfium.PdfBitmap.new_native(*pixels, format=pdfium_c.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *pixels)
    place = (-part.left * width, -part.top * height, width, height)
    left, top, full_width, full_height = (round(side * scale) for side in place)
    flags = pdfium_c.FPDF_ANNOT | pdfium_c.FPDF_RENDER_LIMITEDIMAGECACHE
    size = max(1, full_width), max(1, full_height)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page, left, top, *size, 0, flags)
    drawn: Image.Image = bitmap.to_pil()
    return drawn.convert("RGB")


def open_pdf_picture(
    path: Path, page: int, region: Region | None, *, longest_side_px: int | None
) -> Image.Image:
    """A page of a PDF file, or a region of it, as `draw_page`. Raises StudioError."""
    with opened_pdf(path) as document, opened_page(document, path, page) as loaded:
        return draw_page(loaded, region, longest_side_px=longest_side_px)


def count_pdf_pages(path: Path) -> int:
    """Pages of a PDF, 1 to 2000, every one of them drawn once, small. Raises StudioError."""
    with opened_pdf(path) as document:
        for page in range(len(document)):
            with opened_page(document, path, page) as loaded:
                draw_page(loaded, longest_side_px=64)
        return len(document)
