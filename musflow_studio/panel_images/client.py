"""Client: the door's side of the process that makes images, started when it is first needed."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.panel_images.serving import message_of

SMALLEST_SIDE_PX = 16
LARGEST_SIDE_PX = 8192
LEAVE_S = 2.0

Answer = Future[Path | None]


class PanelImages:
    """Images of panels. Any thread may call; a process that dies is started again when needed.

    Args:
        folder: where images are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._process: _Process | None = None
        self._closed = False

    def image(self, panel: Panel, longest_side_px: int) -> Answer:
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
        answer: Answer = Future()
        with self._lock:
            if self._closed:
                answer.set_exception(_closed())
                return answer
            if self._process is None or self._process.gone:
                self._process = _Process(self._folder)
            process, number = self._process, next(self._numbers)
        process.ask({"id": number, **message_of(panel, longest_side_px)}, answer)
        return answer

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        process = self._process
        return process.pid if process and not process.gone else None

    def close(self) -> None:
        """End the process; what was not made fails. May be called twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process:
            process.close()


class _Process:
    """One spawned process, what it was asked, and the thread that listens to it."""

    def __init__(self, folder: Path) -> None:
        log_file = paths.ensure_folder(paths.cache_folder()) / "panel-images.log"
        with log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "musflow_studio.panel_images", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is the door's to answer
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        assert self._process.stdin
        assert self._process.stdout
        self.pid = self._process.pid
        self.gone = False
        self._closing = False
        self._lock = threading.Lock()
        self._waiting: dict[int, Answer] = {}
        self._writer = FrameWriter(self._process.stdin)
        self._reader = FrameReader(self._process.stdout)
        self._listener = threading.Thread(target=self._listen, name="panel-images", daemon=True)
        self._listener.start()

    def ask(self, message: dict[str, Any], answer: Answer) -> None:
        """Ask for an image; a process that is gone answers with its end."""
        with self._lock:
            if not self.gone:
                self._waiting[message["id"]] = answer
        if self.gone:
            answer.set_exception(self._end())
        else:
            self._writer.write(message)  # a dead one is noticed by its pipe

    def close(self) -> None:
        """Let it go: it leaves when its pipe closes."""
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
            with self._lock:
                answer = self._waiting.pop(message["id"], None)
            if answer is None:
                continue
            if "error" in message:
                answer.set_exception(StudioError.from_dict(message["error"]))
            else:
                answer.set_result(Path(message["path"]) if message["path"] else None)
        with self._lock:
            self.gone = True
            left, self._waiting = self._waiting, {}
        for answer in left.values():
            answer.set_exception(self._end())
        if not self._closing:
            self._leave()

    def _leave(self) -> None:
        """It ended by itself: let its pipes go."""
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
            "the process that reads pictures ended unexpectedly",
            hint="one of the pictures may be damaged; see panel-images.log in the cache folder",
        )


def _closed() -> StudioError:
    return StudioError(ErrorCode.CANCELLED, "the studio was closed")
