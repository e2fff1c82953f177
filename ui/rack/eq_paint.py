"""EqPaint: how the curve, the spectrum and the points of the equalisers look."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainter, QPen, QPolygonF

from musflow_studio.waveform.levels import BAND_EDGES_HZ
from ui import theme
from ui.meters.ballistics import share
from ui.rack.eq_map import MARKS_DB, MARKS_HZ, EqMap

SPECTRUM_LOW_DB, SPECTRUM_HIGH_DB = -90.0, -18.0
POINT_PX = 6.0
_TALL_PX = 150
_BAND_HZ = np.sqrt(BAND_EDGES_HZ[1:] * BAND_EDGES_HZ[:-1])


def paint_ground(painter: QPainter, eq: EqMap, *, focused: bool) -> None:
    """The area, its frequencies and decibels."""
    colors, area = theme.palette(), eq.area
    painter.setPen(QPen(colors.accent if focused else colors.background, 1))
    painter.setBrush(colors.background)
    painter.drawRoundedRect(area, 4, 4)
    painter.setFont(theme.font("small"))
    for hz, name in MARKS_HZ.items():
        painter.setPen(QPen(colors.line, 0.6))
        painter.drawLine(QPointF(eq.x(hz), area.top()), QPointF(eq.x(hz), area.bottom()))
        painter.setPen(colors.muted)
        painter.drawText(QPointF(eq.x(hz) + 3, area.bottom() - 4), name)
    for db in MARKS_DB:
        painter.setPen(QPen(colors.line, 1.2 if db == 0 else 0.6))
        painter.drawLine(QPointF(area.left(), eq.y(db)), QPointF(area.right(), eq.y(db)))
        if db and (area.height() > _TALL_PX or abs(db) == 12):
            painter.setPen(colors.muted)
            text = f"{db:+d}".replace("-", "\N{MINUS SIGN}")
            painter.drawText(QPointF(area.left() + 22, eq.y(db) + 4), text)


def paint_spectrum(painter: QPainter, eq: EqMap, bands_db: np.ndarray) -> None:
    """48 bands in dBFS as a shadow."""
    points = [
        QPointF(eq.x(float(hz)), eq.area.bottom() - reach * eq.area.height())
        for hz, db in zip(_BAND_HZ, bands_db, strict=True)
        for reach in (share(float(db), SPECTRUM_LOW_DB, SPECTRUM_HIGH_DB),)
    ]
    first, last = points[0].x(), points[-1].x()
    foot = eq.area.bottom()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.palette().muted)
    painter.setOpacity(0.28)
    painter.drawPolygon(QPolygonF([QPointF(first, foot), *points, QPointF(last, foot)]))
    painter.setOpacity(1.0)


def paint_curve(
    painter: QPainter, eq: EqMap, hz: np.ndarray, db: np.ndarray, *, before: bool = False
) -> None:
    """A curve; what it was before is dashed."""
    colors = theme.palette()
    dashed = QPen(colors.muted, 1.5, Qt.PenStyle.DashLine)
    painter.setPen(dashed if before else QPen(colors.accent, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = [eq.at(float(x), float(y)) for x, y in zip(hz, db, strict=True)]
    painter.drawPolyline(QPolygonF(line))


def paint_point(
    painter: QPainter, eq: EqMap, place: QPointF, number: int, *, chosen: bool, on: bool
) -> None:
    """A filter's point with its number in the chain; hollow while it is off."""
    colors = theme.palette()
    rim = colors.text if chosen else colors.accent if on else colors.muted
    painter.setPen(QPen(rim, 2))
    painter.setBrush(colors.accent if on else colors.background)
    painter.drawEllipse(place, POINT_PX + chosen, POINT_PX + chosen)
    painter.setFont(theme.font("small"))
    painter.setPen(colors.text)
    room_above = place.y() > eq.area.top() + 26
    painter.drawText(place + QPointF(-3, -11 if room_above else 20), str(number))
