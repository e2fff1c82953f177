"""Desk: the views in their places, with splitters whose positions are remembered."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.audition import AuditionView
from ui.make import MakeView
from ui.meters import MeterView, SpectrumView
from ui.models import Models
from ui.rack import RackView
from ui.strip import StripView
from ui.takes import TakesView
from ui.theme import UNIT
from ui.timeline import TimelineView
from ui.transport import TransportBar
from ui.viewer import ViewerView
from ui.window.pane import Pane
from ui.words import WordsView

TAKES_TAB = 1
RIGHT_PX = 320
LOW_STRIP_PX = 112
LOW_MIDDLE_PX = 136
"""What a small laptop leaves; the first sizes are in SPLITS."""
SPLITS = {
    "split_rows": [422, 258],
    "split_upper": [936, RIGHT_PX],
    "split_board": [152, 262],
    "split_middle": [500, 428],
}
_STRETCHES = {
    "split_rows": (2, 3),
    "split_upper": (1, 0),
    "split_board": (0, 1),
    "split_middle": (3, 2),
}


class Desk(QWidget):
    """The board (strip, below it picture and words) beside the right column; timeline; transport.

    In the board's place the effects of what is heard can stand.

    Attributes:
        panes: the panes by the names that errors name them by.
        foot: the transport's pane.
        rack: the effects.
        effects: the button beside the tabs that shows them.
    """

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.tabs = QTabWidget()
        self.tabs.addTab(MakeView(models), "Make")
        self.tabs.addTab(TakesView(models), "Takes")
        self.audition = AuditionView(models)
        self.audition.take_wanted.connect(self._show_takes)
        self.tabs.addTab(self.audition, "Presets")
        self.effects = _effects_button()
        self.effects.toggled.connect(self.show_effects)
        self.tabs.setCornerWidget(self.effects)
        self.rack = RackView(models)
        self.rack.closed.connect(self.show_board)
        right = Pane(self.tabs)
        right.setMinimumWidth(RIGHT_PX - UNIT * 10)
        for signal in (models.takes.changed, models.selection.changed, models.project.changed):
            signal.connect(self._count_takes)
        self._count_takes()
        self.panes = {
            "strip": Pane(StripView(models)),
            "viewer": Pane(ViewerView(models)),
            "words": Pane(WordsView(models)),
            "make": right,
            "takes": right,
            "presets": right,
            "rack": Pane(self.rack),
            "timeline": Pane(TimelineView(models)),
        }
        self.panes["transport"] = self.panes["timeline"]
        self.panes["strip"].setMinimumHeight(LOW_STRIP_PX)
        for name in ("viewer", "words"):
            self.panes[name].setMinimumHeight(LOW_MIDDLE_PX)
        self.foot = Pane(self._transport(models))
        middle = self._splitter("split_middle", Qt.Orientation.Horizontal)
        for name in ("viewer", "words"):
            middle.addWidget(self.panes[name])
        board = self._splitter("split_board", Qt.Orientation.Vertical)
        board.addWidget(self.panes["strip"])
        board.addWidget(middle)
        upper = self._splitter("split_upper", Qt.Orientation.Horizontal)
        self._left = QStackedWidget()
        self._left.addWidget(board)
        self._left.addWidget(self.panes["rack"])
        upper.addWidget(self._left)
        upper.addWidget(right)
        rows = self._splitter("split_rows", Qt.Orientation.Vertical)
        rows.addWidget(upper)
        rows.addWidget(self.panes["timeline"])
        self._splitters = (rows, upper, board, middle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(rows, 1)
        layout.addWidget(self.foot)
        for splitter in self._splitters:
            for place, share in enumerate(_STRETCHES[splitter.objectName()]):
                splitter.setStretchFactor(place, share)
            splitter.setSizes(self._remembered(splitter.objectName()))

    def show_effects(self, on: bool = True) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        """Bring the effects to the front, or the board."""
        self.effects.setChecked(on)
        self._left.setCurrentIndex(1 if on else 0)

    def show_board(self) -> None:
        """Bring the board to the front."""
        self.show_effects(False)
        self.effects.setFocus()

    def _count_takes(self) -> None:
        """The tab says how many takes the cue has: after the first, where to look for it."""
        count = len(self._models.takes.of_cue(self._models.selection.cue_uid))
        self.tabs.setTabText(TAKES_TAB, f"Takes ({count})" if count else "Takes")

    def _show_takes(self, _: str) -> None:
        self.tabs.setCurrentIndex(TAKES_TAB)

    def show_audition(self, page: str = "") -> None:
        """Presets or styles in front, their list with the focus; "" as they were last."""
        if page:
            self.audition.show_page(page)
        self.tabs.setCurrentWidget(self.audition)
        self.audition.begin()

    @staticmethod
    def _transport(models: Models) -> QWidget:
        made = TransportBar(models)
        made.add_meters(SpectrumView(models))
        made.add_meters(MeterView(models))
        return made

    def hush(self) -> None:
        """Put away what was said over the views: something else was done since."""
        for pane in self.panes.values():
            pane.hush()

    def reset_layout(self) -> None:
        """Every pane as large as at first."""
        for splitter in self._splitters:
            splitter.setSizes(SPLITS[splitter.objectName()])
            self._models.preferences.set(splitter.objectName(), splitter.sizes())

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
        whole = all(isinstance(size, int) and size > 0 for size in sizes)
        return sizes if whole and len(sizes) == len(SPLITS[name]) else SPLITS[name]


def _effects_button() -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon("tune-variant"))
    made.setText("Effects")
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setCheckable(True)
    made.setAccessibleName("Effects")
    made.setToolTip("The effects of what is heard, in the board's place (Ctrl+4)")
    return made
