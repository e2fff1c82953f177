"""PanelStrip: the scrolling row of tiles. Choose, drag to reorder, drag an edge to trim, drop."""

from __future__ import annotations

from PyQt6.QtCore import QMimeData, QModelIndex, QPoint, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ui.models import Models
from ui.strip.dropped import PANELS_MIME, Dropped, dropped, is_welcome
from ui.strip.heard import HeardPanel
from ui.strip.overlay import paint_count, paint_place, paint_playhead, paint_trim
from ui.strip.panel_delegate import PanelDelegate
from ui.strip.panel_list import PANEL, PanelList
from ui.strip.tile import Tile, insertion_place, tile_width
from ui.strip.trim import Trim


class PanelStrip(QListView):
    """The tiles.

    Signals:
        let_go(Dropped, place): something was dropped in front of a place.
        trimmed(uid, frames, rolled): an edge was let go; `rolled` moves the cut alone.
    """

    let_go = pyqtSignal(object, int)
    trimmed = pyqtSignal(str, int, bool)

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._trim: Trim | None = None
        self._place: int | None = None
        self.panels = PanelList(models, self)
        self.tiles = PanelDelegate(models, self)
        self.heard = HeardPanel(models, self)
        self.heard.moved.connect(self._follow_music)
        self.setModel(self.panels)
        self.setItemDelegate(self.tiles)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.setAccessibleName("Storyboard")
        self.panels.modelReset.connect(self._choose_again)
        models.selection.changed.connect(self._choose_again)
        pictures, descriptions = models.pictures, models.descriptions
        for signal in (models.project.changed, descriptions.changed, pictures.changed):
            signal.connect(self._update_all)
        self._choose_again()

    # Choosing

    def selectionChanged(self, selected: object, deselected: object) -> None:
        """Tell the models what is chosen here."""
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]
        self._tell()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Keep the panel in sight that is looked at."""
        super().currentChanged(current, previous)
        self._tell()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Next and previous, by Tab while writing, are the neighbours; Qt would look below."""
        steps = {self.CursorAction.MoveNext: 1, self.CursorAction.MovePrevious: -1}
        if action not in steps:
            return super().moveCursor(action, modifiers)
        row = self.currentIndex().row() + steps[action]
        return self.panels.index(max(0, min(row, self.panels.rowCount() - 1)))

    def _tell(self) -> None:
        chosen = sorted(self.selectedIndexes(), key=QModelIndex.row)
        current = self.currentIndex()
        if not chosen or self._choosing:
            return
        uids = [index.data(PANEL).uid for index in chosen]
        uid = current.data(PANEL).uid if current.isValid() else uids[0]
        uid = uid if uid in uids else uids[0]
        self._models.selection.choose_panel(uid, uids)
        self.heard.go_to(uid)

    _choosing = False

    def _choose_again(self) -> None:
        """Show what the models say is chosen."""
        selection, chosen = self.selectionModel(), self._models.selection
        rows = [self.panels.row_of(uid) for uid in chosen.panel_uids]
        current = self.panels.row_of(chosen.panel_uid)
        shown = sorted(index.row() for index in self.selectedIndexes())
        if selection is None or (sorted(rows) == shown and self.currentIndex().row() == current):
            return
        flags = selection.SelectionFlag
        self._choosing = True
        selection.clearSelection()
        for row in rows:
            selection.select(self.panels.index(row), flags.Select)
        selection.setCurrentIndex(self.panels.index(current), flags.NoUpdate)
        self._choosing = False
        self.scrollTo(self.panels.index(current))

    def _follow_music(self, before: str, now: str) -> None:
        """Paint the playhead where it is now; keep its panel in sight while music runs."""
        for uid in {before, now} - {""}:
            if (row := self.panels.row_of(uid)) >= 0:
                self.update(self.panels.index(row))
                if before != now == uid and self.heard.playing:
                    self.scrollTo(self.panels.index(row))

    # Size

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Tiles are as high as the strip."""
        super().resizeEvent(event)
        bar = self.horizontalScrollBar()
        height = self.height() - (bar.sizeHint().height() if bar else 0)
        if height != self.tiles.height_px:
            self.tiles.height_px = height
            self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        """High enough for pictures people can tell apart."""
        return QSize(tile_width(138) * 4, 150)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """A plain wheel scrolls sideways."""
        bar = self.horizontalScrollBar()
        assert event
        turn = event.angleDelta()
        if bar is None or turn.x():
            super().wheelEvent(event)
        else:
            step = event.pixelDelta().y() or turn.y() * tile_width(self.tiles.height_px) // 120
            bar.setValue(bar.value() - step)
            event.accept()

    # Trimming

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """An edge is taken, or a tile."""
        assert event
        row = self._edge_at(event.pos())
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._models.selection.choose_panel(self.panels.panel(row).uid)
        self._trim = self._taken(row, event.pos().x())
        self._update_all()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """The edge follows; over one, the pointer says so."""
        assert event
        if self._trim:
            self._drag_edge(event.pos().x(), event.modifiers())
        elif event.buttons():
            super().mouseMoveEvent(event)
        elif self._edge_at(event.pos()) is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.SplitHCursor)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """The edge is let go: one step to undo."""
        assert event
        trim, self._trim = self._trim, None
        if trim is None:
            super().mouseReleaseEvent(event)
            return
        self._update_all()
        rolled = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if trim.length_frames != trim.before_frames:
            self.trimmed.emit(self.panels.panel(trim.row).uid, trim.length_frames, rolled)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Escape leaves an edge where it was; Return writes the story."""
        assert event
        if self._trim and event.key() == Qt.Key.Key_Escape:
            self._trim = None
            self._update_all()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.write()
        else:
            super().keyPressEvent(event)

    def write(self) -> None:
        """Write the story of the panel that is looked at."""
        index = self.currentIndex()
        if index.isValid() and self.state() != self.State.EditingState:
            self.scrollTo(index)
            self.edit(index)

    def _edge_at(self, point: QPoint) -> int | None:
        index = self.indexAt(point)
        if index.isValid() and Tile.within(self.visualRect(index)).on_edge(point):
            return index.row()
        return None

    def _taken(self, row: int, x: int) -> Trim:
        board = self.panels.board
        clip = self._models.playback.clip
        assert board
        return Trim.taken(board, row, x, clip.recipe.plan if clip else None)

    def _drag_edge(self, x: int, keys: Qt.KeyboardModifier) -> None:
        assert self._trim
        snap = not keys & Qt.KeyboardModifier.ShiftModifier
        self._trim = self._trim.dragged(x, snap=snap)
        self._update_all()

    # Dragging and dropping

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Carry the chosen panels."""
        chosen = sorted(self.selectedIndexes(), key=QModelIndex.row)
        if not chosen:
            return
        data = QMimeData()
        uids = "\n".join(index.data(PANEL).uid for index in chosen)
        data.setData(PANELS_MIME, uids.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._carried(chosen[0], len(chosen)))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Panels, files and pictures are welcome."""
        assert event
        if is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent | None) -> None:
        """Show where it would go; near the ends the strip scrolls."""
        assert event
        point = event.position().toPoint()
        self._place = self._place_at(point)
        bar, margin = self.horizontalScrollBar(), 3 * self.autoScrollMargin()
        if bar and point.x() < margin:
            bar.setValue(bar.value() - margin // 2)
        elif bar and point.x() > self.width() - margin:
            bar.setValue(bar.value() + margin // 2)
        event.acceptProposedAction()
        self._update_all()

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        """It went away."""
        self._place = None
        self._update_all()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Tell what was let go, and where."""
        assert event
        self._place = None
        self._update_all()
        what: Dropped = dropped(event.mimeData())
        if what:
            event.acceptProposedAction()
            self.let_go.emit(what, self._place_at(event.position().toPoint()))

    def _place_at(self, point: QPoint) -> int:
        bar = self.horizontalScrollBar()
        x = point.x() + (bar.value() if bar else 0)
        return insertion_place(x, tile_width(self.tiles.height_px), self.panels.rowCount())

    def _carried(self, index: QModelIndex, count: int) -> QPixmap:
        viewport = self.viewport()
        assert viewport
        picture = viewport.grab(Tile.within(self.visualRect(index)).picture)
        if count > 1:
            paint_count(picture, count)
        return picture

    # Painting

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """The tiles, and over them the place of a drop or the length of a trim."""
        super().paintEvent(event)
        viewport = self.viewport()
        heard = self.panels.row_of(self.heard.uid)
        if viewport is None or (self._place is None and self._trim is None and heard < 0):
            return
        painter = QPainter(viewport)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if heard >= 0:
            tile = Tile.within(self.visualRect(self.panels.index(heard)))
            paint_playhead(painter, tile, self.heard.share)
        if self._place is not None:
            bar, width = self.horizontalScrollBar(), tile_width(self.tiles.height_px)
            paint_place(painter, self._place * width - (bar.value() if bar else 0), self.height())
        if self._trim:
            tile = Tile.within(self.visualRect(self.panels.index(self._trim.row)))
            paint_trim(painter, tile, self._trim.text, snapped=self._trim.snapped)
        painter.end()

    def _update_all(self) -> None:
        if viewport := self.viewport():
            viewport.update()
