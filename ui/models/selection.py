"""SelectionModel: which cue, panels and take are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.domain.project import ProjectCue
from musflow_studio.domain.storyboard import Panel
from musflow_studio.project.cues import cue_of_uid
from ui.models.project import ProjectModel


class SelectionModel(QObject):
    """What is chosen. Always something that is there, "" where nothing is.

    A take that is made for the chosen cue is chosen when it arrives, unless `hold` is set: while
    two others are being compared.

    Attributes:
        range_s: a stretch of time chosen in the timeline, seconds of the board; None for none.

    Signals:
        changed: any of it.
    """

    changed = pyqtSignal()

    def __init__(self, projects: ProjectModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._projects = projects
        self.cue_uid = ""
        self.panel_uid = ""
        self.panel_uids: tuple[str, ...] = ()
        self.clip_id = ""
        self.hold = False
        self._known: frozenset[str] = frozenset()
        self.range_s: tuple[float, float] | None = None
        projects.opened.connect(self._start)
        projects.changed.connect(self._stay_valid)

    @property
    def cue(self) -> ProjectCue | None:
        """The chosen cue."""
        project = self._projects.project
        return cue_of_uid(project, self.cue_uid) if project else None

    @property
    def panel(self) -> Panel | None:
        """The chosen panel."""
        panels = self._projects.board.panels if self._projects.board else ()
        return next((panel for panel in panels if panel.uid == self.panel_uid), None)

    def choose_cue(self, uid: str) -> None:
        """Look at a cue, and at its chosen or newest clip."""
        if uid != self.cue_uid:
            self.cue_uid = uid
            self.clip_id = self._best_clip()
            self.changed.emit()

    def choose_panel(self, uid: str, more: Iterable[str] = ()) -> None:
        """Look at a panel; `more` are chosen with it."""
        uids = tuple(dict.fromkeys((uid, *more))) if uid else ()
        if (uid, uids) != (self.panel_uid, self.panel_uids):
            self.panel_uid, self.panel_uids = uid, uids
            self.changed.emit()

    def choose_clip(self, clip_id: str) -> None:
        """Look at a take."""
        if clip_id != self.clip_id:
            self.clip_id = clip_id
            self.changed.emit()

    def choose_range(self, range_s: tuple[float, float] | None) -> None:
        """Choose a stretch of the board, in seconds; None lets it go."""
        if range_s != self.range_s:
            self.range_s = range_s
            self.changed.emit()

    def stay_among(self, is_there: Callable[[str], bool]) -> None:
        """Let go of a take that is in the library no more; look at the cue's newest that is."""
        if self.clip_id and not is_there(self.clip_id):
            known = self.cue.clip_ids if self.cue else ()
            self.choose_clip(next((one for one in reversed(known) if is_there(one)), ""))

    def _start(self) -> None:
        self.range_s = None
        project = self._projects.project
        self.cue_uid = project.cues[0].uid if project and project.cues else ""
        self.panel_uid = project.storyboard.panels[0].uid if project else ""
        self.panel_uids = (self.panel_uid,) if self.panel_uid else ()
        self.clip_id = self._best_clip()
        self._known = self._clips()
        self.changed.emit()

    def _clips(self) -> frozenset[str]:
        """Every clip of the project."""
        project = self._projects.project
        cues = project.cues if project else ()
        return frozenset(clip_id for cue in cues for clip_id in cue.clip_ids)

    def _newcomer(self) -> str:
        """The newest clip of the chosen cue, if it has just been noted."""
        cue, before = self.cue, self._known
        self._known = self._clips()
        newest = cue.clip_ids[-1] if cue and cue.clip_ids else ""
        return "" if newest in before or self.hold else newest

    def _best_clip(self) -> str:
        cue = self.cue
        return (cue.chosen_clip_id or (cue.clip_ids[-1] if cue.clip_ids else "")) if cue else ""

    def _stay_valid(self) -> None:
        """Let go of what is not there any more."""
        project = self._projects.project
        if project is None:
            return
        before = (self.cue_uid, self.panel_uid, self.panel_uids, self.clip_id)
        if self.cue is None:
            self.cue_uid = project.cues[0].uid if project.cues else ""
            self.clip_id = self._best_clip()
        self.clip_id = self._newcomer() or self.clip_id
        there = {panel.uid for panel in project.storyboard.panels}
        self.panel_uids = tuple(uid for uid in self.panel_uids if uid in there)
        if self.panel_uid not in there:
            first = project.storyboard.panels[0].uid
            self.panel_uid = self.panel_uids[0] if self.panel_uids else first
            self.panel_uids = self.panel_uids or (self.panel_uid,)
        if before != (self.cue_uid, self.panel_uid, self.panel_uids, self.clip_id):
            self.changed.emit()
