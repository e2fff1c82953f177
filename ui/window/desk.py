"""Desk: the views in their places, with splitters whose positions are remembered."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QSplitter, QTabWidget, QVBoxLayout, QWidget

from ui.models import Models
from ui.strip import StripView
from ui.theme import UNIT

RIGHT_PX = 320
SPLITS = {
    "split_rows": [150, 290, 228],
    "split_middle": [480, 440, RIGHT_PX],
}


class Desk(QWidget):
    """Strip above, picture and words and right column in the middle, timeline, transport."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(QWidget(), "Make")
        self.tabs.addTab(QWidget(), "Takes")
        middle = self._splitter("split_middle", Qt.Orientation.Horizontal)
        for view in (QWidget(), QWidget(), self.tabs):
            middle.addWidget(_pane(view))
        rows = self._splitter("split_rows", Qt.Orientation.Vertical)
        for view in (_pane(StripView(models)), middle, _pane(QWidget())):
            rows.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(rows, 1)
        layout.addWidget(_pane(QWidget()))
        for splitter, stretch in ((rows, (0, 2, 3)), (middle, (3, 2, 0))):
            for place, share in enumerate(stretch):
                splitter.setStretchFactor(place, share)
            splitter.setSizes(self._remembered(splitter.objectName()))

    def _splitter(self, name: str, orientation: Qt.Orientation) -> QSplitter:
        made = QSplitter(orientation)
        made.setObjectName(name)
        made.setHandleWidth(UNIT * 2)
        made.setChildrenCollapsible(False)
        made.splitterMoved.connect(
            lambda _place, _index: self._models.preferences.set(name, made.sizes())
        )
        return made

    def _remembered(self, name: str) -> list[int]:
        sizes = self._models.preferences.get(name, SPLITS[name])
        whole = all(isinstance(size, int) and size >= 0 for size in sizes)
        return sizes if whole and len(sizes) == len(SPLITS[name]) else SPLITS[name]


def _pane(view: QWidget) -> QWidget:
    """A view on a surface of its own with round corners."""
    pane = QFrame()
    pane.setObjectName("pane")
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(view)
    return pane
