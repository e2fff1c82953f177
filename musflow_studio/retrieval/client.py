"""Client: the door's side of the process that hears and searches, started when first needed."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from psygnal import Signal

from musflow_studio import paths
from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.reference import Reference
from musflow_studio.domain.sound_search import IndexState, SoundQuery, SoundsFound
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.futures import then
from musflow_studio.retrieval.options import (
    STORE_FOLDER,
    SoundOptions,
    add_folder,
    load_options,
    remove_folder,
)

LEAVE_S = 1.0
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
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._process: _Process | None = None
        self._closed = False

    def search(self, query: SoundQuery) -> Future[SoundsFound]:
        """Find sounds among what was heard so far. Fails with StudioError for a wrong query."""
        asked = self._ask({"do": "search", "query": encode(query)})
        return then(asked, lambda told: decode(SoundsFound, told))

    def refer(self, path: Path) -> Future[Reference]:
        """Hear a file, or a clip's package, as a reference. Fails with StudioError."""
        asked = self._ask({"do": "refer", "path": str(path)})
        return then(asked, lambda told: decode(Reference, told))

    def begin(self) -> Future[IndexState]:
        """Start hearing what is new, and go on as long as the studio lives."""
        return then(self._ask({"do": "look"}), lambda told: decode(IndexState, told))

    def indexed(self) -> Future[IndexState]:
        """Resolves once everything that is on disk now was heard."""
        return then(self._ask({"do": "wait"}), lambda told: decode(IndexState, told))

    def state(self) -> Future[IndexState]:
        """How far the index is."""
        return then(self._ask({"do": "state"}), lambda told: decode(IndexState, told))

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
        process = self._process
        return process.pid if process and not process.gone else None

    def close(self) -> None:
        """End the process; what was asked and not answered fails. May be called twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process:
            process.close()

    def _look_again(self) -> None:
        if self.pid is not None:
            self._ask({"do": "look"})

    def _ask(self, message: dict[str, Any]) -> Future[Any]:
        answer: Future[Any] = Future()
        with self._lock:
            if self._closed:
                answer.set_exception(_closed())
                return answer
            if self._process is None or self._process.gone:
                self._process = _Process(self._library, self._told)
            process, number = self._process, next(self._numbers)
        process.ask({"id": number, **message}, answer)
        return answer

    def _told(self, state: dict[str, Any]) -> None:
        self._post(lambda: self.changed.emit(decode(IndexState, state)))


class _Process:
    """One spawned process, what it was asked, and the thread that listens to it."""

    def __init__(self, library: Path, told: Callable[[dict[str, Any]], None]) -> None:
        log_file = paths.ensure_folder(paths.cache_folder()) / "sounds.log"
        with log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "musflow_studio.retrieval", str(library)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,  # Ctrl-C is the door's to answer
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        assert self._process.stdin
        assert self._process.stdout
        self.pid = self._process.pid
        self.gone = False
        self._closing = False
        self._told = told
        self._lock = threading.Lock()
        self._waiting: dict[int, Future[Any]] = {}
        self._writer = FrameWriter(self._process.stdin)
        self._reader = FrameReader(self._process.stdout)
        self._listener = threading.Thread(target=self._listen, name="sounds", daemon=True)
        self._listener.start()

    def ask(self, message: dict[str, Any], answer: Future[Any]) -> None:
        """Ask; a process that is gone answers with its end."""
        with self._lock:
            if not self.gone:
                self._waiting[message["id"]] = answer
        if self.gone:
            answer.set_exception(self._end())
        else:
            self._writer.write(message)  # a dead one is noticed by its pipe

    def close(self) -> None:
        """Let it go at once: the store is whole at any moment."""
        assert self._process.stdin
        assert self._process.stdout
        self._closing = True
        try:
            self._process.stdin.close()
            self._process.wait(timeout=LEAVE_S)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._process.stdout.close()

    def _listen(self) -> None:
        while (message := self._reader.read()) is not None:
            if "state" in message:
                self._told(message["state"])
                continue
            with self._lock:
                answer = self._waiting.pop(message["id"], None)
            if answer is None:
                continue
            if "error" in message:
                answer.set_exception(StudioError.from_dict(message["error"]))
            else:
                answer.set_result(message["result"])
        self._leave()

    def _leave(self) -> None:
        """The pipe closed: whoever still waits is told, and a process that ended is collected."""
        with self._lock:
            self.gone = True
            left, self._waiting = self._waiting, {}
        for answer in left.values():
            answer.set_exception(self._end())
        if self._closing:
            return
        assert self._process.stdin
        assert self._process.stdout
        self._process.wait()
        self._process.stdout.close()
        try:
            self._process.stdin.close()
        except OSError:
            return  # what was still to be written has no reader any more

    def _end(self) -> StudioError:
        if self._closing:
            return _closed()
        return StudioError(
            ErrorCode.WORKER_DIED,
            "the process that searches your music ended unexpectedly",
            hint="ask again; what it heard is kept, and sounds.log in the cache folder says more",
        )


def _closed() -> StudioError:
    return StudioError(ErrorCode.CANCELLED, "the studio was closed")
