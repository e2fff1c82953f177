"""RowList: rows as a list Qt can show."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from ui.audition.rows import Row, RowState

ROW = Qt.ItemDataRole.UserRole
_DEAD = (RowState.GREYED,)


class RowList(QAbstractListModel):
    """Rows as they were last shown; equal rows are not drawn again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, news: list[Row]) -> None:
        """Show these; what only changed in itself keeps its place and the scroll."""
        before, self.rows = self.rows, news
        if [row.key for row in news] == [row.key for row in before]:
            for place, (one, other) in enumerate(zip(before, news, strict=True)):
                if one != other:
                    self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.rows = before
        self.beginResetModel()
        self.rows = news
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a key; -1 if it is not shown."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    # What Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row's words, for readers; the whole row for the delegate."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.about or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            liked = ", favourite" if row.favourite else ""
            return f"{row.title}{liked}, {row.state.value}. {row.line}"
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """What can be heard can be chosen."""
        row = self.rows[index.row()]
        if not row.key or row.state in _DEAD:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
