"""Client: the door's side of the process that hears and searches, started when first needed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from psygnal import Signal

from musflow_studio.asked_process import AskedProcess, Calling
from musflow_studio.documents import decode, encode
from musflow_studio.domain.reference import Reference
from musflow_studio.domain.sound_search import IndexState, SoundQuery, SoundsFound
from musflow_studio.futures import then
from musflow_studio.retrieval.options import (
    STORE_FOLDER,
    SoundOptions,
    add_folder,
    load_options,
    remove_folder,
)

LEAVE_S = 1.0
"""It need not take longer: the store is whole at any moment."""
Post = Callable[[Callable[[], None]], None]


class SoundDesk:
    """The user's music, searched. Any thread may call; a process that dies is started again.

    Args:
        library: its folder.
        post: runs what it is given on the studio's thread, where `changed` fires.

    Attributes:
        changed: how far the index is, twice a second while files are heard.
    """

    changed = Signal(IndexState)

    def __init__(self, library: Path, post: Post) -> None:
        self._library, self._post = library, post
        self._process = AskedProcess(
            Calling(
                name="sounds",
                module="musflow_studio.retrieval",
                argument=str(library),
                leave_s=LEAVE_S,
                died="the process that searches your music ended unexpectedly",
                hint="ask again; what it heard is kept, "
                "and sounds.log in the cache folder says more",
                environment={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            ),
            self._told,
        )

    def search(self, query: SoundQuery) -> Future[SoundsFound]:
        """Find sounds among what was heard so far. Fails with StudioError for a wrong query."""
        asked = self._process.ask({"do": "search", "query": encode(query)})
        return then(asked, lambda told: decode(SoundsFound, told))

    def refer(self, path: Path) -> Future[Reference]:
        """Hear a file, or a clip's package, as a reference. Fails with StudioError."""
        asked = self._process.ask({"do": "refer", "path": str(path)})
        return then(asked, lambda told: decode(Reference, told))

    def begin(self) -> Future[IndexState]:
        """Start hearing what is new, and go on as long as the studio lives."""
        return then(self._process.ask({"do": "look"}), lambda told: decode(IndexState, told))

    def indexed(self) -> Future[IndexState]:
        """Resolves once everything that is on disk now was heard."""
        return then(self._process.ask({"do": "wait"}), lambda told: decode(IndexState, told))

    def state(self) -> Future[IndexState]:
        """How far the index is."""
        return then(self._process.ask({"do": "state"}), lambda told: decode(IndexState, told))

    def options(self) -> SoundOptions:
        """The user's folders, and the encoder. Raises StudioError for a wrong settings file."""
        return load_options()

    def add_folder(self, folder: Path) -> SoundOptions:
        """Search a folder too, from now on. Raises StudioError."""
        options = add_folder(folder)
        self._look_again()
        return options

    def remove_folder(self, folder: Path) -> SoundOptions:
        """Search a folder no longer; its files stay as they are. Raises StudioError."""
        options = remove_folder(folder)
        self._look_again()
        return options

    @property
    def was_used(self) -> bool:
        """Whether this library was searched before: it is then kept up to date from the start."""
        return (self._library / STORE_FOLDER).is_dir()

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        return self._process.pid

    def close(self) -> None:
        """End the process; what was asked and not answered fails. May be called twice."""
        self._process.close()

    def _look_again(self) -> None:
        if self.pid is not None:
            self._process.ask({"do": "look"})

    def _told(self, message: dict[str, Any]) -> None:
        self._post(lambda: self.changed.emit(decode(IndexState, message["state"])))
