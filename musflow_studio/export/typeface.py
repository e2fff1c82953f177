"""Typeface: a font of this machine that can write a given text.

No font travels with the studio. The usual places of Linux, macOS and Windows are looked through in
order of preference; a text that the first font cannot write (Chinese, Arabic …) gets the first one
that can. Without any font Pillow's own serves: plain ASCII.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
PREFERRED = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "segoeui.ttf",
    "Helvetica.ttc",
    "arial.ttf",
    "Arial.ttf",
    "Arial Unicode.ttf",
    "NotoSansCJK-Regular.ttc",
    "PingFang.ttc",
    "msyh.ttc",
    "malgun.ttf",
    "NotoSansArabic-Regular.ttf",
)
BOLD = {
    "DejaVuSans.ttf": "DejaVuSans-Bold.ttf",
    "NotoSans-Regular.ttf": "NotoSans-Bold.ttf",
    "LiberationSans-Regular.ttf": "LiberationSans-Bold.ttf",
    "segoeui.ttf": "segoeuib.ttf",
    "arial.ttf": "arialbd.ttf",
    "Arial.ttf": "Arial Bold.ttf",
}
_NOBODY_HAS = "\uffff"

Font = ImageFont.FreeTypeFont


def font_for(text: str, size_px: int, *, bold: bool = False) -> Font:
    """A font that can write `text` at a height in pixels; the one that can write most of it."""
    file = font_file(text, bold=bold)
    if file is None:
        fallback = ImageFont.load_default(size_px)
        assert isinstance(fallback, ImageFont.FreeTypeFont)
        return fallback
    return ImageFont.truetype(str(file), size_px)


def font_file(text: str, *, bold: bool = False) -> Path | None:
    """The font file that can write most of `text`; None on a machine without a known font."""
    file = _best_file(frozenset(character for character in text if not character.isspace()))
    if file is None or not bold:
        return file
    heavy = file.with_name(BOLD.get(file.name, file.name))
    return heavy if heavy.is_file() else file


@lru_cache(maxsize=256)
def _best_file(wanted: frozenset[str]) -> Path | None:
    """The first font with every wanted character, else the one that lacks fewest."""
    best, fewest = None, len(wanted) + 1
    for file in _installed():
        missing = len(wanted - _written_by(file, wanted))
        if missing < fewest:
            best, fewest = file, missing
        if not missing:
            break
    return best


def _written_by(file: Path, wanted: frozenset[str]) -> frozenset[str]:
    font = ImageFont.truetype(str(file), 24)
    unknown = bytes(font.getmask(_NOBODY_HAS))
    return frozenset(c for c in wanted if bytes(font.getmask(c)) != unknown)


@lru_cache(maxsize=1)
def _installed() -> tuple[Path, ...]:
    """Fonts of this machine, by preference."""
    found: dict[str, Path] = {}
    for file in _files():
        found.setdefault(file.name, file)
    return tuple(found[name] for name in PREFERRED if name in found)


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        if folder.is_dir():
            yield from sorted(f for f in folder.rglob("*") if f.name in PREFERRED)
