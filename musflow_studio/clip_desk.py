"""ClipDesk: the studio's library: clips listed, shown, marked, deleted, one call after another.

Every call answers with a future; the disk is touched in one thread alone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from musflow_studio.domain.clip import Clip, ClipMarks
from musflow_studio.library import ClipCheck, ClipEntry, Library, Removed

T = TypeVar("T")


class ClipDesk:
    """Calls on the library of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._library: Library | None = None
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="disk")

    def clips(self, query: str = "") -> Future[tuple[ClipEntry, ...]]:
        """The kept clips, newest first."""
        return self._on_disk(lambda library: library.list(query))

    def clip(self, clip_id: str) -> Future[Clip]:
        """One clip of the library, by the beginning of its id."""
        return self._on_disk(lambda library: library.show(clip_id))

    def clip_in(self, folder: Path) -> Future[Clip]:
        """The clip whose package a folder is, anywhere on disk."""
        return self._on_disk(lambda library: library.load_clip(folder))

    def verify(self) -> Future[tuple[ClipCheck, ...]]:
        """Read every file of every kept clip again and compare digests."""
        return self._on_disk(Library.verify)

    def rebuild(self) -> Future[tuple[ClipEntry, ...]]:
        """Build the library's index again from its packages."""
        return self._on_disk(Library.rebuild)

    def clean(self) -> Future[tuple[Removed, ...]]:
        """Empty the trash and remove what killed processes left."""
        return self._on_disk(Library.clean)

    def delete(self, clip_id: str) -> Future[Path]:
        """Move a clip to the trash; resolves with where it is now."""
        return self._on_disk(lambda library: library.delete(clip_id))

    def restore(self, trashed: Path) -> Future[Clip]:
        """Take a deleted clip back out of the trash, from where `delete` said it is."""
        return self._on_disk(lambda library: library.restore(trashed))

    def mark(self, clip_id: str, marks: ClipMarks) -> Future[Clip]:
        """Name, rate and tag a clip of the library."""
        return self._on_disk(lambda library: library.set_marks(clip_id, marks))

    def mark_in(self, folder: Path, marks: ClipMarks) -> Future[Clip]:
        """Name, rate and tag the clip whose package a folder is, anywhere on disk."""
        return self._on_disk(lambda library: library.set_marks_in(folder, marks))

    def _on_disk(self, work: Callable[[Library], T]) -> Future[T]:
        """Run work on the library in the disk thread."""

        def run() -> T:
            if self._library is None:
                self._library = Library(self._folder)
            return work(self._library)

        return self._disk.submit(run)

    def _close_disk(self) -> None:
        """Do what was asked for, and no more."""
        self._disk.shutdown()
