"""What is painted over the tiles: the playhead, and what is being dragged."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QPainter, QPixmap

from ui import theme
from ui.strip.tile import MARGIN_PX, Tile

ROUND_PX = 5


def paint_playhead(painter: QPainter, tile: Tile, share: float) -> None:
    """How far the music is into a panel."""
    shown = tile.picture.united(tile.mood)
    x = shown.left() + round(share * (shown.width() - 2))
    painter.fillRect(QRect(x, shown.top(), 2, shown.height()), theme.palette().bad)


def paint_place(painter: QPainter, x: int, height: int) -> None:
    """A line where a drop would go."""
    line = QRect(max(0, x - 1), MARGIN_PX, 3, height - 2 * MARGIN_PX)
    painter.fillRect(line, theme.palette().accent)


def paint_trim(painter: QPainter, tile: Tile, text: str, *, snapped: bool) -> None:
    """The edge that is dragged, and the length it would give."""
    colors = theme.palette()
    edge = QRect(tile.whole.right() - 2, tile.picture.top(), 3, tile.picture.height())
    painter.fillRect(edge, colors.accent)
    painter.setFont(theme.font("mono"))
    width = painter.fontMetrics().horizontalAdvance(text) + 20
    bubble = QRect(0, tile.picture.center().y() - 13, width, 26)
    bubble.moveRight(tile.whole.right())
    bubble.moveLeft(max(4, bubble.left()))
    painter.setPen(colors.line)
    painter.setBrush(colors.accent if snapped else colors.raised)
    painter.drawRoundedRect(bubble, ROUND_PX, ROUND_PX)
    painter.setPen(colors.on_accent if snapped else colors.text)
    painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, text)


def paint_count(picture: QPixmap, count: int) -> None:
    """How many panels are carried, on the picture of the first."""
    colors, place = theme.palette(), QRect(6, 6, 34, 22)
    painter = QPainter(picture)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.accent)
    painter.drawRoundedRect(place, ROUND_PX, ROUND_PX)
    painter.setFont(theme.font(bold=True))
    painter.setPen(colors.on_accent)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))
    painter.end()
