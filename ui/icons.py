"""Icons by name (Material Design Icons), drawn in the palette's colours when they are painted."""

from __future__ import annotations

from functools import lru_cache

import qtawesome
from PyQt6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QFont, QIcon, QIconEngine, QPainter, QPixmap

from ui import theme

ColorName = str
_PREFIX = "mdi6"


class _Glyph(QIconEngine):
    """One character of the icon font; follows a change of the theme by itself."""

    def __init__(self, name: str, color: ColorName) -> None:
        super().__init__()
        self._name = name
        self._color = color

    def paint(
        self, painter: QPainter | None, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        assert painter
        colors = theme.palette()
        wanted = "muted" if mode is QIcon.Mode.Disabled else self._color
        painter.save()
        painter.setOpacity(0.5 if mode is QIcon.Mode.Disabled else 1.0)
        painter.setPen(getattr(colors, wanted))
        painter.setFont(_font(rect.height()))
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, _character(self._name))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Glyph(self._name, self._color)


def icon(name: str, color: ColorName = "text") -> QIcon:
    """The icon of a name of Material Design Icons ("play"), in a colour of the palette by name."""
    _character(name)
    return QIcon(_Glyph(name, color))


@lru_cache(maxsize=512)
def _character(name: str) -> str:
    qtawesome.font(_PREFIX, 16)  # loads the font the first time
    return str(qtawesome.charmap(f"{_PREFIX}.{name}"))


@lru_cache(maxsize=32)
def _font(height_px: int) -> QFont:
    made = QFont(qtawesome.font(_PREFIX, 16))
    made.setPixelSize(max(1, height_px))
    return made
