"""The life of jobs as messages: queued, started, progress, take, done | error | cancelled.

The studio tells of a job before the one who asked knows its id. So while a request is on its way,
events of jobs nobody is known for are held back, in order, until it is clear whose they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import DOOR_NUMBERS, ErrorCode, StudioError
from musflow_studio.domain.events import JobEvent, JobState
from plugin_bridge.clients import Client, Listeners, Row
from plugin_bridge.protocol import ROOT

PROGRESS_EVERY_S = 0.1
TAKE_VERBS = ("cue", "refinish")
NO_CLIP: Row = ("", "", 0, 0.0, "", 0, 0.0, 0)


def clip_row(clip: Clip) -> Row:
    """A clip as the table's CLIP says it."""
    plan = clip.recipe.plan
    rate = clip.recipe.sample_rate_hz
    return (
        clip.clip_id,
        str(clip.folder / clip.wav),
        plan.seed,
        plan.bpm,
        plan.key.name,
        plan.grid.bars[-1].number,
        clip.frames / rate,
        rate,
    )


@dataclass
class Entry:
    """One job that waits or runs.

    Attributes:
        owner: who asked for it over the bridge; None for another door's.
        known: False while it is not clear whose it is; `held` is what happened meanwhile.
    """

    job_id: str
    request_id: str = ""
    owner: Client | None = None
    state: JobState = JobState.QUEUED
    fraction: float = 0.0
    clips: list[Clip] = field(default_factory=list)
    told_at: float = 0.0
    known: bool = False
    held: list[Callable[[], None]] = field(default_factory=list)


class JobLedger:
    """Jobs that wait and run, by id. Lives on the bridge's thread."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._jobs: dict[str, Entry] = {}
        self._asking = 0
        self._running = ""

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def jobs(self) -> tuple[Entry, ...]:
        """Those that wait and run, oldest first."""
        return tuple(self._jobs.values())

    def find(self, name: str) -> Entry:
        """A job by its id or request id; "" the running one. Raises StudioError."""
        for entry in self._jobs.values():
            if name in (entry.job_id, entry.request_id) if name else entry.job_id == self._running:
                return entry
        raise StudioError(
            ErrorCode.UNKNOWN_NAME, "no such job is waiting or running", value=name or None
        )

    def of(self, owner: Client, request_id: str) -> Entry | None:
        """The living job this client asked for under this request id."""
        for entry in self._jobs.values():
            if request_id and entry.request_id == request_id and entry.owner is owner:
                return entry
        return None

    def ask(self) -> None:
        """A request goes to the studio; `take` or `give_up` must follow."""
        self._asking += 1

    def give_up(self) -> None:
        """The request was refused."""
        self._asking -= 1
        self._release()

    def take(self, job_id: str, owner: Client, request_id: str) -> None:
        """The request became this job."""
        entry = self._jobs.setdefault(job_id, Entry(job_id))
        entry.owner, entry.request_id, entry.known = owner, request_id, True
        self.give_up()
        self._let_go(entry)

    def on_event(self, event: JobEvent) -> None:
        """What the studio tells about a job; work that makes no take is left out."""
        if event.state is JobState.QUEUED and event.verb in TAKE_VERBS:
            entry = self._jobs.setdefault(event.job_id, Entry(event.job_id))
        elif event.job_id in self._jobs:
            entry = self._jobs[event.job_id]
        else:
            return
        if event.state is JobState.STARTED:
            self._running = event.job_id
        entry.held.append(lambda: self._happened(entry, event))
        self._release()

    def on_kept(self, clip: Clip) -> None:
        """A clip is safe: the running job's, since one runs at a time."""
        entry = self._jobs.get(self._running)
        if entry is None:
            return

        def happened() -> None:
            entry.clips.append(clip)
            self._tell(entry, "take", clip_row(clip))

        entry.held.append(happened)
        self._release()

    def finished(self, job_id: str, clips: Future[tuple[Clip, ...]]) -> None:
        """An owned job's outcome, once its clips are noted wherever they are noted."""
        entry = self._jobs.pop(job_id, None)
        if entry is None:
            return
        error = clips.exception()
        if error is None:
            self._done(entry, clips.result())
        elif isinstance(error, StudioError) and error.code is ErrorCode.CANCELLED:
            self._tell(entry, "cancelled")
        else:
            self._failed(entry, error)

    def _release(self) -> None:
        """Let events go: of known jobs, and of all when nobody is asking."""
        for entry in [*self._jobs.values()]:
            if entry.known or not self._asking:
                entry.known = True
                self._let_go(entry)

    def _let_go(self, entry: Entry) -> None:
        held, entry.held = entry.held, []
        for happened in held:
            happened()

    def _happened(self, entry: Entry, event: JobEvent) -> None:
        match event.state:
            case JobState.QUEUED | JobState.STARTED:
                entry.state = event.state
                self._tell(entry, event.state.value)
            case JobState.PROGRESS:
                self._progress(entry, event)
            case _ if entry.owner is None:
                self._ended_elsewhere(entry, event)

    def _progress(self, entry: Entry, event: JobEvent) -> None:
        entry.state, entry.fraction = event.state, event.fraction
        now = time.monotonic()
        if now - entry.told_at >= PROGRESS_EVERY_S:
            entry.told_at = now
            eta_s = -1.0 if event.eta_s is None else float(event.eta_s)
            stage = event.stage.value if event.stage else ""
            self._tell(entry, "progress", (float(event.fraction), stage, eta_s))

    def _ended_elsewhere(self, entry: Entry, event: JobEvent) -> None:
        self._jobs.pop(entry.job_id, None)
        if event.state is JobState.DONE:
            self._done(entry, tuple(entry.clips))
        elif event.state is JobState.CANCELLED:
            self._tell(entry, "cancelled")
        else:
            number = DOOR_NUMBERS[event.code or ErrorCode.INTERNAL].osc_number
            self._tell(entry, "error", (number, event.message))

    def _done(self, entry: Entry, clips: tuple[Clip, ...]) -> None:
        row = clip_row(clips[0]) if clips else NO_CLIP
        self._tell(entry, "done", (*row, len(clips)))

    def _failed(self, entry: Entry, error: BaseException) -> None:
        if not isinstance(error, StudioError):
            error = StudioError(ErrorCode.INTERNAL, str(error) or type(error).__name__)
        self._tell(entry, "error", (DOOR_NUMBERS[error.code].osc_number, error.sentence()))

    def _tell(self, entry: Entry, what: str, more: Row = ()) -> None:
        address, row = f"{ROOT}/job/{what}", (entry.request_id, entry.job_id, *more)
        if entry.owner:
            entry.owner.tell(address, row)
        self._listeners.tell(address, row, but=entry.owner.name if entry.owner else "")
