"""Pictures as files: opened upright, on white, as 8-bit RGB, or refused with one clear sentence.

PNG, JPEG, WebP, TIFF and PDF (any page), BMP and GIF (first frame) are told apart by content,
never by name. Size is checked from the header before anything is decoded.
"""

from __future__ import annotations

import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel, Region
from musflow_studio.encoders.pdf_file import count_pdf_pages, is_pdf, open_pdf_picture

PICTURE_KINDS = "PNG, JPEG, WebP, TIFF, BMP, GIF"
PICTURE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".tif", ".tiff", ".bmp", ".gif"}
)
LARGEST_PIXELS = 200_000_000
CHECK_SIDE_PX = 256
"""Pictures are checked at about this size: JPEG then decodes at an eighth, all data still read."""

_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
_SIZE_LEGAL = f"up to {LARGEST_PIXELS // 1_000_000} megapixels"
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    OverflowError,
    struct.error,
    zlib.error,
)
"""Everything Pillow's decoders have been seen to raise on damaged files."""

# The limit is LARGEST_PIXELS, checked here from the header; Pillow's own would warn below it.
Image.MAX_IMAGE_PIXELS = None

_QUIET = threading.Lock()


def open_picture(
    path: Path,
    page: int = 0,
    region: Region | None = None,
    *,
    longest_side_px: int | None = None,
) -> Image.Image:
    """One picture as 8-bit RGB, turned as its EXIF orientation says, transparency on white.

    Args:
        path: PNG, JPEG, WebP, TIFF, BMP, GIF or PDF, whatever its name says.
        page: zero-based page of a TIFF or PDF; animations always give their first frame.
        region: the part to show; None shows all of it.
        longest_side_px: shrink to at most this many pixels; None keeps the size (a PDF has
            none and is drawn with 2000 pixels on its longer side).

    Raises StudioError naming the file: missing, unreadable, empty, truncated, no picture at all,
    a page it does not have, or over 200 megapixels (told from the header); a locked PDF.
    """
    with _naming_errors(path):
        if is_pdf(path):
            return open_pdf_picture(path, page, region, longest_side_px=longest_side_px)
    if region is not None:
        return _cropped(open_picture(path, page), region, longest_side_px)
    image = _decoded(path, page, longest_side_px)
    with _naming_errors(path):
        return _on_white(image)


def _cropped(image: Image.Image, region: Region, longest_side_px: int | None) -> Image.Image:
    width, height = image.size
    left, top = int(region.left * width), int(region.top * height)
    right, bottom = round(region.right * width), round(region.bottom * height)
    part = image.crop((left, top, max(left + 1, right), max(top + 1, bottom)))
    if longest_side_px:
        part.thumbnail((longest_side_px, longest_side_px), reducing_gap=2.0)
    return part


def open_panel_picture(panel: Panel, *, longest_side_px: int | None = None) -> Image.Image | None:
    """What a panel shows, as `open_picture`; its layers, bottom first, where it has no picture.

    None for a panel of words alone. Layers of another size are placed at the top left, as
    drawing programs do. Raises as `open_picture`.
    """
    if panel.picture is not None:
        return open_picture(
            panel.picture, panel.page, panel.region, longest_side_px=longest_side_px
        )
    if not panel.layers:
        return None
    sheet = Image.new("RGBA", (0, 0))
    for path in panel.layers:
        with _naming_errors(path):
            layer = _with_alpha(_decoded(path, 0, None))
        if not sheet.width:
            sheet = Image.new("RGBA", layer.size, "white")
        sheet.alpha_composite(layer.crop((0, 0, *sheet.size)))
    if longest_side_px:
        sheet.thumbnail((longest_side_px, longest_side_px), reducing_gap=2.0)
    return sheet.convert("RGB")


def check_picture(path: Path) -> int:
    """Decode every page of a picture once, at reduced size; the number of pages.

    1 unless it is a TIFF or a PDF. Raises as `open_picture`.
    """
    with _naming_errors(path):
        if is_pdf(path):
            return count_pdf_pages(path)
    with _naming_errors(path), _opened(path) as image:
        pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    for page in range(pages):
        _decoded(path, page, CHECK_SIDE_PX)
    return pages


def _decoded(path: Path, page: int, longest_side_px: int | None) -> Image.Image:
    """The pixels of one page, upright, in whatever mode the file has."""
    with _naming_errors(path), _opened(path) as image:
        if image.format == "TIFF":
            _turn_to(image, path, page)
        if longest_side_px:
            image.draft(None, (longest_side_px, longest_side_px))
        image.load()
        upright = _in_eight_bits(ImageOps.exif_transpose(image))
        if longest_side_px:
            upright.thumbnail((longest_side_px, longest_side_px), reducing_gap=2.0)
        return upright


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """The header of a picture, its size accepted; Pillow's warnings about damage kept quiet."""
    with _QUIET, warnings.catch_warnings():  # the lock: catch_warnings is not thread-safe
        warnings.simplefilter("ignore")
        if path.stat().st_size == 0:
            raise StudioError(ErrorCode.BAD_FILE, f"the picture {path} is an empty file (0 bytes)")
        with Image.open(path, formats=_FORMATS) as image:
            _refuse_absurd_size(image, path)
            yield image


def _refuse_absurd_size(image: Image.Image, path: Path) -> None:
    if image.width * image.height > LARGEST_PIXELS:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"the picture {path} is {image.width} x {image.height} pixels",
            legal=_SIZE_LEGAL,
            hint="save a smaller copy",
        )


def _turn_to(image: Image.Image, path: Path, page: int) -> None:
    pages = int(getattr(image, "n_frames", 1))
    if not 0 <= page < pages:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"the picture {path} has no page {page + 1}",
            legal=f"1 to {pages}",
        )
    image.seek(page)
    _refuse_absurd_size(image, path)


@contextmanager
def _naming_errors(path: Path) -> Iterator[None]:
    """Turn what the file system and Pillow raise into one sentence about this file."""
    try:
        yield
    except FileNotFoundError:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND,
            f"there is no picture {path}",
            hint="put it back, or give the panel another one",
        ) from None
    except PermissionError:
        raise StudioError(
            ErrorCode.NOT_ALLOWED, f"the picture {path} may not be read", hint="check its rights"
        ) from None
    except IsADirectoryError:
        raise StudioError(ErrorCode.BAD_INPUT, f"{path} is a folder, not a picture") from None
    except UnidentifiedImageError:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the file {path} is not a picture that can be read, whatever its name says",
            legal=PICTURE_KINDS,
            hint="open it in a picture editor and save it again",
        ) from None
    except MemoryError:
        raise StudioError(
            ErrorCode.OUT_OF_MEMORY, f"there is not enough memory to open the picture {path}"
        ) from None
    except _BROKEN as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the picture {path} is damaged or cut short ({_first_words(error)})",
            hint="export it again",
        ) from None


def _first_words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return " ".join(str(error).split())[:80] or type(error).__name__


def _on_white(image: Image.Image) -> Image.Image:
    """RGB, transparent parts shown on white paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = _with_alpha(image)
    paper = Image.new("RGB", rgba.size, "white")
    paper.paste(rgba, mask=rgba.getchannel("A"))
    return paper


def _with_alpha(image: Image.Image) -> Image.Image:
    """RGBA; modes without a direct way there go through RGB."""
    if image.mode in ("CMYK", "YCbCr", "HSV", "LAB"):
        image = image.convert("RGB")
    return image.convert("RGBA")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or floats as 8-bit grey; every other mode as it is.

    16 bits span 0..65535. Wider whole numbers and floats carry no range of their own: white is
    the first of 1, 255, 65535 and their own maximum that holds them.
    """
    if not (image.mode.startswith("I") or image.mode == "F"):
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0.0, neginf=0.0)
    if image.mode.startswith("I;16"):
        white = 65535.0
    else:
        top = float(values.max(initial=0.0))
        white = next((w for w in (1.0, 255.0, 65535.0) if top <= w), top)
    return Image.fromarray((values.clip(0.0, white) * (255.0 / white) + 0.5).astype(np.uint8))
