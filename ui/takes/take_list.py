"""TakeList: takes as a list Qt can show; only what is on screen is ever drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from musflow_studio.domain.alternate import Alternate
from musflow_studio.library import ClipEntry
from ui.takes.dragging import file_mime
from ui.takes.wording import entry_text, level_text, tags_text, take_title

TAKE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Take:
    """One row.

    Attributes:
        entry: the library's line.
        title, line, level, tags: what is written.
        chosen: whether it is the one to deliver.
        inset: whether it stands under the take it was made from.
    """

    entry: ClipEntry
    title: str
    line: str
    level: str
    tags: str
    chosen: bool = False
    inset: bool = False


def take_of(
    entry: ClipEntry, number: int, *, usual_name: str, style_title: str, chosen: bool
) -> Take:
    """The row of an entry; `number` 0 for one that is looked at beside its cue."""
    return Take(
        entry,
        take_title(entry, number, usual_name),
        entry_text(entry, style_title),
        level_text(entry),
        tags_text(entry),
        chosen,
        inset=entry.alternate is not Alternate.FULL and bool(usual_name),
    )


class TakeList(QAbstractListModel):
    """Rows as they were last shown; equal rows are not drawn again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.takes: list[Take] = []

    def show(self, takes: Iterable[Take]) -> None:
        """Show these; what only changed in itself keeps its place and the scroll."""
        news = list(takes)
        if [t.entry.clip_id for t in news] == [t.entry.clip_id for t in self.takes]:
            changed = [i for i, t in enumerate(news) if t is not self.takes[i]]
            self.takes = news
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self.takes = news
        self.endResetModel()

    def row_of(self, clip_id: str) -> int:
        """The row of a clip; -1 if it is not shown."""
        ids = (take.entry.clip_id for take in self.takes)
        return next((row for row, shown in enumerate(ids) if shown == clip_id), -1)

    # What Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many."""
        return 0 if parent.isValid() else len(self.takes)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row's text, for readers; the whole row for the delegate."""
        take = self.takes[index.row()]
        if role == TAKE:
            return take
        if role == Qt.ItemDataRole.DisplayRole:
            return take.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            stars = f", {take.entry.rating} stars" if take.entry.rating else ""
            return f"{take.title}, {take.line}, {take.level}{stars}"
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Every row can be chosen and dragged out."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDragActions(self) -> Qt.DropAction:
        """Files leave as copies; the take stays."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Files."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData | None:
        """The finished mixes of these rows."""
        entries = [self.takes[index.row()].entry for index in indexes]
        return file_mime([entry.folder / entry.wav for entry in entries])
