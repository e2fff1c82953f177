"""What a job tells while it runs: queued -> started -> progress -> done | error | cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from musflow_studio.domain.errors import ErrorCode


class Stage(StrEnum):
    """Stages of a job as shown to people; of the main path in order, then exporting, hearing."""

    READ = "read"
    DESCRIBE = "describe"
    PLAN = "plan"
    GENERATE = "generate"
    FINISH = "finish"
    KEEP = "keep"
    EXPORT = "export"
    HEAR = "hear"


CUE_STAGES = (
    Stage.READ, Stage.DESCRIBE, Stage.PLAN, Stage.GENERATE, Stage.FINISH, Stage.KEEP,
)  # fmt: skip
"""What making a cue goes through."""


class JobState(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"
    STARTED = "started"
    PROGRESS = "progress"
    DONE = "done"
    ERROR = "error"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class JobEvent:
    """One message about one job.

    Attributes:
        job_id: of the job.
        state: see JobState.
        stage: while in progress.
        fraction: 0 to 1 of the whole job.
        take: 1-based take in work, and `takes` in all.
        eta_s: estimated seconds left; None if unknown.
        message: one sentence (error text; a remark).
        verb: what was asked ("cue", "export" …), told when the job is queued.
        code: of an error; None otherwise.
    """

    job_id: str
    state: JobState
    stage: Stage | None = None
    fraction: float = 0.0
    take: int = 1
    takes: int = 1
    eta_s: float | None = None
    message: str = ""
    verb: str = ""
    code: ErrorCode | None = None
