"""JobsModel: what is being made: stage, fraction, time left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import JobEvent, JobState, Stage
from musflow_studio.domain.request import (
    AlternatesRequest,
    CueRequest,
    CutdownRequest,
    ExportRequest,
    RefinishRequest,
)
from musflow_studio.futures import flat, then
from musflow_studio.project.cues import cue_of_uid
from musflow_studio.studio import CueJob, ExportJob, Studio
from ui.models.errors import Errors
from ui.models.project import ProjectModel
from ui.relay import Relay


@dataclass(frozen=True)
class JobView:
    """Something being made.

    Attributes:
        job_id: "" until it is queued.
        cue_uid: whose music it is; "" for what is made from a kept clip.
        what: as the window names it ("1M1", "Video of Take 3").
        stage: what happens; None while it waits.
        fraction: 0 to 1 of the whole.
        take, takes: 1-based take in work, of how many.
        eta_s: seconds left; None if unknown.
        cancelling: asked to stop, not stopped yet.
    """

    job_id: str
    cue_uid: str
    what: str = ""
    stage: Stage | None = None
    fraction: float = 0.0
    take: int = 1
    takes: int = 1
    eta_s: float | None = None
    cancelling: bool = False


class JobsModel(QObject):
    """At most one thing is made at a time.

    Signals:
        changed: `running` is another value.
        finished(cue_uid, clips): all takes are kept; "" for versions of a kept clip.
        exported(file): a video, a sheet, a score is there.
        failed(error): nothing more comes; cancelled jobs say so here too.
    """

    changed = pyqtSignal()
    finished = pyqtSignal(str, object)
    exported = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        errors: Errors,
        projects: ProjectModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._errors = errors
        self._projects = projects
        self._where = "make"
        self.running: JobView | None = None
        self._done: tuple[Clip, ...] = ()
        projects.opened.connect(self._let_go)
        projects.changed.connect(self._finish_when_noted)
        relay.listen(studio.job_changed, self._on_event)

    # What can be made

    def generate(
        self,
        cue_uid: str,
        wishes: CueRequest | None = None,
        *,
        fresh: bool = False,
        base: str = "",
    ) -> bool:
        """Make a cue of what is on screen. False, with a message, where that cannot begin.

        It goes on from the clip `base`, else the chosen or newest one; not at all with `fresh`.
        """
        project = self._projects.project
        cue = cue_of_uid(project, cue_uid) if project else None
        wanted = wishes or CueRequest()
        if cue is None:
            self._errors.show(StudioError(ErrorCode.BUSY, "no cue is chosen"), "make")
            return False

        def order() -> Future[CueJob]:
            return flat(
                then(
                    self._projects.flushed(),
                    lambda file: self._studio.project_cue(
                        file, cue.name, wanted, fresh=fresh, base=base
                    ),
                )
            )

        return self._begin(JobView("", cue_uid, cue.name, takes=wanted.takes), order, "make")

    def refinish(self, request: RefinishRequest, what: str) -> bool:
        """Finish a kept clip's take anew, noted for its cue; "" as its `cue_uid` notes nothing."""

        def order() -> Future[CueJob]:
            if not request.cue_uid:
                return self._studio.refinish(request)
            return flat(
                then(
                    self._projects.flushed(),
                    lambda file: self._studio.refinish(replace(request, project=file)),
                )
            )

        return self._begin(JobView("", request.cue_uid, what), order, "takes")

    def remake(self, request: CueRequest, what: str) -> bool:
        """Make a cue from a kept clip alone, noted for its cue; "" as its `cue_uid` notes nothing.

        Nothing is taken from what is on screen: the music is what the request says.
        """

        def order() -> Future[CueJob]:
            if not request.cue_uid:
                return self._studio.cue(request)
            return flat(
                then(
                    self._projects.flushed(),
                    lambda file: self._studio.cue(replace(request, project=file)),
                )
            )

        return self._begin(JobView("", request.cue_uid, what), order, "takes")

    def alternates(self, request: AlternatesRequest, what: str) -> bool:
        """Make alternates of a kept clip."""
        view = JobView("", "", what, takes=len(request.kinds))
        return self._begin(view, lambda: self._studio.alternates(request), "takes")

    def cutdowns(self, request: CutdownRequest, what: str) -> bool:
        """Make shorter versions of a kept clip."""
        view = JobView("", "", what, takes=len(request.lengths_s))
        return self._begin(view, lambda: self._studio.cutdown(request), "takes")

    def export(self, request: ExportRequest, what: str) -> bool:
        """Make a file from a kept clip."""
        return self._begin(JobView("", "", what), lambda: self._studio.export(request), "takes")

    def cancel(self) -> None:
        """Stop what is being made; `failed` comes once it has really stopped."""
        if self.running and not self.running.cancelling:
            self._set(replace(self.running, cancelling=True))
            if self.running.job_id:
                self._relay.ask(
                    self._studio.cancel(self.running.job_id), lambda _: None, lambda _: None
                )

    # Inside

    def _begin(
        self, view: JobView, order: Callable[[], Future[CueJob] | Future[ExportJob]], where: str
    ) -> bool:
        if self.running:
            said = "something is being made already"
            hint = "wait for it, or cancel it with Esc"
            self._errors.show(StudioError(ErrorCode.BUSY, said, hint=hint), where)
            return False
        self._where = where
        self._set(view)
        try:
            job: Future[Any] = order()
        except StudioError as error:
            self._on_failed(error)
            return False
        self._relay.ask(job, self._on_queued, self._on_failed)
        return True

    def _on_queued(self, job: CueJob | ExportJob) -> None:
        assert self.running
        cancelling = self.running.cancelling
        self._set(replace(self.running, job_id=job.job_id, cancelling=False))
        if cancelling:
            self.cancel()
        if isinstance(job, CueJob):
            self._relay.ask(job.clips, self._on_done, self._on_failed)
        else:
            self._relay.ask(job.file, self._on_exported, self._on_failed)

    def _on_event(self, event: JobEvent) -> None:
        ours = self.running and event.job_id == self.running.job_id
        if self.running and ours and event.state is JobState.PROGRESS:
            told = {"stage": event.stage, "fraction": event.fraction, "eta_s": event.eta_s}
            self._set(replace(self.running, take=event.take, takes=event.takes, **told))  # type: ignore[arg-type] # fields of the same type

    def _on_done(self, clips: tuple[Clip, ...]) -> None:
        self._done = clips
        self._finish_when_noted()

    def _finish_when_noted(self) -> None:
        """Tell that takes are there once the project on screen knows them."""
        if not self._done or self.running is None:
            return
        cue_uid, clips = self.running.cue_uid, self._done
        project = self._projects.project
        cue = cue_of_uid(project, cue_uid) if project and cue_uid else None
        if cue is None or {clip.clip_id for clip in clips} <= set(cue.clip_ids):
            self._done = ()
            self._set(None)
            self.finished.emit(cue_uid, clips)

    def _let_go(self) -> None:
        """Another project is on the desk: what was made for the last one is in the library."""
        if self._done:
            self._done = ()
            self._set(None)
        self.cancel()

    def _on_exported(self, file: Path) -> None:
        self._set(None)
        self.exported.emit(file)

    def _on_failed(self, error: StudioError) -> None:
        self._set(None)
        self._errors.show(error, self._where)
        self.failed.emit(error)

    def _set(self, running: JobView | None) -> None:
        self.running = running
        self.changed.emit()
