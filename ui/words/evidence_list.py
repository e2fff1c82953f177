"""EvidenceList: why, in sentences, each with its share in the result."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from musflow_studio.domain.description import Evidence, EvidenceSource
from ui import icons, theme

_ICONS = {
    EvidenceSource.STORY: "text",
    EvidenceSource.NOTES: "note-text-outline",
    EvidenceSource.DIALOGUE: "message-text",
    EvidenceSource.PICTURE: "image-outline",
    EvidenceSource.CUT_RATE: "filmstrip",
    EvidenceSource.USER: "account-edit",
}
_ICON_PX, _GAP_PX, _BAR_PX = 14, 6, 3


class EvidenceList(QWidget):
    """Sentences under one another, wrapped; under each a bar as long as its share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence: tuple[Evidence, ...] = ()
        self.setFont(theme.font("small"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Why")

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Show these reasons."""
        if tuple(evidence) != self._evidence:
            self._evidence = tuple(evidence)
            self.setAccessibleDescription("; ".join(one.says for one in evidence))
            self.setToolTip("\n".join(f"{one.weight:.0%}  {one.says}" for one in evidence))
            self._fit()
            self.update()

    def sizeHint(self) -> QSize:
        """As high as its sentences at this width."""
        return QSize(160, sum(self._rows(self.width())))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Another width breaks the sentences elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Icon, sentence, bar."""
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        top = 0
        for one, height in zip(self._evidence, self._rows(self.width()), strict=True):
            self._paint_one(painter, one, QRect(0, top, self.width(), height))
            top += height
        painter.end()

    def _paint_one(self, painter: QPainter, one: Evidence, row: QRect) -> None:
        colors = theme.palette()
        place = QRect(row.left(), row.top() + 1, _ICON_PX, _ICON_PX)
        icons.icon(_ICONS[one.source], "muted").paint(painter, place)
        words = row.adjusted(_ICON_PX + _GAP_PX, 0, 0, -_BAR_PX - _GAP_PX)
        painter.setPen(colors.text if one.weight else colors.muted)
        painter.drawText(words, Qt.TextFlag.TextWordWrap, one.says)
        if one.weight:
            bar = QRect(words.left(), words.bottom() + 2, words.width(), _BAR_PX)
            painter.fillRect(bar, colors.raised)
            bar.setWidth(max(2, round(bar.width() * one.weight)))
            painter.fillRect(bar, colors.muted)

    def _rows(self, width: int) -> list[int]:
        """Height of each reason."""
        metrics = QFontMetrics(theme.font("small"))
        room = QRect(0, 0, max(60, width - _ICON_PX - _GAP_PX), 10_000)
        return [
            metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, one.says).height()
            + _BAR_PX
            + _GAP_PX
            for one in self._evidence
        ]

    def _fit(self) -> None:
        self.setFixedHeight(max(1, sum(self._rows(self.width()))))
