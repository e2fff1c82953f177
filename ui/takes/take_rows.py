"""TakeRows: the list on screen: choosing, keys, dragging a take out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QEvent, QModelIndex, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.models import Models
from ui.takes.dragging import drag_files
from ui.takes.take_delegate import TakeDelegate
from ui.takes.take_list import Take, TakeList


class TakeRows(QListView):
    """Takes under each other.

    Signals:
        menu_wanted(clip_id, place): the row was asked what can be done to it.
        dragged: a take was dropped somewhere.
    """

    menu_wanted = pyqtSignal(str, QPoint)
    dragged = pyqtSignal()

    def __init__(
        self,
        models: Models,
        keys: Mapping[str, Callable[[str], object]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._keys = keys
        self.list = TakeList(self)
        self.look = TakeDelegate(self)
        self.setModel(self.list)
        self.setItemDelegate(self.look)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Takes")
        self.doubleClicked.connect(lambda _: models.playback.play())
        models.playback.changed.connect(self._hear)
        self._hear()

    def show_takes(self, takes: list[Take]) -> None:
        """Show these, the chosen one marked."""
        self.list.show(takes)
        self.mark_chosen()

    def mark_chosen(self) -> None:
        """Mark the take that is looked at."""
        row = self.list.row_of(self._models.selection.clip_id)
        if row != self.currentIndex().row():
            blocked = self.blockSignals(True)
            self.setCurrentIndex(self.list.index(row) if row >= 0 else QModelIndex())
            self.blockSignals(blocked)

    @property
    def current(self) -> str:
        """The id of the marked take; "" for none."""
        row = self.currentIndex().row()
        return self.list.takes[row].entry.clip_id if row >= 0 else ""

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """The marked take is looked at and heard."""
        super().currentChanged(current, previous)
        if self.current and not self.signalsBlocked():
            self._models.selection.choose_clip(self.current)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Take the finished file out of the window."""
        row = self.currentIndex().row()
        if row >= 0:
            take = self.list.takes[row]
            if drag_files(self, [take.entry.folder / take.entry.wav], take.entry.wav):
                self.dragged.emit()

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        """What can be done to the take under the pointer, or to the marked one."""
        assert event
        if self.current:
            self.menu_wanted.emit(self.current, event.globalPos())

    def event(self, event: QEvent | None) -> bool:
        """Keys of the list come before those of the window."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if self.current and _name(event) in self._keys:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Do what the key stands for."""
        assert event
        work = self._keys.get(_name(event))
        if work and self.current:
            work(self.current)
        else:
            super().keyPressEvent(event)

    def _hear(self) -> None:
        playback = self._models.playback
        blind = playback.comparison is not None and playback.comparison.blind
        self.look.heard = "" if blind else playback.clip_id
        self.look.playing = playback.playing
        if viewport := self.viewport():
            viewport.update()


def _name(event: QKeyEvent) -> str:
    """The key as `QKeySequence` writes it."""
    return QKeySequence(event.keyCombination()).toString()
