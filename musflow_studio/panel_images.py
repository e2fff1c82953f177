"""Panel images: what panels show, as small files a window can draw at once.

Made in two threads beside the studio's, last asked first, because what was asked last is what
people look at now. Files stay in the cache folder; they are named by the place, size and time of
change of what they show, so a picture that was drawn over is made anew.
"""

from __future__ import annotations

import hashlib
import os
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import disk_error
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.pictures import open_panel_picture

SMALLEST_SIDE_PX = 16
LARGEST_SIDE_PX = 8192
MOST_FILES = 4000
"""About 200 MB; the files that were not asked for longest go first."""
_QUALITY = 92
_THREADS = 2
_FORM = "1"
"""Counted up when files are written in another way."""


class PanelImages:
    """Makes and keeps images of panels. Any thread may call.

    Args:
        folder: where they are kept; made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wanted: queue.LifoQueue[Callable[[], None] | None] = queue.LifoQueue()
        self._lock = threading.RLock()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._wanted.put(self._sweep)  # at the bottom: done when nothing else is wanted

    def image(self, panel: Panel, longest_side_px: int) -> Future[Path | None]:
        """A JPEG file of what a panel shows: its region, its layers, its PDF page.

        Args:
            panel: to look at.
            longest_side_px: 16 to 8192; smaller pictures are not enlarged.

        Returns:
            None for a panel of words alone. Fails with StudioError where the picture is missing
            or damaged, and where the studio is closed before it is made.
        """
        if not SMALLEST_SIDE_PX <= longest_side_px <= LARGEST_SIDE_PX:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "an image cannot have this size",
                value=f"{longest_side_px} pixels",
                legal=f"{SMALLEST_SIDE_PX} to {LARGEST_SIDE_PX} pixels",
            )
        answer: Future[Path | None] = Future()
        with self._lock:
            self._wanted.put(lambda: _settle(answer, lambda: self._made(panel, longest_side_px)))
            if self._closed:
                self._fail_waiting()
            elif not self._threads:
                self._start()
        return answer

    def close(self) -> None:
        """End the threads; what was not begun fails. May be called twice."""
        with self._lock:
            self._closed = True
            threads, self._threads = self._threads, []
        for _ in threads:
            self._wanted.put(None)
        for thread in threads:
            thread.join()
        with self._lock:
            self._fail_waiting()

    def _fail_waiting(self) -> None:
        while not self._wanted.empty():
            if work := self._wanted.get():
                work()

    def _start(self) -> None:
        self._threads = [
            threading.Thread(target=self._serve, name="panel-images", daemon=True)
            for _ in range(_THREADS)
        ]
        for thread in self._threads:
            thread.start()

    def _serve(self) -> None:
        while (work := self._wanted.get()) is not None:
            work()

    def _made(self, panel: Panel, longest_side_px: int) -> Path | None:
        if self._closed:
            raise StudioError(ErrorCode.CANCELLED, "the studio was closed")
        sources = (panel.picture,) if panel.picture else panel.layers
        if not sources:
            return None
        path = self._folder / f"{_key(panel, sources, longest_side_px)}.jpg"
        if path.is_file():
            os.utime(path)
            return path
        image = open_panel_picture(panel, longest_side_px=longest_side_px)
        assert image, "a panel with files shows something"
        paths.ensure_folder(self._folder)
        beside = path.with_suffix(f".{threading.get_ident()}.part")
        image.save(beside, format="JPEG", quality=_QUALITY, subsampling=0)
        beside.replace(path)
        return path

    def _sweep(self) -> None:
        """Remove the files that were not asked for longest, beyond 4000."""
        by_age = [] if self._closed else sorted(_files(self._folder), reverse=True)
        for _, path in by_age[MOST_FILES:]:
            path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[tuple[float, Path]]:
    if folder.is_dir():
        for path in folder.glob("*.jpg"):
            yield path.stat().st_mtime, path


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


def _settle(answer: Future[Path | None], make: Callable[[], Path | None]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(make())
    except StudioError as error:
        answer.set_exception(error)
    except OSError as error:
        answer.set_exception(disk_error(error, Path(error.filename or "the cache folder")))
    except Exception as error:  # noqa: BLE001 - the edge of the thread: hand it to the caller
        answer.set_exception(error)
