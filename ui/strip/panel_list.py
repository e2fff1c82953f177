"""PanelList: the board's panels as a list that Qt can show."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.project.panel_words import set_words
from ui.models import Models

PANEL = Qt.ItemDataRole.UserRole
START_FRAME = Qt.ItemDataRole.UserRole + 1


class PanelList(QAbstractListModel):
    """Panels in board order; their stories can be edited.

    Only rows whose panel is another are told as changed: Qt would put the old story back into the
    line that somebody writes in.
    """

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._board: Storyboard | None = None
        self._starts: tuple[int, ...] = ()
        models.project.changed.connect(self._follow)
        self._follow()

    @property
    def board(self) -> Storyboard | None:
        """The board that is shown."""
        return self._board

    def panel(self, row: int) -> Panel:
        """The panel of a row."""
        assert self._board
        return self._board.panels[row]

    def row_of(self, uid: str) -> int:
        """Where a panel stands; -1 if it is not there."""
        panels = self._board.panels if self._board else ()
        return next((row for row, panel in enumerate(panels) if panel.uid == uid), -1)

    def start_frame(self, row: int) -> int:
        """The first board frame of a row's panel."""
        return self._starts[row]

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """How many panels there are."""
        if (parent and parent.isValid()) or self._board is None:
            return 0
        return len(self._board.panels)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A panel: its story, its value, its first frame; for screen readers one sentence."""
        if not index.isValid() or self._board is None:
            return None
        panel = self._board.panels[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return panel.story
        if role == PANEL:
            return panel
        if role == START_FRAME:
            return self._starts[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            seconds = float(self._board.rate.seconds(panel.length_frames))
            return f"Panel {panel.number}, {seconds:.2f} seconds, {panel.story or 'no story yet'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._models.pictures.problem(panel) or panel.story or None
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write a panel's story."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        panel = self.panel(index.row())
        return self._models.project.do(
            f"Write panel {panel.number}",
            lambda project: set_words(project, panel.uid, story=str(value)),
            where="strip",
        )

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Panels can be chosen, edited and dragged."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flag = Qt.ItemFlag
        return (
            flag.ItemIsEnabled
            | flag.ItemIsSelectable
            | flag.ItemIsEditable
            | flag.ItemIsDragEnabled
        )

    def _follow(self) -> None:
        before, after = self._board, self._models.project.board
        if before == after:
            return
        if before and after and _uids(before) == _uids(after):
            self._take(after)
            for row, (one, other) in enumerate(zip(before.panels, after.panels, strict=True)):
                if one != other:
                    self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self.beginResetModel()
            self._take(after)
            self.endResetModel()

    def _take(self, board: Storyboard | None) -> None:
        self._board = board
        self._starts = board.start_frames if board else ()


def _uids(board: Storyboard) -> list[str]:
    return [panel.uid for panel in board.panels]
