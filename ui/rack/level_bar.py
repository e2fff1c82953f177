"""LevelBar: one level, upright, between two effects."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from ui import theme
from ui.meters.ballistics import FLOOR_DB, share

LOW_DB, HIGH_DB = -54.0, 0.0
_WIDE_PX = 5


class LevelBar(QWidget):
    """Shows a level in dBFS; red at the top where the stage ever passes 0 dBFS."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._level_db = FLOOR_DB
        self._peak_db: float | None = None
        self.setFixedWidth(_WIDE_PX)
        self.setAccessibleName(name)
        self.show_peak(None)

    @property
    def level_db(self) -> float:
        """What is shown, dBFS."""
        return self._level_db

    def show_level(self, level_db: float) -> None:
        """Show a level now."""
        if abs(level_db - self._level_db) > 0.05:
            self._level_db = level_db
            self.update()

    def show_peak(self, peak_db: float | None) -> None:
        """The highest sample there is at this stage of the take, dBFS; None: not known yet."""
        self._peak_db = peak_db
        known = "not measured yet" if peak_db is None else f"highest peak {peak_db:.1f} dBFS"
        self.setToolTip(f"{self._name}: {known}".replace(" -", " \N{MINUS SIGN}"))
        self.update()

    def sizeHint(self) -> QSize:
        """Narrow."""
        return QSize(_WIDE_PX, 60)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """A bar from the foot."""
        colors = theme.palette()
        painter = QPainter(self)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.background)
        painter.drawRoundedRect(area, 2, 2)
        reach = share(self._level_db, LOW_DB, HIGH_DB) * area.height()
        ramp = QLinearGradient(area.bottomLeft(), area.topLeft())
        for at_db, color in ((LOW_DB, colors.good), (-12, colors.good), (-6, colors.warn),
                             (HIGH_DB, colors.bad)):  # fmt: skip
            ramp.setColorAt(share(at_db, LOW_DB, HIGH_DB), color)
        painter.fillRect(QRectF(0, area.bottom() - reach, area.width(), reach), ramp)
        if self._peak_db is not None and self._peak_db > 0:
            painter.fillRect(QRectF(0, 0, area.width(), 3), colors.bad)
