"""PlannedModel: what music would be made for a cue that has no take yet."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.project import ProjectCue
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.futures import flat, then
from musflow_studio.studio import Studio
from ui.models.jobs import JobsModel
from ui.models.making import MakingModel
from ui.models.project import ProjectModel
from ui.models.selection import SelectionModel
from ui.relay import Relay
from ui.timers import quiet_timer

QUIET_MS = 400


@dataclass(frozen=True)
class _Question:
    """What a plan depends on."""

    board: Storyboard
    cue: ProjectCue
    seed: int | None


class PlannedModel(QObject):
    """The plan of the chosen cue while it has no take. One question at a time, newest wins.

    It is planned with the seed that the first take will draw with, so that an edit changes what it
    touches, and what is shown is what will be made.

    Signals:
        changed: another plan, none, or why there is none.
    """

    changed = pyqtSignal()

    def __init__(
        self,
        studio: Studio,
        relay: Relay,
        projects: ProjectModel,
        selection: SelectionModel,
        jobs: JobsModel,
        making: MakingModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._projects = projects
        self._selection = selection
        self._jobs = jobs
        self._making = making
        self._asking: _Question | None = None
        self._answered: _Question | None = None
        self._outdated = False
        self._timer = quiet_timer(self, QUIET_MS, self._ask)
        self.plan: CuePlan | None = None
        self.trouble = ""
        for signal in (
            projects.opened,
            projects.changed,
            selection.changed,
            jobs.changed,
            making.changed,
        ):
            signal.connect(self._look)

    @property
    def pending(self) -> bool:
        """Whether a plan is on its way."""
        return self._question() is not None and self._question() != self._answered

    def ask_again(self) -> None:
        """Ask once more: the same board is seen with other eyes now."""
        self._answered, self._outdated = None, self._asking is not None
        self._look()

    def _question(self) -> _Question | None:
        """What there is to ask: nothing for a cue that has takes."""
        board, cue = self._projects.board, self._selection.cue
        if board is None or cue is None or cue.clip_ids:
            return None
        return _Question(board, cue, self._making.seed)

    def _look(self) -> None:
        wanted = self._question()
        if wanted == self._answered:
            return
        if wanted is None or (self.plan and self.plan.cue_uid != wanted.cue.uid):
            self._answer(None, None)
        if wanted is not None and wanted != self._asking:
            self._timer.start()

    def _ask(self) -> None:
        wanted = self._question()
        if wanted is None or wanted == self._answered or self._asking or self._jobs.running:
            return  # `_look` comes again when what is under way is over
        self._asking = wanted
        plan = flat(
            then(
                self._projects.flushed(),
                lambda file: self._studio.plan(
                    CueRequest(sources=(file,), cue=wanted.cue.name, seed=wanted.seed)
                ),
            )
        )
        self._relay.ask(plan, self._on_plan, self._on_failed)

    def _on_plan(self, plan: CuePlan) -> None:
        asked, self._asking = self._asking, None
        outdated, self._outdated = self._outdated, False
        if asked and asked == self._question() and not outdated:
            self._answer(asked, plan)
        else:
            self._look()

    def _on_failed(self, error: StudioError) -> None:
        asked, self._asking, self._outdated = self._asking, None, False
        said = "" if error.code is ErrorCode.CANCELLED else error.sentence()
        self._answer(asked, None, said)
        self._look()

    def _answer(self, asked: _Question | None, plan: CuePlan | None, trouble: str = "") -> None:
        self._answered, self.plan, self.trouble = asked, plan, trouble
        self.changed.emit()
