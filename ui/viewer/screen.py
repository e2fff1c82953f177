"""Screen: one panel large, fitted on black, with streamers and the punch over it."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from musflow_studio.domain.storyboard import Panel
from ui import theme
from ui.pictures import Pictures

_EMPTY = "Here the picture runs: the panel you choose, and while the music plays the one it is at."
_PUNCH_SHARE = 1 / 12
"""Radius of the punch, of the picture's height, as in the director's video."""


@dataclass(frozen=True)
class Shown:
    """What the screen shows.

    Attributes:
        panel: None shows nothing.
        streamers: how far each has run, 0 to 1.
        punch: whether a must-hit falls here.
        timecode: written into the picture where `Screen.burns_in`.
    """

    panel: Panel | None = None
    streamers: tuple[float, ...] = ()
    punch: bool = False
    timecode: str = ""


class Screen(QWidget):
    """Paints what it is given.

    Signals:
        double_clicked: for full screen.

    Attributes:
        burns_in: whether the timecode is written into the picture.
    """

    double_clicked = pyqtSignal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.shown = Shown()
        self.burns_in = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Picture")
        pictures.changed.connect(self.update)

    def show_frame(self, shown: Shown) -> None:
        """Show another frame."""
        if shown != self.shown:
            self.shown = shown
            panel = shown.panel
            said = f"Panel {panel.number}: {panel.story}" if panel else ""
            self.setAccessibleDescription(said)
            self.update()

    def sizeHint(self) -> QSize:
        """16:9."""
        return QSize(480, 270)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Full screen and back."""
        self.double_clicked.emit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Picture or words, streamers, punch."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.shown.panel is None:
            self._paint_empty(painter)
            return
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.black))
        place = self._paint_panel(painter, self.shown.panel)
        for share in self.shown.streamers:
            x = place.left() + share * place.width()
            painter.setPen(QPen(_over(210), max(2.0, place.width() / 240)))
            painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
        if self.shown.punch:
            radius = place.height() * _PUNCH_SHARE
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_over(235))
            painter.drawEllipse(place.center(), radius, radius)
        if self.burns_in and self.shown.timecode:
            self._burn_in(painter)
        painter.end()

    def _burn_in(self, painter: QPainter) -> None:
        """The timecode at the lower right, as large as a fortieth of the screen."""
        font = theme.font("mono", bold=True)
        font.setPixelSize(max(14, self.height() // 40))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(self.shown.timecode) + metrics.height()
        size = QSize(width, round(metrics.height() * 1.6))
        corner = self.rect().bottomRight() - QPoint(size.height() // 2, size.height() // 2)
        ground = QRect(corner - QPoint(size.width(), size.height()), size)
        painter.fillRect(ground, QColor(0, 0, 0, 170))
        painter.setPen(_over(235))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, self.shown.timecode)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), theme.palette().surface)
        painter.setPen(theme.palette().muted)
        painter.setFont(theme.font())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(24, 0, -24, 0), flags, _EMPTY)
        painter.end()

    def _paint_panel(self, painter: QPainter, panel: Panel) -> QRectF:
        """The picture, or the words where there is none; where it lies."""
        room = QRectF(self.rect())
        side = round(max(room.width(), room.height()) * self.devicePixelRatioF())
        image = self._pictures.image(panel, side)
        if image is not None and not image.isNull():
            place = _fitted(room, QSize(image.size()))
            painter.drawImage(place, image)
            return place
        place = _fitted(room, QSize(16, 9))
        problem = self._pictures.problem(panel)
        waits = (panel.picture is not None or panel.layers) and not problem
        text = problem or ("" if waits else panel.story or f"Panel {panel.number}")
        painter.setPen(_over(235))
        painter.setFont(theme.font("body" if problem else "title"))
        inner = place.adjusted(*(share * place.width() for share in (0.08, 0.05, -0.08, -0.05)))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, flags, text)
        return place


def _over(level: int) -> QColor:
    """Light on pictures is grey, whatever the theme: a film has no theme."""
    return QColor(level, level, level)


def _fitted(room: QRectF, shape: QSize) -> QRectF:
    size = shape.toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(room.center())
    return place
