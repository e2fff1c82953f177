"""Serving: the process that hears files and answers searches; it leaves when its pipe closes.

Three threads: requests are read; searches are answered; files are heard, one after another, niced,
and looked for again when a watched folder changes. Requests are `search`, `look`, `wait`, `state`.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import watchfiles

from musflow_studio.disk import disk_error
from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.sound_search import IndexState, SoundQuery
from musflow_studio.encoders.text import TextEncoder, load_text_encoder
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.likeness.reading import reference_from
from musflow_studio.retrieval.encoders import SoundEncoder, sound_encoder
from musflow_studio.retrieval.entries import vector_width
from musflow_studio.retrieval.indexing import Indexer
from musflow_studio.retrieval.options import load_options
from musflow_studio.retrieval.searching import Searcher
from musflow_studio.retrieval.shelf import ShelfReader
from musflow_studio.retrieval.store import Store

NICENESS = 10
TOLD_EVERY_S = 0.5
TROUBLE_PAUSE_S, LONG_PAUSE_S = 2.0, 30.0
MOST_FAILED = 10


def main() -> None:
    """Serve the library named, until the door closes the pipe."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    writer, reader = FrameWriter(out), FrameReader(sys.stdin.buffer)
    requests: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_read, args=(reader, requests), name="requests", daemon=True).start()
    try:
        service = Service(Path(sys.argv[1]), writer.write)
    except StudioError as error:
        _refuse_all(requests, writer, error)
        return
    threading.Thread(target=service.hear, name="hearing", daemon=True).start()
    while True:
        service.answer(requests.get())


class Service:
    """The index of one library, kept up to date, and searched.

    Args:
        library: its folder.
        tell: sends a message to the door.

    Raises StudioError where the encoder that was set is not there.
    """

    def __init__(self, library: Path, tell: Callable[[dict[str, Any]], object]) -> None:
        self._library, self._tell = library, tell
        sentences = _sentences()
        encoder: SoundEncoder = sound_encoder(load_options().encoder, sentences)
        store = Store(library, encoder.identity, vector_width(encoder))
        folders = lambda: load_options().folders  # noqa: E731 - asked anew at every look
        self._indexer = Indexer(library, folders, store, encoder, sentences)
        self._searcher = Searcher(encoder, sentences)
        self._reader = ShelfReader(store)
        self._identity = encoder.identity
        self._lock = threading.Lock()
        self._looks = threading.Event()
        self._idle = threading.Event()
        self._waiting: list[int] = []

    def answer(self, message: dict[str, Any]) -> None:
        """Answer one request of the door."""
        number = message["id"]
        try:
            if message["do"] == "search":
                query = decode(SoundQuery, message["query"])
                with self._lock:
                    shelf = self._reader.shelf()
                found = self._searcher.find(query, shelf, self._indexer.waiting)
                self._tell({"id": number, "result": encode(found)})
            elif message["do"] == "refer":
                reference = reference_from(Path(message["path"]))
                self._tell({"id": number, "result": encode(reference)})
            elif message["do"] == "wait":
                with self._lock:
                    self._waiting.append(number)
                self._idle.clear()
                self._looks.set()
            else:
                if message["do"] == "look":
                    self._idle.clear()
                    self._looks.set()
                self._tell({"id": number, "result": encode(self.state())})
        except StudioError as error:
            self._tell({"id": number, "error": error.as_dict()})
        except Exception as error:  # noqa: BLE001 - the edge of the process: say it, live on
            traceback.print_exc(file=sys.stderr)
            told = StudioError(ErrorCode.INTERNAL, f"the search broke ({error})")
            self._tell({"id": number, "error": told.as_dict()})

    def state(self) -> IndexState:
        """How far the index is."""
        with self._lock:
            heard, failed = self._reader.count(), self._reader.failed()
        return IndexState(
            heard=heard,
            waiting=self._indexer.waiting,
            failed=tuple((Path(s.path), s.trouble) for s in failed[:MOST_FAILED]),
            working=not self._idle.is_set(),
            encoder=self._identity,
        )

    def hear(self) -> None:
        """Hear what is new, for ever; look again when asked or when a folder changes."""
        _be_nice()
        threading.Thread(target=self._watch, name="watching", daemon=True).start()
        self._looks.set()
        while True:
            self._looks.wait()
            self._looks.clear()
            try:
                self._indexer.look()
                self._hear_all()
            except (OSError, sqlite3.Error, StudioError) as error:
                traceback.print_exc(file=sys.stderr)
                self._tell_trouble(error)
                self._looks.wait(LONG_PAUSE_S)  # a full disk, a library that is away: try later
                self._looks.set()
                continue
            if not self._looks.is_set():
                self._rest()

    def _hear_all(self) -> None:
        told = 0.0
        while not self._looks.is_set() and self._indexer.step():
            if time.monotonic() - told > TOLD_EVERY_S:
                told = time.monotonic()
                self._tell({"state": encode(self.state())})

    def _rest(self) -> None:
        self._idle.set()
        told = encode(self.state())
        for number in self._those_who_wait():
            self._tell({"id": number, "result": told})
        self._tell({"state": told})

    def _tell_trouble(self, error: Exception) -> None:
        """Whoever waits for the index is told why it does not get on."""
        if isinstance(error, OSError):
            error = disk_error(error, self._library)
        elif not isinstance(error, StudioError):
            error = StudioError(ErrorCode.BUSY, f"the index of sounds cannot be written ({error})")
        for number in self._those_who_wait():
            self._tell({"id": number, "error": error.as_dict()})

    def _those_who_wait(self) -> list[int]:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return waiting

    def _watch(self) -> None:
        """Look again when the library or a folder of the user's changes, comes or goes."""
        while True:
            try:
                self._watch_places(self._places())
            except (OSError, RuntimeError, StudioError):
                traceback.print_exc(file=sys.stderr)
            time.sleep(TROUBLE_PAUSE_S)

    def _watch_places(self, places: tuple[Path, ...]) -> None:
        if not places:
            return
        changes = watchfiles.watch(
            *places,
            watch_filter=lambda _, path: not _is_hidden(path, places),
            debounce=1000,
            rust_timeout=5000,
            yield_on_timeout=True,
        )
        for changed in changes:
            if changed or self._places() != places:
                self._looks.set()
            if self._places() != places:
                return

    def _places(self) -> tuple[Path, ...]:
        wanted = (self._library / "clips", *load_options().folders)
        return tuple(place for place in wanted if place.is_dir())


def _is_hidden(path: str, places: tuple[Path, ...]) -> bool:
    """Whether a path lies in something hidden inside a watched folder: a clip that still grows."""
    inside = (path[len(str(place)) :] for place in places if path.startswith(str(place)))
    return any(f"{os.sep}." in part for part in inside)


def _read(reader: FrameReader, requests: queue.Queue[dict[str, Any]]) -> None:
    while (message := reader.read()) is not None:
        requests.put(message)
    os._exit(0)  # the door is gone: nobody wants the rest


def _refuse_all(
    requests: queue.Queue[dict[str, Any]], writer: FrameWriter, error: StudioError
) -> None:
    """Say why the index cannot be used to all who asked, and leave: the next to ask starts anew."""
    message: dict[str, Any] | None = requests.get()
    while message is not None:
        writer.write({"id": message["id"], "error": error.as_dict()})
        try:
            message = requests.get(timeout=0.2)
        except queue.Empty:
            message = None


def _sentences() -> TextEncoder | None:
    try:
        return load_text_encoder()
    except StudioError as error:
        if error.code is not ErrorCode.NO_MODEL:
            raise
        return None


def _be_nice() -> None:
    """Only this thread steps back where the system can tell threads apart; searches do not."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    elif hasattr(os, "nice"):
        os.nice(NICENESS)
