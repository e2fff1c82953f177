"""EnergySlider: how much happens, from hushed to all-out."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSlider, QWidget

from ui import theme

STEPS = 100
_HIGH_PX = 26
_WORDS = ((0.15, "hushed"), (0.35, "quiet"), (0.6, "moving"), (0.8, "strong"), (2.0, "all-out"))


class EnergySlider(QSlider):
    """A slider of 0 to 100 hundredths, painted as a bar that fills."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._seen: float | None = None
        self.setRange(0, STEPS)
        self.setSingleStep(5)
        self.setPageStep(20)
        self.setMinimumHeight(_HIGH_PX)
        self.setAccessibleName("Energy")
        self.setToolTip("How much happens: 0 hushed, 1 all-out. Drag, or use the arrow keys.")

    def show_energy(self, energy: float | None, seen: float | None) -> None:
        """Show an energy 0 to 1, and what was seen where that is another; None for no panel."""
        self._seen = seen
        self.setEnabled(energy is not None)
        self.blockSignals(True)
        self.setValue(round((energy or 0.0) * STEPS))
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        """A bar with words in it."""
        return QSize(200, _HIGH_PX)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Go to where it was clicked, and follow."""
        assert event
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Follow."""
        assert event
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go; `sliderReleased` tells."""
        self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """The bar, its word, its number, and a tick at what was seen."""
        colors = theme.palette()
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.accent if self.hasFocus() else colors.line, 1))
        painter.setBrush(colors.raised)
        painter.drawRoundedRect(room, 5, 5)
        if self.isEnabled():
            self._paint_value(painter, room)
        painter.end()

    def _paint_value(self, painter: QPainter, room: QRectF) -> None:
        colors, share = theme.palette(), self.value() / STEPS
        edge = room.left() + max(4.0, room.width() * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.line)
        painter.drawRoundedRect(QRectF(room.left(), room.top(), edge - room.left(), _HIGH_PX), 5, 5)
        painter.fillRect(QRectF(edge - 3, room.top(), 3, room.height()), colors.accent)
        if self._seen is not None and round(self._seen * STEPS) != self.value():
            x = round(room.left() + room.width() * self._seen)
            painter.setPen(QPen(colors.text, 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(x, round(room.top()) + 2, x, round(room.bottom()) - 2)
        painter.setPen(colors.text)
        painter.setFont(theme.font("small"))
        inner, middle = room.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter
        word = f"Energy: {energy_word(share)}"
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, word)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, f"{share:.2f}")

    def _follow(self, event: QMouseEvent) -> None:
        share = (event.position().x() - 1) / max(1, self.width() - 2)
        self.setValue(round(max(0.0, min(1.0, share)) * STEPS))


def energy_word(energy: float) -> str:
    """A word for an energy of 0 to 1."""
    return next(word for limit, word in _WORDS if energy < limit)
