"""JobsModel: the cue being made: stage, fraction, time left; and how long the next one takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import JobEvent, JobState, Stage
from musflow_studio.domain.request import CueRequest
from musflow_studio.futures import flat, then
from musflow_studio.project.cues import cue_of_uid
from musflow_studio.studio import CueJob, Studio
from ui.models.errors import Errors
from ui.models.preferences import Preferences
from ui.models.project import ProjectModel
from ui.relay import Relay


@dataclass(frozen=True)
class JobView:
    """A cue being made.

    Attributes:
        job_id: "" until it is queued.
        cue_uid: whose music it is.
        stage: what happens; None while it waits.
        fraction: 0 to 1 of the whole.
        take, takes: 1-based take in work, of how many.
        eta_s: seconds left; None if unknown.
        cancelling: asked to stop, not stopped yet.
    """

    job_id: str
    cue_uid: str
    stage: Stage | None = None
    fraction: float = 0.0
    take: int = 1
    takes: int = 1
    eta_s: float | None = None
    cancelling: bool = False


class JobsModel(QObject):
    """At most one cue is made at a time.

    Signals:
        changed: `running` is another value.
        finished(cue_uid, clips): all takes are kept.
        failed(error): nothing more comes; cancelled jobs say so here too.
    """

    changed = pyqtSignal()
    finished = pyqtSignal(str, object)
    failed = pyqtSignal(object)

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        projects: ProjectModel,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._projects = projects
        self._preferences = preferences
        self.running: JobView | None = None
        projects.opened.connect(self.cancel)
        relay.listen(studio.job_changed, self._on_event)

    def generate(
        self, cue_uid: str, wishes: CueRequest | None = None, *, fresh: bool = False
    ) -> bool:
        """Make a cue of what is on screen. False, with a message, where that cannot begin."""
        project = self._projects.project
        cue = cue_of_uid(project, cue_uid) if project else None
        if self.running or cue is None:
            said = "a cue is being made already" if self.running else "no cue is chosen"
            self._errors.show(StudioError(ErrorCode.BUSY, said), "make")
            return False
        wanted = wishes or CueRequest()
        self._set(JobView("", cue_uid, takes=wanted.takes))
        job = flat(
            then(
                self._projects.flushed(),
                lambda file: self._studio.project_cue(file, cue.name, wanted, fresh=fresh),
            )
        )
        self._relay.ask(job, lambda queued: self._on_queued(queued, cue_uid), self._on_failed)
        return True

    def cancel(self) -> None:
        """Stop what is being made; `failed` comes once it has really stopped."""
        if self.running and not self.running.cancelling:
            self._set(replace(self.running, cancelling=True))
            if self.running.job_id:
                self._relay.ask(
                    self._studio.cancel(self.running.job_id), lambda _: None, lambda _: None
                )

    def estimate_s(self, length_s: float, takes: int = 1) -> float | None:
        """How long takes of this length took on this machine; None before the first."""
        told = self._preferences.get("seconds_per_second", 0.0)
        fixed = self._preferences.get("seconds_per_take", 0.0)
        return takes * (fixed + told * length_s) if told else None

    def _on_queued(self, job: CueJob, cue_uid: str) -> None:
        cancelling = bool(self.running and self.running.cancelling)
        assert isinstance(job.request, CueRequest)
        self._set(JobView(job.job_id, cue_uid, takes=job.request.takes))
        if cancelling:
            self.cancel()
        self._relay.ask(job.clips, lambda clips: self._on_done(cue_uid, clips), self._on_failed)

    def _on_event(self, event: JobEvent) -> None:
        if self.running and event.job_id == self.running.job_id:
            if event.state is JobState.PROGRESS:
                self._set(
                    replace(
                        self.running,
                        stage=event.stage,
                        fraction=event.fraction,
                        take=event.take,
                        takes=event.takes,
                        eta_s=event.eta_s,
                    )
                )

    def _on_done(self, cue_uid: str, clips: tuple[Clip, ...]) -> None:
        self._learn(clips[-1])
        self._set(None)
        self.finished.emit(cue_uid, clips)

    def _on_failed(self, error: StudioError) -> None:
        self._set(None)
        self._errors.show(error, "make")
        self.failed.emit(error)

    def _learn(self, clip: Clip) -> None:
        """Remember what a take cost: reading and describing, and the rest by length."""
        fixed = sum(clip.seconds.get(stage, 0.0) for stage in (Stage.READ, Stage.DESCRIBE))
        length_s = clip.frames / clip.recipe.sample_rate_hz
        grows = (sum(clip.seconds.values()) - fixed) / max(length_s, 1.0)
        self._preferences.set("seconds_per_take", round(fixed, 3))
        self._preferences.set("seconds_per_second", round(grows, 4))

    def _set(self, running: JobView | None) -> None:
        self.running = running
        self.changed.emit()
