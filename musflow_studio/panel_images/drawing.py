"""Drawing: one panel's image, opened, shrunk and kept in the cache folder.

Files are named by the place, size and time of change of what they show, so a picture that was
drawn over is made anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.pictures import open_panel_picture

MOST_FILES = 4000
"""About 200 MB; the files that were not asked for longest go first."""
_QUALITY = 92
_FORM = "1"
"""Counted up when files are written in another way."""


def draw(panel: Panel, longest_side_px: int, folder: Path) -> Path | None:
    """The JPEG file of what a panel shows: its region, its layers, its PDF page.

    Args:
        panel: to look at; only its picture, page, region and layers matter.
        longest_side_px: smaller pictures are not enlarged.
        folder: where images are kept; made when it is first needed.

    Returns:
        None for a panel of words alone.

    Raises StudioError for a missing or damaged picture, and where the image cannot be kept.
    """
    sources = (panel.picture,) if panel.picture else panel.layers
    if not sources:
        return None
    path = folder / f"{_key(panel, sources, longest_side_px)}.jpg"
    with says_disk_errors(path):
        if path.is_file():
            os.utime(path)
            return path
    image = open_panel_picture(panel, longest_side_px=longest_side_px)
    assert image, "a panel with files shows something"
    paths.ensure_folder(folder)
    beside = path.with_suffix(f".{os.getpid()}.part")
    with says_disk_errors(path):
        image.save(beside, format="JPEG", quality=_QUALITY, subsampling=0)
        beside.replace(path)
    return path


def sweep(folder: Path) -> None:
    """Remove the images that were not asked for longest, beyond 4000, and halves of images."""
    for _, path in sorted(_files(folder, "*.jpg"), reverse=True)[MOST_FILES:]:
        path.unlink(missing_ok=True)
    for _, path in _files(folder, "*.part"):
        path.unlink(missing_ok=True)


def _files(folder: Path, pattern: str) -> Iterator[tuple[float, Path]]:
    for path in folder.glob(pattern):
        try:
            yield path.stat().st_mtime, path
        except OSError:  # another studio swept it
            continue


def _key(panel: Panel, sources: tuple[Path, ...], longest_side_px: int) -> str:
    """Names what a panel shows now; missing files are named too and fail when opened."""
    stamps = [(str(path), *_stamp(path)) for path in sources]
    what = (_FORM, stamps, panel.page, panel.region, longest_side_px)
    return hashlib.sha256(repr(what).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns
