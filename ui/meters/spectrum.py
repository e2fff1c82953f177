"""SpectrumView: what the take is made of at the playhead, 48 bands."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QWidget

from musflow_studio.waveform import Moment
from musflow_studio.waveform.levels import BAND_EDGES_HZ
from ui import theme
from ui.meters.ballistics import FLOOR_DB, Needles, share
from ui.meters.feed import MeterFeed
from ui.models import Models

LOW_DB, HIGH_DB = -84.0, -12.0
BANDS = len(BAND_EDGES_HZ) - 1
MARKS_HZ = {100: "100", 1000: "1k", 10_000: "10k"}


class SpectrumView(QWidget):
    """Bars by frequency, with their peaks held."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = MeterFeed(models, self)
        self._needles = Needles.resting(BANDS)
        self.setAccessibleName("Spectrum")
        self.setToolTip("Spectrum of the take at the playhead, 30 Hz to 18 kHz")
        self._feed.ticked.connect(self._on_ticked)

    def sizeHint(self) -> QSize:
        """Two or three pixels a band."""
        return QSize(150, 36)

    def minimumSizeHint(self) -> QSize:
        """Two pixels a band."""
        return QSize(BANDS * 2, 30)

    @property
    def bands_db(self) -> list[float]:
        """What is shown, dBFS by band, low to high."""
        return [float(level) for level in self._needles.shown_db]

    def _on_ticked(self, moment: Moment | None, seconds: float) -> None:
        silent = np.full(BANDS, FLOOR_DB, np.float32)
        self._needles = self._needles.moved(moment.bands_db if moment else silent, seconds)
        if moment is None and self._needles.at_rest:
            self._feed.rest()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """A filled outline, peaks as a line over it, three marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.palette()
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.background)
        painter.drawRoundedRect(area, 3, 3)
        self._paint_marks(painter, area)
        shown = _points(self._needles.shown_db, area)
        painter.setBrush(colors.accent)
        painter.setOpacity(0.55)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([area.bottomLeft(), *shown, area.bottomRight()]))
        painter.setOpacity(1.0)
        painter.setPen(QPen(colors.accent, 1.2))
        painter.drawPolyline(QPolygonF(_points(self._needles.held_db, area)))

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        colors = theme.palette()
        painter.setFont(theme.font("small"))
        for hertz, name in MARKS_HZ.items():
            x = area.left() + _place(hertz) * area.width()
            painter.setPen(QPen(colors.line, 1.0))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(colors.muted)
            fits = x + 24 < area.right()
            place = Qt.AlignmentFlag.AlignLeft if fits else Qt.AlignmentFlag.AlignRight
            label = QRectF(x + 2 if fits else x - 30, area.top(), 28, 14)
            painter.drawText(label, place, name)


def _place(hertz: float) -> float:
    """Where a frequency stands, 0 to 1."""
    low, high = BAND_EDGES_HZ[0], BAND_EDGES_HZ[-1]
    return math.log(hertz / low) / math.log(high / low)


def _points(levels_db: np.ndarray, area: QRectF) -> list[QPointF]:
    width = area.width() / (len(levels_db) - 1)
    return [
        QPointF(
            area.left() + i * width,
            area.bottom() - share(float(level), LOW_DB, HIGH_DB) * area.height(),
        )
        for i, level in enumerate(levels_db)
    ]
