"""Jobs: the queue, the worker process, progress, and a cancel that really stops the work.

`JobQueue` lives on one thread (the studio's); the worker's messages and the timers reach it
through `post`. One job runs at a time. What is only prepared ahead (`submit_ahead`) runs when
nothing else waits, tells nothing while it runs, and steps aside for a job that is asked for. Cancel
asks the worker first; a worker that has not stopped after `GRACE_S` is killed and a new one
started. A worker that dies fails its job alone.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import JobEvent, JobState
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.spawn import log_file, worker_process

GRACE_S = 0.7
Post = Callable[[Callable[[], None]], None]


@dataclass
class Job:
    """One piece of work asked of the worker.

    Attributes:
        job_id: unique in this studio.
        verb: what the worker shall do: one of its verbs ("cue", "export" …).
        request: what was asked, a dataclass the codec knows; None for "doctor".
        folder: where the job leaves scratch folders if it is killed; None for nowhere.
        future: the worker's answer as JSON values, or the StudioError.
        kept: packages already safe on disk, in order, also when the job fails later.
        stopped: resolves once the work has really stopped, whatever the outcome.
        ahead: prepared ahead; steps aside for other jobs.
    """

    job_id: str
    verb: str
    request: object | None
    folder: Path | None = None
    future: Future[Any] = field(default_factory=Future)
    kept: list[Path] = field(default_factory=list)
    stopped: Future[JobState] = field(default_factory=Future)
    cancelling: bool = False
    ahead: bool = False
    stepping_aside: bool = False


class WorkerProcess:
    """One spawned worker and the thread that listens to it.

    Attributes:
        ready: True once it has said so; one that dies before is not started again by itself.
        log: file that takes its standard error.
    """

    def __init__(
        self,
        library: Path,
        heard: Callable[[WorkerProcess, dict[str, Any] | None], None],
    ) -> None:
        self.log = log_file()
        self._process = worker_process(library)
        assert self._process.stdin
        assert self._process.stdout
        self.ready = False
        self._writer = FrameWriter(self._process.stdin)
        self._reader = FrameReader(self._process.stdout)
        self._heard = heard
        self._listener = threading.Thread(target=self._listen, name="worker-pipe", daemon=True)
        self._listener.start()
        self.send({"do": "library", "folder": str(library)})

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def send(self, message: dict[str, Any]) -> None:
        """Send a request; a dead worker is noticed by the listener."""
        self._writer.write(message)

    def kill(self) -> None:
        """End the process now and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let the worker go: it leaves when its pipe closes; kill it if it lingers."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.close()
        except OSError:
            self._process.kill()  # the pipe broke: the worker is dying anyway
        try:
            self._process.wait(timeout=GRACE_S)
        except subprocess.TimeoutExpired:
            self.kill()
        self._listener.join()
        self._process.stdout.close()

    def _listen(self) -> None:
        while (message := self._reader.read()) is not None:
            self._heard(self, message)
        self._process.wait()
        self._heard(self, None)


class JobQueue:
    """Jobs in order, one at a time, in one worker. Call only from the thread behind `post`."""

    def __init__(
        self,
        library: Path,
        post: Post,
        tell: Callable[[JobEvent], None],
        kept: Callable[[Job, Path], None],
        worker_lost: Callable[[int, Job | None], None],
    ) -> None:
        self._library = library
        self._post = post
        self._tell = tell
        self._kept = kept
        self._worker_lost = worker_lost
        self._numbers = itertools.count(1)
        self._waiting: deque[Job] = deque()
        self._ahead: deque[Job] = deque()
        self._running: Job | None = None
        self._worker: WorkerProcess | None = None
        self._closed = False

    def warm_up(self) -> None:
        """Start the worker so that it loads while the user still chooses."""
        if self._worker is None and not self._closed:
            self._worker = WorkerProcess(self._library, self._from_pipe)

    def submit(self, verb: str, request: object | None, folder: Path | None = None) -> Job:
        """Queue a job."""
        job = Job(f"{os.getpid()}-{next(self._numbers)}", verb, request, folder)
        self._waiting.append(job)
        self._tell(JobEvent(job.job_id, JobState.QUEUED, verb=verb))
        if self._running and self._running.ahead and not self._running.cancelling:
            self._running.stepping_aside = True
            self._ask_to_stop(self._running)
        self._next()
        return job

    def submit_ahead(self, verb: str, request: object) -> Job:
        """Queue work that nobody waits for yet: it runs when nothing else does."""
        job = Job(f"{os.getpid()}-{next(self._numbers)}", verb, request, ahead=True)
        self._ahead.append(job)
        self._next()
        return job

    def cancel(self, job_id: str) -> Future[JobState]:
        """Ask a job to stop; resolves with its final state once its work has really stopped."""
        there = [self._running, *self._waiting, *self._ahead]
        job = next((j for j in there if j and j.job_id == job_id), None)
        if job is None:
            gone: Future[JobState] = Future()
            gone.set_exception(
                StudioError(
                    ErrorCode.UNKNOWN_NAME, "no such job is waiting or running", value=job_id
                )
            )
            return gone
        if job is not self._running:
            (self._ahead if job.ahead else self._waiting).remove(job)
            self._fail(job, StudioError(ErrorCode.CANCELLED, "cancelled before it started"))
        elif not job.cancelling:
            job.cancelling = True
            self._ask_to_stop(job)
            timer = threading.Timer(GRACE_S, self._post, [lambda: self._kill_if_running(job)])
            timer.daemon = True
            timer.start()
        return job.stopped

    def close(self) -> None:
        """Cancel what waits, let the worker go."""
        self._closed = True
        for job in [*self._waiting, *self._ahead]:
            self.cancel(job.job_id)
        if self._worker:
            worker, self._worker = self._worker, None
            if self._running:
                worker.kill()
            worker.close()
            self._worker_lost(worker.pid, self._running)
        if self._running:
            job, self._running = self._running, None
            self._fail(job, StudioError(ErrorCode.CANCELLED, "the studio was closed"))

    def _next(self) -> None:
        if self._running or not (self._waiting or self._ahead) or self._closed:
            return
        self.warm_up()
        assert self._worker
        job = self._running = (self._waiting or self._ahead).popleft()
        self._tell_of(job, JobEvent(job.job_id, JobState.STARTED))
        self._worker.send(
            {
                "do": job.verb,
                "job": job.job_id,
                "request": None if job.request is None else encode(job.request),
            }
        )

    def _from_pipe(self, worker: WorkerProcess, message: dict[str, Any] | None) -> None:
        self._post(lambda: self._on_message(worker, message))

    def _on_message(self, worker: WorkerProcess, message: dict[str, Any] | None) -> None:
        if worker is not self._worker:
            return  # a worker already given up
        if message is None:
            self._on_death(worker)
            return
        if "ready" in message:
            worker.ready = True
        job = self._running
        if job is None or message.get("job") != job.job_id:
            return
        if "event" in message:
            self._tell_of(job, decode(JobEvent, message["event"]))
        elif "kept" in message:
            job.kept.append(Path(message["kept"]))
            self._kept(job, job.kept[-1])
        elif "error" in message:
            self._running = None
            error = StudioError.from_dict(message["error"])
            if job.stepping_aside and error.code is ErrorCode.CANCELLED and not job.cancelling:
                job.stepping_aside = False
                self._ahead.appendleft(job)
            else:
                self._fail(job, error)
            self._next()
        elif "result" in message:
            self._running = None
            self._succeed(job, message["result"])
            self._next()

    def _on_death(self, worker: WorkerProcess) -> None:
        self._worker = None
        worker.close()
        job, self._running = self._running, None
        self._worker_lost(worker.pid, job)
        if job:
            code = ErrorCode.CANCELLED if job.cancelling else ErrorCode.WORKER_DIED
            hint = "" if job.cancelling else f"the log is {worker.log}; try again"
            message = "cancelled" if job.cancelling else "the worker process ended unexpectedly"
            self._fail(job, StudioError(code, message, hint=hint))
        if worker.ready:
            self.warm_up()
        self._next()

    def _kill_if_running(self, job: Job) -> None:
        if self._running is job and self._worker:
            self._worker.kill()  # the listener reports the death

    def _ask_to_stop(self, job: Job) -> None:
        assert self._worker
        self._worker.send({"do": "cancel", "job": job.job_id})

    def _tell_of(self, job: Job, event: JobEvent) -> None:
        if not job.ahead:
            self._tell(event)

    def _succeed(self, job: Job, result: object) -> None:
        self._tell_of(job, JobEvent(job.job_id, JobState.DONE, fraction=1.0))
        job.future.set_result(result)
        job.stopped.set_result(JobState.DONE)

    def _fail(self, job: Job, error: StudioError) -> None:
        cancelled = error.code is ErrorCode.CANCELLED
        state = JobState.CANCELLED if cancelled else JobState.ERROR
        self._tell_of(job, JobEvent(job.job_id, state, message=error.sentence(), code=error.code))
        job.future.set_exception(error)
        job.stopped.set_result(state)
