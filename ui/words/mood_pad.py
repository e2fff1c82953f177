"""MoodPad: valence from left to right, arousal from bottom to top, a dot to drag."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from ui import theme
from ui.words.mood_words import MOOD_KEYS, from_pad, inside, nearest_word, placed_words, to_pad

Point = tuple[float, float]
_FIELD_PX = 24
_FIELD_SHARE = 0.24
_STEP, _LONG_STEP = 0.05, 0.2
_DOT_PX = 8
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_TIP = (
    "What the panel feels like: negative to positive, calm to agitated.\n"
    "Drag, click a word, or use the arrow keys (Shift for more)."
)


class MoodPad(QWidget):
    """The mood of what is chosen.

    Signals:
        moved(valence, arousal): dragged, clicked or stepped there.
        released: the drag is over.
        digit(int): a number key, for two keys a panel.

    Attributes:
        quick: whether the keys' grid is shown.
    """

    moved = pyqtSignal(float, float)
    released = pyqtSignal()
    digit = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._point: Point | None = None
        self._seen: Point | None = None
        self._field: QImage | None = None
        self.quick = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(150, 44)
        self.setAccessibleName("Mood")
        self.setToolTip(_TIP)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_mood(self, point: Point | None, seen: Point | None) -> None:
        """Show a mood, and what was seen where that is another; None for no panel."""
        self._point, self._seen = point, seen
        self.setEnabled(point is not None)
        self.setAccessibleDescription(_spoken(point) if point else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a dozen words."""
        return QSize(210, 180)

    @property
    def room(self) -> QRectF:
        """The pad inside its border."""
        return QRectF(self.rect()).adjusted(1, 1, -1, -1)

    # By hand

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Go there; on a word, exactly to it."""
        assert event
        if event.button() != Qt.MouseButton.LeftButton:
            return
        words = {} if self.quick else placed_words(self.room, _word_size)
        hit = next((word for word, at in words.items() if at.contains(event.position())), "")
        mood = MOOD_WORDS.get(hit)
        self._go((mood.valence, mood.arousal) if mood else from_pad(event.position(), self.room))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """The dot follows."""
        assert event
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(from_pad(event.position(), self.room))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """One step to undo."""
        self.released.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Arrows step; digits are for two keys a panel."""
        assert event
        key = event.key()
        if self._point and key in _ARROWS:
            far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = _LONG_STEP if far else _STEP
            right, up = _ARROWS[Qt.Key(key)]
            self._go(inside(self._point[0] + right * step, self._point[1] + up * step))
        elif self.quick and Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.digit.emit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def _go(self, point: Point) -> None:
        if self._point is not None:
            self._point = point
            self.update()
            self.moved.emit(*point)

    # Looks

    def changeEvent(self, event: QEvent | None) -> None:
        """Another theme has other colours."""
        if event and event.type() == QEvent.Type.PaletteChange:
            self._field = None
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """The field of colours, the words faintly, what was seen as a ring, the dot."""
        colors, room = theme.palette(), self.room
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QPainterPath()
        frame.addRoundedRect(room, 6, 6)
        painter.save()
        painter.setClipPath(frame)
        self._paint_field(painter)
        if self.quick:
            self._paint_keys(painter)
        elif self.isEnabled():
            self._paint_words(painter)
            self._paint_points(painter)
        painter.restore()
        painter.setPen(QPen(colors.accent if self.hasFocus() else colors.line, 1))
        painter.drawPath(frame)
        painter.end()

    def _paint_field(self, painter: QPainter) -> None:
        room, middle = self.room, self.room.center()
        self._field = self._field or _field()
        painter.drawImage(room, self._field)
        painter.setPen(QPen(theme.palette().line, 1))
        painter.drawLine(QPointF(room.left(), middle.y()), QPointF(room.right(), middle.y()))
        painter.drawLine(QPointF(middle.x(), room.top()), QPointF(middle.x(), room.bottom()))

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.palette().muted)
        dot = QRectF(0, 0, 0, 0)
        if self._point:
            dot = QRectF(-_DOT_PX, -_DOT_PX, 2 * _DOT_PX, 2 * _DOT_PX)
            dot.translate(to_pad(*self._point, self.room))
        for word, place in placed_words(self.room, _word_size).items():
            if not place.intersects(dot):
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_keys(self, painter: QPainter) -> None:
        room = self.room
        width, height = room.width() / 3, room.height() / 3
        painter.setPen(theme.palette().text)
        for digit, word in MOOD_KEYS.items():
            row, column = 2 - (digit - 1) // 3, (digit - 1) % 3
            cell = QRectF(room.left() + column * width, room.top() + row * height, width, height)
            painter.setFont(theme.font("title"))
            center = Qt.AlignmentFlag.AlignCenter
            painter.drawText(cell.adjusted(0, 0, 0, -16), center, str(digit))
            painter.setFont(theme.font("small"))
            painter.drawText(cell.adjusted(0, 18, 0, 0), center, word)

    def _paint_points(self, painter: QPainter) -> None:
        colors = theme.palette()
        if self._seen is not None and self._seen != self._point:
            painter.setPen(QPen(colors.text, 1.5, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(to_pad(*self._seen, self.room), _DOT_PX - 2, _DOT_PX - 2)
        if self._point is not None:
            painter.setPen(QPen(colors.background, 2))
            painter.setBrush(colors.text)
            painter.drawEllipse(to_pad(*self._point, self.room), _DOT_PX - 1, _DOT_PX - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mood_color(*self._point))
            painter.drawEllipse(to_pad(*self._point, self.room), 4, 4)


def _spoken(point: Point) -> str:
    return f"{nearest_word(*point)}, valence {point[0]:.2f}, arousal {point[1]:.2f}"


def _word_size(word: str) -> QSizeF:
    metrics = QFontMetricsF(theme.font("small"))
    return QSizeF(metrics.horizontalAdvance(word) + 2, metrics.height())


def _field() -> QImage:
    """The colours of all moods, faint enough to write on."""
    ground = theme.palette().surface
    image = QImage(_FIELD_PX, _FIELD_PX, QImage.Format.Format_RGB32)
    for row in range(_FIELD_PX):
        for column in range(_FIELD_PX):
            valence, arousal = column / (_FIELD_PX - 1) * 2 - 1, 1 - row / (_FIELD_PX - 1) * 2
            image.setPixelColor(column, row, _faint(theme.mood_color(valence, arousal), ground))
    return image


def _faint(color: QColor, ground: QColor) -> QColor:
    over, under = ((one.redF(), one.greenF(), one.blueF()) for one in (color, ground))
    share = _FIELD_SHARE
    return QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in zip(over, under, strict=True)))
