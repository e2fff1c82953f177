"""Knob: one number of an effect, turned by mouse, wheel and keys, or typed."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PyQt6.QtWidgets import QWidget

from musflow_studio.domain.errors import StudioError
from ui import theme
from ui.rack.scale import Scale
from ui.rack.value_field import ValueField

STEP, FINE, LARGE = 0.01, 0.001, 0.1
TRAVEL_PX, FINE_TRAVEL_PX = 160.0, 1600.0
WIDE_PX, HIGH_PX = 66, 74
_LABEL_PX, _VALUE_PX, _RADIUS_PX = 15, 16, 15.0
_FROM_DEG, _SPAN_DEG = 225.0, 270.0


class Knob(QWidget):
    """A dial with its name above and its value below.

    Drag up and down, Shift for fine; wheel; arrows, Page keys, Home and End; Enter or a figure
    types; a double click, Backspace or Delete takes the number it begins with.

    Signals:
        turned(value): by whatever means.
        held, let_go: a drag begins and ends.
        refused(StudioError): what was typed cannot be.
    """

    turned = pyqtSignal(float)
    held = pyqtSignal()
    let_go = pyqtSignal()
    refused = pyqtSignal(object)

    def __init__(
        self, name: str, of: str, scale: Scale, start: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.of, self.scale, self.start = name, of, scale, start
        self._value = start
        self._on = True
        self._drag: tuple[float, float] | None = None
        self._wheel = 0.0
        self._field: ValueField | None = None
        self.setFixedSize(WIDE_PX, HIGH_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{name} of {of}")
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(
            f"{name} of {of}: {scale.legal}. Drag up or down (Shift: fine), wheel, arrow keys; "
            f"Enter types; double click: {scale.text(start)}"
        )
        self._tell()

    @property
    def value(self) -> float:
        """Where it stands."""
        return self._value

    @property
    def field(self) -> ValueField | None:
        """Where a value is typed; None while none is."""
        return self._field

    def show_value(self, value: float, *, on: bool = True) -> None:
        """Stand at a value; `on` False: the effect is passed by."""
        if (value, on) != (self._value, self._on):
            self._value, self._on = value, on
            self._tell()
            self.update()

    def sizeHint(self) -> QSize:
        """Fixed."""
        return QSize(WIDE_PX, HIGH_PX)

    # By mouse

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold."""
        if event and event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position().y(), self.scale.share(self._value))
            self.held.emit()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Up is more; Shift turns finer."""
        if event is None or self._drag is None:
            return
        y, share = self._drag
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        share += (y - event.position().y()) / (FINE_TRAVEL_PX if fine else TRAVEL_PX)
        share = min(1.0, max(0.0, share))
        self._drag = (event.position().y(), share)
        self._turn(self.scale.value(share))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go."""
        if self._drag is not None:
            self._drag = None
            self.let_go.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """On the value: type; else the number it begins with."""
        if event and event.position().y() >= self.height() - _VALUE_PX:
            self.type_value()
        else:
            self._turn(self.start)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """One notch is a step, with Shift a fine one."""
        if event is None:
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        delta = event.angleDelta().y() or event.angleDelta().x()
        self._step(delta / 120 * (FINE if fine else STEP))
        event.accept()

    # By keys

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Arrows, pages, ends, the beginning, typing."""
        assert event
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        steps = {
            Qt.Key.Key_Up: 1.0, Qt.Key.Key_Right: 1.0, Qt.Key.Key_Down: -1.0,
            Qt.Key.Key_Left: -1.0,
        }  # fmt: skip
        pages = {Qt.Key.Key_PageUp: LARGE, Qt.Key.Key_PageDown: -LARGE}
        key, text = event.key(), event.text()
        if not plain:
            super().keyPressEvent(event)
        elif key in steps:
            self._step(steps[Qt.Key(key)] * (FINE if fine else STEP))
        elif key in pages:
            self._step(pages[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self._turn(self.scale.legal.low)
        elif key == Qt.Key.Key_End:
            self._turn(self.scale.legal.high)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._turn(self.start)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.type_value()
        elif text and text in "0123456789-.,":
            self.type_value(text)
        else:
            super().keyPressEvent(event)

    def type_value(self, begin: str = "") -> None:
        """Open a field over the value; Enter takes it, Escape does not."""
        if self._field is None:
            self._field = ValueField(self)
            self._field.setAccessibleName(f"{self.name} of {self.of}, typed")
            self._field.setGeometry(0, self.height() - 22, self.width(), 22)
            self._field.taken.connect(self._take_typed)
            self._field.left.connect(self._close_field)
        self._field.setText(begin or self.scale.text(self._value))
        self._field.show()
        self._field.setFocus()
        if not begin:
            self._field.selectAll()

    def _take_typed(self, text: str) -> None:
        try:
            value = self.scale.read(text, f"{self.name} of {self.of}")
        except StudioError as error:
            self.refused.emit(error)
        else:
            self._turn(value)
        self._close_field()

    def _close_field(self) -> None:
        field, self._field = self._field, None
        if field:
            had_focus = field.hasFocus()
            field.hide()
            field.deleteLater()
            if had_focus:
                self.setFocus()

    def _step(self, share: float) -> None:
        place = self.scale.share(self._value) + share
        value = self.scale.value(place)
        if self.scale.whole and value == self._value:
            value = self.scale.value(place + math.copysign(1 / 23, share))
        self._turn(value)

    def _turn(self, value: float) -> None:
        if value != self._value:
            self.show_value(value, on=self._on)
            self.turned.emit(value)

    def _tell(self) -> None:
        self.setAccessibleDescription(self.scale.text(self._value))

    # Painting

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """The ring of focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """No ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Name, dial, value."""
        colors = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.muted)
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(0, 0, self.width(), _LABEL_PX), middle, self.name)
        self._paint_dial(painter, QPointF(self.width() / 2, _LABEL_PX + 5 + _RADIUS_PX))
        painter.setPen(colors.text if self._on else colors.muted)
        foot = QRectF(0, self.height() - _VALUE_PX, self.width(), _VALUE_PX)
        painter.drawText(foot, middle, self.scale.text(self._value))

    def _paint_dial(self, painter: QPainter, middle: QPointF) -> None:
        colors = theme.palette()
        box = QRectF(middle.x() - _RADIUS_PX, middle.y() - _RADIUS_PX, *(2 * _RADIUS_PX,) * 2)
        share, rest = self.scale.share(self._value), self._rest
        painter.setBrush(Qt.BrushStyle.NoBrush)
        round_ = Qt.PenCapStyle.RoundCap
        line = QPen(colors.line, 3.0, Qt.PenStyle.SolidLine, round_)
        painter.setPen(line)
        painter.drawArc(box, *_arc(0.0, 1.0))
        painter.setPen(QPen(colors.accent if self._on else colors.muted, 3.0, line.style(), round_))
        if abs(share - rest) > 1e-4:
            painter.drawArc(box, *_arc(min(rest, share), max(rest, share)))
        angle = math.radians(_FROM_DEG - share * _SPAN_DEG)
        tip = QPointF(math.cos(angle), -math.sin(angle))
        painter.setPen(QPen(colors.text if self._on else colors.muted, 2.0, line.style(), round_))
        painter.drawLine(middle + tip * (_RADIUS_PX - 9), middle + tip * (_RADIUS_PX - 4))
        if self.hasFocus() or self._field:
            painter.setPen(QPen(colors.accent, 1.0))
            painter.drawEllipse(box.adjusted(-4, -4, 4, 4))

    @property
    def _rest(self) -> float:
        """Where the arc begins: at nothing for what goes both ways."""
        low, high, _ = self.scale.legal
        return self.scale.share(0.0) if low < 0 < high and not self.scale.by_ratio else 0.0


def _arc(start: float, end: float) -> tuple[int, int]:
    """Qt's sixteenths of a degree of a part of the travel."""
    first, span = _FROM_DEG - start * _SPAN_DEG, -(end - start) * _SPAN_DEG
    return round(first * 16), round(span * 16)
