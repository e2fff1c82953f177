"""LaneNames: what each lane is, beside them."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from ui import theme
from ui.timeline.lanes import Lane, lane_bands

WIDTH_PX = 58


class LaneNames(QWidget):
    """A column of small words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH_PX)

    def sizeHint(self) -> QSize:
        """As narrow as the words."""
        return QSize(WIDTH_PX, 100)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Each word at the height of its lane."""
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.palette().muted)
        for lane, band in lane_bands(self.height()).items():
            area = QRectF(10, band.top, WIDTH_PX - 12, band.height)
            tall = lane in (Lane.ENERGY, Lane.WAVE)
            place = Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area.adjusted(0, 4 if tall else 0, 0, 0), place, lane.value)
