"""Waiting for a job: a progress line on standard error, and Ctrl-C that cancels the job."""

from __future__ import annotations

import sys
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from musflow_studio.domain.events import JobEvent, JobState, Stage
from musflow_studio.studio import Studio

T = TypeVar("T")

_WORDS = {
    Stage.READ: "reading the panels",
    Stage.DESCRIBE: "looking at the panels",
    Stage.PLAN: "planning the music",
    Stage.GENERATE: "playing",
    Stage.FINISH: "finishing",
    Stage.KEEP: "keeping the clip",
    Stage.EXPORT: "writing the file",
    Stage.HEAR: "listening",
}


class ProgressLine:
    """One line that follows a studio's job; silent when standard error is no terminal."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=28),
            TextColumn("{task.fields[eta]}"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressLine:
        self._bar.start()
        self._task = self._bar.add_task("starting", total=1.0, eta="")
        self._studio.job_changed.connect(self._changed)
        return self

    def __exit__(self, *_: object) -> None:
        self._studio.job_changed.disconnect(self._changed)
        self._bar.stop()

    def _changed(self, event: JobEvent) -> None:
        if event.state is not JobState.PROGRESS or event.stage is None or self._task is None:
            return
        words = _WORDS[event.stage]
        if event.takes > 1:
            words = f"take {event.take} of {event.takes}: {words}"
        eta = "" if event.eta_s is None else f"about {event.eta_s:.0f} s left"
        self._bar.update(self._task, completed=event.fraction, description=words, eta=eta)


def wait(future: Future[T]) -> T:
    """The future's result; wakes often enough that Ctrl-C is heard at once on every system."""
    while True:
        try:
            return future.result(timeout=0.2)
        except NotYet:
            if future.done():
                return future.result()


def wait_for_job(studio: Studio, job_id: str, future: Future[T]) -> T:
    """The job's result; Ctrl-C cancels it, waits until it has really stopped, then goes on up."""
    try:
        return wait(future)
    except KeyboardInterrupt:
        wait(studio.cancel(job_id))
        raise
