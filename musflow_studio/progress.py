"""Progress of one job: stage, share done, time left estimated from this machine's own past."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from musflow_studio import paths
from musflow_studio.domain.engines import MUSICGEN
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import CUE_STAGES, JobEvent, JobState, Stage

# Seconds per stage before anything was measured here: (fixed, per second of cue).
_FIRST_GUESS: dict[Stage, tuple[float, float]] = {
    Stage.READ: (0.1, 0.003),
    Stage.DESCRIBE: (0.5, 0.005),
    Stage.PLAN: (0.1, 0.01),
    Stage.GENERATE: (0.5, 0.05),
    Stage.FINISH: (0.1, 0.03),
    Stage.KEEP: (0.1, 0.005),
    Stage.EXPORT: (0.5, 0.3),
    Stage.HEAR: (4.0, 0.1),
}

# How much longer an engine takes than that, before it was measured here.
_SLOWER = {(MUSICGEN, Stage.GENERATE): 250.0}
_PACE_S = 2.0
_PACE_SHARE = 0.01


class Timings:
    """Seconds per stage per second of cue, learned on this machine, kept in the cache folder."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or paths.cache_folder() / "timings.json"
        self._learned: dict[str, float] = {}
        try:
            found = json.loads(self._file.read_text("utf-8"))
            self._learned = {str(k): float(v) for k, v in found.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            self._learned = {}  # only an estimate is lost

    def expected_s(self, engine: str, stage: Stage, cue_s: float) -> float:
        """Seconds this stage should take for a cue of this length."""
        fixed, rate = _FIRST_GUESS[stage]
        learned = self._learned.get(f"{engine}/{stage}", _SLOWER.get((engine, stage)))
        return learned * (fixed + rate * cue_s) if learned else fixed + rate * cue_s

    def expected_cue_s(self, engine: str, cue_s: float, takes: int = 1) -> float:
        """Seconds for takes of a cue: reading and describing once, the other stages each time."""
        once = (Stage.READ, Stage.DESCRIBE)
        seconds = {stage: self.expected_s(engine, stage, cue_s) for stage in CUE_STAGES}
        return sum(s if stage in once else takes * s for stage, s in seconds.items())

    def learn(self, engine: str, stage: Stage, cue_s: float, seconds: float) -> None:
        """Move the estimate halfway towards what was just measured."""
        fixed, rate = _FIRST_GUESS[stage]
        factor = seconds / (fixed + rate * cue_s)
        key = f"{engine}/{stage}"
        self._learned[key] = (self._learned.get(key, factor) + factor) / 2

    def save(self) -> None:
        """Write the estimates; losing them is harmless, so failing is silent."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(f".{os.getpid()}")
            beside.write_text(json.dumps(self._learned), encoding="utf-8")
            beside.replace(self._file)
        except OSError:
            return


class Progress:
    """Handed through the main path: stages report here and ask here whether to go on."""

    def __init__(
        self,
        job_id: str,
        tell: Callable[[JobEvent], None],
        cancelled: Callable[[], bool],
        timings: Timings,
        stages: tuple[Stage, ...] = CUE_STAGES,
    ) -> None:
        self._stages = stages
        self._job_id = job_id
        self._tell = tell
        self.cancelled = cancelled
        self._timings = timings
        self._engine = ""
        self._cue_s = 30.0
        self._take = 1
        self._takes = 1
        self._now: Stage | None = None
        self._last_told = 0.0
        self._stage_began = time.monotonic()
        self.seconds: dict[str, float] = {}  # wall time of each stage of the current take

    def about(self, engine: str, cue_s: float, *, take: int, takes: int) -> None:
        """Say what is being made, for the estimate; the seconds of reading stay for every take."""
        self._engine, self._cue_s, self._take, self._takes = engine, cue_s, take, takes
        shared = (Stage.READ.value, Stage.DESCRIBE.value)
        self.seconds = {name: spent for name, spent in self.seconds.items() if name in shared}

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        """Time a stage and tell its start; raises StudioError(CANCELLED) instead of starting."""
        self.check()
        self._now = stage
        self._stage_began = time.monotonic()
        self._say(0.0, always=True)
        started = time.perf_counter()
        yield
        spent = time.perf_counter() - started
        self.seconds[stage.value] = round(spent, 4)
        self._timings.learn(self._engine, stage, self._cue_s, spent)

    def step(self, fraction: float) -> None:
        """Tell how much of the current stage is done, 0 to 1."""
        self._say(fraction)

    def check(self) -> None:
        """Raise StudioError(CANCELLED) if the job was cancelled."""
        if self.cancelled():
            raise StudioError(ErrorCode.CANCELLED, "cancelled")

    def _say(self, fraction: float, *, always: bool = False) -> None:
        now = time.monotonic()
        if not always and now - self._last_told < 0.05:
            return
        self._last_told = now
        done, total = self._shares(fraction)
        event = JobEvent(
            self._job_id,
            JobState.PROGRESS,
            stage=self._now,
            fraction=min(1.0, done / total),
            take=self._take,
            takes=self._takes,
            eta_s=round(max(0.0, total - done + self._late_s(fraction)), 1),
        )
        self._tell(event)

    def _late_s(self, fraction: float) -> float:
        """How much longer than expected the rest of this stage takes, by its pace so far."""
        spent = time.monotonic() - self._stage_began
        if not self._now or spent < _PACE_S or fraction < _PACE_SHARE:
            return 0.0
        expected = self._timings.expected_s(self._engine, self._now, self._cue_s)
        return (spent / fraction - expected) * (1 - min(1.0, fraction))

    def _shares(self, fraction: float) -> tuple[float, float]:
        expected = [self._timings.expected_s(self._engine, s, self._cue_s) for s in self._stages]
        here = self._stages.index(self._now) if self._now else 0
        done = sum(expected[:here]) + min(1.0, max(0.0, fraction)) * expected[here]
        whole = sum(expected)
        return (self._take - 1) * whole + done, self._takes * whole
