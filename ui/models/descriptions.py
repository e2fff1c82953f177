"""DescriptionModel: what was seen in each panel, asked again whenever the board changes."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from musflow_studio.documents import DescribedBoard
from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.futures import flat, then
from musflow_studio.studio import Studio
from ui.models.errors import Errors
from ui.models.project import ProjectModel
from ui.relay import Relay
from ui.timers import quiet_timer

QUIET_MS = 250


class DescriptionModel(QObject):
    """Descriptions by panel. One question at a time; the newest board wins.

    Signals:
        changed: another description, or `pending` changed.
    """

    changed = pyqtSignal()

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
        self._told: dict[str, PanelDescription] = {}
        self._board: Storyboard | None = None
        self._asking: Storyboard | None = None
        self._outdated = False
        self._timer = quiet_timer(self, QUIET_MS, self._ask)
        projects.opened.connect(self._start)
        projects.changed.connect(self._look)

    @property
    def pending(self) -> bool:
        """Whether the board on screen is still being described."""
        return self._projects.board is not None and self._projects.board != self._board

    def of(self, panel_uid: str) -> PanelDescription | None:
        """What one panel says; the last known while it is asked again."""
        return self._told.get(panel_uid)

    def ask_again(self) -> None:
        """Ask about the board on screen once more: what looks at it is another model now."""
        self._board = None
        self._outdated = self._asking is not None
        if self._projects.board is not None:
            self._timer.start()
            self.changed.emit()

    def _start(self) -> None:
        self._told, self._board = {}, None
        self._timer.stop()
        if self._projects.board is not None:
            self._ask()
        self.changed.emit()

    def _look(self) -> None:
        if self.pending and self._projects.board != self._asking:
            self._timer.start()
            self.changed.emit()

    def _ask(self) -> None:
        board = self._projects.board
        if board is None or self._asking is not None:
            return  # what is being asked comes back first
        self._asking = board
        answer = flat(
            then(
                self._projects.flushed(),
                lambda file: self._studio.describe(CueRequest(sources=(file,))),
            )
        )
        self._relay.ask(answer, lambda told: self._on_told(told, board), self._on_failed)

    def _on_told(self, told: DescribedBoard, board: Storyboard) -> None:
        self._asking = None
        self._told = {panel.panel_uid: panel for panel in told.description.panels}
        self._board, self._outdated = (None if self._outdated else board), False
        if self.pending:
            self._timer.start()
        self.changed.emit()

    def _on_failed(self, error: StudioError) -> None:
        self._asking = None
        self._board, self._outdated = self._projects.board, False
        self._errors.show(error, "words")
        self.changed.emit()
