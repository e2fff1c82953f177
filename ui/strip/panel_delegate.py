"""PanelDelegate: how a panel's tile looks, and the line in which its story is written."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QObject, QPoint, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PyQt6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from musflow_studio.domain.storyboard import HitWeight, Panel
from ui import icons, theme
from ui.models import Models
from ui.strip.panel_list import PANEL, START_FRAME
from ui.strip.tile import NARROWEST_WRITING_PX, WRITING_PX, Tile, tile_width
from ui.strip.trim import length_text

RADIUS_PX = 4
BADGE_PX = 18
_WRITE = "Write a line of story"


class PanelDelegate(QStyledItemDelegate):
    """Paints tiles from the models; nothing is read from disk here.

    Attributes:
        height_px: of a tile; its width follows.
    """

    def __init__(self, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.height_px = 138

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Every tile is as large as every other."""
        return QSize(tile_width(self.height_px), self.height_px)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """One tile."""
        panel: Panel = index.data(PANEL)
        assert painter
        tile = Tile.within(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter, tile, panel)
        self._paint_mood(painter, tile, panel)
        self._paint_badges(painter, tile, panel)
        self._paint_words(painter, tile, panel, index.data(START_FRAME))
        self._paint_frame(painter, tile, option.state)
        painter.restore()

    def _paint_picture(self, painter: QPainter, tile: Tile, panel: Panel) -> None:
        colors = theme.palette()
        painter.fillRect(tile.picture, colors.background)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        image = self._models.pictures.image(panel, round(tile.picture.width() * ratio))
        if image is not None and not image.isNull():
            fitted = QRectF(fit_within(tile.picture, image.size()))
            painter.drawImage(fitted, image)
            return
        problem = self._models.pictures.problem(panel)
        painter.setPen(colors.bad if problem else colors.muted)
        painter.setFont(theme.font("small"))
        text = "Picture cannot be shown" if problem else panel.story
        room = tile.picture.adjusted(8, BADGE_PX, -8, -4)
        metrics = painter.fontMetrics()
        lines = broken(metrics, text, room.width(), max(1, room.height() // metrics.lineSpacing()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))

    def _paint_mood(self, painter: QPainter, tile: Tile, panel: Panel) -> None:
        said = self._models.descriptions.of(panel.uid)
        if said is None:
            painter.fillRect(tile.mood, theme.palette().line)
            return
        over = panel.override
        valence = said.mood.valence if over.valence is None else over.valence
        arousal = said.mood.arousal if over.arousal is None else over.arousal
        painter.fillRect(tile.mood, theme.mood_color(valence, arousal))

    def _paint_badges(self, painter: QPainter, tile: Tile, panel: Panel) -> None:
        font = theme.font("small", bold=True)
        width = QFontMetrics(font).horizontalAdvance(panel.number) + 10
        corner = tile.picture.topLeft() + QPoint(4, 4)
        self._paint_badge(painter, QRect(corner, QSize(max(BADGE_PX, width), BADGE_PX)))
        painter.setFont(font)
        painter.setPen(theme.palette().text)
        place = QRect(corner, QSize(max(BADGE_PX, width), BADGE_PX))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, panel.number)
        right = tile.picture.right() - 3
        for name, color in self._marks(panel):
            place = QRect(right - BADGE_PX, corner.y(), BADGE_PX, BADGE_PX)
            self._paint_badge(painter, place)
            icons.icon(name, color).paint(painter, place.adjusted(3, 3, -3, -3))
            right -= BADGE_PX + 3

    def _marks(self, panel: Panel) -> list[tuple[str, str]]:
        """Icons and colours of what is special about a panel, from the right."""
        said = self._models.descriptions.of(panel.uid)
        over = panel.override
        marks = [
            ("star", "accent", panel.weight is HitWeight.MUST),
            ("cancel", "muted", panel.weight is HitWeight.AVOID),
            ("message-text", "text", bool(panel.dialogue.strip())),
            ("account-edit", "text", over.by_hand),
            ("help", "warn", said is not None and said.unsure and over.valence is None),
        ]
        return [(name, color) for name, color, holds in marks if holds]

    def _paint_badge(self, painter: QPainter, place: QRect) -> None:
        ground = QColor(theme.palette().surface)
        ground.setAlpha(220)
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), RADIUS_PX, RADIUS_PX)
        painter.fillPath(path, ground)

    def _paint_words(self, painter: QPainter, tile: Tile, panel: Panel, start: int) -> None:
        colors = theme.palette()
        board = self._models.project.board
        assert board
        painter.setFont(theme.font("small"))
        painter.setPen(colors.muted)
        middle = Qt.AlignmentFlag.AlignVCenter
        timecode = board.rate.timecode(board.start_timecode_frames + start)
        length = length_text(board.rate, panel.length_frames)
        room = painter.fontMetrics().horizontalAdvance(f"{timecode}  {length}")
        if room > tile.meta.width():  # a small window: the hour can be seen elsewhere
            timecode = timecode.partition(":")[2]
        painter.drawText(tile.meta, middle | Qt.AlignmentFlag.AlignLeft, timecode)
        painter.drawText(tile.meta, middle | Qt.AlignmentFlag.AlignRight, length)
        painter.setPen(colors.text if panel.story else colors.muted)
        lines = broken(painter.fontMetrics(), panel.story or _WRITE, tile.story.width(), 2)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(tile.story, top, "\n".join(lines))

    def _paint_frame(self, painter: QPainter, tile: Tile, state: QStyle.StateFlag) -> None:
        if not state & QStyle.StateFlag.State_Selected:
            return
        whole = tile.picture.united(tile.mood)
        painter.setPen(QPen(theme.palette().accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(whole).adjusted(0, 0, 0, 0), RADIUS_PX, RADIUS_PX)
        if state & QStyle.StateFlag.State_HasFocus:
            line = tile.story
            painter.fillRect(
                QRect(line.left(), line.bottom(), line.width(), 2), theme.palette().accent
            )

    # Writing

    def createEditor(
        self, parent: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget:
        """A line to write the story in; Tab goes on to the next panel."""
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setFont(theme.font())
        editor.setPlaceholderText(_WRITE)
        editor.setAccessibleName(f"Story of panel {index.data(PANEL).number}")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """The line lies where the story stands, long enough to write in."""
        assert editor
        room = editor.parentWidget()
        assert room
        story = Tile.within(option.rect).story
        width = min(max(story.width(), NARROWEST_WRITING_PX), room.width())
        left = max(0, min(story.left(), room.width() - width))
        editor.setGeometry(left, story.top(), width, WRITING_PX)


def fit_within(room: QRect, size: QSize) -> QRect:
    """The largest rectangle of that shape in the middle of a room."""
    fitted = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(0, 0), fitted)
    place.moveCenter(room.center())
    return place


def broken(metrics: QFontMetrics, text: str, width: int, most: int) -> list[str]:
    """A text in lines no wider than `width` pixels, `most` of them; the last may be cut short."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        count = 1
        while (
            count < len(words) and metrics.horizontalAdvance(" ".join(words[: count + 1])) <= width
        ):
            count += 1
        lines.append(" ".join(words[:count]))
        words = words[count:]
    lines += [" ".join(words)] if words else []
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


def _wide(metrics: QFontMetrics, words: list[str]) -> int:
    return metrics.horizontalAdvance(" ".join(words))
