"""TimelineCanvas: the lanes, painted once per change; playhead and range over them.

The lanes are kept as a picture, so that a moving playhead costs two narrow strips and scrolling
costs one painting. What the pointer does is passed on as signals in pixels.
"""

from __future__ import annotations

import math

from PyQt6.QtCore import QEvent, QKeyCombination, QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QToolTip, QWidget

from ui import theme
from ui.timeline.keys import ACTS
from ui.timeline.lanes import LEAST_HEIGHT_PX, Lane
from ui.timeline.paint_board import faded
from ui.timeline.paint_lanes import paint_lanes
from ui.timeline.pointing import target_at
from ui.timeline.scene import Scene
from ui.timeline.wording import target_words

PLAYHEAD_PX = 12
"""Width of the strip that a moving playhead paints anew."""
ZOOM_PER_NOTCH = 1.25


class TimelineCanvas(QWidget):
    """Shows a `Scene`.

    Signals:
        pressed(x, y, modifiers), dragged(x, y, modifiers), released(): the left button.
        double_clicked(x, y): likewise.
        asked(x, y, QPoint): a context menu is wanted there.
        hovered(words): what is under the pointer.
        zoomed(factor, x), scrolled(pixels): wheel and pinch.
        resized: another size.
        keyed(key): a key of the timeline (keys.py), as `QKeySequence` writes it.
    """

    pressed = pyqtSignal(float, float, object)
    dragged = pyqtSignal(float, float, object)
    released = pyqtSignal()
    double_clicked = pyqtSignal(float, float)
    asked = pyqtSignal(float, float, object)
    hovered = pyqtSignal(str)
    zoomed = pyqtSignal(float, float)
    scrolled = pyqtSignal(float)
    resized = pyqtSignal()
    keyed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Cue timeline")
        self._scene: Scene | None = None
        self._picture: QPixmap | None = None
        self._playhead_s: float | None = None
        self._range: tuple[float, float] | None = None
        self._dragging = False

    def sizeHint(self) -> QSize:
        """Wide, and as tall as the lanes need to be read well."""
        return QSize(800, LEAST_HEIGHT_PX + 60)

    def minimumSizeHint(self) -> QSize:
        """All lanes, at their lowest."""
        return QSize(320, LEAST_HEIGHT_PX)

    # What is shown

    def show_scene(self, scene: Scene | None) -> None:
        """Show another scene; an equal one is not painted again."""
        if scene is not self._scene:
            self._scene = scene
            self._picture = None
            self.update()

    def set_playhead(self, seconds: float | None) -> None:
        """Where the music is, board seconds; None hides it."""
        if seconds == self._playhead_s:
            return
        for place in (self._playhead_s, seconds):
            if place is not None and self._scene:
                x = round(self._scene.axis.x(place))
                self.update(QRect(x - PLAYHEAD_PX // 2, 0, PLAYHEAD_PX, self.height()))
            self._playhead_s = seconds

    def set_range(self, chosen: tuple[float, float] | None) -> None:
        """The chosen range, board seconds."""
        if chosen != self._range:
            self._range = chosen
            self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """The kept picture, and over it what moves."""
        painter = QPainter(self)
        if self._scene is None:
            return
        if self._picture is None:
            self._picture = self._painted(self._scene)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_range(painter, self._scene)
        self._paint_playhead(painter, self._scene)
        if self.hasFocus():
            painter.setPen(QPen(theme.palette().accent, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _painted(self, scene: Scene) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.palette().surface)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_lanes(painter, scene, ratio)
        painter.end()
        return picture

    def _paint_range(self, painter: QPainter, scene: Scene) -> None:
        colors = theme.palette()
        ruler = scene.bands[Lane.RULER]
        if scene.loop:
            left, right = (scene.axis.x(seconds) for seconds in scene.loop)
            painter.fillRect(QRectF(left, ruler.top, right - left, 4), colors.good)
        if self._range:
            left, right = (scene.axis.x(seconds) for seconds in self._range)
            top = scene.bands[Lane.BARS].top
            painter.fillRect(
                QRectF(left, top, right - left, self.height() - top), faded(colors.accent, 0.16)
            )
            painter.setPen(QPen(faded(colors.accent, 0.8), 1.0))
            for x in (left, right):
                painter.drawLine(QPointF(x, top), QPointF(x, self.height()))

    def _paint_playhead(self, painter: QPainter, scene: Scene) -> None:
        if self._playhead_s is None:
            return
        color = theme.palette().bad
        x = scene.axis.x(self._playhead_s)
        painter.setPen(QPen(color, 1.4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        bottom = scene.bands[Lane.RULER].bottom
        corners = [QPointF(x - 5, bottom - 8), QPointF(x + 5, bottom - 8), QPointF(x, bottom)]
        painter.drawPolygon(QPolygonF(corners))

    # What the user does

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The lanes are laid out anew."""
        self._picture = None
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """The left button presses."""
        if event and event.button() is Qt.MouseButton.LeftButton:
            self._dragging = True
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            at = event.position()
            self.pressed.emit(at.x(), at.y(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag, or tell what is there."""
        if event is None or self._scene is None:
            return
        at = event.position()
        if self._dragging:
            self.dragged.emit(at.x(), at.y(), event.modifiers())
            return
        target = target_at(self._scene, at.x(), at.y())
        self.setCursor(_cursor(self._scene, at))
        self.hovered.emit(target_words(target, self._scene))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """The left button is let go."""
        if event and event.button() is Qt.MouseButton.LeftButton and self._dragging:
            self._dragging = False
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Twice at one place."""
        if event and event.button() is Qt.MouseButton.LeftButton:
            at = event.position()
            self.double_clicked.emit(at.x(), at.y())

    def leaveEvent(self, event: QEvent | None) -> None:
        """Nothing is pointed at."""
        self.hovered.emit("")

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        """What can be done here."""
        if event:
            self.asked.emit(float(event.pos().x()), float(event.pos().y()), event.globalPos())

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Scroll; with Ctrl, zoom where the pointer is."""
        if event is None:
            return
        turn, push = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = turn.y() / 120
            self.zoomed.emit(ZOOM_PER_NOTCH**notches, event.position().x())
        elif not push.isNull():
            self.scrolled.emit(float(-(push.x() or push.y())))
        else:
            self.scrolled.emit(-(turn.x() or turn.y()) / 120 * 60.0)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Keys of the timeline; others go on to the window."""
        if event and (key := _key_of(event)) in ACTS:
            self.keyed.emit(key)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Pinch to zoom; a sentence for what is pointed at; keys before the window's shortcuts."""
        if event and event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _key_of(event) in ACTS:
                event.accept()
                return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoomed.emit(1.0 + event.value(), event.position().x())
                return True
        if isinstance(event, QHelpEvent) and self._scene:
            at = event.pos()
            target = target_at(self._scene, at.x(), at.y())
            QToolTip.showText(event.globalPos(), target_words(target, self._scene), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent | None) -> None:
        """Another theme: paint anew."""
        if event and event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._picture = None
            self.update()
        super().changeEvent(event)


def _cursor(scene: Scene, at: QPointF) -> Qt.CursorShape:
    target = target_at(scene, at.x(), at.y())
    if target.edge:
        return Qt.CursorShape.SizeHorCursor
    if target.hit or target.gap or target.lane is Lane.PANELS:
        return Qt.CursorShape.PointingHandCursor
    if target.lane is Lane.ENERGY and target.panel:
        return Qt.CursorShape.SizeVerCursor
    if target.lane is Lane.WAVE:
        return Qt.CursorShape.IBeamCursor
    return Qt.CursorShape.ArrowCursor


def _key_of(event: QKeyEvent) -> str:
    """A key as `KEYS` names it; + and - are the same on every part of the keyboard."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.text() in ("+", "=", "-", "[", "]"):
        return "+" if event.text() == "=" else event.text()
    pressed = QKeyCombination(modifiers, Qt.Key(event.key()))
    return QKeySequence(pressed).toString(QKeySequence.SequenceFormat.PortableText)
