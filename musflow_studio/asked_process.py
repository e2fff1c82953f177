"""AskedProcess: a process of the door's that answers over frames, started when first needed.

A question is `{"id": n, …}`; its answer is `{"id": n, "result": …}` or `{"id": n, "error": …}`.
Anything without an id was not asked for.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.frames import FrameReader, FrameWriter

Told = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Calling:
    """What is started, and how it is spoken of.

    Attributes:
        name: of its log, `<name>.log` in the cache folder, and of the thread that listens to it.
        module: run as `python -m`.
        argument: what it is given on its command line.
        leave_s: how long it may take to leave before it is killed.
        died: what is said when it ended by itself.
        hint: what to do then.
        environment: variables beside the door's.
    """

    name: str
    module: str
    argument: str
    leave_s: float
    died: str
    hint: str
    environment: Mapping[str, str] = field(default_factory=dict)


class AskedProcess:
    """Asks one process at a time. Any thread may call; one that died is started again.

    Args:
        calling: what to start.
        told: hears what was not asked for, on the thread that listens.
    """

    def __init__(self, calling: Calling, told: Told = lambda _: None) -> None:
        self._calling, self._told = calling, told
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._process: _Process | None = None
        self._closed = False

    def ask(self, message: dict[str, Any]) -> Future[Any]:
        """Its result; fails with its StudioError, or with what ended it."""
        answer: Future[Any] = Future()
        with self._lock:
            if self._closed:
                answer.set_exception(_closed())
                return answer
            if self._process is None or self._process.gone:
                self._process = _Process(self._calling, self._told)
            process, number = self._process, next(self._numbers)
        process.ask({"id": number, **message}, answer)
        return answer

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


class _Process:
    """One spawned process, what it was asked, and the thread that listens to it."""

    def __init__(self, calling: Calling, told: Told) -> None:
        log_file = paths.ensure_folder(paths.cache_folder()) / f"{calling.name}.log"
        with log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", calling.module, calling.argument],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | calling.environment,
                start_new_session=True,  # Ctrl-C is the door's to answer
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        assert self._process.stdin
        assert self._process.stdout
        self.pid = self._process.pid
        self.gone = False
        self._closing = False
        self._calling, self._told = calling, told
        self._lock = threading.Lock()
        self._waiting: dict[int, Future[Any]] = {}
        self._writer = FrameWriter(self._process.stdin)
        self._reader = FrameReader(self._process.stdout)
        self._listener = threading.Thread(target=self._listen, name=calling.name, daemon=True)
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
        """Let it go: it leaves when its pipe closes."""
        assert self._process.stdin
        assert self._process.stdout
        self._closing = True
        try:
            self._process.stdin.close()
            self._process.wait(timeout=self._calling.leave_s)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._process.stdout.close()

    def _listen(self) -> None:
        while (message := self._reader.read()) is not None:
            if "id" in message:
                self._answered(message)
            else:
                self._told(message)
        self._leave()

    def _answered(self, message: dict[str, Any]) -> None:
        with self._lock:
            answer = self._waiting.pop(message["id"], None)
        if answer is None:
            return
        if "error" in message:
            answer.set_exception(StudioError.from_dict(message["error"]))
        else:
            answer.set_result(message["result"])

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
        return StudioError(ErrorCode.WORKER_DIED, self._calling.died, hint=self._calling.hint)


def _closed() -> StudioError:
    return StudioError(ErrorCode.CANCELLED, "the studio was closed")
