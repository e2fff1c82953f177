"""MeterView: two channels with their true peaks held, and loudness in numbers."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from musflow_studio.waveform import Moment
from ui import theme
from ui.meters.ballistics import FLOOR_DB, Needles, share
from ui.meters.feed import MeterFeed
from ui.models import Models

LOW_DB, HIGH_DB = -48.0, 0.0
CEILING_DB = -1.0
"""Above it a true peak may clip in a lossy codec; finishing keeps below it."""
MARKS_DB = (-36, -24, -12, -6, 0)
LEAST_MARK_GAP_PX = 18
_BAR_PX, _GAP_PX, _NUMBERS_PX = 7, 2, 112


class MeterView(QWidget):
    """Level of both channels, highest true peak, short-term loudness; a click forgets the peak."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = MeterFeed(models, self)
        self._levels = Needles.resting(2)
        self._peaks = Needles.resting(2)
        self._highest_db = FLOOR_DB
        self._short_term = FLOOR_DB
        self.setAccessibleName("Level meter")
        self.setToolTip(
            "Level, true peak and short-term loudness of the take at the playhead; "
            "click to forget the highest peak"
        )
        self._feed.ticked.connect(self._on_ticked)
        self._feed.changed.connect(self.forget_peak)

    def sizeHint(self) -> QSize:
        """Bars beside numbers."""
        return QSize(270, 36)

    def minimumSizeHint(self) -> QSize:
        """Short bars."""
        return QSize(_NUMBERS_PX + 80, 34)

    @property
    def highest_db(self) -> float:
        """The highest true peak since it was last forgotten, dBTP; -120 for none."""
        return self._highest_db

    @property
    def short_term_lufs(self) -> float:
        """Short-term loudness at the playhead; -120 in silence."""
        return self._short_term

    def forget_peak(self) -> None:
        """Begin anew with the highest true peak."""
        self._highest_db = FLOOR_DB
        self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """A click forgets the highest peak."""
        self.forget_peak()

    def _on_ticked(self, moment: Moment | None, seconds: float) -> None:
        silent = np.full(2, FLOOR_DB, np.float32)
        levels = np.resize(moment.level_db, 2) if moment else silent
        peaks = np.resize(moment.peak_db, 2) if moment else silent
        self._levels = self._levels.moved(levels, seconds)
        self._peaks = self._peaks.moved(peaks, seconds)
        if moment:
            self._highest_db = max(self._highest_db, float(peaks.max()))
            self._short_term = moment.short_term_lufs
        elif self._levels.at_rest and self._peaks.at_rest:
            self._feed.rest()
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Two bars over a scale, two numbers beside them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() - _NUMBERS_PX
        top = (self.height() - 2 * _BAR_PX - _GAP_PX - 12) / 2
        for channel in range(2):
            y = top + channel * (_BAR_PX + _GAP_PX)
            self._paint_bar(painter, QRectF(0, y, width, _BAR_PX), channel)
        self._paint_scale(painter, QRectF(0, top + 2 * _BAR_PX + _GAP_PX, width, 12))
        self._paint_numbers(painter, QRectF(width + 12, 0, _NUMBERS_PX - 12, self.height()))

    def _paint_bar(self, painter: QPainter, area: QRectF, channel: int) -> None:
        colors = theme.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.background)
        painter.drawRoundedRect(area, 2, 2)
        ramp = _ramp(area)
        for needles, strength in ((self._peaks, 0.45), (self._levels, 1.0)):
            reach = share(float(needles.shown_db[channel]), LOW_DB, HIGH_DB) * area.width()
            painter.setOpacity(strength)
            painter.fillRect(QRectF(area.left(), area.top(), reach, area.height()), ramp)
        painter.setOpacity(1.0)
        held = float(self._peaks.held_db[channel])
        if held > LOW_DB:
            x = area.left() + share(held, LOW_DB, HIGH_DB) * area.width()
            painter.setPen(QPen(_color_of(held), 2.0))
            painter.drawLine(QPointF(x - 1, area.top()), QPointF(x - 1, area.bottom()))

    def _paint_scale(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.palette().muted)
        free_to = math.inf
        for mark_db in reversed(MARKS_DB):
            x = share(mark_db, LOW_DB, HIGH_DB) * area.width()
            if free_to - x < LEAST_MARK_GAP_PX and mark_db != 0:
                continue
            free_to = x
            left = min(max(x - 14, 0.0), area.width() - 28)
            place = Qt.AlignmentFlag.AlignRight if mark_db == 0 else Qt.AlignmentFlag.AlignHCenter
            painter.drawText(QRectF(left, area.top(), 28, area.height()), place, str(abs(mark_db)))

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        colors = theme.palette()
        rows = (
            ("LUFS", self._short_term, colors.text),
            ("dBTP", self._highest_db, _color_of(self._highest_db, colors.text)),
        )
        for row, (unit, level_db, color) in enumerate(rows):
            line = QRectF(area.left(), row * area.height() / 2, area.width(), area.height() / 2)
            painter.setFont(theme.font("mono"))
            painter.setPen(color if level_db > -70 else colors.muted)
            number = (
                f"{level_db:.1f}".replace("-", "\N{MINUS SIGN}")
                if level_db > -70
                else "\N{EN DASH}"
            )
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line.adjusted(0, 0, -46, 0), right, number)
            painter.setFont(theme.font("small"))
            painter.setPen(colors.muted)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line.adjusted(line.width() - 40, 0, 0, 0), left, unit)


def _color_of(level_db: float, calm: QColor | None = None) -> QColor:
    colors = theme.palette()
    if level_db > CEILING_DB:
        return colors.bad
    return colors.warn if level_db > -6 and calm is None else calm or colors.good


def _ramp(area: QRectF) -> QLinearGradient:
    """Good, look here above -6 dB, bad above the ceiling."""
    colors = theme.palette()
    ramp = QLinearGradient(area.topLeft(), area.topRight())
    for at_db, color in (
        (LOW_DB, colors.good), (-9, colors.good), (-6, colors.warn), (-2, colors.warn),
        (CEILING_DB, colors.bad), (HIGH_DB, colors.bad),
    ):  # fmt: skip
        ramp.setColorAt(share(at_db, LOW_DB, HIGH_DB), color)
    return ramp
