"""RowDelegate: how a preset or a style looks in the list."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import icons, theme
from ui.audition.row_list import ROW
from ui.audition.rows import Row, RowState
from ui.theme import UNIT

LOW_PX, HIGH_PX = UNIT * 6 + 2, UNIT * 10
_ICONS = {
    RowState.HEARD: ("volume-high", "accent"),
    RowState.LIVE: ("volume-medium", "accent"),
    RowState.WAITING: ("timer-sand", "accent"),
    RowState.READY: ("circle-medium", "good"),
    RowState.MAKING: ("dots-horizontal", "muted"),
    RowState.FAILED: ("alert-circle-outline", "bad"),
    RowState.GREYED: ("cancel", "muted"),
}
_FADED = 0.55


class RowDelegate(QStyledItemDelegate):
    """Draws what a row is at, its title and a line under it; a heart; a check at the own."""

    def __init__(self, *, high: bool, parent: QObject | None = None) -> None:
        """With `high` rows the line stands under the title, else beside it."""
        super().__init__(parent)
        self._high = high

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Every row is as high."""
        return QSize(UNIT * 50, HIGH_PX if self._high else LOW_PX)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """One row."""
        assert painter
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(UNIT, 1, -UNIT, -1)
        _ground(painter, box, option.state)
        side = UNIT * 4
        at = QRect(box.left() + UNIT, box.center().y() - side // 2, side, side)
        if shown := _ICONS.get(row.state):
            icons.icon(*shown).paint(painter, at)
        if row.state is RowState.GREYED:
            painter.setOpacity(_FADED)
        inner = box.adjusted(UNIT * 7, 0, -UNIT * 2, 0)
        (_text_under if self._high and row.line else _text_beside)(painter, inner, row)
        painter.restore()


def _ground(painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
    colors = theme.palette()
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    over = bool(state & QStyle.StateFlag.State_MouseOver)
    if chosen or over:
        painter.setPen(colors.accent if chosen else colors.line)
        painter.setBrush(colors.raised)
        painter.drawRoundedRect(box, UNIT + 1, UNIT + 1)


def _text_under(painter: QPainter, box: QRect, row: Row) -> None:
    middle = box.center().y()
    first = QRect(box.left(), middle - UNIT * 4 - 1, box.width(), UNIT * 4 + 2)
    marks_px = _marks(painter, first, row)
    _title(painter, first.adjusted(0, 0, -marks_px, 0), row)
    second = QRect(box.left(), middle + 1, box.width(), UNIT * 4)
    painter.setPen(_line_color(row))
    _line(painter, second, row.line, theme.font("small"))


def _text_beside(painter: QPainter, box: QRect, row: Row) -> None:
    marks_px = _marks(painter, box, row)
    used = _title(painter, box.adjusted(0, 0, -marks_px, 0), row)
    painter.setPen(_line_color(row))
    rest = box.adjusted(used + UNIT * 2, 1, -marks_px, 0)
    _line(painter, rest, row.line, theme.font("small"))


def _line_color(row: Row) -> QColor:
    colors = theme.palette()
    return colors.muted if row.key else colors.bad


def _title(painter: QPainter, box: QRect, row: Row) -> int:
    """Draw the title; returns the pixels it takes."""
    heard = row.state in (RowState.HEARD, RowState.LIVE, RowState.WAITING)
    painter.setPen(theme.palette().text)
    return _line(painter, box, row.title, theme.font("body", bold=heard))


def _marks(painter: QPainter, box: QRect, row: Row) -> int:
    """A heart, and a check at what the take was made with; returns the pixels they take."""
    side = UNIT * 3 + 2
    marks = [("heart", "bad")] * row.favourite + [("check", "good")] * row.own
    for place, (name, color) in enumerate(marks, start=1):
        at = QRect(box.right() - place * side, box.center().y() - side // 2, side, side)
        icons.icon(name, color).paint(painter, at)
    return len(marks) * side + (UNIT if marks else 0)


def _line(painter: QPainter, box: QRect, text: str, font: QFont) -> int:
    """Draw a line, cut where there is no room; returns the pixels it takes."""
    painter.setFont(font)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return metrics.horizontalAdvance(shown)
