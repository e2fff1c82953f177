"""Indexing: what is new or changed on disk is heard, file by file; what is gone is marked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from musflow_studio.encoders.text import TextEncoder
from musflow_studio.retrieval.encoders import SoundEncoder
from musflow_studio.retrieval.entries import entry_of
from musflow_studio.retrieval.finding_files import FoundFile, found_files
from musflow_studio.retrieval.store import Store


class Indexer:
    """Brings a store up to what is on disk. One thread calls it.

    Args:
        library: the library's folder.
        folders: gives the user's folders, asked at every look.
        store: where entries go.
        encoder: what places them.
        sentences: the text encoder, or None.
    """

    def __init__(
        self,
        library: Path,
        folders: Callable[[], Iterable[Path]],
        store: Store,
        encoder: SoundEncoder,
        sentences: TextEncoder | None,
    ) -> None:
        self._library, self._folders, self._store = library, folders, store
        self._encoder, self._sentences = encoder, sentences
        self._waiting: deque[FoundFile] = deque()

    @property
    def waiting(self) -> int:
        """How many files are still to be heard."""
        return len(self._waiting)

    def look(self) -> None:
        """Compare the disk with the table: what differs waits, newest first."""
        found = found_files(self._library, self._folders())
        known = self._store.table.stamps()
        self._store.table.lose(known.keys() - found.keys())
        wanted = self._encoder.identity
        new = [
            file
            for path, file in found.items()
            if known.get(path) != (file.size, file.mtime_ns, wanted)
        ]
        self._waiting = deque(sorted(new, key=lambda file: file.mtime_ns, reverse=True))
        if not new:
            self._store.drop_other_vectors()

    def step(self) -> bool:
        """Hear one file; False when none waits. Raises OSError, sqlite3.Error."""
        if not self._waiting:
            return False
        self._store.put(entry_of(self._waiting[0], self._encoder, self._sentences))
        self._waiting.popleft()
        if not self._waiting:
            self._store.drop_other_vectors()
        return True
