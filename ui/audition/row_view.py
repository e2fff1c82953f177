"""RowView: the list of presets or styles on screen: chosen by arrows, and keys of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QEvent, QModelIndex, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.audition.row_delegate import LOW_PX, RowDelegate
from ui.audition.row_list import RowList
from ui.audition.rows import Row, RowState


class RowView(QListView):
    """Rows under each other; the marked one is heard.

    Args:
        name: for screen readers.
        keys: a key as `QKeySequence` writes it -> what it does.
        high: rows of two lines.

    Signals:
        marked(key): the user moved to a row.
        menu_wanted(place): what can be done to the marked row.
    """

    marked = pyqtSignal(str)
    menu_wanted = pyqtSignal(QPoint)

    def __init__(
        self,
        name: str,
        keys: Mapping[str, Callable[[], object]],
        *,
        high: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self.list = RowList(self)
        self.setModel(self.list)
        self.setItemDelegate(RowDelegate(high=high, parent=self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setMinimumHeight(LOW_PX * 2)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def show_rows(self, rows: list[Row], chosen: str) -> None:
        """Show these, the chosen one marked."""
        self.list.show(rows)
        place = self.list.row_of(chosen)
        if place != self.currentIndex().row():
            blocked = self.blockSignals(True)
            self.setCurrentIndex(self.list.index(place) if place >= 0 else QModelIndex())
            self.blockSignals(blocked)
            if viewport := self.viewport():
                viewport.update()

    @property
    def current(self) -> Row | None:
        """The marked row."""
        place = self.currentIndex().row()
        return self.list.rows[place] if place >= 0 else None

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """The marked row is heard."""
        super().currentChanged(current, previous)
        row = self.current
        if row and row.key and row.state is not RowState.GREYED and not self.signalsBlocked():
            self.marked.emit(row.key)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Qt marks the first row where none is; that is no choice."""
        blocked = self.blockSignals(True)
        super().focusInEvent(event)
        self.blockSignals(blocked)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The marked row stays in sight."""
        super().resizeEvent(event)
        if self.current:
            self.scrollTo(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        """What can be done to the marked row."""
        assert event
        self.menu_wanted.emit(event.globalPos())

    def event(self, event: QEvent | None) -> bool:
        """Keys of the list come before those of the window."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if _name(event) in self._keys:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Do what the key stands for."""
        assert event
        work = self._keys.get(_name(event))
        if work:
            work()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str | None) -> None:
        """Letters are keys here, no search: that is Ctrl+F."""


def _name(event: QKeyEvent) -> str:
    """The key as `QKeySequence` writes it."""
    return QKeySequence(event.keyCombination()).toString()
