"""Words: text files as people save them."""

from __future__ import annotations

import codecs
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError

LARGEST_FILE_BYTES = 16_000_000

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_words(path: Path) -> str:
    """A text file in UTF-8, UTF-16 with its mark, or Windows-1252 as old spreadsheets write it.

    Raises StudioError if it is none of these, too large or unreadable.
    """
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                f"the file {path} is too large",
                legal=f"up to {LARGEST_FILE_BYTES // 1_000_000} MB",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise StudioError(ErrorCode.FILE_NOT_FOUND, f"there is no file {path}") from None
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise StudioError(
            ErrorCode.BAD_FILE, f"the file {path} cannot be read ({reason})"
        ) from None
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StudioError(
        ErrorCode.BAD_FILE, f"the file {path} is not text", hint="save it as UTF-8 text"
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    marked = [name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)]
    return tuple(marked) or (("utf-8", "cp1252") if b"\0" not in data else ())
