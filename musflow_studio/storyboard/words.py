"""Words: text files as people save them, and story lines made tidy."""

from __future__ import annotations

import codecs
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError

LONGEST_TEXT = 10_000
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


def tidy(value: object, where: str) -> str:
    """A field as one line of text: spaces collapsed, what cannot be written as UTF-8 replaced.

    None is "". Raises StudioError over 10,000 characters.
    """
    if value is None:
        return ""
    written = str(value).encode("utf-8", "replace").decode("utf-8")
    text = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in written).split())
    if len(text) > LONGEST_TEXT:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"{where}: the text has {len(text)} characters",
            legal=f"up to {LONGEST_TEXT}",
        )
    return text


def starred(story: str) -> tuple[str, bool]:
    """The story without its leading star, and whether it had one ("must hit").

    >>> starred("* The door slams.")
    ('The door slams.', True)
    """
    if not story.startswith("*"):
        return story, False
    return story.lstrip("* "), True
