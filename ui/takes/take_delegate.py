"""TakeDelegate: how a take looks in the list."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QRect, QSize, Qt
from PyQt6.QtGui import QFontMetrics, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons, theme
from ui.models.takes import FAVOURITE, REJECTED
from ui.takes.take_list import TAKE, Take
from ui.theme import UNIT

ROW_PX = UNIT * 16
GRIP_PX = UNIT * 6
INSET_PX = UNIT * 4


class TakeDelegate(QStyledItemDelegate):
    """Draws a row: what is heard, title and stars, what it is, how loud; a grip to drag it by.

    Attributes:
        heard: id of the take that is loaded in the player.
        playing: whether it plays now.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heard = ""
        self.playing = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Every row is as high."""
        return QSize(UNIT * 60, ROW_PX)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """One row."""
        assert painter
        take: Take = index.data(TAKE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(UNIT, 2, -UNIT, -2)
        self._ground(painter, box, option.state)
        if REJECTED in take.entry.tags:
            painter.setOpacity(0.45)
        left = box.left() + UNIT * 2 + (INSET_PX if take.inset else 0)
        self._state(painter, QRect(left, box.top() + UNIT * 2, UNIT * 5, UNIT * 5), take)
        _grip(painter, box)
        inner = QRect(left + UNIT * 7, box.top() + UNIT, 0, box.height() - UNIT * 2)
        inner.setRight(box.right() - GRIP_PX)
        _text(painter, inner, take)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        colors = theme.palette()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if not chosen and not over:
            return
        painter.setPen(colors.accent if chosen else colors.line)
        painter.setBrush(colors.raised)
        painter.drawRoundedRect(box, UNIT + 1, UNIT + 1)

    def _state(self, painter: QPainter, box: QRect, take: Take) -> None:
        """Heard now, to be delivered, or neither."""
        if take.entry.clip_id == self.heard and self.playing:
            icons.icon("volume-high", "accent").paint(painter, box)
        elif take.chosen:
            icons.icon("check-decagram", "good").paint(painter, box)
        elif take.entry.clip_id == self.heard:
            icons.icon("volume-medium", "muted").paint(painter, box)
        else:
            name = "layers-outline" if take.inset else "waveform"
            icons.icon(name, "muted").paint(painter, box)


def grip_of(row: QRect) -> QRect:
    """Where the grip of a row lies."""
    return QRect(row.right() - GRIP_PX - UNIT, row.top(), GRIP_PX + UNIT, row.height())


def _grip(painter: QPainter, box: QRect) -> None:
    side = UNIT * 5
    place = QRect(box.right() - side, box.center().y() - side // 2, side, side)
    icons.icon("drag-vertical", "muted").paint(painter, place)


def _text(painter: QPainter, box: QRect, take: Take) -> None:
    colors = theme.palette()
    line_px = box.height() // 3
    first = QRect(box.left(), box.top(), box.width(), line_px)
    stars_px = _stars(painter, first, take)
    painter.setPen(colors.text)
    _line(painter, first.adjusted(0, 0, -stars_px, 0), take.title, "body", bold=True)
    painter.setPen(colors.muted)
    _line(painter, first.translated(0, line_px), take.line, "small")
    tags = f"  {take.tags}" if take.tags else ""
    _line(painter, first.translated(0, 2 * line_px), take.level + tags, "small")


def _stars(painter: QPainter, box: QRect, take: Take) -> int:
    """Stars and a heart at the right end of a line; returns the pixels they take."""
    side, entry = UNIT * 3, take.entry
    marks = [("star", "warn")] * entry.rating
    marks += [("heart", "bad")] * (FAVOURITE in entry.tags)
    for place, (name, color) in enumerate(reversed(marks), start=1):
        at = QRect(box.right() - place * side, box.center().y() - side // 2, side, side)
        icons.icon(name, color).paint(painter, at)
    return len(marks) * side + UNIT


def _line(
    painter: QPainter, box: QRect, text: str, role: theme.Role, *, bold: bool = False
) -> None:
    font = theme.font(role, bold=bold)
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
